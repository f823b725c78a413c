import type { Facet, FacetName, Level, Power, StatementReference } from '../power.ts';
import type { Assignment } from './assignments.ts';
import { isBroadScope, shownScope } from './scope-tree.ts';
import { everyFacet, rankOf, type Strength } from './strength.ts';

const mostReferences = 5;

/** A role that is held, with what it is worth; undefined where that is not known. */
export interface Weighed {
  readonly assignment: Assignment;
  readonly strength: Strength | undefined;
}

/**
 * What roles add up to. The level is that of the role where it is held on a subscription or above; on a resource group or a
 * resource, what would open a way to everything is `sensitive`.
 */
export function measureAzure(held: readonly Weighed[], isListed: boolean): Power {
  const facets = everyFacet<Facet>('none');
  const reasons: { readonly level: Level; readonly assignment: Assignment }[] = [];
  let level: Level = 'none';
  let conditional = false;
  let isOpen = !isListed;
  const unreadable = new Set<string>();
  for (const { assignment, strength } of held) {
    if (strength === undefined) {
      unreadable.add(assignment.grant.name);
      isOpen = true;
      continue;
    }
    conditional ||= strength.conditional || (assignment.eligible && strength.level !== 'none');
    if (assignment.eligible) continue;
    const isBroad = assignment.scope !== undefined && isBroadScope(assignment.scope);
    const own = isBroad ? strength.level : narrowed(strength);
    isOpen ||= strength.givesUnknown && isBroad;
    if (rankOf(own) > rankOf(level)) level = own;
    if (own !== 'none') reasons.push({ level: own, assignment });
    for (const facet of strength.facets) {
      const isAll = isBroad && (facet === 'read' || facet === 'write' ? strength.wide.has(facet) : true);
      if (facets[facet] !== 'all') facets[facet] = isAll ? 'all' : 'some';
    }
  }
  if (isOpen) for (const facet of Object.keys(facets) as FacetName[]) if (facets[facet] === 'none') facets[facet] = 'unknown';
  return {
    ...facets,
    level: isOpen && rankOf(level) < rankOf('escalate') ? 'unknown' : level,
    conditional,
    because: [...reasons]
      .sort((a, b) => rankOf(b.level) - rankOf(a.level))
      .slice(0, mostReferences)
      .map((r) => referTo(r.assignment)),
    unreadable: [...unreadable].sort(),
  };
}

/** What it is worth on a resource group or a single resource. */
function narrowed({ level, facets }: Strength): Level {
  if (level === 'admin' || level === 'escalate') return 'sensitive';
  if (level !== 'sensitive') return level;
  return facets.has('write') || facets.has('execute') || facets.has('grant') ? 'write' : 'read';
}

/** A role assignment as a person finds it. */
export function referTo({ grant, scope, through }: Assignment): StatementReference {
  const group = through === undefined ? {} : { through: through.slice(through.indexOf('/') + 1) };
  return { policy: grant.name, statement: `on ${shownScope(scope)}`, ...group, evidence: grant.evidence };
}
