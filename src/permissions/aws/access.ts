import type { Gap } from '../../inventory/gap.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Answer, StatementReference } from '../power.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Held } from './authority.ts';
import type { AwsPermissions, Circumstances, Grounds } from './aws-permissions.ts';
import { decideAction, type Verdict } from './decide.ts';
import { allOf, anyOf, denied } from './join-verdicts.ts';
import { limitationsOn } from './limitations.ts';
import { OpenResources } from './openings.ts';
import { couldAllow, mayBeOpened } from './own-policy.ts';
import type { PolicySource } from './policy-sources.ts';
import { askedAction } from './power-tables.ts';
import { canonicalResource } from './region.ts';
import { accountOf, resourceOver } from './resource-facts.ts';
import { askResource, type ResourceSays, trustSources } from './resource-policy.ts';
import type { NamedAs } from './resource-principal.ts';
import { isNeverLockedOut, settledByAws } from './settled-by-aws.ts';
import type { AskedAction } from './statement.ts';
import { referTo } from './statement-reference.ts';
import { type Decided, isLeftToResource, notItsOwn, whyDecided } from './why-decided.ts';
import { hasWildcard } from './wildcard.ts';
import { onNoResource } from './without-resource.ts';

/** An answer with all that a person needs to check it. */
export interface Explanation {
  readonly decision: Answer;
  /** The statements that decide, or on which it turns. */
  readonly statements: readonly StatementReference[];
  /** The condition keys on which it turns. */
  readonly conditionKeys: readonly string[];
  /** Why it is so, in words. */
  readonly reasons: readonly string[];
  /** What was not given and would settle, or could change, the answer. */
  readonly missing: readonly string[];
  /** Unknown for one reason alone: the resource's policy, which may let it in, was not given. No policy of its own does. */
  readonly leftToResource?: true;
}

/** The policy of a resource as far as it was given; `sources` are there when it was read. */
export interface ResourcePolicy {
  readonly name: string;
  readonly sources: readonly PolicySource[] | undefined;
  /** Without it nobody has access, whatever identity policies say: keys and roles. */
  readonly required: boolean;
  /** A key's grants: unlike its policy, they let somebody of another account in by themselves. */
  readonly grants?: PolicySource;
}

/**
 * Answers questions about one resource from all policies: those of the identity, and the resource's own, in the same
 * account and across accounts
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).
 */
export class Access {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  readonly #permissions: AwsPermissions;
  readonly #open: OpenResources;
  readonly #worksOnNone: (action: AskedAction) => boolean;
  readonly #trusts = new Map<string, readonly PolicySource[]>();

  /** `worksOnNone` says of an action that it has no resource types. */
  constructor(
    inventory: Inventory,
    universe: ActionUniverse,
    permissions: AwsPermissions,
    worksOnNone: (action: AskedAction) => boolean = () => false,
  ) {
    this.#worksOnNone = worksOnNone;
    this.#inventory = inventory;
    this.#universe = universe;
    this.#permissions = permissions;
    this.#open = new OpenResources(inventory, (resource) => permissions.sourceOf(resource));
  }

  /** Whether an identity may do an action; without a resource on any, with `*` on every one. */
  explain(identity: string, action: string, resource?: string, circumstances: Circumstances = {}): Explanation {
    const asked = askedAction(this.#universe, action);
    if (this.#worksOnNone(asked)) return this.#explainWithout(identity, asked, resource, circumstances);
    const own = this.#explain(identity, asked, resource, circumstances);
    if (resource !== undefined || own.decision !== 'denied' || !mayBeOpened(asked.name)) return own;
    return this.#elsewhere(own, identity, asked, circumstances);
  }

  /** What works on no resource that could be named is asked of everything, and no policy of a resource has a say in it. */
  #explainWithout(identity: string, asked: AskedAction, resource: string | undefined, circumstances: Circumstances): Explanation {
    const grounds = this.#permissions.grounds(identity, asked, undefined, circumstances);
    const authority = onNoResource(grounds.authority, asked);
    const explanation = this.#explainOn({ ...grounds, authority }, undefined);
    const isSaid = resource?.startsWith('arn:') || authority.allow.length < grounds.authority.allow.length;
    const note = `${this.#universe.nameOf(asked.index)} works on no single resource: only what is said of all resources counts`;
    return isSaid ? { ...explanation, reasons: [note, ...explanation.reasons] } : explanation;
  }

  /** What its own policies allow nowhere the policy of a resource may. */
  #elsewhere(own: Explanation, identity: string, asked: AskedAction, circumstances: Circumstances): Explanation {
    let best = own;
    const open = this.#open.to(identity, asked);
    for (const place of open.slice(0, mostAsked)) {
      const there = this.#explain(identity, asked, place, circumstances);
      if (sureness.indexOf(there.decision) >= sureness.indexOf(best.decision)) continue;
      best = { ...there, reasons: [`on ${place}, whose own policy lets it in`, ...there.reasons] };
      if (best.decision === 'allowed') return best;
    }
    const left = open.length > mostAsked ? [`an answer for ${open.length - mostAsked} more resources whose policies may let it in`] : [];
    if (best !== own || !own.reasons.includes(notItsOwn)) return { ...best, missing: [...best.missing, ...left] };
    return { ...own, missing: [...own.missing, ...left, 'the policies of resources that were not given, which may allow it'] };
  }

