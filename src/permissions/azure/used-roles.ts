import { idOfRole } from '../../inventory/azure-built-in-roles.ts';
import type { RolePermission } from '../../inventory/policy.ts';
import { isWithin, mayMeet, patternOf } from './action-pattern.ts';
import type { Assignment } from './assignments.ts';
import type { AzurePermissions } from './azure-permissions.ts';
import { builtInRoles } from './built-in-roles.ts';
import { knownActions } from './known-actions.ts';
import { hasPartialStar, traceOf, unseenPatterns } from './log-traces.ts';
import { type Block, blockAllows } from './role.ts';
import { isHeldWhole, isWorthIt, moreThan, type NewAssignment } from './smaller-roles.ts';

/** What an Activity Log showed of an identity. */
export interface ShownUse {
  /** In lower case. */
  readonly actions: readonly string[];
  /** Whether the log speaks of an assignment's scope: all of what would have been used there is in it. */
  readonly speaksOf: (assignment: Assignment) => boolean;
}

export interface UsedRoles {
  readonly assignments: readonly NewAssignment[];
  /** Those held now that stay: of which nothing could be taken, or nothing is known. */
  readonly kept: readonly Assignment[];
  /** Of the kept ones, those of whose scope no log speaks. */
  readonly unseen: readonly Assignment[];
  /** Of the kept ones, those that have to be activated first, or are limited by what the role itself asks. */
  readonly limited: readonly Assignment[];
}

/**
 * The roles that an identity holds, without the writing, deleting and other actions that it was not seen to use. What a log cannot
 * show is never taken away: reading, data actions, and what is checked where another resource is written.
 */
export function usedRoles(engine: AzurePermissions, id: string, use: ShownUse): UsedRoles {
  const kept: Assignment[] = [];
  const limited: Assignment[] = [];
  const unseen: Assignment[] = [];
  const shrunk: Assignment[] = [];
  for (const assignment of engine.assignments.of(id)) {
    const { role, scope, eligible } = assignment;
    if (eligible || role === undefined || scope === undefined || role.isLimited) limited.push(assignment);
    else if (!use.speaksOf(assignment)) unseen.push(assignment);
    else if (role.blocks.every((block) => leftOf(block, use.actions) === undefined)) kept.push(assignment);
    else shrunk.push(assignment);
  }
  kept.push(...limited, ...unseen);
  // Who stays in a group keeps all that the group holds.
  const groups = new Set(kept.flatMap(({ through }) => through ?? []));
  const isKept = ({ through }: Assignment): boolean => through !== undefined && groups.has(through);
  kept.push(...shrunk.filter(isKept));
  const standing = kept.flatMap((a) => (limited.includes(a) ? [] : (a.role?.blocks ?? []).map((block): Part => partOf(a, block.written))));
  const made = shrunk.flatMap((a) =>
    isKept(a) ? [] : (a.role?.blocks ?? []).map((block) => partOf(a, leftOf(block, use.actions) ?? block.written)),
  );
  withoutRepeats(made, standing, engine);
  return { assignments: withoutTwins(made.flatMap(assignmentFor)), kept, unseen, limited };
}

/** What one block of an assignment comes to. */
interface Part {
  readonly of: Assignment;
  permissions: RolePermission;
}

function partOf(of: Assignment, permissions: RolePermission): Part {
  return { of, permissions };
}

/** What is given on a scope without a condition need not be given there again, or on what lies in it. Of two that are equal one stays. */
function withoutRepeats(made: readonly Part[], standing: readonly Part[], engine: AzurePermissions): void {
  for (const inner of made) {
    const outers = [...standing, ...made].filter(
      (outer) =>
        outer !== inner && outer.of.condition === undefined && engine.tree.covers(outer.of.scope ?? '', inner.of.scope ?? '') === 'yes',
    );
    const rest = (list: 'actions' | 'dataActions'): readonly string[] =>
      inner.permissions[list].filter((pattern) => !outers.some((outer) => gives(outer.permissions, list, pattern)));
    inner.permissions = narrowed(inner.permissions, rest('actions'), rest('dataActions'));
  }
}

function assignmentFor({ of, permissions }: Part): readonly NewAssignment[] {
  const { scope, grant } = of;
  if (scope === undefined || permissions.actions.length + permissions.dataActions.length === 0) return [];
  const found = builtInFor(permissions, of);
  return [
    {
      scope,
      ...(found === undefined ? {} : { builtIn: { id: found.id, name: found.name } }),
      permissions: found?.permissions ?? permissions,
      ...(grant.condition === undefined ? {} : { condition: grant.condition }),
    },
  ];
}

/** What is left of a block; undefined where all of it is. */
function leftOf(block: Block, used: readonly string[]): RolePermission | undefined {
  const { written } = block;
  const needed = used.filter((action) => blockAllows(block, action, false));
  const left = new Set<string>();
  // Only who writes a resource points it at another.
  const isWriter = used.some((action) => action.endsWith('/write'));
  let isLess = false;
  for (const pattern of written.actions) {
    const stays = stillNeeded(pattern, needed, isWriter);
    isLess ||= stays.length !== 1 || stays[0] !== pattern;
    for (const one of stays) left.add(one);
  }
  if (!isLess) return undefined;
  const { control } = knownActions();
  const patterns = [...left];
  for (const action of needed) if (!patterns.some((pattern) => patternOf(pattern)(action))) left.add(control.get(action) ?? action);
  return narrowed(written, [...left].sort(), written.dataActions);
}

