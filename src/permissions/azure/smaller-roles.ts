import { idOfRole } from '../../inventory/azure-built-in-roles.ts';
import type { RolePermission } from '../../inventory/policy.ts';
import { isWithin, mayMeet, patternOf } from './action-pattern.ts';
import type { Assignment } from './assignments.ts';
import type { AzurePermissions } from './azure-permissions.ts';
import { builtInRoles } from './built-in-roles.ts';
import { isDataAction, knownActions, planeOf } from './known-actions.ts';
import { blockAllows } from './role.ts';
import { plainScope } from './scope-tree.ts';
import { isReadingAction } from './strength.ts';
import { tellingActions } from './telling-actions.ts';

/** An action that is needed, on a resource or wherever it is held; the action may hold stars. */
export interface AzureNeed {
  readonly action: string;
  readonly resource?: string;
}

/** A role to be assigned in place of those that are held. */
export interface NewAssignment {
  readonly scope: string;
  /** A built-in role; absent: a role of one's own, with `permissions`. */
  readonly builtIn?: { readonly id: string; readonly name: string };
  readonly permissions: RolePermission;
  /** The condition of the assignment whose place it takes, as written. */
  readonly condition?: string;
}

export interface SmallerRoles {
  readonly assignments: readonly NewAssignment[];
  /** Those held now that stay: to be activated first, or limited by what the role itself asks. */
  readonly kept: readonly Assignment[];
  /** Needs that are not held now, and so are not given. */
  readonly missing: readonly AzureNeed[];
  /** Needs that no known action is like, or of which it is not known whether roles list them under `dataActions`. */
  readonly unknown: readonly AzureNeed[];
}

interface Place {
  readonly scope: string;
  readonly condition?: string;
  /** By lower case. */
  readonly actions: Map<string, string>;
}

/** The smallest roles that cover what is needed, of what an identity holds now: nothing is given that it does not hold. */
export function smallerRoles(engine: AzurePermissions, id: string, needs: readonly AzureNeed[]): SmallerRoles {
  const held = engine.assignments.of(id);
  const places = new Map<string, Place>();
  const kept = new Set<Assignment>();
  const missing: AzureNeed[] = [];
  const unknown: AzureNeed[] = [];
  for (const need of needs) {
    const names = namesOf(need.action).filter((name) => planeOf(name.toLowerCase()) !== 'either');
    if (names.length === 0) unknown.push(need);
    let isHeld = names.length === 0;
    for (const name of names) {
      const action = name.toLowerCase();
      const scope = need.resource === undefined ? undefined : plainScope(need.resource);
      const allowing = held.filter((a) => allows(engine, id, a, action, scope));
      const sure = allowing.filter((a) => !a.eligible && a.grant.condition === undefined && !isRoleLimited(a, action));
      isHeld ||= allowing.length > 0;
      for (const assignment of sure.length > 0 ? sure : allowing) {
        if (assignment.eligible || isRoleLimited(assignment, action)) {
          kept.add(assignment);
          continue;
        }
        const at = scope ?? assignment.scope;
        if (at === undefined) continue;
        const { condition } = assignment.grant;
        const key = `${at} ${condition ?? ''}`;
        const place = places.get(key) ?? { scope: at, ...(condition === undefined ? {} : { condition }), actions: new Map() };
        places.set(key, place);
        place.actions.set(action, name);
      }
    }
    if (!isHeld) missing.push(need);
  }
  withoutRepeats([...places.values()], engine);
  const assignments = [...places.values()].flatMap((place) => (place.actions.size === 0 ? [] : [assignmentFor(place, engine, held)]));
  return { assignments, kept: [...kept], missing, unknown };
}

/** The known actions that a need means, or the action itself where it is none of them. */
function namesOf(action: string): readonly string[] {
  const { control, data } = knownActions();
  const asked = action.toLowerCase();
  if (!action.includes('*')) return [control.get(asked) ?? data.get(asked) ?? action];
  return [...control, ...data].flatMap(([known, name]) => (patternOf(action)(known) ? [name] : []));
}

function allows(engine: AzurePermissions, id: string, assignment: Assignment, action: string, scope: string | undefined): boolean {
  const { role, scope: at } = assignment;
  if (role === undefined || at === undefined) return false;
  if (scope !== undefined && engine.tree.covers(at, scope) !== 'yes') return false;
  return engine.judge(id, assignment, action) !== 'no';
}

