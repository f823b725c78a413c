import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PermissionEngine, Power, StatementReference } from '../power.ts';
import { decideGcp, type GcpDecision } from './decide.ts';
import { GooglePower, type MeasuredPower } from './google-power.ts';
import { type HeldRole, HeldRoles, isDeleted } from './held-roles.ts';
import { type Glance, type Holding, Holdings } from './holdings.ts';
import { Limits } from './limits.ts';
import { behindPower, measurePower, referTo } from './measure-power.ts';
import { Memberships } from './membership.ts';
import { type Asked, type Profile, Profiles, type Sum } from './profiles.ts';
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
  /** The same of whoever holds no more than a profile tells. */
  profileOf(identity: Identity, asked: Asked): Profile | undefined;
  /** What it holds on one scope, by roles there and above. */
  holdingOn(identity: string, scope: string): Holding;
}

/** By what is held on a project, folder or organization, by what of that does not end, and by what is held on single things. */
type PowerBook = Map<Sum, Map<Sum, Map<Sum, MeasuredPower>>>;

const onlyPower: Asked = { isKept: () => false, telling: 0n };

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
  readonly #profiles: Profiles;
  readonly #now: number | undefined;
  /** Powers of those whose roles were all listed, and of others. */
  readonly #ofListed: PowerBook = new Map();
  readonly #ofOthers: PowerBook = new Map();
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
    this.#profiles = new Profiles(inventory, this.#held, this.#roles, this.tree);
  }

  get googleCloud(): GcpPowers {
    return this;
  }

  powerOf(id: string): Power {
    const present = this.#powers.get(id);
    if (present !== undefined) return present;
    const identity = this.#identity(id);
    this.profileOf(identity, onlyPower);
    return this.#powers.get(id) ?? this.#measure(identity, this.#holdings.glance(identity, onlyPower.isKept));
  }

  profileOf(identity: Identity, asked: Asked): Profile | undefined {
    const profile = this.#limits.none ? this.#profiles.of(identity, asked) : undefined;
    // Whoever is asked for one is asked for the other later.
    if (profile !== undefined) this.#keep(identity, this.#measureProfile(identity, profile));
    return profile;
  }

  /** Nothing but these sums counts, and very many have the same. */
  #measureProfile({ grantsListed }: Identity, { scope, sure, lasting, rest }: Profile): MeasuredPower {
    const listed = grantsListed === true;
    const book = listed ? this.#ofListed : this.#ofOthers;
    const bySure = book.get(sure) ?? new Map<Sum, Map<Sum, MeasuredPower>>();
    const byLasting = bySure.get(lasting) ?? new Map<Sum, MeasuredPower>();
    const known = byLasting.get(rest);
    if (known !== undefined) return known;
    const own = { sure: sure.mask, lasting: lasting.mask, conditional: 0n, tagged: 0n, doubted: 0n, roles: [], except: [] };
    const holdings = scope === undefined ? [] : [{ ...own, scope }];
    const measured = measurePower({ holdings, rest: { sure: rest.mask }, roles: [] }, listed);
    book.set(sure, bySure.set(lasting, byLasting.set(rest, measured)));
    return measured;
  }

  #measure(identity: Identity, glance: Glance): Power {
    return this.#keep(identity, measurePower(glance, identity.grantsListed === true || isDeleted(identity)));
  }

  #keep(identity: Identity, measured: MeasuredPower): Power {
    const power = new GooglePower(measured, identity, this.#behind);
    this.#powers.set(identity.id, power);
    return power;
  }

  readonly #behind = (identity: Identity): readonly StatementReference[] => behindPower(this.#holdings.of(identity));

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
