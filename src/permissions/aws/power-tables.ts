import { type FacetName, facetNames } from '../power.ts';
import type { ActionBits } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import { escalationSets, selfEscalations } from './escalation-sets.ts';
import type { ResourceKind } from './every-resource.ts';
import { facetActions, notGrant } from './facet-actions.ts';
import { isCallToIam } from './iam-region.ts';
import { sensitiveActions } from './sensitive-actions.ts';
import type { AskedAction } from './statement.ts';

/** An action of the tables, with the kind of resource of which all must be allowed; undefined: any resource will do. */
export interface Need {
  readonly action: AskedAction;
  readonly on: ResourceKind | undefined;
}

/** The tables that power is measured by, in indices of one universe. */
export interface PowerTables {
  readonly facets: Readonly<Record<FacetName, ActionBits>>;
  readonly facetsAll: Readonly<Record<FacetName, readonly Need[]>>;
  readonly escalations: readonly (readonly Need[])[];
  readonly escalationActions: ActionBits;
  /** Those of their actions that may be allowed on any resource. */
  readonly companionActions: ActionBits;
  readonly sensitive: readonly Need[];
  readonly sensitiveActions: ActionBits;
  readonly self: Readonly<Record<keyof typeof selfEscalations, readonly AskedAction[]>>;
  readonly selfActions: ActionBits;
  readonly everything: ActionBits;
  readonly callsToIam: ActionBits;
}

export function askedAction(universe: ActionUniverse, action: string): AskedAction {
  return { name: action.toLowerCase(), index: universe.indexOf(action) };
}

const built = new WeakMap<ActionUniverse, PowerTables>();

/** Built for the first identity of AWS: many a scan meets none. */
export function powerTables(universe: ActionUniverse): PowerTables {
  const tables = built.get(universe) ?? buildPowerTables(universe);
  built.set(universe, tables);
  return tables;
}

function buildPowerTables(universe: ActionUniverse): PowerTables {
  const need = ([action, on]: readonly [string, ResourceKind?]): Need => ({ action: askedAction(universe, action), on });
  const bitsOf = (actions: Iterable<AskedAction>): ActionBits => {
    const bits = universe.newBits();
    for (const { index } of actions) if (index >= 0) bits.insert(index);
    return bits;
  };
  const escalations = escalationSets.map((set) => set.needs.map(need));
  const sensitive = sensitiveActions.map(need);
  const self = mapValues(selfEscalations, (actions) => actions.map((a) => askedAction(universe, a)));
  const everything = universe.newBits();
  universe.match(['*'], false).set.addTo(everything);
  const callsToIam = universe.newBits();
  for (const index of universe.match(['iam:*'], false).set.indices()) {
    if (isCallToIam(universe.nameOf(index).toLowerCase())) callsToIam.insert(index);
  }
  return {
    facets: facetMasks(universe),
    facetsAll: mapValues(facetActions, (facet) => facet.all.map(need)),
    escalations,
    escalationActions: bitsOf(
      escalations
        .flat()
        .filter((n) => n.on !== undefined)
        .map((n) => n.action),
    ),
    companionActions: bitsOf(
      escalations
        .flat()
        .filter((n) => n.on === undefined)
        .map((n) => n.action),
    ),
    sensitive,
    sensitiveActions: bitsOf(sensitive.map((n) => n.action)),
    self,
    selfActions: bitsOf(Object.values(self).flat()),
    everything,
    callsToIam,
  };
}

/** An action named by `secrets`, `grant` or `execute` is theirs (it may be more than one's), and not a mere read or write. */
function facetMasks(universe: ActionUniverse): Readonly<Record<FacetName, ActionBits>> {
  const masks = mapValues(facetActions, (facet) => {
    const bits = universe.newBits();
    for (const level of facet.levels) bits.add(universe.ofLevel(level));
    universe.match(facet.actions, false).set.addTo(bits);
    return bits;
  });
  universe.match(notGrant, false).set.removeFrom(masks.grant);
  for (const name of facetNames) {
    if (name === 'read' || name === 'write') for (const own of ['execute', 'grant', 'secrets'] as const) masks[name].remove(masks[own]);
  }
  return masks;
}

function mapValues<K extends string, V, W>(record: Readonly<Record<K, V>>, change: (value: V) => W): Record<K, W> {
  return Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, change(value)])) as Record<K, W>;
}
