import { matchesGlob } from '../../glob.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { DenyRule, Policy } from '../../inventory/policy.ts';
import { summaryOfGrants } from '../grant-summary.ts';
import type { StatementReference } from '../power.ts';
import type { Memberships } from './membership.ts';
import { type Mask, maskOf } from './permission-mask.ts';
import { askCondition, type Request } from './role-condition.ts';
import { type ScopeTree, shownScope } from './scope-tree.ts';
import { canonicalPermission, watchedPermissions } from './watched-permissions.ts';

/** What stands against a permission somewhere, whoever gives it. */
export interface Limit {
  readonly by: 'deny' | 'boundary';
  readonly answer: 'denied' | 'conditional' | 'unknown';
  readonly statement: StatementReference;
  /** What a limit that is not sure turns on. */
  readonly on: readonly string[];
}

/** The same for all watched permissions at once. */
export interface Taken {
  readonly sure: Mask;
  readonly maybe: Mask;
}

interface Rule {
  readonly scope: string;
  readonly grant: Grant;
  readonly rule: DenyRule | undefined;
  readonly mask: Mask;
}

interface Boundary {
  readonly holder: string;
  readonly grant: Grant;
  /** Undefined where the policy could not be read. */
  readonly within: readonly string[] | undefined;
}

const everything = maskOf(...watchedPermissions);

/**
 * Permissions that boundaries of every version in use can block, as the list of Google has them. Whether one blocks any other
 * turns on its version (https://cloud.google.com/iam/docs/pab-blocked-permissions).
 */
const blockable =
  /^(?:accesscontextmanager|bigquerydatapolicy|cloudasset|cloudbuild|containeranalysis|monitoring|storage)\.|^bigquery\.(?:datasets|jobs|models|routines|rowAccessPolicies|tables)\./;
const blockableMask = maskOf(...watchedPermissions.filter((name) => blockable.test(name)));

/** Deny policies and principal access boundaries: they go before whatever roles allow (https://cloud.google.com/iam/docs/policy-types). */
export class Limits {
  readonly #members: Memberships;
  readonly #tree: ScopeTree;
  readonly #now: number | undefined;
  readonly #denies = new Map<string, Rule[]>();
  readonly #boundaries: Boundary[] = [];

  constructor(inventory: Inventory, members: Memberships, tree: ScopeTree, now: number | undefined) {
    this.#members = members;
    this.#tree = tree;
    this.#now = now;
    for (const holder of summaryOfGrants(inventory).limited) {
      if (!holder.startsWith('gcp:')) continue;
      for (const grant of inventory.grants.get(holder) ?? []) {
        const policy = grant.policy === undefined ? undefined : inventory.policies.get(grant.policy);
        if (grant.kind === 'scp') this.#addDenies(tree.named(holder), grant, policy);
        else if (grant.kind === 'boundary')
          this.#boundaries.push({ holder, grant, within: policy?.limitedTo?.map((scope) => tree.named(scope)) });
      }
    }
  }

  /** Nothing was read that takes anything from anybody. */
  get none(): boolean {
    return this.#denies.size === 0 && this.#boundaries.length === 0;
  }

