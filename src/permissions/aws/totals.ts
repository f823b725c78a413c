import { type ActionBits, ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Authority, Held } from './authority.ts';
import { allPermissions, type Permission } from './effective.ts';
import { isEmptyRegion, piecesOf, regionTakes } from './region.ts';

/** What an authority adds up to over all known actions. */
export interface Totals {
  readonly permissions: readonly Permission[];
  /** Allowed outright on some resource, denies taken off. */
  readonly some: ActionBits;
  /** Allowed outright on `*`, denies not taken off. */
  readonly everywhere: ActionBits;
  /** Touched by some Deny, whole or in part, conditional or not. */
  readonly denied: ActionBits;
  /** Something is allowed only under a condition. */
  readonly conditional: boolean;
}

const noActions = ActionSet.of([]);

/** Adds authorities up. Its bitsets are reused: a result is good until the next call. */
export class Totaller {
  readonly #universe: ActionUniverse;
  readonly #some: ActionBits;
  readonly #everywhere: ActionBits;
  readonly #denied: ActionBits;
  readonly #gone: ActionBits;
  readonly #doubtful: ActionBits;
  readonly #part: ActionBits;
  readonly #piece: ActionBits;

  constructor(universe: ActionUniverse) {
    this.#universe = universe;
    this.#some = universe.newBits();
    this.#everywhere = universe.newBits();
    this.#denied = universe.newBits();
    this.#gone = universe.newBits();
    this.#doubtful = universe.newBits();
    this.#part = universe.newBits();
    this.#piece = universe.newBits();
  }

  total(authority: Authority): Totals {
    for (const bits of [this.#some, this.#everywhere, this.#denied, this.#gone, this.#doubtful]) bits.clear();
    const narrowDenies: Held[] = [];
    const narrowDoubts: Held[] = [];
    for (const held of authority.deny) {
      const { actions, region, conditional } = held.statement;
      actions.addTo(this.#denied);
      if (region.length > 0) (conditional ? narrowDoubts : narrowDenies).push(held);
      else actions.addTo(conditional ? this.#doubtful : this.#gone);
    }
    // What is denied outright is in no doubt.
    narrowDenies.push(...narrowDoubts);
    const permissions = allPermissions(authority, this.#universe);
    const isUndenied = authority.deny.length === 0;
    let conditional = false;
    for (const permission of permissions)
      conditional = (isUndenied ? this.#takeUndenied(permission) : this.#take(permission, narrowDenies)) || conditional;
    return { permissions, some: this.#some, everywhere: this.#everywhere, denied: this.#denied, conditional };
  }

  /** All actions that some of the statements are about. */
  actionsOf(statements: readonly Held[]): ActionSet {
    if (statements.length === 0) return noActions;
    this.#part.clear();
    for (const { statement } of statements) statement.actions.addTo(this.#part);
    return this.#part.freeze();
  }

  /** All actions of those statements that meet a condition, and of all statements. Mostly the same, and then made once. */
  actionsWithin(statements: readonly Held[], meets: (held: Held) => boolean): readonly [ActionSet, ActionSet] {
    const part = this.#part;
    part.clear();
    const others: ActionSet[] = [];
    for (const held of statements) {
      if (meets(held)) held.statement.actions.addTo(part);
      else others.push(held.statement.actions);
    }
    const some = part.freeze();
    const more = others.filter((actions) => !actions.isWithin(part));
    if (more.length === 0) return [some, some];
    for (const actions of more) actions.addTo(part);
    return [some, part.freeze()];
  }

  /** Adds one permission; says whether some of it is conditional. */
  #take(permission: Permission, narrowDenies: readonly Held[]): boolean {
    const part = this.#part;
    part.clear();
    permission.actions.addTo(part);
    part.remove(this.#gone);
    if (permission.conditional) return !part.isEmpty();
    if (permission.region.length === 0) permission.actions.addTo(this.#everywhere);
    let conditional = part.meets(this.#doubtful);
    if (conditional) part.remove(this.#doubtful);
    if (narrowDenies.length === 0) {
      if (!isEmptyRegion(permission.region)) this.#some.add(part);
      return conditional;
    }
    for (const piece of piecesOf(permission.region)) {
      this.#piece.clear();
      this.#piece.add(part);
      for (const { statement } of narrowDenies) {
        if (!statement.actions.meets(this.#piece) || !regionTakes(statement.region, piece)) continue;
        statement.actions.removeFrom(this.#piece);
        conditional ||= statement.conditional;
      }
      this.#some.add(this.#piece);
    }
    return conditional;
  }

  /** The same where nothing is denied: there is nothing to take off. */
  #takeUndenied({ actions, region, conditional }: Permission): boolean {
    if (conditional) return actions.size > 0;
    if (region.length === 0) actions.addTo(this.#everywhere);
    if (!isEmptyRegion(region)) actions.addTo(this.#some);
    return false;
  }
}
