import type { Credential, FoundAt } from './credential.ts';
import { type Evidence, evidenceKey, isSamePlace } from './evidence.ts';
import type { Logs, Scope } from './fragment.ts';
import { type Identity, standings } from './identity.ts';
import { betterOwned } from './owner.ts';
import type { Policy } from './policy.ts';
import type { Provider } from './provider.ts';
import { mergeObserved } from './use.ts';
import type { Workload } from './workload.ts';

/**
 * Two records of one identity become one: what the higher standing says wins, what it does not say is filled in from
 * the other, evidence is kept from both. For equal standings the one that came first wins.
 */
export function mergeIdentity(a: Identity, b: Identity): Identity {
  const [strong, weak] = standings.indexOf(b.standing) > standings.indexOf(a.standing) ? [b, a] : [a, b];
  const merged = { ...weak, ...defined(strong) };
  return {
    ...merged,
    agent: a.agent || b.agent,
    nature: strong.nature === 'unknown' ? weak.nature : strong.nature,
    ...groupsOf(strong, weak),
    ...(weak.mcp || strong.mcp ? { mcp: mergeFacts(weak.mcp ?? {}, strong.mcp ?? {}) } : {}),
    ...(weak.card || strong.card ? { card: mergeFacts(weak.card ?? {}, strong.card ?? {}) } : {}),
    ...(weak.spiffe || strong.spiffe ? { spiffe: mergeFacts(weak.spiffe ?? {}, strong.spiffe ?? {}) } : {}),
    ...(weak.settings || strong.settings ? { settings: mergeFacts(weak.settings ?? {}, strong.settings ?? {}) } : {}),
    ...(a.aliases || b.aliases ? { aliases: [...new Set([...(a.aliases ?? []), ...(b.aliases ?? [])])] } : {}),
    ...(a.tags || b.tags ? { tags: { ...weak.tags, ...strong.tags } } : {}),
    ...lastUseOf(a, b),
    evidence: mergeList(a.evidence, b.evidence),
    ...(a.factEvidence || b.factEvidence ? { factEvidence: mergeEvidenceMaps(a.factEvidence ?? {}, b.factEvidence ?? {}) } : {}),
    ...(a.owner !== undefined && b.owner !== undefined ? ownerOfBoth(strong, weak) : {}),
  };
}

/** Groups of facts of which the stronger record's win one by one. */
const planeGroups = ['aws', 'ci', 'kubernetes', 'gcp', 'azure', 'entra', 'github', 'vault'] as const;

function groupsOf(strong: Identity, weak: Identity): Partial<Identity> {
  const both = planeGroups.filter((name) => strong[name] !== undefined && weak[name] !== undefined);
  return Object.fromEntries(both.map((name) => [name, { ...weak[name], ...defined(strong[name] ?? {}) }]));
}

/** One owner with the places that name it, and none of the places that name the other. */
function ownerOfBoth(strong: Identity, weak: Identity): Partial<Identity> {
  const { owner, ownerFrom, factEvidence } = betterOwned(strong, weak);
  const { owner: _, ...others } = mergeEvidenceMaps(strong.factEvidence ?? {}, weak.factEvidence ?? {});
  const named = factEvidence?.owner;
  return {
    ...(owner === undefined ? {} : { owner }),
    ...{ ownerFrom: ownerFrom ?? 'tag' },
    factEvidence: { ...others, ...(named === undefined ? {} : { owner: named }) },
  };
}

/** Two records of one credential become one; what is known fills what is not, places found are kept from both. */
export function mergeCredential(a: Credential, b: Credential): Credential {
  const found = joinDistinct(a.found ?? [], b.found ?? [], foundKey);
  return {
    ...b,
    ...defined(a),
    ...(a.identity === undefined && b.identity !== undefined ? { identity: b.identity, enabled: b.enabled ?? a.enabled ?? true } : {}),
    ...(a.aliases || b.aliases ? { aliases: [...new Set([...(a.aliases ?? []), ...(b.aliases ?? [])])] } : {}),
    ...(found.length > 0 ? { found } : {}),
    ...(a.github && b.github ? { github: { ...b.github, ...defined(a.github) } } : {}),
    ...(a.azure && b.azure ? { azure: { ...b.azure, ...defined(a.azure) } } : {}),
    ...lastUseOf(a, b),
    evidence: mergeList(a.evidence, b.evidence),
  };
}

