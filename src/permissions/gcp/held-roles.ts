import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Memberships } from './membership.ts';
import type { Mask } from './permission-mask.ts';
import { askCondition, type Request, type Verdict } from './role-condition.ts';
import type { RolePermissions } from './role-permissions.ts';
import type { ScopeTree } from './scope-tree.ts';

/** A role that an identity holds, itself or as one of many. */
export interface HeldRole {
  readonly grant: Grant;
  /** Where it counts, and below. */
  readonly scope: string | undefined;
  /** The watched permissions; undefined where nothing is known of the role. */
  readonly mask: Mask | undefined;
  /** For sure; only if something holds that is not known; `tag`: only if the resource carries a tag. */
  readonly holds: 'sure' | 'conditional' | 'tag';
  /** It ends by itself. */
  readonly temporary: boolean;
  /** For what is not sure: what it turns on. */
  readonly on: readonly string[];
  /** The group or set through which it is held. */
  readonly through?: string;
}

interface Holder {
  readonly id: string;
  readonly maybe: boolean;
}

/** Which roles identities hold, and how surely. Roles that have ended, or whose condition cannot hold any more, are left out. */
export class HeldRoles {
  readonly #inventory: Inventory;
  readonly #members: Memberships;
  readonly #roles: RolePermissions;
  readonly #tree: ScopeTree;
  readonly #now: number | undefined;
  /** Sets of principals that hold something, by where to look for them. */
  readonly #sets = new Map<string, string[]>();
  /** Those that everybody, or whoever has some user account, belongs to. */
  readonly #everybody: string[] = [];
  readonly #basic: string[] = [];
  readonly #groups: string[] = [];
  #basicByScope: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #verdicts = new Map<string, Verdict>();
  /** The last answer: one identity is asked about several times in a row. */
  #last: { readonly id: string; readonly held: readonly HeldRole[] } | undefined;

  constructor(inventory: Inventory, members: Memberships, roles: RolePermissions, tree: ScopeTree, now: number | undefined) {
    this.#inventory = inventory;
    this.#members = members;
    this.#roles = roles;
    this.#tree = tree;
    this.#now = now;
    for (const holder of inventory.grants.keys()) this.#file(holder);
  }

  of(identity: Identity): readonly HeldRole[] {
    if (this.#last?.id === identity.id) return this.#last.held;
    const held = this.#all(identity);
    this.#last = { id: identity.id, held };
    return held;
  }

  /** Roles of groups that an identity may be in for all that was read; `through` names the group. */
  ofUnreadGroups(identity: Identity): readonly HeldRole[] {
    return this.#groups.flatMap((group) =>
      this.#members.mayBeIn(identity, group)
        ? (this.#inventory.grants.get(group) ?? []).flatMap((g) =>
            g.kind === 'attached' ? (this.#read(g, true, { now: this.#now }, group) ?? []) : [],
          )
        : [],
    );
  }

  #all(identity: Identity): readonly HeldRole[] {
    // It is nobody until it is brought back (https://cloud.google.com/iam/docs/principals-overview#deleted-principals).
    if (isDeleted(identity)) return [];
    const held: HeldRole[] = [];
    for (const { id, maybe } of this.#holders(identity)) {
      for (const grant of this.#inventory.grants.get(id) ?? []) {
        if (grant.kind !== 'attached') continue;
        const role = this.#read(grant, maybe, { now: this.#now }, id === identity.id ? undefined : id);
        if (role !== undefined) held.push(role);
      }
    }
    return this.#basic.length === 0 ? held : [...held, ...this.#throughBasicRoles(held)];
  }

  /** A role again, for one resource: its condition may hold there or not. Undefined where it does not. */
  onResource(role: HeldRole, request: Request): HeldRole | undefined {
    if (role.grant.condition === undefined) return role;
    return this.#read(role.grant, role.on.includes(notSure), request, role.through);
  }

