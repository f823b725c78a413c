import type { RbacRule } from '../../inventory/rbac.ts';
import type { Facet, FacetName, Level, Power, StatementReference } from '../power.ts';
import { isClusterScoped, namesOfRule, type RbacRequest, readRbacAction, ruleConcerns } from './rbac-request.ts';
import { constrainedImpersonation, secretReading, waysOn } from './ways-on.ts';

/** A rule that an identity holds. */
export interface Held {
  readonly rule: RbacRule;
  /** The one namespace it counts in; absent: the whole cluster. */
  readonly namespace?: string;
  readonly reference: StatementReference;
}

export interface Holdings {
  readonly held: readonly Held[];
  /** Bindings whose role is not known. */
  readonly unreadable: readonly string[];
  /** Some source gave its bindings, or that it has none. */
  readonly listed: boolean;
  /** Equal for equal holdings. */
  readonly key: string;
}

const rank: Readonly<Record<Level, number>> = { none: 0, read: 1, write: 2, sensitive: 3, escalate: 4, admin: 5 };
const mostReferences = 5;
/** What runs there is the cluster's own: whoever has its service accounts has the cluster. */
const systemNamespace = 'kube-system';

const secretRequests = requestsOf(secretReading);
const ways = waysOn.map((way) => ({ facet: way.facet, requests: requestsOf(way.actions), with: requestsOf(way.with ?? []) }));
const constrainedWays = constrainedImpersonation.flatMap(({ become, next }) => {
  const request = readRbacAction(become);
  return request === undefined || 'path' in request ? [] : [{ request, next }];
});
const reading = new Set(['get', 'list', 'watch']);

/** What rules add up to. A way on that covers the cluster is `escalate`; one that stays in a namespace is `sensitive`. */
export function measureRbac({ held, unreadable, listed }: Holdings): Power {
  const facets: Record<FacetName, Facet> = { read: 'none', write: 'none', execute: 'none', grant: 'none', secrets: 'none' };
  let level: Level = 'none';
  const reasons: { readonly level: Level; readonly reference: StatementReference }[] = [];
  const open = ways.filter((way) => way.with.length === 0 || held.some((one) => widthOf(one, way.with) !== undefined));
  for (const one of held) {
    const reached = levelOf(one, facets, open);
    if (rank[reached] > rank[level]) level = reached;
    if (reached !== 'none') reasons.push({ level: reached, reference: one.reference });
  }
  for (const reference of constrained(held)) {
    if (facets.grant === 'none') facets.grant = 'some';
    if (rank.sensitive > rank[level]) level = 'sensitive';
    reasons.push({ level: 'sensitive', reference });
  }
  const isOpen = unreadable.length > 0 || !listed;
  if (isOpen) for (const facet of Object.keys(facets) as FacetName[]) if (facets[facet] === 'none') facets[facet] = 'unknown';
  return {
    ...facets,
    // More than admin there is not; what else is held can only raise a level.
    level: isOpen && level !== 'admin' ? 'unknown' : level,
    conditional: false,
    because: [...reasons]
      .sort((a, b) => rank[b.level] - rank[a.level])
      .slice(0, mostReferences)
      .map((r) => r.reference),
    unreadable,
  };
}

/** Rules with which a constrained impersonator becomes somebody, where he may then do something as him. */
function constrained(held: readonly Held[]): readonly StatementReference[] {
  return constrainedWays.flatMap(({ request, next }) => {
    const found = held.filter((one) => one.rule.verbs.includes(request.verb) && widthOf(one, [request]) !== undefined);
    return held.some(({ rule }) => rule.verbs.some((verb) => verb.startsWith(next))) ? found.map((one) => one.reference) : [];
  });
}

/** The level that one rule gives with the ways on that are open; raises the facets it is about. */
function levelOf(one: Held, facets: Record<FacetName, Facet>, open: typeof ways): Level {
  const { rule, namespace } = one;
  const isWide = namespace === undefined;
  const raise = (facet: FacetName, whole: boolean): void => {
    if (facets[facet] !== 'all') facets[facet] = whole && isWide ? 'all' : 'some';
  };
  let level: Level = 'none';
  const reach = (next: Level): void => {
    if (rank[next] > rank[level]) level = next;
  };
  const onEverything = isEvery(rule.apiGroups) && isEvery(rule.resources) && (rule.resourceNames ?? []).length === 0;
  if (onEverything && isEvery(rule.verbs) && isWide) reach('admin');
  if (isEvery(rule.verbs) || rule.verbs.some((v) => reading.has(v))) {
    if ((rule.resources ?? []).length > 0) {
      raise('read', onEverything);
      reach(onEverything && isWide ? 'sensitive' : 'read');
    }
  }
  // `use`, `impersonate`, `approve` and the like change nothing by themselves.
  if (rule.verbs.some((v) => /^(?:\*|create|update|patch|delete|deletecollection)$/.test(v)) && (rule.resources ?? []).length > 0) {
    raise('write', onEverything);
    reach(onEverything && isWide ? 'sensitive' : 'write');
  }
  const secrets = widthOf(one, secretRequests);
  if (secrets !== undefined) {
    raise('secrets', secrets === '*');
    reach(secrets === '*' && isWide ? 'sensitive' : 'read');
  }
  for (const { facet, requests } of open) {
    const width = widthOf(one, requests);
    if (width === undefined) continue;
    raise(facet, width === '*');
    reach(width === '*' && (isWide || namespace === systemNamespace) ? 'escalate' : 'sensitive');
  }
  return level;
}

/** Whether a rule allows one of some requests: on every object (`*`), or on those it names; undefined where it does not. */
function widthOf({ rule, namespace }: Held, requests: readonly RbacRequest[]): '*' | 'named' | undefined {
  let width: 'named' | undefined;
  for (const request of requests) {
    if (!ruleConcerns(rule, request) || (namespace !== undefined && isClusterScoped(request))) continue;
    const names = namesOfRule(rule, request);
    if (names.includes('*')) return '*';
    if (names.length > 0) width = 'named';
  }
  return width;
}

function requestsOf(actions: string | readonly string[]): readonly RbacRequest[] {
  return [actions].flat().flatMap((action) => readRbacAction(action) ?? []);
}

function isEvery(list: readonly string[] | undefined): boolean {
  return list?.includes('*') === true;
}
