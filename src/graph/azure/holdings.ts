import type { Identity } from '../../inventory/identity.ts';
import type { Assignment } from '../../permissions/azure/assignments.ts';
import type { AzurePermissions } from '../../permissions/azure/azure-permissions.ts';
import { blockAllows, type Role } from '../../permissions/azure/role.ts';
import type { ScopeTree } from '../../permissions/azure/scope-tree.ts';
import { tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import { mayLead } from './places.ts';
import type { Need, Technique } from './technique.ts';
import { techniques } from './techniques.ts';

/** Where an identity may do something, by which role. */
export interface Holding {
  readonly scope: string;
  readonly certainty: Certainty;
  /** For each action, in the order of the technique's needs. */
  readonly by: readonly Assignment[];
}

type Asked = Pick<Need, 'action' | 'data'>;

/** Every action that a technique needs. */
const asked: readonly Asked[] = [
  ...new Map(techniques.flatMap((t) => t.needs).map((need) => [need.action, { action: need.action, ...dataOf(need) }])).values(),
];

function dataOf({ data }: Need): Pick<Need, 'data'> {
  return data === undefined ? {} : { data };
}

const useful = new WeakMap<Role, readonly Asked[]>();

/** The actions of a role that some technique needs; most roles have none. */
export function usefulActions(role: Role): readonly Asked[] {
  let actions = useful.get(role);
  if (actions === undefined) {
    actions = asked.filter(({ action, data }) => role.blocks.some((block) => blockAllows(block, action.toLowerCase(), data === true)));
    useful.set(role, actions);
  }
  return actions;
}

/** What an identity holds of what techniques need, by action. */
export function holdingsOf({ id }: Identity, azure: AzurePermissions): ReadonlyMap<string, readonly Holding[]> {
  const held = new Map<string, Holding[]>();
  for (const assignment of azure.assignments.of(id)) {
    const { role, scope } = assignment;
    if (role === undefined || scope === undefined || usefulActions(role).length === 0 || !mayLead(scope)) continue;
    const by = [assignment];
    const [sure, open]: readonly Holding[] = [
      { scope, certainty: 'confirmed', by },
      { scope, certainty: 'conditional', by },
    ];
    const isPlain = azure.isPlain(id, assignment);
    for (const { action } of usefulActions(role)) {
      const truth = isPlain ? 'yes' : azure.judge(id, assignment, action);
      const holding = truth === 'yes' ? sure : open;
      if (truth === 'no' || holding === undefined) continue;
      const list = held.get(action);
      if (list) list.push(holding);
      else held.set(action, [holding]);
    }
  }
  return held;
}

/** The scopes on which an identity has all that a technique needs. */
export function placesOf(technique: Technique, held: ReadonlyMap<string, readonly Holding[]>, tree: ScopeTree): readonly Holding[] {
  let places: readonly Holding[] | undefined;
  for (const { action, somewhere } of technique.needs) {
    const found = held.get(action);
    if (found === undefined) return [];
    if (places === undefined) places = best(found);
    else if (somewhere === true) places = places.map((place) => join(place, surest(found), place.scope));
    else places = best(meeting(places, found, tree));
  }
  return places ?? [];
}

function* meeting(some: readonly Holding[], others: readonly Holding[], tree: ScopeTree): Generator<Holding> {
  for (const a of some) {
    for (const b of others) {
      const inner = tree.covers(a.scope, b.scope) === 'yes' ? b.scope : tree.covers(b.scope, a.scope) === 'yes' ? a.scope : undefined;
      if (inner !== undefined) yield join(a, b, inner);
    }
  }
}

function join(a: Holding, b: Holding, scope: string): Holding {
  return { scope, certainty: weakest(a.certainty, b.certainty), by: [...a.by, ...b.by] };
}

/** The surest for each scope. */
function best(holdings: Iterable<Holding>): readonly Holding[] {
  const found = new Map<string, Holding>();
  for (const one of holdings) {
    const present = found.get(one.scope);
    if (present === undefined || tierOf(one.certainty) < tierOf(present.certainty)) found.set(one.scope, one);
  }
  return [...found.values()];
}

function surest(holdings: readonly Holding[]): Holding {
  const [first, ...more] = holdings;
  if (first === undefined) throw new Error('no holding');
  return more.reduce((a, b) => (tierOf(b.certainty) < tierOf(a.certainty) ? b : a), first);
}
