import type { Identity } from '../../inventory/identity.ts';
import type { HeldRole, HeldRoles } from './held-roles.ts';
import type { Limits } from './limits.ts';
import type { Mask } from './permission-mask.ts';
import type { ScopeTree } from './scope-tree.ts';

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
    const points = new Map<string, readonly string[]>();
    for (const scope of byScope.keys()) {
      const below = this.#limits.none ? [] : this.#limits.pointsBelow(identity, scope);
      points.set(scope, below);
      for (const point of below) if (!points.has(point)) points.set(point, []);
    }
    return [...points.keys()].sort().map((scope) => {
      const except = points.get(scope) ?? [];
      return this.#at(
        identity,
        scope,
        byScope,
        except.length > 0 ? except : this.#limits.none ? [] : this.#limits.pointsBelow(identity, scope),
      );
    });
  }

  /** What it holds on a scope on which no role of its own may be given. */
  on(identity: Identity, scope: string): Holding {
    return this.#at(identity, scope, this.#byScope(identity), []);
  }

  #byScope(identity: Identity): ReadonlyMap<string, readonly HeldRole[]> {
    if (this.#last?.id === identity.id) return this.#last.byScope;
    const byScope = this.#group(identity);
    this.#last = { id: identity.id, byScope };
    return byScope;
  }

  #group(identity: Identity): ReadonlyMap<string, readonly HeldRole[]> {
    const byScope = new Map<string, HeldRole[]>();
    for (const role of this.#held.of(identity)) {
      if (role.scope === undefined) continue;
      const list = byScope.get(role.scope);
      if (list === undefined) byScope.set(role.scope, [role]);
      else list.push(role);
    }
    return byScope;
  }

  #at(identity: Identity, scope: string, byScope: ReadonlyMap<string, readonly HeldRole[]>, except: readonly string[]): Holding {
    let sure = 0n;
    let lasting = 0n;
    let conditional = 0n;
    let tagged = 0n;
    const roles: HeldRole[] = [];
    for (const at of this.#tree.chainOf(scope)) {
      for (const role of byScope.get(at) ?? []) {
        roles.push(role);
        if (role.mask === undefined) continue;
        if (role.holds === 'sure') {
          sure |= role.mask;
          if (!role.temporary) lasting |= role.mask;
        } else if (role.holds === 'tag') tagged |= role.mask;
        else conditional |= role.mask;
      }
    }
    if (this.#limits.none) return { scope, sure, lasting, conditional, tagged, doubted: 0n, roles, except };
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