  /** What stands against a permission on a scope, the surest first. */
  against(identity: Identity, permission: string, scope: string, request: Request): readonly Limit[] {
    const limits: Limit[] = [];
    for (const at of this.#tree.chainOf(scope)) {
      for (const one of this.#denies.get(at) ?? []) {
        if (one.rule?.here === true && at !== scope) continue;
        const limit = this.#denyOf(one, identity, permission, request);
        if (limit !== undefined) limits.push(limit);
      }
    }
    limits.push(...this.#boundaryLimits(identity, scope, blockable.test(permission)));
    return limits.sort((a, b) => strength.indexOf(a.answer) - strength.indexOf(b.answer));
  }

  /** What is taken of the watched permissions on a scope. */
  takenAt(identity: Identity, scope: string): Taken {
    let sure = 0n;
    let maybe = 0n;
    for (const at of this.#tree.chainOf(scope)) {
      for (const { rule, mask } of this.#denies.get(at) ?? []) {
        if (rule?.here === true && at !== scope) continue;
        const answer = rule === undefined ? 'maybe' : this.#applies(rule, identity, { now: this.#now }).answer;
        if (answer === 'yes') sure |= mask;
        else if (answer === 'maybe') maybe |= mask;
      }
    }
    for (const { answer } of this.#boundaryLimits(identity, scope, true)) {
      if (answer === 'denied') sure |= blockableMask;
      maybe |= everything;
    }
    return { sure, maybe };
  }

  /** Scopes below one at which something more is taken from, or left to, an identity. */
  pointsBelow(identity: Identity, scope: string): readonly string[] {
    const points = new Set<string>();
    for (const [at, rules] of this.#denies) {
      if (at === scope || !this.#tree.isWithin(at, scope)) continue;
      if (rules.some(({ rule }) => rule === undefined || this.#applies(rule, identity, { now: this.#now }).answer !== 'no')) points.add(at);
    }
    for (const { within } of this.#applying(identity))
      for (const at of within ?? []) if (at !== scope && this.#tree.isWithin(at, scope)) points.add(at);
    return [...points];
  }

  #addDenies(scope: string, grant: Grant, policy: Policy | undefined): void {
    const rules: Rule[] =
      policy?.denies === undefined
        ? [{ scope, grant, rule: undefined, mask: everything }]
        : policy.denies.map((rule) => ({ scope, grant, rule, mask: watchedOf(rule) }));
    this.#denies.set(scope, [...(this.#denies.get(scope) ?? []), ...rules]);
  }

  #denyOf({ scope, grant, rule }: Rule, identity: Identity, permission: string, request: Request): Limit | undefined {
    const statement = { policy: grant.name, statement: `on ${shownScope(scope)}`, evidence: grant.evidence };
    if (rule === undefined) return { by: 'deny', answer: 'unknown', statement, on: [`deny policy ${grant.name}, which was not read`] };
    if (!denies(rule, permission)) return undefined;
    const { answer, on } = this.#applies(rule, identity, request);
    if (answer === 'no') return undefined;
    return { by: 'deny', answer: answer === 'yes' ? 'denied' : 'conditional', statement, on };
  }

  /** Whether a rule is about an identity, and its condition holds. */
  #applies(
    rule: DenyRule,
    identity: Identity,
    request: Request,
  ): { readonly answer: 'yes' | 'no' | 'maybe'; readonly on: readonly string[] } {
    const no = { answer: 'no', on: [] } as const;
    const about = best(rule.principals.map((p) => this.#members.mayBelong(identity, p)));
    const except = best(rule.exceptPrincipals.map((p) => this.#members.mayBelong(identity, p)));
    if (about === 'no' || except === 'yes') return no;
    const verdict = rule.condition === undefined ? { holds: true as const } : askCondition(rule.condition, request);
    if (verdict.holds === false) return no;
    const on = [
      ...(verdict.holds === 'unknown' ? verdict.on : []),
      ...(about === 'maybe' || except === 'maybe' ? ['whether the rule is about it'] : []),
    ];
    return on.length === 0 ? { answer: 'yes', on } : { answer: 'maybe', on };
  }

  /** A boundary shuts out of everything that none of an identity's boundaries names. */
  #boundaryLimits(identity: Identity, scope: string, canBlock: boolean): readonly Limit[] {
    const applying = this.#applying(identity);
    if (applying.length === 0) return [];
    const chain = this.#tree.chainOf(scope);
    if (applying.some(({ within }) => within?.some((s) => chain.includes(s)) === true)) return [];
    const sure = canBlock && applying.some((b) => b.sure) && applying.every(({ within }) => within !== undefined);
    return applying.map(({ grant, within }) => ({
      by: 'boundary',
      answer: sure ? 'denied' : within === undefined ? 'unknown' : 'conditional',
      statement: { policy: grant.name, statement: 'principal access boundary', evidence: grant.evidence },
      on: [
        within === undefined
          ? `boundary ${grant.name}, which was not read`
          : `whether boundary ${grant.name} applies and blocks this permission`,
      ],
    }));
  }

  #applying(identity: Identity): readonly (Boundary & { readonly sure: boolean })[] {
    return this.#boundaries.flatMap((boundary) => {
      const belongs = this.#members.belongs(identity, boundary.holder);
      if (belongs === 'no') return [];
      const { condition } = boundary.grant;
      const principal = { type: principalType(identity), subject: identity.id.slice(identity.id.indexOf('/') + 1) };
      const verdict = condition === undefined ? { holds: true as const } : askCondition(condition, { now: this.#now, principal });
      return verdict.holds === false ? [] : [{ ...boundary, sure: belongs === 'yes' && verdict.holds === true }];
    });
  }
}

const strength = ['denied', 'unknown', 'conditional'];

function best(answers: readonly ('yes' | 'no' | 'maybe')[]): 'yes' | 'no' | 'maybe' {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** https://cloud.google.com/iam/docs/conditions-attribute-reference#principal-type */
function principalType({ kind, id }: Identity): string {
  if (kind === 'gcp-service-account') return 'iam.googleapis.com/ServiceAccount';
  return id.startsWith('gcp:user/') ? 'iam.googleapis.com/WorkspaceIdentity' : 'iam.googleapis.com/WorkloadPoolIdentity';
}

/** Whether a rule is about a permission: names, or a service's, a resource's or a verb's `*`. */
function denies({ permissions = [], exceptPermissions = [] }: DenyRule, permission: string): boolean {
  return permissions.some((p) => covers(p, permission)) && !exceptPermissions.some((p) => covers(p, permission));
}

function covers(pattern: string, permission: string): boolean {
  const canonical = canonicalPermission(pattern);
  return canonical === permission || (canonical.includes('*') && matchesGlob(canonical, permission));
}

function watchedOf(rule: DenyRule): Mask {
  return maskOf(...watchedPermissions.filter((name) => denies(rule, name)));
}
