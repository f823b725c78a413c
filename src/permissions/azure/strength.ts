import { type FacetName, facetNames, type Level, levels } from '../power.ts';
import type { Holder } from './assignments.ts';
import { builtInRole } from './built-in-roles.ts';
import type { Condition } from './condition.ts';
import { assigning, type Giving, givenRoles, givingOf } from './giving.ts';
import { judgeCondition, type Truth } from './judge-condition.ts';
import { type Block, blockAllows, type Role, roleOf } from './role.ts';
import { type TellingAction, tellingActions } from './telling-actions.ts';

/** What a role gives on the scope that it is held on. */
export interface Strength {
  /** What it would be on a subscription. */
  readonly level: Level;
  readonly facets: ReadonlySet<FacetName>;
  /** It reads, or changes, everything there is. */
  readonly wide: ReadonlySet<'read' | 'write'>;
  /** Some of it turns on a condition, and is not counted. */
  readonly conditional: boolean;
  /** Roles that cannot be looked up may be given. */
  readonly givesUnknown: boolean;
}

/** A condition that both the role and the assignment ask for. */
export type Limit = Condition | 'unreadable' | undefined;

export function bothLimits(a: Limit, b: Limit): Limit {
  if (a === undefined || b === undefined) return a ?? b;
  return a === 'unreadable' || b === 'unreadable' ? 'unreadable' : { kind: 'and', of: [a, b] };
}

/** Whether a limit lets an action through, in lower case. */
export function judgeLimit(limit: Limit, action: string, open: Set<string>): Truth {
  if (limit === undefined) return 'yes';
  if (limit === 'unreadable') {
    open.add('a condition that could not be read');
    return 'maybe';
  }
  return judgeCondition(limit, { action }, open);
}

export const rankOf = (level: Level): number => levels.indexOf(level);

/**
 * What a role is worth to its holder. `condition` is the assignment's own; `isDenied` says of an action, also of `*` and the
 * like, whether something takes it away.
 */
export function strengthOf(
  role: Role,
  condition: Limit,
  holder: Holder,
  isDenied: (asked: Pick<TellingAction, 'action' | 'data'>) => boolean = () => false,
  depth = 0,
): Strength {
  const facets = new Set<FacetName>();
  const wide = new Set<'read' | 'write'>();
  let level: Level = 'none';
  let conditional = false;
  let givesUnknown = false;
  const reach = (next: Level): void => {
    if (rankOf(next) > rankOf(level)) level = next;
  };
  for (const block of role.blocks) {
    const limit = bothLimits(block.condition, condition);
    for (const telling of tellingActions) {
      if (!blockAllows(block, telling.action, telling.data) || isDenied(telling)) continue;
      const truth = judgeLimit(limit, telling.action, new Set());
      if (truth === 'yes') {
        facets.add(telling.facet);
        reach(telling.level);
      } else if (truth === 'maybe') {
        const gives = telling.action === assigning && limit !== undefined && limit !== 'unreadable' ? givingOf(limit, holder) : undefined;
        if (gives === undefined || limit === undefined || limit === 'unreadable' || isNothing(gives)) conditional = true;
        else {
          facets.add('grant');
          const given = depth > 0 ? { level: 'sensitive' as const, unknown: false } : levelGiven(gives, limit, holder);
          reach(given.level);
          givesUnknown ||= given.unknown;
        }
      }
    }
    for (const { facet, action, isWide } of plainActions(block)) {
      const truth = judgeLimit(limit, action, new Set());
      conditional ||= truth === 'maybe' && action !== assigning;
      if (truth !== 'yes' || isDenied({ action: isWide ? `*/${facet}` : action, data: false })) continue;
      facets.add(facet);
      if (isWide) wide.add(facet);
      reach(facet);
    }
  }
  return { level, facets, wide, conditional, givesUnknown };
}

function isNothing({ others, roles }: Giving): boolean {
  return !others && roles.size === 0;
}

/** The level of whoever may give itself the roles that it may give. */
function levelGiven(gives: Giving, limit: Condition, holder: Holder): { readonly level: Level; readonly unknown: boolean } {
  let level: Level = 'write';
  let unknown = false;
  for (const id of givenRoles(gives, limit)) {
    const permissions = builtInRole(id);
    if (permissions === undefined) {
      unknown = true;
      continue;
    }
    const own = strengthOf(roleOf(permissions), undefined, holder, undefined, 1).level;
    if (rankOf(own) > rankOf(level)) level = own;
    if (level === 'admin') break;
  }
  return { level, unknown: unknown && rankOf(level) < rankOf('escalate') };
}

/** What a name of an action ends in when it only reads. */
const readingName =
  /(?:^|\/)(?:read|(?:list|get|read|query|search|check|validate|export|download|view|show|receive|generateuserdelegationkey)\w*\/(?:action|read))$/;

/** Whether an action, in lower case, only reads. */
export function isReadingAction(action: string): boolean {
  return readingName.test(action);
}

/** What everybody's role has beside, and what changes nothing by itself. */
const idle = /^microsoft\.(?:support|resources\/deployments)\//;

/** The actions of a block, in lower case as written, with what they are about and whether that is everything. */
function* plainActions({
  written,
}: Block): Generator<{ readonly facet: 'read' | 'write'; readonly action: string; readonly isWide: boolean }> {
  for (const list of [written.actions, written.dataActions]) {
    for (const name of list) {
      const action = name.toLowerCase();
      const isWide = list === written.actions && (action === '*' || action === '*/read');
      if (action.endsWith('*') || readingName.test(action)) yield { facet: 'read', action, isWide };
      if (!readingName.test(action) && !idle.test(action)) yield { facet: 'write', action, isWide };
    }
  }
}

/** All facets, at first all alike. */
export function everyFacet<T>(value: T): Record<FacetName, T> {
  return Object.fromEntries(facetNames.map((name) => [name, value])) as Record<FacetName, T>;
}
