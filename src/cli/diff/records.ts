import type { Seen } from '../../findings/baseline.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Report, ReportCredential, ReportIdentity } from '../../reporters/report.ts';
import { grantLinesOf, resourceLines } from './grant-lines.ts';
import { calledOf } from './labels.ts';
import type { Given, State, StateRecord } from './state.ts';

type Records = State['records'];
type Located = { readonly id: string; readonly evidence?: readonly Evidence[] };

/** The records of a snapshot. */
export function recordsOfSnapshot(
  inventory: Inventory,
  nameOf: (id: string) => string,
  seenBy: (source: string | undefined) => Seen,
): Records {
  const of = <T extends Located>(
    values: Iterable<T>,
    label: (value: T) => string,
    identity: (value: T) => string | undefined = () => undefined,
  ) => byId(values, label, identity, seenBy);
  const links = inventory.links.map((link) => ({ ...link, id: JSON.stringify([link.kind, link.from, link.to]) }));
  const grants = [...inventory.grants.values()].flat();
  return {
    identity: of(inventory.identities.values(), calledOf, ({ id }) => id),
    credential: of(inventory.credentials.values(), ...credentialWords(nameOf)),
    workload: of(inventory.workloads.values(), ...workloadWords),
    grant: of(
      grants,
      ({ holder, name }) => `${name} of ${nameOf(holder)}`,
      ({ holder }) => holder,
    ),
    link: of(
      links,
      ({ from, to }) => `${nameOf(from)} to ${nameOf(to)}`,
      ({ from }) => from,
    ),
    policy: of(inventory.policies.values(), ({ name }) => `policy ${name}`),
    provider: of(inventory.providers.values(), ({ id }) => `identity provider ${id}`),
    resource: of(inventory.resources.values(), calledOf),
    'decision-point': of(
      inventory.decisionPoints.size === 0 ? [] : new Set([...inventory.decisionPoints.values()].flat()),
      ({ engine, covers }) => `${engine} before ${covers.map(nameOf).slice(0, 3).join(', ')}`,
    ),
    scope: of(inventory.scopes.values(), ({ id }) => nameOf(id)),
  };
}

/** Those of a report, with what it says of each. What it writes as null is not known. */
export function recordsOfReport(
  { identities, credentials, workloads }: Pick<Report, 'identities' | 'credentials' | 'workloads'>,
  nameOf: (id: string) => string,
  seenBy: (source: string | undefined) => Seen,
): Records {
  return {
    identity: byId(identities.map(plainIdentity), calledOf, ({ id }) => id, seenBy),
    credential: byId(credentials.map(plainCredential), ...credentialWords(nameOf), seenBy),
    workload: byId(workloads, ...workloadWords, seenBy),
  };
}

const workloadWords = [calledOf, ({ identity }: { readonly identity?: string }) => identity] as const;

function credentialWords(nameOf: (id: string) => string) {
  type Words = { readonly kind: string; readonly name: string; readonly identity?: string };
  const identity = (c: Words): string | undefined => c.identity;
  const label = (c: Words): string => `${c.kind} ${c.name}${c.identity === undefined ? '' : ` of ${nameOf(c.identity)}`}`;
  return [label, identity] as const;
}

function plainIdentity({ id, plane, kind, name, scope, nature, agent, owner, environment, createdAt, evidence }: ReportIdentity) {
  return known({ id, plane, kind, name, scope, nature, agent, owner, environment, createdAt, evidence });
}

function plainCredential({ id, kind, name, identity, provider, createdAt, expiresAt, found, evidence, ...c }: ReportCredential) {
  const ends = expiresAt === 'never' ? {} : { expiresAt };
  const end = known({ id, kind, name, identity, provider, static: c.static, createdAt, found, evidence, ...ends });
  return expiresAt === 'never' ? { ...end, expiresAt: null } : end;
}

type Known<T> = { readonly [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]>;
};

function known<T extends object>(value: T): Known<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null)) as Known<T>;
}

function byId<T extends Located>(
  values: Iterable<T>,
  label: (value: T) => string,
  identity: (value: T) => string | undefined,
  seenBy: (source: string | undefined) => Seen,
): ReadonlyMap<string, StateRecord> {
  const found = new Map<string, StateRecord>();
  for (const value of values) {
    const seen = seenBy(value.evidence?.[0]?.source);
    found.set(value.id, { label: label(value), identity: identity(value) ?? null, seenBy: seen, value });
  }
  return found;
}

/** Grants and trusts of a snapshot. */
export function givenIn(inventory: Inventory, nameOf: (id: string) => string): Given {
  const { identities, grants, memberships, resources, trusts } = inventory;
  const holders = new Map<string, Given['holders'] extends ReadonlyMap<string, infer H> ? H : never>();
  for (const [id, { name }] of identities) holders.set(id, { name, lines: () => grantLinesOf(inventory, id) });
  const withMembers = new Set([...memberships.values()].flat());
  for (const holder of grants.keys()) {
    if (identities.has(holder) || withMembers.has(holder)) continue;
    holders.set(holder, { name: nameOf(holder), lines: () => grantLinesOf(inventory, holder) });
  }
  for (const resource of resources.values()) {
    if (resource.policy === undefined && resource.stored !== undefined) continue;
    holders.set(resource.id, { name: `the policy of ${resource.name}`, lines: () => resourceLines(inventory, resource) });
  }
  return { holders, trusts };
}