  #explain(identity: string, asked: AskedAction, resource: string | undefined, circumstances: Circumstances): Explanation {
    return this.#explainOn(this.#permissions.grounds(identity, asked, resource, circumstances), resource);
  }

  #explainOn(grounds: Grounds, resource: string | undefined): Explanation {
    const { asked } = grounds;
    const settled = settledByAws(grounds.principal, asked.name);
    if (settled) return { decision: settled.answer, statements: [], conditionKeys: [], reasons: [settled.reason], missing: [] };
    const own = decideAction(grounds.authority, asked, resource);
    const one = resource?.startsWith('arn:') && isOfOne(resource) ? resource : undefined;
    const policy = one === undefined ? undefined : this.#policyOf(one, asked.name);
    const account = one === undefined ? undefined : accountOf(this.#inventory, one);
    const across = account !== undefined && account !== grounds.principal.account;
    const ask = (elsewhere: boolean): Verdict =>
      one === undefined || policy === undefined ? own : this.#withResource(grounds, own, one, policy, elsewhere);
    // A bucket's policy does not say whose the bucket is: then both ways have to come to the same.
    const open = account === undefined && policy?.sources !== undefined;
    const verdict = open ? eitherWay(ask(false), ask(true)) : ask(across);
    const decided: Decided = { verdict, own, grounds, resource, policy, across, accountKnown: account !== undefined };
    const why = whyDecided(decided);
    return {
      decision: verdict.answer,
      statements: onceEach(verdict.statements).map(({ source, statement }) => referTo(source, statement.source, statement.at)),
      conditionKeys: verdict.conditionKeys,
      missing: why.missing,
      reasons: verdict.answer === 'unknown' ? [...why.reasons, ...this.#wrongIn(grounds.unreadable)] : why.reasons,
      ...(isLeftToResource(decided) ? { leftToResource: true } : {}),
    };
  }

  /** What was wrong with policies that could not be read, as the gaps at their places tell. */
  #wrongIn(unreadable: readonly PolicySource[]): readonly string[] {
    if (unreadable.length === 0) return [];
    const places = unreadable.flatMap((source) => source.evidence);
    const isAt = (gap: Gap): boolean =>
      places.some((e) => e.source === gap.source && e.file === gap.file && e.pointer !== undefined && isWithin(gap.pointer, e.pointer));
    return this.#inventory.gaps.filter((gap) => gap.why === 'unreadable' && isAt(gap)).map((gap) => gap.detail);
  }

  #withResource(grounds: Grounds, own: Verdict, resource: string, policy: ResourcePolicy, across: boolean): Verdict {
    const { sources } = policy;
    if (sources === undefined) {
      // Another account's resource, a key and a role need their own policy; another's may let in whom nothing else does, or deny.
      const both = across && !isKey(resource);
      const isOpen = across || policy.required || (own.answer === 'denied' && couldAllow(resource, grounds.asked.name));
      return isOpen && !isRefused(grounds, own, resource, both) ? { ...own, answer: 'unknown' } : own;
    }
    const { principal, authority, asked, facts, bounded } = grounds;
    const canonical = canonicalResource(resource);
    const { allow, deny } = askResource(sources, { principal, bounded, action: asked, resource: canonical, facts });
    const says = { allow, deny: !across && isNeverLockedOut(principal, asked.name) ? [] : deny };
    const outright = says.deny.filter(({ statement }) => !statement.conditional);
    if (outright.length > 0) return { ...denied, statements: outright };
    const direct = (as: NamedAs, by: Verdict): Verdict => {
      const limits = limitationsOn(authority, asked, canonical).map((limit): Verdict => {
        const exempt = (limit.by === 'boundary' || limit.by === 'session') && as !== 'role';
        // What a policy gives to everybody: whether a boundary limits it is not documented.
        if (exempt) return as === 'anyone' && limit.answer !== 'unknown' ? { ...by, answer: 'unknown', problems: [openToAll] } : by;
        const problems = limit.statements.flatMap(({ statement }) => statement.problems);
        const conditionKeys = limit.statements.flatMap(({ statement }) => statement.conditionKeys);
        return { answer: problems.length > 0 ? 'unknown' : limit.answer, statements: limit.statements, conditionKeys, problems };
      });
      return allOf([by, ...limits]);
    };
    const allowed = across
      ? anyOf([
          allOf([own, anyOf(says.allow.map(verdictOf))]),
          ...says.allow
            .filter(({ as, held }) => as !== 'account' && held.source === policy.grants)
            .map((allow) => direct(allow.as, verdictOf(allow))),
        ])
      : anyOf([
          ...(policy.required ? delegated(says, own) : [own]),
          ...says.allow.filter(({ as }) => as !== 'account').map((allow) => direct(allow.as, verdictOf(allow))),
        ]);
    if (allowed.answer === 'denied') return allowed.statements.length > 0 ? allowed : own.answer === 'denied' ? own : denied;
    return allOf([allowed, ...says.deny.map((held) => verdictOf({ held }))]);
  }

  /** The policy that stands over a resource; undefined where there is nothing that could have one. */
  #policyOf(resource: string, action: string): ResourcePolicy | undefined {
    const role = action.startsWith('sts:') ? awsIdentityId(resource) : undefined;
    if (role?.startsWith('aws:role/')) return { name: `the trust policy of ${resource}`, sources: this.#trustOf(role), required: true };
    const found = resourceOver(this.#inventory, resource);
    const required = isKey(resource);
    if (found === undefined) return { name: `the policy of ${resource}`, sources: undefined, required };
    const name = `the policy of ${found.name}`;
    if (found.policy === undefined) return { name, sources: [], required };
    const source = this.#permissions.sourceOf(found);
    // A key's grants stand beside its policy.
    const grants = required ? this.#inventory.resources.get(`${found.id}#grants`) : undefined;
    if (source.document === undefined) return { name, sources: undefined, required };
    if (grants === undefined) return { name, sources: [source], required };
    const beside = this.#permissions.sourceOf(grants);
    return { name, sources: [source, beside], required, grants: beside };
  }

  #trustOf(role: string): readonly PolicySource[] | undefined {
    const trusts = this.#inventory.trusts.get(role);
    if (trusts === undefined) return undefined;
    const kept = this.#trusts.get(role) ?? trustSources(role.slice(role.lastIndexOf('/') + 1), trusts, this.#universe);
    this.#trusts.set(role, kept);
    return kept;
  }
}

