import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Grant } from '../../../src/inventory/grant.ts';
import { serviceAccountId } from '../../../src/inventory/id.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { DenyRule } from '../../../src/inventory/policy.ts';
import type { Workload } from '../../../src/inventory/workload.ts';

/** The time at which questions are asked. */
export const now = Date.parse('2026-06-01T12:00:00Z');

export interface GcpWorld {
  /** `project/shop: folder/7 #100`: what a scope hangs under, and a project's number. */
  readonly scopes?: Readonly<Record<string, string | null>>;
  /** `robot@shop` is a service account of project shop; `!` before it: its roles were not all listed; `-`: turned off. */
  readonly accounts?: readonly string[];
  /** Identities of pools: a principal as written. */
  readonly principals?: readonly string[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Roles with their permissions, as a source lists them. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  /** `robot@shop: roles/viewer on project/shop if CONDITION`; `, eligible` and `, until TIME` at the end. */
  readonly grants?: readonly string[];
  /** Deny rules by what they are attached to; null: it could not be read. */
  readonly deny?: readonly ({ readonly on: string } & Partial<DenyRule> & { readonly unread?: boolean })[];
  readonly boundaries?: readonly { readonly of: string; readonly within?: readonly string[]; readonly if?: string }[];
  /** `gcp-run-job nightly of shop as robot@shop`. */
  readonly workloads?: readonly string[];
  /** API keys bound to an account. */
  readonly apiKeys?: readonly string[];
}

/** `robot@shop` -> its address; a full address, a group or a principal stays as it is. */
export function idOf(who: string): string {
  if (/^(?:gcp:|group:|user:|domain:|principal|project[A-Z]|all[A-Z])/.test(who)) return holderOf(who);
  return serviceAccountId(who.includes('.') ? who : `${who}.iam.gserviceaccount.com`);
}

function holderOf(member: string): string {
  if (member.startsWith('gcp:')) return member;
  if (/^principal/.test(member)) return `gcp:principal/${member}`;
  return member.includes(':') ? `gcp:${member.replace(':', '/')}` : `gcp:${member}`;
}

/** `project/shop` -> `gcp:project/shop`, `robot@shop` -> the account's own scope; full names stay. */
export function scopeOf(text: string): string {
  if (text.startsWith('//') || text.startsWith('gcp:')) return text;
  return text.includes('@')
    ? `//iam.googleapis.com/projects/-/serviceAccounts/${idOf(text).slice('gcp:service-account/'.length)}`
    : `gcp:${text}`;
}

const evidence = [{ source: 'test', pointer: '/x' }];

export function inventoryOf(world: GcpWorld, more: readonly Fragment[] = []): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of [...fragmentsOf(world), ...more]) builder.add(fragment);
  return builder.finish([]);
}

