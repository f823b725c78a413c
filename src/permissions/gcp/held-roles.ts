import type { HeldGrant } from '../../inventory/binding.ts';
import { heldGrants } from '../../inventory/grant-table.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Memberships } from './membership.ts';
import type { Mask } from './permission-mask.ts';
import { basicRoles } from './principal-set.ts';
import { askCondition, type Request, type Verdict } from './role-condition.ts';
import type { RolePermissions } from './role-permissions.ts';
import { isBroad, type ScopeTree } from './scope-tree.ts';

/** A role that an identity holds, itself or as one of many. */
export interface HeldRole {
  readonly grant: HeldGrant;
  /** To whom the role is given: the identity itself, or what it is held through. */
  readonly holder: string;
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

/**
 * What roles on single things give for sure, added up. Most roles of an organization are given on buckets, secrets and the like, of
 * which nobody asks for more.
 */
export interface Rest {
  readonly sure: Mask;
}

/** Holders by a basic role and by what it is held on. */
type BasicIndex = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** A rest that grows, and which things are not to be put into it. */
type OpenRest = { -readonly [K in keyof Rest]: Rest[K] } & { readonly isKept: (scope: string) => boolean };

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
  #everyAccount: readonly string[] | undefined;
  /** Some set is of all that lies in a project, folder or organization. */
  #ofContainers = false;
  readonly #basic: string[] = [];
  readonly #groups: string[] = [];
  #basicByProject: BasicIndex | undefined;
  #basicByScope: BasicIndex | undefined;
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