/**
 * Whether an ARN is a key's. Its grants can let in whom neither policies of identities nor its own name, also of other accounts
 * (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
 */
function isKey(resource: string): boolean {
  const [, , service, , , rest = ''] = resource.split(':', 6);
  return service === 'kms' && rest.startsWith('key/');
}

/** Whether all that an ARN may stand for lies under one policy: one thing, or objects of one bucket. */
function isOfOne(resource: string): boolean {
  const [, , service] = resource.split(':', 3);
  return !hasWildcard(service === 's3' ? (resource.split('/', 1)[0] ?? '') : resource);
}

/** One statement may let in by several names. */
function onceEach(statements: readonly Held[]): readonly Held[] {
  const isSame = (a: Held, b: Held): boolean => a.source === b.source && a.statement.at === b.statement.at;
  return statements.filter((held, at) => statements.findIndex((other) => isSame(other, held)) === at);
}

function isWithin(pointer: string | undefined, place: string): boolean {
  return pointer === place || pointer?.startsWith(`${place}/`) === true;
}

/** Resources that one question is asked of: who-can asks for every identity. */
const mostAsked = 20;

const sureness: readonly Answer[] = ['allowed', 'conditional', 'unknown', 'denied'];

function eitherWay(same: Verdict, other: Verdict): Verdict {
  if (same.answer === other.answer) return same;
  return { answer: 'unknown', statements: same.statements, conditionKeys: [], problems: [notKnownWhose] };
}

const notKnownWhose = 'whether the resource is of the same account is not known';
const openToAll = 'whether a permissions boundary or session policy limits what the resource gives to everybody is not documented';

/** The resource's policy leaves it to the account's identity policies: where it allows the account. */
function delegated(says: ResourceSays, own: Verdict): readonly Verdict[] {
  const account = says.allow.filter(({ as }) => as === 'account');
  return account.length === 0 ? [] : [allOf([own, anyOf(account.map(verdictOf))])];
}

/** Refused whatever the resource's policy says: in the same account it might name the identity, and pass its own policies by. */
function isRefused({ authority, asked }: Grounds, own: Verdict, resource: string, across: boolean): boolean {
  if (own.answer !== 'denied' || across) return own.answer === 'denied';
  const limits = limitationsOn(authority, asked, canonicalResource(resource));
  return limits.some((limit) => limit.answer === 'denied' && (limit.by === 'deny' || limit.by === 'organization'));
}

function verdictOf({ held }: { readonly held: Held }): Verdict {
  const { conditional, problems, conditionKeys } = held.statement;
  if (problems.length > 0) return { answer: 'unknown', statements: [held], conditionKeys: [], problems };
  return { answer: conditional ? 'conditional' : 'allowed', statements: [held], conditionKeys, problems };
}
