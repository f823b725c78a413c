import type { Credential } from './credential.ts';
import type { Fragment, Scope, SourceStatus } from './fragment.ts';
import type { Gap } from './gap.ts';
import { type Grant, placeholderId } from './grant.ts';
import type { Identity } from './identity.ts';
import type { Link } from './link.ts';
import { keepFirstWithEvidence, mergeCredential, mergeIdentity, mergePolicy, mergeProvider, mergeScope, preferObserved } from './merge.ts';
import type { Policy, PolicyDocument } from './policy.ts';
import type { Provider } from './provider.ts';
import { settleGaps } from './settle-gaps.ts';
import { settleStackAccounts, withAccount } from './stack-account.ts';
import type { Trust } from './trust.ts';
import type { Workload } from './workload.ts';

/** Everything that was seen, in one vocabulary. Built by `InventoryBuilder`; read-only afterwards. */
export interface Inventory {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly documents: ReadonlyMap<string, PolicyDocument>;
  /** By holder: identity, group, account or organization. */
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  /** Identity id -> group ids. */
  readonly memberships: ReadonlyMap<string, readonly string[]>;
  /** By the identity that may be become. */
  readonly trusts: ReadonlyMap<string, readonly Trust[]>;
  /** Identity providers by ARN. */
  readonly providers: ReadonlyMap<string, Provider>;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly links: readonly Link[];
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly gaps: readonly Gap[];
  readonly sources: readonly SourceStatus[];
}

/**
 * Takes fragments in any order and merges those that speak of the same thing. References may arrive before what they
 * refer to. Memory grows with distinct facts.
 */
export class InventoryBuilder {
  readonly #identities = new Map<string, Identity>();
  readonly #credentials = new Map<string, Credential>();
  readonly #policies = new Map<string, Policy>();
  readonly #documents = new Map<string, PolicyDocument>();
  readonly #grants = new Map<string, Grant>();
  readonly #memberships = new Map<string, Set<string>>();
  readonly #trusts = new Map<string, Trust>();
  readonly #providers = new Map<string, Provider>();
  readonly #workloads = new Map<string, Workload>();
  readonly #links = new Map<string, Link>();
  readonly #scopes = new Map<string, Scope>();
  readonly #gaps: Gap[] = [];

