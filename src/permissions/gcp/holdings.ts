import type { Identity } from '../../inventory/identity.ts';
import type { HeldRole, HeldRoles, Rest } from './held-roles.ts';
import type { Limits } from './limits.ts';
import type { Mask } from './permission-mask.ts';
import { isBroad, type ScopeTree } from './scope-tree.ts';

/** What an identity may do on a scope, by roles there and above, after what limits it. Below it holds the same, but for `except`. */
export interface Holding {
  readonly scope: string;
  readonly sure: Mask;
  /** Of `sure`, what does not end by itself. */
  readonly lasting: Mask;
  readonly conditional: Mask;
  /** Only where the resource carries a tag. */
  readonly tagged: Mask;
  /** What a limit that is not sure turned from sure into conditional. */
  readonly doubted: Mask;
  /** The roles that count here. */
  readonly roles: readonly HeldRole[];
  /** Scopes below, each with a holding of its own, where limits leave another set of permissions. */
  readonly except: readonly string[];
}

/** What an identity holds on projects, folders, organizations and the things that were asked about, and the rest of it. */
export interface Glance {
  readonly holdings: readonly Holding[];
  readonly rest: Rest;
  /** All roles but those of the rest. */
  readonly roles: readonly HeldRole[];
}

const noRest: Rest = { sure: 0n };

/** What identities hold, scope by scope. */
export class Holdings {
  readonly #held: HeldRoles;
  readonly #limits: Limits;
  readonly #tree: ScopeTree;
  /** The last answer: one identity is asked about several times in a row. */
  #last: { readonly id: string; readonly byScope: ReadonlyMap<string, readonly HeldRole[]> } | undefined;

  constructor(held: HeldRoles, limits: Limits, tree: ScopeTree) {
    this.#held = held;
    this.#limits = limits;
    this.#tree = tree;
  }

  /** One for each scope on which it holds a role, and for each below at which a limit begins. In the order of the scopes. */
  of(identity: Identity): readonly Holding[] {
    const byScope = this.#byScope(identity);
    if (this.#limits.none) return this.#unlimited(byScope);
    const points = new Map<string, readonly string[]>();
    for (const scope of byScope.keys()) {
      const below = this.#limits.pointsBelow(identity, scope);
      points.set(scope, below);
      for (const point of below) if (!points.has(point)) points.set(point, []);
    }
    return [...points.keys()].sort().map((scope) => {
      const except = points.get(scope) ?? [];
      return this.#at(identity, scope, byScope, except.length > 0 ? except : this.#limits.pointsBelow(identity, scope));
    });
  }

  /** The same as `of`, but that what is held on single things, of those not wanted, may be no more than a sum. */
  glance(identity: Identity, isWanted: (scope: string) => boolean): Glance {
    if (this.#limits.none) {
      const { held, rest } = this.#held.glance(identity, isWanted);
      // What is held on a thing counts on what lies in it.
      if (!held.some(({ scope }) => this.#liesInThing(scope))) return { holdings: this.#unlimited(byScope(held)), rest, roles: held };
    }
    return { holdings: this.of(identity), rest: noRest, roles: this.#held.of(identity) };
  }

  #liesInThing(scope: string | undefined): boolean {
    if (scope === undefined || isBroad(scope)) return false;
    const above = this.#tree.chainOf(scope)[1];
    return above !== undefined && !isBroad(above);
  }

  /** Where nothing is taken away, a scope has what its own roles give and what is held on the next one above that has roles. */
  #unlimited(byScope: ReadonlyMap<string, readonly HeldRole[]>): readonly Holding[] {
    const known = new Map<string, Holding>();
    const at = (scope: string): Holding => {
      const present = known.get(scope);
      if (present !== undefined) return present;
      const chain = this.#tree.chainOf(scope);
      const above = chain.find((s, n) => n > 0 && byScope.has(s));
      const ownAt = (one: string): readonly HeldRole[] => byScope.get(one) ?? [];
      // An input may say that each of two folders lies in the other.
      const isLoop = above !== undefined && this.#tree.isWithin(above, scope);
      const holding = isLoop
        ? added(scope, chain.flatMap(ownAt), undefined)
        : added(scope, ownAt(scope), above === undefined ? undefined : at(above));
      known.set(scope, holding);
      return holding;
    };
    const scopes = [...byScope.keys()];
    return (scopes.length < 2 ? scopes : scopes.sort()).map(at);
  }

  /** What it holds on a scope on which no role of its own may be given. */
  on(identity: Identity, scope: string): Holding {
    return this.#at(identity, scope, this.#byScope(identity), []);
  }

  #byScope(identity: Identity): ReadonlyMap<string, readonly HeldRole[]> {
    if (this.#last?.id === identity.id) return this.#last.byScope;
    const found = byScope(this.#held.of(identity));
    this.#last = { id: identity.id, byScope: found };
    return found;
  }

  #at(identity: Identity, scope: string, byScope: ReadonlyMap<string, readonly HeldRole[]>, except: readonly string[]): Holding {
    const roles = this.#tree.chainOf(scope).flatMap((at) => byScope.get(at) ?? []);
    const held = added(scope, roles, undefined);
    if (this.#limits.none) return { ...held, except };
    const { sure, lasting, conditional, tagged } = held;
    const taken = this.#limits.takenAt(identity, scope);
    const doubted = sure & taken.maybe & ~taken.sure;
    return {
      scope,
      sure: sure & ~taken.sure & ~taken.maybe,
      lasting: lasting & ~taken.sure & ~taken.maybe,
      conditional: (conditional | doubted) & ~taken.sure,
      tagged: tagged & ~taken.sure & ~taken.maybe,
      doubted,
      roles,
      except,
    };
  }
}

const nowhere: readonly string[] = [];

function byScope(held: readonly HeldRole[]): ReadonlyMap<string, readonly HeldRole[]> {
  const out = new Map<string, HeldRole[]>();
  for (const role of held) {
    if (role.scope === undefined) continue;
    const list = out.get(role.scope);
    if (list === undefined) out.set(role.scope, [role]);
    else list.push(role);
  }
  return out;
}

/** What roles add up to, with what is held above, when nothing is taken away. */
function added(scope: string, own: readonly HeldRole[], above: Holding | undefined): Holding {
  let [sure, lasting, conditional, tagged] =
    above === undefined ? [0n, 0n, 0n, 0n] : [above.sure, above.lasting, above.conditional, above.tagged];
  for (const { mask, holds, temporary } of own) {
    if (mask === undefined) continue;
    if (holds === 'sure') {
      sure |= mask;
      if (!temporary) lasting |= mask;
    } else if (holds === 'tag') tagged |= mask;
    else conditional |= mask;
  }
  return {
    scope,
    sure,
    lasting,
    conditional,
    tagged,
    doubted: 0n,
    roles: above === undefined ? own : [...own, ...above.roles],
    except: nowhere,
  };
}