  /** The same, but for what is given without condition on single things that are not kept: that is the rest. */
  glance(identity: Identity, isKept: (scope: string) => boolean): { readonly held: readonly HeldRole[]; readonly rest: Rest } {
    const rest: OpenRest = { sure: 0n, isKept };
    return { held: this.#all(identity, rest), rest };
  }

  /** Whether a service account holds roles by itself alone: as a member of no group or set but those of `everyAccount`. */
  isAlone({ id, kind, aliases }: Identity): boolean {
    return (
      kind === 'gcp-service-account' &&
      id.startsWith('gcp:service-account/') &&
      !id.endsWith(']') &&
      aliases?.some((alias) => alias.startsWith('gcp:principal/')) !== true &&
      !this.#ofContainers &&
      this.#members.groupsOf(id).length === 0
    );
  }

  /** What every service account belongs to. */
  get everyAccount(): readonly string[] {
    this.#everyAccount ??= this.#everybody.filter((holder) => !holder.startsWith('gcp:domain/'));
    return this.#everyAccount;
  }

  /** Whether what a role is given under holds, wherever it is given. */
  holdsNow(condition: string | undefined, until: string | undefined): boolean | 'unknown' {
    if (until !== undefined && this.#now !== undefined && timeOf(until) <= this.#now) return false;
    return condition === undefined ? true : this.#ask(condition, { now: this.#now }).holds;
  }

  /**
   * Whom a basic role on a scope makes one of, see `#withBasicRoles`. Nearly all hold theirs on a project itself: what lies below others
   * is looked for when somebody holds one there.
   */
  holdersByBasicRole(policy: string | undefined, scope: string): readonly string[] {
    if (policy === undefined || this.#basic.length === 0 || !isBasicRole(policy)) return nobody;
    if (scope.startsWith('gcp:project/') && this.#tree.childrenOf(scope).length === 0) {
      this.#basicByProject ??= this.#indexBasic((project) => [project]);
      return this.#basicByProject.get(policy)?.get(scope) ?? nobody;
    }
    this.#basicByScope ??= this.#indexBasic((project) => this.#tree.chainOf(project));
    return this.#basicByScope.get(policy)?.get(scope) ?? nobody;
  }

  /** Roles of groups that an identity may be in for all that was read; `through` names the group. */
  ofUnreadGroups(identity: Identity): readonly HeldRole[] {
    return this.#groups.flatMap((group) =>
      this.#members.mayBeIn(identity, group)
        ? heldGrants(this.#inventory.grants, group).flatMap((g) =>
            g.kind === 'attached' ? (this.#read(g, group, true, { now: this.#now }, group) ?? []) : [],
          )
        : [],
    );
  }

  #all(identity: Identity, rest?: OpenRest): readonly HeldRole[] {
    // It is nobody until it is brought back (https://cloud.google.com/iam/docs/principals-overview#deleted-principals).
    if (isDeleted(identity)) return [];
    const held: HeldRole[] = [];
    this.#addRoles(held, identity.id, false, undefined, rest);
    for (const id of this.#members.groupsOf(identity.id)) this.#addRoles(held, id, false, id, rest);
    for (const id of this.#everybody) this.#addIfIn(held, identity, id, rest);
    if (this.#sets.size > 0)
      for (const key of this.#members.keysOf(identity))
        for (const id of this.#sets.get(key) ?? nobody) if (id !== identity.id) this.#addIfIn(held, identity, id, rest);
    return this.#basic.length === 0 ? held : this.#withBasicRoles(held, rest);
  }

  #addIfIn(held: HeldRole[], identity: Identity, set: string, rest: OpenRest | undefined): void {
    const belongs = this.#members.belongs(identity, set);
    if (belongs !== 'no') this.#addRoles(held, set, belongs === 'maybe', set === identity.id ? undefined : set, rest);
  }

  #addRoles(held: HeldRole[], holder: string, maybe: boolean, through: string | undefined, rest: OpenRest | undefined): void {
    for (const grant of heldGrants(this.#inventory.grants, holder)) {
      if (grant.kind !== 'attached' || (rest !== undefined && !maybe && this.#isRest(grant, rest))) continue;
      const role = this.#read(grant, holder, maybe, { now: this.#now }, through);
      if (role !== undefined) held.push(role);
    }
  }

  /** Whether a role goes into a rest, as it then does. */
  #isRest({ condition, until, eligible, policy, scope: written }: HeldGrant, rest: OpenRest): boolean {
    if (written === undefined || condition !== undefined || until !== undefined || eligible === true) return false;
    const scope = this.#tree.named(written);
    if (isBroad(scope) || rest.isKept(scope)) return false;
    const mask = this.#roles.maskOf(policy);
    if (mask === undefined) return false;
    rest.sure |= mask;
    return true;
  }

  /** A role again, for one resource: its condition may hold there or not. Undefined where it does not. */
  onResource(role: HeldRole, request: Request): HeldRole | undefined {
    if (role.grant.condition === undefined) return role;
    return this.#read(role.grant, role.holder, role.on.includes(notSure), request, role.through);
  }

  #read(grant: HeldGrant, holder: string, maybe: boolean, request: Request, through: string | undefined): HeldRole | undefined {
    const { condition, until, eligible, policy } = grant;
    const scope = grant.scope === undefined ? undefined : this.#tree.named(grant.scope);
    const mask = this.#roles.maskOf(policy);
    // Nearly all of them.
    if (condition === undefined && until === undefined && !maybe && eligible !== true && through === undefined)
      return { grant, holder, scope, mask, holds: 'sure', temporary: false, on: nothing };
    if (until !== undefined && this.#now !== undefined && timeOf(until) <= this.#now) return undefined;
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
      holder,
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

  /**
   * What is given to those with a basic role on a project, on buckets and datasets
   * (https://cloud.google.com/storage/docs/access-control/iam#convenience-values).
   */
  #withBasicRoles(held: HeldRole[], rest: OpenRest | undefined): readonly HeldRole[] {
    let found: Map<string, boolean> | undefined;
    for (const { grant, scope, holds } of held) {
      const holders = scope === undefined ? nobody : this.holdersByBasicRole(grant.policy, scope);
      if (holders.length === 0) continue;
      found ??= new Map();
      for (const holder of holders) found.set(holder, found.get(holder) === true || holds === 'sure');
    }
    if (found !== undefined) for (const [holder, sure] of found) this.#addRoles(held, holder, !sure, holder, rest);
    return held;
  }

  /** By the role that makes one such a holder, and where it may be given. */
  #indexBasic(scopesOf: (project: string) => readonly string[]): BasicIndex {
    const out = new Map<string, Map<string, string[]>>();
    for (const holder of this.#basic) {
      const slash = holder.indexOf('/');
      const policy = `gcp:role/${basicRoles[holder.slice('gcp:'.length, slash)]}`;
      const byScope = out.get(policy) ?? new Map<string, string[]>();
      out.set(policy, byScope);
      for (const scope of scopesOf(this.#tree.projectNamed(holder.slice(slash + 1)))) {
        const list = byScope.get(scope);
        if (list === undefined) byScope.set(scope, [holder]);
        else list.push(holder);
      }
    }
    return out;
  }

  #file(holder: string): void {
    // Nearly all of them.
    if (!holder.startsWith('gcp:') || holder.startsWith('gcp:service-account/') || holder.startsWith('gcp:user/')) return;
    if (/^gcp:(?:allUsers|allAuthenticatedUsers|domain\/)/.test(holder)) this.#everybody.push(holder);
    else if (holder.startsWith('gcp:group/')) this.#groups.push(holder);
    else if (/^gcp:project(?:Owner|Editor|Viewer)\/./s.test(holder)) this.#basic.push(holder);
    else if (holder.startsWith('gcp:principal/')) {
      const key = this.#members.keyOfSet(holder);
      if (key?.startsWith('gcp:') === true) this.#ofContainers = true;
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

const basicPolicies: ReadonlySet<string> = new Set(Object.values(basicRoles).map((role) => `gcp:role/${role}`));

export function isBasicRole(policy: string): boolean {
  return basicPolicies.has(policy);
}

const notSure = 'the attributes of its token';

const nothing: readonly string[] = [];
const nobody: readonly string[] = [];

const times = new Map<string, number>();
const mostTimes = 10_000;

/** Few times are the end of very many roles: each is read once. */
function timeOf(text: string): number {
  let time = times.get(text);
  if (time === undefined) {
    time = Date.parse(text);
    if (times.size < mostTimes) times.set(text, time);
  }
  return time;
}