  add(fragment: Fragment): void {
    switch (fragment.type) {
      case 'identity':
        put(this.#identities, fragment.value.id, fragment.value, mergeIdentity);
        break;
      case 'credential':
        put(this.#credentials, fragment.value.id, fragment.value, mergeCredential);
        break;
      case 'policy':
        put(this.#policies, fragment.value.id, fragment.value, mergePolicy);
        break;
      case 'document':
        put(this.#documents, fragment.value.id, fragment.value, (first) => first);
        break;
      case 'grant':
        put(this.#grants, fragment.value.id, fragment.value, preferObserved);
        break;
      case 'trust':
        put(this.#trusts, fragment.value.id, fragment.value, preferObserved);
        break;
      case 'provider':
        put(this.#providers, fragment.value.id, fragment.value, mergeProvider);
        break;
      case 'workload':
        put(this.#workloads, fragment.value.id, fragment.value, keepFirstWithEvidence);
        break;
      case 'link':
        put(this.#links, linkKey(fragment.value), fragment.value, keepFirstWithEvidence);
        break;
      case 'scope':
        put(this.#scopes, fragment.value.id, fragment.value, mergeScope);
        break;
      case 'membership':
        this.#memberships.set(
          fragment.value.identity,
          (this.#memberships.get(fragment.value.identity) ?? new Set()).add(fragment.value.group),
        );
        break;
      case 'gap':
        this.#gaps.push(fragment.value);
        break;
    }
  }

  /** AWS access key ids whose use was found so far: lets a live source ask whose they are. */
  foundAccessKeyIds(): string[] {
    const ids: string[] = [];
    for (const c of this.#credentials.values()) {
      if (c.kind === 'aws-access-key' && c.identity === undefined && c.found !== undefined) ids.push(c.name);
    }
    return ids.sort();
  }

  finish(sources: readonly SourceStatus[]): Inventory {
    this.#settleStackAccounts();
    const same = new Map([...unify(this.#identities, mergeIdentity), ...unify(this.#credentials, mergeCredential)]);
    const canonical = (id: string): string => same.get(id) ?? id;
    for (const [id, credential] of this.#credentials) {
      if (credential.identity !== undefined && same.has(credential.identity)) {
        this.#credentials.set(id, { ...credential, identity: canonical(credential.identity) });
      }
    }
    const links = [...this.#links.values()].map((l) => ({ ...l, from: canonical(l.from), to: canonical(l.to) }));
    return {
      identities: this.#identities,
      credentials: this.#credentials,
      policies: this.#policies,
      documents: this.#documents,
      grants: groupBy(this.#knownGrants(), (g) => canonical(g.holder)),
      memberships: new Map([...this.#memberships].map(([id, groups]) => [canonical(id), [...groups]])),
      trusts: groupBy(this.#knownTrusts(), (t) => canonical(t.identity)),
      providers: this.#providers,
      workloads: this.#workloads,
      links,
      scopes: this.#scopes,
      gaps: this.#gaps,
      sources: settleGaps(sources, this.#scopes.values()),
    };
  }

  /** Puts what code says of an account it leaves open into the account it turns out to be. */
  #settleStackAccounts(): void {
    for (const [stack, account] of settleStackAccounts(this.#identities.values())) {
      const moved = (fragment: Fragment): void => this.add(withAccount(fragment, stack, account));
      const holds = (value: unknown): boolean => JSON.stringify(value).includes(stack);
      const move = <T>(map: Map<string, T>, again: (value: T) => void): void => {
        for (const [id, value] of [...map]) {
          if (!holds(value)) continue;
          map.delete(id);
          again(value);
        }
      };
      move(this.#identities, (value) => moved({ type: 'identity', value }));
      move(this.#credentials, (value) => moved({ type: 'credential', value }));
      move(this.#policies, (value) => moved({ type: 'policy', value }));
      move(this.#documents, (value) => moved({ type: 'document', value }));
      move(this.#grants, (value) => moved({ type: 'grant', value }));
      move(this.#trusts, (value) => moved({ type: 'trust', value }));
      move(this.#providers, (value) => moved({ type: 'provider', value }));
      move(this.#workloads, (value) => moved({ type: 'workload', value }));
      move(this.#links, (value) => moved({ type: 'link', value }));
      move(this.#scopes, (value) => moved({ type: 'scope', value }));
      for (const [identity, groups] of [...this.#memberships]) {
        if (!identity.includes(stack)) continue;
        this.#memberships.delete(identity);
        for (const group of groups) moved({ type: 'membership', value: { identity, group } });
      }
    }
  }

  /** Trusts in code count only where no other source gives the identity's trusts. */
  #knownTrusts(): Trust[] {
    const given = new Set<string>();
    for (const t of this.#trusts.values()) if (t.declared !== true) given.add(t.identity);
    return [...this.#trusts.values()].filter((t) => t.declared !== true || !given.has(t.identity));
  }

  /** Whether the provider lists the grants of a holder; for a group, whether any come from there. */
  #isDescribed(holder: string, listed: ReadonlySet<string>): boolean {
    const identity = this.#identities.get(holder);
    return identity === undefined ? listed.has(holder) : identity.standing === 'observed' && identity.grantsListed === true;
  }

  /** All grants but the placeholders of holders whose grants another source lists. */
  #knownGrants(): Grant[] {
    const holders = new Set<string>();
    for (const g of this.#grants.values()) if (g.id !== placeholderId(g.holder)) holders.add(g.holder);
    const listed = new Set<string>();
    for (const g of this.#grants.values()) if (g.declared !== true && g.id !== placeholderId(g.holder)) listed.add(g.holder);
    return [...this.#grants.values()].filter((g) => {
      if (g.id !== placeholderId(g.holder)) return g.declared !== true || !this.#isDescribed(g.holder, listed);
      const identity = this.#identities.get(g.holder);
      // A group has no record of its own that could say it: any grant of it comes from a source that lists them.
      return identity === undefined ? !holders.has(g.holder) : identity.grantsListed !== true;
    });
  }
}

function put<T>(map: Map<string, T>, id: string, value: T, merge: (a: T, b: T) => T): void {
  const present = map.get(id);
  map.set(id, present === undefined ? value : merge(present, value));
}

function linkKey(link: Link): string {
  return `${link.kind}\u0000${link.from}\u0000${link.to}`;
}

/**
 * Merges records that share an alias into the one with the smallest id that is nobody's alias, and says which ids went where.
 */
function unify<T extends { readonly id: string; readonly aliases?: readonly string[] }>(
  map: Map<string, T>,
  merge: (a: T, b: T) => T,
): Map<string, string> {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const isAlias = new Set<string>();
  for (const record of map.values()) {
    for (const alias of record.aliases ?? []) {
      isAlias.add(alias);
      const a = find(record.id);
      const b = find(alias);
      if (a !== b) parent.set(b, a);
      if (!parent.has(a)) parent.set(a, a);
    }
  }
  if (parent.size === 0) return new Map();
  const members = new Map<string, string[]>();
  for (const id of parent.keys()) {
    const root = find(id);
    const list = members.get(root);
    if (list) list.push(id);
    else members.set(root, [id]);
  }
  const moved = new Map<string, string>();
  for (const ids of members.values()) {
    ids.sort();
    const present = ids.filter((id) => map.has(id));
    if (present.length === 0) continue;
    const target = present.find((id) => !isAlias.has(id)) ?? (present[0] as string);
    let merged = map.get(target) as T;
    for (const id of present) {
      if (id === target) continue;
      merged = merge(merged, map.get(id) as T);
      map.delete(id);
    }
    map.set(target, { ...merged, id: target });
    for (const id of ids) if (id !== target) moved.set(id, target);
  }
  return moved;
}

function groupBy<T>(values: Iterable<T>, key: (value: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const value of values) {
    const k = key(value);
    const list = out.get(k);
    if (list) list.push(value);
    else out.set(k, [value]);
  }
  return out;
}