/** Whether the role itself, and not the assignment, sets a condition on an action. */
function isRoleLimited({ role }: Assignment, action: string): boolean {
  const isData = isDataAction(action);
  return !(role?.blocks ?? []).some((block) => block.condition === undefined && blockAllows(block, action, isData));
}

/** What is given on a scope without a condition need not be given on what lies in it. */
function withoutRepeats(places: readonly Place[], engine: AzurePermissions): void {
  for (const inner of places) {
    for (const outer of places) {
      if (outer === inner || outer.condition !== undefined || engine.tree.covers(outer.scope, inner.scope) !== 'yes') continue;
      if (outer.scope === inner.scope && inner.condition === undefined) continue;
      for (const action of outer.actions.keys()) inner.actions.delete(action);
    }
  }
}

function assignmentFor({ scope, condition, actions }: Place, engine: AzurePermissions, held: readonly Assignment[]): NewAssignment {
  const names = [...actions.values()].sort();
  const own: RolePermission = {
    actions: names.filter((name) => !isDataAction(name.toLowerCase())),
    notActions: [],
    dataActions: names.filter((name) => isDataAction(name.toLowerCase())),
    notDataActions: [],
  };
  const within = held.filter((a) => a.grant.condition === condition && !a.eligible && a.scope !== undefined);
  const holders = within.filter((a) => a.scope !== undefined && engine.tree.covers(a.scope, scope) === 'yes');
  const found = builtInFor(actions, holders);
  return {
    scope,
    ...(found === undefined ? {} : { builtIn: { id: found.id, name: found.name } }),
    permissions: found?.permissions ?? own,
    ...(condition === undefined ? {} : { condition }),
  };
}

/** A built-in role may let one read some more than is needed: nobody has to keep it up to date. */
const mostMore = 10;

interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly permissions: RolePermission;
  /** Known actions that it allows beside those that are needed. */
  readonly more: readonly string[];
}

/** The built-in role that covers actions with the least beside them; undefined where each one gives clearly more. */
function builtInFor(actions: ReadonlyMap<string, string>, held: readonly Assignment[]): Candidate | undefined {
  const candidates: Candidate[] = [];
  for (const [name, [permissions, ...others]] of builtInRoles()) {
    const id = idOfRole(name);
    if (id === undefined || permissions === undefined || others.length > 0 || permissions.condition !== undefined) continue;
    const covers = [...actions.keys()].every((action) => blockAllows({ written: permissions }, action, isDataAction(action)));
    if (!covers || !isHeldWhole(permissions, held)) continue;
    candidates.push({ id, name, permissions, more: moreThan(permissions, (action) => actions.has(action)) });
  }
  const [best] = candidates.sort((a, b) => a.more.length - b.more.length || (a.name < b.name ? -1 : 1));
  if (best === undefined) return undefined;
  return isWorthIt(best.more, actions.size) ? best : undefined;
}

/** Whether what a built-in role allows beside so many actions that are needed is little, and nothing by which power is told. */
export function isWorthIt(more: readonly string[], needed: number): boolean {
  const changes = more.filter((action) => !isReadingAction(action));
  const isTelling = tellingActions.some((t) => more.includes(t.action));
  return !isTelling && more.length <= needed + mostMore && changes.length <= needed;
}

/** The known actions that a role allows beside those that are needed. */
export function moreThan(written: RolePermission, isNeeded: (action: string, isData: boolean) => boolean): readonly string[] {
  const { control, data } = knownActions();
  return [
    ...[...control.keys()].filter((action) => !isNeeded(action, false) && blockAllows({ written }, action, false)),
    ...[...data.keys()].filter((action) => !isNeeded(action, true) && blockAllows({ written }, action, true)),
  ];
}

/** Whether all that a role allows is allowed already, pattern by pattern. False also where that cannot be shown. */
export function isHeldWhole(role: RolePermission, held: readonly Assignment[]): boolean {
  const blocks = held.flatMap((a) => a.role?.blocks ?? []).filter((block) => block.condition === undefined);
  const isHeld = (pattern: string, allow: 'actions' | 'dataActions', not: 'notActions' | 'notDataActions'): boolean =>
    blocks.some(
      ({ written }) => written[allow].some((outer) => isWithin(pattern, outer)) && !written[not].some((taken) => mayMeet(pattern, taken)),
    );
  return (
    role.actions.every((pattern) => isHeld(pattern, 'actions', 'notActions')) &&
    role.dataActions.every((pattern) => isHeld(pattern, 'dataActions', 'notDataActions'))
  );
}