/** The record that says what the policy is wins; of two, the provider's own before one in code. */
export function mergePolicy(a: Policy, b: Policy): Policy {
  const takesSecond =
    (!saysMuch(a) && (saysMuch(b) || a.declared === true || b.declared !== true)) ||
    (a.declared === true && b.declared !== true && saysMuch(b));
  const [taken, other] = takesSecond ? [b, a] : [a, b];
  const otherVersions = taken.otherVersions ?? (taken.document === other.document ? other.otherVersions : undefined);
  return { ...taken, ...(otherVersions ? { otherVersions } : {}), evidence: mergeList(a.evidence, b.evidence) };
}

/** Whether a record holds more than the name: what the policy allows, denies or limits to. */
function saysMuch({ document, permissions, allows, denies, limitedTo, paths, branchRules }: Policy): boolean {
  return [document, permissions, allows, denies, limitedTo, paths, branchRules].some((part) => part !== undefined);
}

/** A list names a provider, its own answer describes it: what one does not say the other does. */
export function mergeProvider(a: Provider, b: Provider): Provider {
  return { ...b, ...a, evidence: mergeList(a.evidence, b.evidence) };
}

/** What one answer does not say of a workload another does. */
export function mergeWorkload(a: Workload, b: Workload): Workload {
  return {
    ...b,
    ...a,
    ...(a.settings || b.settings ? { settings: { ...b.settings, ...defined(a.settings ?? {}) } } : {}),
    evidence: mergeList(a.evidence, b.evidence),
  };
}

const logLists = [
  'modelRegions',
  'modelRegionsOff',
  'trailsUnvalidated',
  'dataEvents',
  'guardrailRegions',
  'guardrailRegionsOff',
] as const satisfies readonly (keyof Logs)[];

/** Regions that were seen from several files add up; a trail that one source shows is there. */
function mergeLogs(a: Logs, b: Logs): Logs {
  const join = (x: readonly string[] = [], y: readonly string[] = []): readonly string[] => [...new Set([...x, ...y])].sort();
  const trail = a.trail === true || b.trail === true ? true : (a.trail ?? b.trail);
  const lists = Object.fromEntries(
    logLists.flatMap((key) => (a[key] === undefined && b[key] === undefined ? [] : [[key, join(a[key], b[key])]])),
  );
  const whole =
    a.dataEvents === undefined
      ? b.dataEventsWhole
      : b.dataEvents === undefined
        ? a.dataEventsWhole
        : a.dataEventsWhole && b.dataEventsWhole;
  return {
    ...lists,
    ...(trail === undefined ? {} : { trail }),
    ...(whole === undefined ? {} : { dataEventsWhole: whole }),
    ...(a.organizationTrail || b.organizationTrail ? { organizationTrail: true } : {}),
    ...(a.calls || b.calls ? { calls: join(a.calls, b.calls) } : {}),
  };
}