/** What of a pattern stays, whatever it is that the log shows: what it cannot show. A single action stays where it was used. */
function stillNeeded(pattern: string, needed: readonly string[], isWriter: boolean): readonly string[] {
  const asked = pattern.trim().toLowerCase();
  if (!asked.includes('*')) {
    const trace = traceOf(asked);
    return trace === 'reading' || (trace === 'checked' && isWriter) || needed.includes(asked) ? [pattern] : [];
  }
  if (asked.endsWith('/read')) return [pattern];
  const star = pattern.lastIndexOf('*');
  const [head, tail] = [pattern.slice(0, star), asked.slice(asked.lastIndexOf('*') + 1)];
  return unseenPatterns.flatMap(({ pattern: unseen, trace }) => {
    if (trace === 'checked' && !isWriter) return [];
    if (hasPartialStar(unseen)) return namesLike(unseen, pattern);
    if (!unseen.startsWith('*')) return patternOf(pattern)(unseen.toLowerCase()) ? [unseen] : [];
    if (!unseen.endsWith(tail)) return [];
    const itself = `${head.replace(/\/$/, '')}${unseen.slice(1)}`;
    const within = [`${head}${unseen}`, ...(tail === '' && /[^/]\/[^/]+\/$/.test(head) ? [itself] : [])];
    return within.filter((one) => isWithin(one, pattern));
  });
}

/** Known actions that two patterns stand for, and no other pattern of what leaves no event. */
function namesLike(unseen: string, pattern: string): readonly string[] {
  const others = unseenPatterns.filter((one) => !hasPartialStar(one.pattern));
  return [...knownActions().control].flatMap(([action, name]) =>
    patternOf(unseen)(action) && patternOf(pattern)(action) && !others.some((one) => patternOf(one.pattern)(action)) ? [name] : [],
  );
}

/** A block with some of its actions: it takes back only what those may hold. */
function narrowed(
  { notActions, notDataActions }: RolePermission,
  actions: readonly string[],
  dataActions: readonly string[],
): RolePermission {
  const meets = (taken: string, list: readonly string[]): boolean => list.some((pattern) => mayMeet(pattern, taken));
  return {
    actions,
    notActions: notActions.filter((taken) => meets(taken, actions)),
    dataActions,
    notDataActions: notDataActions.filter((taken) => meets(taken, dataActions)),
  };
}

/** Whether a block allows all that a pattern stands for. */
function gives(block: RolePermission, list: 'actions' | 'dataActions', pattern: string): boolean {
  const taken = list === 'actions' ? block.notActions : block.notDataActions;
  return block[list].some((outer) => isWithin(pattern, outer)) && !taken.some((one) => mayMeet(pattern, one));
}

interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly permissions: RolePermission;
  readonly more: readonly string[];
}

/** The built-in role that has all of some permissions, and little beside them. */
function builtInFor(own: RolePermission, held: Assignment): Candidate | undefined {
  if (own.notActions.length + own.notDataActions.length > 0) return undefined;
  const candidates: Candidate[] = [];
  for (const [name, [permissions, ...others]] of builtInRoles()) {
    const id = idOfRole(name);
    if (id === undefined || permissions === undefined || others.length > 0 || permissions.condition !== undefined) continue;
    const covers = (['actions', 'dataActions'] as const).every((list) => own[list].every((one) => gives(permissions, list, one)));
    if (!covers || !isHeldWhole(permissions, [held])) continue;
    candidates.push({
      id,
      name,
      permissions,
      more: moreThan(permissions, (action, isData) => blockAllows({ written: own }, action, isData)),
    });
  }
  const [best] = candidates.sort((a, b) => a.more.length - b.more.length || (a.name < b.name ? -1 : 1));
  return best !== undefined && isWorthIt(best.more, own.actions.length + own.dataActions.length) ? best : undefined;
}

/** One role where several on a scope take nothing back. */
function withoutTwins(assignments: readonly NewAssignment[]): readonly NewAssignment[] {
  const joined = new Map<string, NewAssignment>();
  for (const one of assignments) {
    const { permissions: own, scope, condition, builtIn } = one;
    const isPlain = own.notActions.length === 0 && own.notDataActions.length === 0 && builtIn === undefined;
    const key = isPlain ? `${scope} ${condition ?? ''}` : `${scope} ${condition ?? ''} ${builtIn?.id ?? JSON.stringify(own)}`;
    const before = joined.get(key)?.permissions;
    const both = (list: 'actions' | 'dataActions'): readonly string[] => [...new Set([...(before?.[list] ?? []), ...own[list]])].sort();
    joined.set(
      key,
      before === undefined || !isPlain
        ? one
        : { ...one, permissions: { ...own, actions: both('actions'), dataActions: both('dataActions') } },
    );
  }
  return [...joined.values()];
}
