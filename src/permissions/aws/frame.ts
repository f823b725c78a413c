import { facetNames } from '../power.ts';
import { type ActionBits, ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Authority, Held } from './authority.ts';
import type { Measured } from './measured.ts';
import type { PowerTables } from './power-tables.ts';
import { AskedSet } from './questions.ts';
import { isEmptyRegion } from './region.ts';
import type { SmallAllow } from './small-allow.ts';

/** Zones that a sum has room for: each takes as many bits as there are marks. */
const mostZones = 4;
const marks = facetNames.length + 2;
const outrightMark = 1 << facetNames.length;
const conditionalMark = 1 << (facetNames.length + 1);

/**
 * All that an identity holds besides small statements (see `SmallAllows`): what is allowed on everything, denies, boundaries,
 * the organization's policies. In one frame power is the same for all whose small statements sum up to the same: they are told
 * apart by the facets of their actions alone, apart for the actions that the frame lets through, takes away, or leaves in doubt.
 */
export class Frame {
  /** Those that were measured, by the sum of their small statements. */
  readonly measured = new Map<number, Measured>();
  /** The actions that the documents in the frame allow, and those of them without a condition. */
  readonly allowed: AskedSet;
  readonly outright: AskedSet;
  readonly #tables: PowerTables;
  /** Actions about which a small statement's resources matter, or which others it stands beside. */
  readonly #special: ActionBits;
  /** The actions parted by who takes them away; undefined where small statements cannot be summed up. */
  readonly #zones: readonly ActionBits[] | undefined;
  readonly #parts = new Map<SmallAllow, number>();

  /** `authority`: of somebody in the frame; `whole`: the documents that are in it whole. */
  constructor(authority: Authority, whole: readonly string[], universe: ActionUniverse, tables: PowerTables) {
    this.#tables = tables;
    const own = authority.allow.filter(({ source }) => whole.includes(source.document?.id ?? ''));
    const outright = own.filter(({ statement }) => !statement.conditional && !isEmptyRegion(statement.region));
    this.allowed = new AskedSet(unionOf(own, universe));
    this.outright = outright.length === own.length ? this.allowed : new AskedSet(unionOf(outright, universe));
    this.#special = specialActions(authority, universe, tables);
    this.#zones = authority.deny.some(isNarrowDoubt) ? undefined : zonesOf(authority, universe, tables);
  }

  /** What small statements come to; undefined where they have to be looked at in full. */
  sum(allows: readonly SmallAllow[]): number | undefined {
    if (this.#zones === undefined) return undefined;
    let sum = 0;
    for (const allow of allows) {
      let part = this.#parts.get(allow);
      if (part === undefined) {
        part = this.#partOf(allow, this.#zones);
        this.#parts.set(allow, part);
      }
      if (part < 0) return undefined;
      sum |= part;
    }
    return sum;
  }

  /** The marks that an Allow leaves, zone by zone; -1 where it has to be looked at in full. */
  #partOf({ actions, conditional }: SmallAllow, zones: readonly ActionBits[]): number {
    if (actions.meets(this.#special)) return -1;
    let part = 0;
    for (const [at, zone] of zones.entries()) {
      for (const index of actions.indices()) {
        if (!zone.has(index)) continue;
        part |= (conditional ? conditionalMark : outrightMark | this.#facetsOf(index)) << (at * marks);
      }
    }
    return part;
  }

  #facetsOf(index: number): number {
    let found = 0;
    for (const [at, name] of facetNames.entries()) if (this.#tables.facets[name].has(index)) found |= 1 << at;
    return found;
  }
}

function unionOf(held: readonly Held[], universe: ActionUniverse): ActionSet {
  return ActionSet.union(
    held.map(({ statement }) => statement.actions),
    universe.newBits(),
  );
}

/** A Deny of some resources under a condition: whether it is about a small statement's is not told by actions. */
function isNarrowDoubt({ statement }: Held): boolean {
  return statement.conditional && statement.region.length > 0;
}

function specialActions(authority: Authority, universe: ActionUniverse, tables: PowerTables): ActionBits {
  const special = universe.newBits();
  special.add(tables.selfActions);
  // Beside a wide permission, one that is good on any resource may make a way to administrator.
  if (authority.allow.some(({ statement }) => !statement.narrow && !statement.conditional)) special.add(tables.companionActions);
  for (const { statement } of authority.deny) {
    if (statement.region.length > 0) statement.actions.addTo(special);
    if (statement.conditional) special.add(tables.callsToIam);
  }
  for (const { allow } of authority.limits) {
    const outright = universe.newBits();
    const partly = universe.newBits();
    for (const { statement } of allow) statement.actions.addTo(isOutright(statement) ? outright : partly);
    partly.remove(outright);
    special.add(partly);
  }
  return special;
}

function isOutright({ region, conditional }: Held['statement']): boolean {
  return region.length === 0 && !conditional;
}

/** All actions, parted at every Deny and every limit. */
function zonesOf({ deny, limits }: Authority, universe: ActionUniverse, { everything }: PowerTables): readonly ActionBits[] | undefined {
  let zones: readonly ActionBits[] = [everything];
  const split = (by: ActionBits): void => {
    zones = zones.flatMap((zone) => {
      const inside = universe.newBits();
      inside.add(zone);
      inside.remove(by);
      const outside = universe.newBits();
      outside.add(zone);
      outside.remove(inside);
      return [inside, outside].filter((part) => !part.isEmpty());
    });
  };
  for (const { statement } of deny) {
    const bits = universe.newBits();
    statement.actions.addTo(bits);
    split(bits);
    if (zones.length > mostZones) return undefined;
  }
  for (const { allow } of limits) {
    const bits = universe.newBits();
    for (const { statement } of allow) if (isOutright(statement)) statement.actions.addTo(bits);
    split(bits);
    if (zones.length > mostZones) return undefined;
  }
  return zones;
}
