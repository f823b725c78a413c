import { stackGroup } from './azure-id.ts';
import { isStackAccount, isStackProject } from './id.ts';
import type { Identity } from './identity.ts';

/**
 * Which account or project a stack of code is deployed to, told by the names in it: the one of the run in which other sources
 * know users, roles or service accounts of these names. Where names point to several accounts, or several stacks hold a name of one account
 * (the same code for test and production), nothing is told.
 */
export function settleStackAccounts(identities: readonly Identity[]): ReadonlyMap<string, string> {
  const stacksOf = new Map<string, Set<string>>();
  for (const { id, plane } of identities) if (mayBeOpen.test(id)) note(stacksOf, id, plane, true);
  // Mostly there is no stack, and no other name is of interest.
  if (stacksOf.size === 0) return new Map();
  const accountsOf = new Map<string, Set<string>>();
  for (const { id, plane } of identities) note(accountsOf, id, plane, false);
  const told = new Map<string, Set<string>>();
  for (const [name, stacks] of stacksOf) {
    const accounts = accountsOf.get(name);
    if (accounts === undefined) continue;
    for (const stack of stacks) {
      const candidates = told.get(stack) ?? new Set();
      // Two stacks with one name: which of them is meant is not known.
      for (const account of accounts) candidates.add(stacks.size > 1 ? `${account}?` : account);
      told.set(stack, candidates);
    }
  }
  const settled = new Map<string, string>();
  for (const [stack, candidates] of told) {
    const [only] = candidates;
    if (candidates.size === 1 && only !== undefined && !only.endsWith('?')) settled.set(stack, only);
  }
  return settled;
}

/** Cheap look before an id is taken apart. */
const mayBeOpen = /(?:stack|project)\./;

/** Puts down where a name is known: in accounts, or in the stand-ins for them. */
function note(places: Map<string, Set<string>>, id: string, plane: Identity['plane'], open: boolean): void {
  const named = plane === 'aws' ? awsName(id) : plane === 'gcp' ? googleName(id) : undefined;
  if (named === undefined || named.isOpen !== open) return;
  const { kind, account, name } = named;
  // A name that is not known is written as the resource's address.
  if (name.includes('[') || name.includes('${')) return;
  const key = `${kind}/${name}`;
  places.set(key, (places.get(key) ?? new Set()).add(account));
}

interface Named {
  readonly kind: string;
  readonly account: string;
  readonly name: string;
  /** The account is a stand-in. */
  readonly isOpen: boolean;
}

function awsName(id: string): Named | undefined {
  const [, kind = '', account = '', name = ''] = /^(aws:(?:role|user))\/([^/]+)\/(.+)$/s.exec(id) ?? [];
  const isOpen = isStackAccount(account);
  return isOpen || /^\d{12}$/.test(account) ? { kind, account, name, isOpen } : undefined;
}

function googleName(id: string): Named | undefined {
  const [, kind = '', name = '', account = ''] = /^(gcp:service-account)\/([^@]+)@([^@]+)\.iam\.gserviceaccount\.com$/.exec(id) ?? [];
  return kind === '' ? undefined : { kind, account, name, isOpen: isStackProject(account) };
}

/**
 * Which subscription and resource group code is deployed to, told by the managed identities in it as accounts are by roles:
 * by group and name, or by name alone where the code does not name the group. Answers for each stand-in of either.
 */
export function settleSubscriptions(identities: Iterable<Identity>): ReadonlyMap<string, string> {
  const places = new Map<string, Set<string>>();
  const open = new Map<string, Set<string>>();
  for (const { id, plane } of identities) {
    const match = plane === 'azure' ? /^azure:managed-identity\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(id) : null;
    const [, subscription = '', group = '', name = ''] = match ?? [];
    if (isStackAccount(subscription)) {
      const key = group === stackGroup(subscription) ? name : `${group}/${name}`;
      open.set(key, (open.get(key) ?? new Set()).add(subscription));
    } else if (match !== null) {
      for (const key of [name, `${group}/${name}`]) places.set(key, (places.get(key) ?? new Set()).add(`${subscription}/${group}`));
    }
  }
  const told = new Map<string, Set<string>>();
  for (const [key, stacks] of open) {
    for (const place of places.get(key) ?? []) {
      // Two stacks with one name: which of them is meant is not known.
      for (const stack of stacks) told.set(stack, (told.get(stack) ?? new Set()).add(stacks.size > 1 ? '?' : place));
    }
  }
  const settled = new Map<string, string>();
  for (const [stack, candidates] of told) {
    const subscriptions = new Set([...candidates].map((place) => place.split('/')[0] ?? ''));
    const [subscription = '?'] = subscriptions;
    if (subscriptions.size !== 1 || subscription === '?') continue;
    settled.set(stack, subscription);
    const [place = ''] = candidates;
    if (candidates.size === 1) settled.set(stackGroup(stack), place.slice(place.indexOf('/') + 1));
  }
  return settled;
}

/** A record with an account in place of its stand-in, in keys as well. A stand-in may begin like another one. */
export function withAccount<T>(record: T, stack: string, account: string): T {
  const whole = new RegExp(
    `${stack.replace(/[.]/g, '\\.')}(?=\\.iam\\.gserviceaccount\\.com|-compute@|\\.svc\\.id\\.goog|[^\\w.-]|$)`,
    'g',
  );
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(whole, account);
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.replace(whole, account), replace(part)]));
  };
  return replace(record) as T;
}
