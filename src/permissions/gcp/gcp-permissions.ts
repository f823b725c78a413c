import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PermissionEngine, Power, StatementReference } from '../power.ts';
import { decideGcp, type GcpDecision } from './decide.ts';
import { GooglePower } from './google-power.ts';
import { type HeldRole, HeldRoles, isDeleted } from './held-roles.ts';
import { type Glance, type Holding, Holdings } from './holdings.ts';
import { Limits } from './limits.ts';
import { behindPower, measurePower, referTo } from './measure-power.ts';
import { Memberships } from './membership.ts';
import { RolePermissions } from './role-permissions.ts';
import { ScopeTree } from './scope-tree.ts';
import { canonicalPermission } from './watched-permissions.ts';

/** What the graph asks of the permissions of Google Cloud besides what all planes answer. */
export interface GcpPowers {
  readonly tree: ScopeTree;
  /** The roles of an identity, also through groups and sets. */
  rolesOf(identity: string): readonly HeldRole[];
  /** What an identity holds, scope by scope. */
  holdingsOf(identity: string): readonly Holding[];
  /** The same, but that what it holds on single things which are not wanted may be no more than a sum. */
  glanceAt(identity: string, isWanted: (scope: string) => boolean): Glance;
  /** What it holds on one scope, by roles there and above. */
  holdingOn(identity: string, scope: string): Holding | undefined;
}

const never = (): boolean => false;

/**
 * What identities of Google Cloud may do (https://cloud.google.com/iam/docs/policy-types): deny policies and principal access
 * boundaries go first, and what roles on a resource and on everything above it allow adds up. `now`, in milliseconds since the epoch,
 * decides conditions on the time; without it they are not known.
 */
export class GcpPermissions implements PermissionEngine, GcpPowers {
  readonly tree: ScopeTree;
  readonly #inventory: Inventory;
  readonly #roles: RolePermissions;
  readonly #held: HeldRoles;
  readonly #limits: Limits;
  readonly #holdings: Holdings;
  readonly #now: number | undefined;
  readonly #powers = new Map<string, Power>();

  constructor(inventory: Inventory, now?: number) {
    this.#inventory = inventory;
    this.#now = now;
    this.tree = new ScopeTree(inventory);
    const members = new Memberships(inventory, this.tree);
    this.#roles = new RolePermissions(inventory);
    this.#held = new HeldRoles(inventory, members, this.#roles, this.tree, now);
    this.#limits = new Limits(inventory, members, this.tree, now);
    this.#holdings = new Holdings(this.#held, this.#limits, this.tree);
  }

  get googleCloud(): GcpPowers {
    return this;
  }

  powerOf(id: string): Power {
    const present = this.#powers.get(id);
    if (present !== undefined) return present;
    const identity = this.#identity(id);
    return this.#measure(identity, this.#holdings.glance(identity, never));
  }

  #measure(identity: Identity, glance: Glance): Power {
    const measured = measurePower(glance, identity.grantsListed === true || isDeleted(identity));
    const power = new GooglePower(measured, () => behindPower(this.#holdings.of(identity)));
    this.#powers.set(identity.id, power);
    return power;
  }

  rolesOf(identity: string): readonly HeldRole[] {
    return this.#held.of(this.#identity(identity));
  }

  holdingsOf(id: string): readonly Holding[] {
    return this.#holdings.of(this.#identity(id));
  }

  glanceAt(id: string, isWanted: (scope: string) => boolean): Glance {
    const identity = this.#identity(id);
    const glance = this.#holdings.glance(identity, isWanted);
    // Whoever is asked for one is asked for the other later.
    if (!this.#powers.has(id)) this.#measure(identity, glance);
    return glance;
  }

  holdingOn(identity: string, scope: string): Holding {
    return this.#holdings.on(this.#identity(identity), scope);
  }

  /** An agent without an identity of its own has what the account has that it runs as. */
  decide(id: string, action: string, resource?: string): GcpDecision {
    const identity = this.#inventory.identities.get(id)?.actsAs ?? id;
    return decideGcp(
      { held: this.#held, limits: this.#limits, tree: this.tree, roles: this.#roles, now: this.#now },
      this.#identity(identity),
      canonicalPermission(action),
      resource,
    );
  }

  resourcesFor(
    identity: string,
    action: string,
  ): readonly { readonly pattern: string; readonly conditional: boolean; readonly statement: StatementReference }[] {
    const permission = canonicalPermission(action);
    return this.#held.of(this.#identity(identity)).flatMap((role: HeldRole) => {
      if (role.scope === undefined || this.#roles.holds(role.grant.policy, permission) !== 'yes') return [];
      const { answer } = this.decide(identity, permission, role.scope);
      if (answer !== 'allowed' && answer !== 'conditional') return [];
      return [{ pattern: role.scope, conditional: answer === 'conditional', statement: referTo(role) }];
    });
  }

  shareKey(identity: string): string {
    return identity;
  }

  /** Somebody who is only named in grants (`allUsers`, a group) can be asked about as well. */
  #identity(id: string): Identity {
    return (
      this.#inventory.identities.get(id) ?? {
        id,
        plane: 'gcp',
        kind: 'gcp-principal',
        name: id,
        scope: '',
        nature: 'unknown',
        agent: false,
        standing: 'named',
        evidence: [],
      }
    );
  }
}