  #read(grant: Grant, maybe: boolean, request: Request, through: string | undefined): HeldRole | undefined {
    const { condition, until, eligible, policy } = grant;
    const scope = grant.scope === undefined ? undefined : this.#tree.named(grant.scope);
    const mask = this.#roles.maskOf(policy);
    // Nearly all of them.
    if (condition === undefined && until === undefined && !maybe && eligible !== true && through === undefined)
      return { grant, scope, mask, holds: 'sure', temporary: false, on: nothing };
    if (until !== undefined && this.#now !== undefined && Date.parse(until) <= this.#now) return undefined;
    const verdict: Verdict = condition === undefined ? { holds: true } : this.#ask(condition, request);
    if (verdict.holds === false) return undefined;
    const on = [
      ...(verdict.holds === 'unknown' ? verdict.on : []),
      ...(maybe ? [notSure] : []),
      ...(eligible === true ? ['its activation'] : []),
    ];
    const holds = on.length === 0 ? 'sure' : on.every((one) => one.startsWith('tag ')) ? 'tag' : 'conditional';
    return {
      grant,
      scope,
      mask,
      holds,
      temporary: until !== undefined || condition !== undefined,
      on,
      ...(through === undefined ? {} : { through }),
    };
  }

  /** Few conditions stand in most roles: what one comes to wherever it is, is worked out once. */
  #ask(condition: string, request: Request): Verdict {
    if (request.resource !== undefined) return askCondition(condition, request);
    const present = this.#verdicts.get(condition);
    if (present !== undefined) return present;
    const verdict = askCondition(condition, request);
    this.#verdicts.set(condition, verdict);
    return verdict;
  }

  *#holders(identity: Identity): Generator<Holder> {
    yield { id: identity.id, maybe: false };
    for (const id of this.#members.groupsOf(identity.id)) yield { id, maybe: false };
    for (const id of this.#everybody) {
      const belongs = this.#members.belongs(identity, id);
      if (belongs !== 'no') yield { id, maybe: belongs === 'maybe' };
    }
    if (this.#sets.size === 0) return;
    for (const key of this.#members.keysOf(identity)) {
      for (const id of this.#sets.get(key) ?? []) {
        const belongs = id === identity.id ? 'no' : this.#members.belongs(identity, id);
        if (belongs !== 'no') yield { id, maybe: belongs === 'maybe' };
      }
    }
  }

  /**
   * What is given to those with a basic role on a project, on buckets and datasets
   * (https://cloud.google.com/storage/docs/access-control/iam#convenience-values).
   */
  #throughBasicRoles(held: readonly HeldRole[]): readonly HeldRole[] {
    this.#basicByScope ??= this.#indexBasic();
    const byScope = this.#basicByScope;
    const found = new Map<string, boolean>();
    for (const { grant, scope, holds } of held) {
      const isBasic =
        grant.policy === 'gcp:role/roles/editor' || grant.policy === 'gcp:role/roles/owner' || grant.policy === 'gcp:role/roles/viewer';
      if (!isBasic) continue;
      for (const holder of byScope.get(`${grant.policy} ${scope}`) ?? []) found.set(holder, found.get(holder) === true || holds === 'sure');
    }
    return [...found].flatMap(([holder, sure]) =>
      (this.#inventory.grants.get(holder) ?? []).flatMap((g) =>
        g.kind === 'attached' ? (this.#read(g, !sure, { now: this.#now }, holder) ?? []) : [],
      ),
    );
  }

  /** By the role that makes one such a holder, and where it may be given. */
  #indexBasic(): ReadonlyMap<string, readonly string[]> {
    const out = new Map<string, string[]>();
    for (const holder of this.#basic) {
      const set = this.#members.read(holder);
      if (set.kind !== 'basic') continue;
      for (const scope of this.#tree.chainOf(this.#tree.named(`projects/${set.project}`))) {
        const key = `gcp:role/${set.role} ${scope}`;
        const list = out.get(key);
        if (list === undefined) out.set(key, [holder]);
        else list.push(holder);
      }
    }
    return out;
  }

  #file(holder: string): void {
    if (!holder.startsWith('gcp:')) return;
    if (/^gcp:(?:allUsers|allAuthenticatedUsers|domain\/)/.test(holder)) this.#everybody.push(holder);
    else if (holder.startsWith('gcp:group/')) this.#groups.push(holder);
    else if (/^gcp:project(?:Owner|Editor|Viewer)\//.test(holder)) this.#basic.push(holder);
    else if (holder.startsWith('gcp:principal/')) {
      const key = this.#members.keyOfSet(holder);
      const list = key === undefined ? undefined : this.#sets.get(key);
      if (list !== undefined) list.push(holder);
      else if (key !== undefined) this.#sets.set(key, [holder]);
    }
  }
}

/** Whether a member of a policy is gone: `deleted:serviceAccount:…?uid=…`. */
export function isDeleted({ id }: Identity): boolean {
  return id.startsWith('gcp:deleted/');
}

const notSure = 'the attributes of its token';

const nothing: readonly string[] = [];