export function mergeScope(a: Scope, b: Scope): Scope {
  const members = [...new Set([...(a.memberAccounts ?? []), ...(b.memberAccounts ?? [])])].sort();
  const supplies = [...new Set([...(a.supplies ?? []), ...(b.supplies ?? [])])].sort();
  const attached = [...new Set([...(a.attached ?? []), ...(b.attached ?? [])])].sort();
  const delegated = [...new Set([...(a.delegated ?? []), ...(b.delegated ?? [])])].sort();
  const parent = a.parent ?? b.parent;
  const observed = a.observed && b.observed ? mergeObserved(a.observed, b.observed) : (a.observed ?? b.observed);
  const organizationId = a.organizationId ?? b.organizationId;
  const rest: Pick<Scope, 'number' | 'environment' | 'settings' | 'evidence' | 'repository' | 'gate'> = {
    ...(a.repository && b.repository
      ? { repository: { ...b.repository, ...a.repository } }
      : { ...(b.repository && { repository: b.repository }) }),
    ...(a.gate && b.gate ? { gate: { ...b.gate, ...a.gate } } : { ...(b.gate && { gate: b.gate }) }),
    ...(a.number === undefined && b.number === undefined ? {} : { number: a.number ?? b.number ?? '' }),
    ...(a.environment === undefined && b.environment === undefined ? {} : { environment: a.environment ?? b.environment ?? '' }),
    ...(a.settings === undefined && b.settings === undefined ? {} : { settings: { ...b.settings, ...a.settings } }),
    ...(a.evidence === undefined && b.evidence === undefined ? {} : { evidence: mergeList(a.evidence ?? [], b.evidence ?? []) }),
  };
  return {
    ...a,
    // A name that only repeats the id says less than one that somebody gave.
    name: a.id.endsWith(`/${a.name}`) ? b.name : a.name,
    ...(a.management === undefined && b.management === undefined ? {} : { management: a.management ?? b.management ?? false }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(members.length > 0 ? { memberAccounts: members } : {}),
    ...(supplies.length > 0 ? { supplies } : {}),
    ...(attached.length > 0 ? { attached } : {}),
    ...(delegated.length > 0 ? { delegated } : {}),
    ...(parent === undefined ? {} : { parent }),
    ...(a.logs || b.logs ? { logs: mergeLogs(a.logs ?? {}, b.logs ?? {}) } : {}),
    ...(observed === undefined ? {} : { observed }),
    ...rest,
  };
}

/** The later of two times; a time is later than never, and never says more than nothing. */
export function laterOf(a: string | null | undefined, b: string | null | undefined): string | null | undefined {
  if (typeof a !== 'string') return typeof b === 'string' || a === undefined ? b : a;
  return typeof b === 'string' && b > a ? b : a;
}

interface Used {
  readonly lastUsedAt?: string | null;
}

/** Use that anybody saw is use, however much better another source knows the rest. */
function lastUseOf(a: Used, b: Used): Used {
  const lastUsedAt = laterOf(a.lastUsedAt, b.lastUsedAt);
  return lastUsedAt === undefined ? {} : { lastUsedAt };
}

/** Equal ids say the same thing, but what stands in code may have been changed since: the provider's own record stands. */
export function preferObserved<T extends { readonly declared?: true; readonly evidence: readonly Evidence[] }>(a: T, b: T): T {
  return a.declared === true && b.declared !== true ? keepFirstWithEvidence(b, a) : keepFirstWithEvidence(a, b);
}

/** Equal ids say the same thing: the first record stands, with the evidence of both. */
export function keepFirstWithEvidence<T extends { readonly evidence: readonly Evidence[] }>(a: T, b: T): T {
  return { ...a, evidence: mergeList(a.evidence, b.evidence) };
}

/** Up to so many places are compared one by one. */
const few = 8;

/** Joins two evidence lists, drops repeats, keeps the order of first appearance. */
export function mergeList(a: readonly Evidence[], b: readonly Evidence[]): readonly Evidence[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  if (a.length > few) return joinDistinct(a, b, evidenceKey);
  const added = b.filter((e) => !a.some((one) => isSamePlace(one, e)));
  return added.length === 0 ? a : [...a, ...added];
}

/** The keys of what stands in a list. Thousands of files may name one thing: the keys move on to the list that grows out of it. */
const keysOfLists = new WeakMap<readonly object[], Set<string>>();

/** A list with what of another is not in it by its key. */
function joinDistinct<T extends object>(a: readonly T[], b: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const keys = keysOfLists.get(a) ?? new Set(a.map(keyOf));
  const added: T[] = [];
  for (const item of b) {
    const key = keyOf(item);
    if (keys.has(key)) continue;
    keys.add(key);
    added.push(item);
  }
  const joined = added.length === 0 ? a : [...a, ...added];
  // They are no longer those of the shorter list alone.
  if (joined !== a) keysOfLists.delete(a);
  keysOfLists.set(joined, keys);
  return joined;
}

/**
 * Facts of an identity that several files describe add up: lists are joined, a true stays true. (The same MCP server in
 * two clients' files runs unasked if either says so.)
 */
function mergeFacts<T extends object>(weak: T, strong: T): T {
  const out: Record<string, unknown> = { ...(weak as Record<string, unknown>) };
  for (const [key, value] of Object.entries(strong)) {
    const other = out[key];
    if (value === undefined) continue;
    if (Array.isArray(value) && Array.isArray(other)) out[key] = [...new Set([...other, ...value])];
    else if (typeof value === 'boolean' && typeof other === 'boolean') out[key] = value || other;
    else out[key] = value;
  }
  return out as T;
}

export function mergeEvidenceMaps(
  a: Readonly<Record<string, readonly Evidence[]>>,
  b: Readonly<Record<string, readonly Evidence[]>>,
): Record<string, readonly Evidence[]> {
  const out: Record<string, readonly Evidence[]> = { ...a };
  for (const [key, list] of Object.entries(b)) out[key] = mergeList(out[key] ?? [], list);
  return out;
}

function foundKey({ evidence, position, key }: FoundAt): string {
  return `${evidenceKey(evidence)}\u0000${position}\u0000${key}`;
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Partial<T>;
}