export function* fragmentsOf(world: GcpWorld): Generator<Fragment> {
  for (const [name, text] of Object.entries(world.scopes ?? {})) {
    const [, parent, number] = /^(\S+?)?(?:\s*#(\d+))?$/.exec(text ?? '') ?? [];
    const about = { ...(parent === undefined ? {} : { parent: `gcp:${parent}` }), ...(number === undefined ? {} : { number }) };
    yield { type: 'scope', value: { id: `gcp:${name}`, plane: 'gcp', name, ...about } };
  }
  for (const text of world.accounts ?? []) {
    const address = text.replace(/^[!-]/, '');
    yield {
      type: 'identity',
      value: { ...account(address), ...(text.startsWith('!') ? {} : { grantsListed: true }), enabled: !text.startsWith('-') },
    };
  }
  for (const principal of world.principals ?? [])
    yield {
      type: 'identity',
      value: { ...account('x@x'), id: idOf(principal), name: principal, kind: 'gcp-federated-principal', scope: '', grantsListed: true },
    };
  for (const [group, list] of Object.entries(world.groups ?? {}))
    for (const who of list) yield { type: 'membership', value: { identity: idOf(who), group: `gcp:group/${group}` } };
  for (const [name, permissions] of Object.entries(world.roles ?? {}))
    yield {
      type: 'policy',
      value: { id: `gcp:role/${name}`, kind: 'gcp-role', name, providerManaged: name.startsWith('roles/'), permissions, evidence },
    };
  for (const text of world.grants ?? []) yield { type: 'grant', value: grantOf(text) };
  for (const [n, { on, unread, ...rule }] of (world.deny ?? []).entries()) {
    const id = `gcp:deny-policy/${n}`;
    const rules = { denies: [{ principals: [], exceptPrincipals: [], ...rule, ...principalsOf(rule) }] };
    yield {
      type: 'policy',
      value: { id, kind: 'gcp-deny-policy', name: `guard-${n}`, providerManaged: false, ...(unread ? {} : rules), evidence },
    };
    yield {
      type: 'grant',
      value: { id: `gcp:${on}#scp/${n}`, holder: `gcp:${on}`, kind: 'scp', name: `guard-${n}`, policy: id, evidence },
    };
  }
  for (const [n, { of, within, if: condition }] of (world.boundaries ?? []).entries()) {
    const id = `gcp:access-boundary/${n}`;
    const holder = of.startsWith('principal') ? `gcp:principal/${of}` : `gcp:${of}`;
    const limits = within === undefined ? {} : { limitedTo: within.map((w) => `gcp:${w}`) };
    yield { type: 'policy', value: { id, kind: 'gcp-access-boundary', name: `fence-${n}`, providerManaged: false, ...limits, evidence } };
    const grant: Grant = { id: `${holder}#boundary/${n}`, holder, kind: 'boundary', name: `fence-${n}`, policy: id, evidence };
    yield { type: 'grant', value: condition === undefined ? grant : { ...grant, condition } };
  }
  for (const text of world.workloads ?? []) yield workloadOf(text);
  for (const who of world.apiKeys ?? [])
    yield {
      type: 'credential',
      value: { id: `gcp:api-key/${who}`, kind: 'gcp-api-key', name: 'key', identity: idOf(who), static: true, evidence },
    };
}

function principalsOf(rule: Partial<DenyRule>): Partial<DenyRule> {
  const named = (list: readonly string[] | undefined): readonly string[] =>
    (list ?? []).map((p) => (p === '*' || p.startsWith('principal') ? p : idOf(p)));
  return { principals: named(rule.principals), exceptPrincipals: named(rule.exceptPrincipals) };
}

function account(address: string): Identity {
  const id = idOf(address);
  return {
    id,
    plane: 'gcp',
    kind: 'gcp-service-account',
    name: id.slice('gcp:service-account/'.length),
    scope: /@([^.]+)/.exec(address)?.[1] ?? '',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    evidence,
  };
}

function grantOf(text: string): Grant {
  const [, who = '', role = '', on = '', condition, eligible, until] =
    /^(\S+): (\S+) on (\S+?)(?: if (.+?))?(, eligible)?(?:, until (\S+))?$/.exec(text) ?? [];
  if (who === '') throw new Error(`not a grant: ${text}`);
  const holder = idOf(who);
  return {
    id: `${holder}#attached/${role} on ${scopeOf(on)}`,
    holder,
    kind: 'attached',
    name: role,
    policy: `gcp:role/${role}`,
    scope: scopeOf(on),
    ...(condition === undefined ? {} : { condition }),
    ...(eligible === undefined ? {} : { eligible: true as const }),
    ...(until === undefined ? {} : { until }),
    evidence,
  };
}

function workloadOf(text: string): Fragment {
  const [, kind = '', name = '', project = '', who = ''] = /^(\S+) (\S+) of (\S+) as (\S+)$/.exec(text) ?? [];
  const value: Workload = {
    id: `gcp:${kind.slice('gcp-'.length)}/${project}/${name}`,
    kind,
    name,
    scope: project,
    identity: idOf(who),
    evidence,
  };
  return { type: 'workload', value };
}
