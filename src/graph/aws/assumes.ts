import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Decision, PermissionEngine, StatementReference } from '../../permissions/power.ts';
import { certaintyOf, weakest } from '../certainty.ts';
import { nameOfClass } from '../class-node.ts';
import type { Certainty, Edge } from '../graph.ts';
import { type AwsPrincipal, accountOfPrincipal } from './arn.ts';
import type { AwsIndex } from './aws-index.ts';
import { arnPatterns } from './callers.ts';
import type { Population } from './population.ts';
import { evidenceOf, type Selection, selectTargets } from './select.ts';
import { admits, type Caller, inDoubt, type Organization, principalCaller } from './trust.ts';

/** An edge without its start: shared by identities with the same grants. */
export type EdgeTemplate = Omit<Edge, 'from'>;

const assumeRole = 'sts:AssumeRole';
const assuming: readonly string[] = [assumeRole];
const none: readonly EdgeTemplate[] = [];

/**
 * Roles that trust the identity's whole account, or anyone: the identity needs sts:AssumeRole on them. The same for
 * all identities of an account with the same grants. Populations that edges lead to are handed to `use`.
 */
export function assumeByAccount(
  index: AwsIndex,
  engine: PermissionEngine,
  start: AwsPrincipal,
  use: (population: Population) => void,
): EdgeTemplate[] {
  if (engine.allowsNoneOf?.(start.id, assuming) === true) return [];
  return [index.assumable(start.account), index.assumableByAnyone].flatMap((population) =>
    selectTargets(engine, start.id, assuming, population).map((selection) => toTemplate(index, start, selection, use)),
  );
}

function toTemplate(index: AwsIndex, start: AwsPrincipal, selection: Selection, use: (population: Population) => void): EdgeTemplate {
  const { whole, member, certainty } = selection;
  if (whole) use(whole);
  const evidence = evidenceOf(selection.statements);
  const stronger = (whole?.rank ?? member?.rank ?? -1) > index.rankOf(start.id);
  return {
    to: whole?.node ?? member?.id ?? '',
    kind: 'assumes',
    certainty: member ? weakest(certainty, member.certainty) : certainty,
    ...(stronger ? { technique: 'sts-001' } : {}),
    reason: whole ? `${assumeRole} on ${nameOfClass(whole.node)}` : `${assumeRole}; ${member?.reason ?? ''}`,
    evidence: member ? mergeList(evidence, member.evidence) : evidence,
  };
}

/**
 * Roles whose trust names the identity. In the same account that alone suffices, unless the identity is denied
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-cross-account.html);
 * from another account it needs sts:AssumeRole as well.
 */
export function assumeByName(
  index: AwsIndex,
  engine: PermissionEngine,
  start: AwsPrincipal,
  asked: ReadonlyMap<string, readonly AwsPrincipal[]>,
  organization: Organization,
): readonly EdgeTemplate[] {
  const naming = index.namedBy(start.id);
  const others = asked.get(start.id);
  if (naming.length === 0 && others === undefined) return none;
  const named = new Set(naming);
  const caller = principalCaller(start, organization, index.trustsIfRead(start.id));
  const templates: EdgeTemplate[] = [];
  for (const role of new Set([...named, ...(others ?? [])])) {
    const trusts = index.trustsOf(role.id);
    // A trust that names it counts by itself; one of the whole account asks for the identity's own permission.
    const byName = named.has(role)
      ? admits(trusts, assumeRole, {
          ...caller,
          covers: (t) => (t.effect === 'Deny' || t.principalKind === 'identity' ? caller.covers(t) : 'no'),
        })
      : undefined;
    let admission = byName ?? admits(trusts, assumeRole, caller);
    if (admission === undefined) continue;
    const decision = engine.decide(start.id, assumeRole, role.arn);
    const alone = role.account === start.account ? certaintyByResource(decision, isUnbounded(start, caller, trusts)) : undefined;
    let own: Certainty | undefined = certaintyOf(decision.answer);
    if (start.identity.standing === 'named' && own !== 'confirmed') own = 'possible';
    else if (byName !== undefined && alone !== undefined) own = alone;
    if (own === undefined && byName !== undefined && role.account === start.account) {
      // What a boundary keeps from a role it does not keep from a session of it that the trust names besides.
      const bySession = admits(trusts, assumeRole, {
        ...caller,
        covers: (t) => (t.effect === 'Deny' || isOfSession(t) ? caller.covers(t) : 'no'),
      });
      if (bySession !== undefined) [admission, own] = [bySession, certaintyByResource(decision, true)];
    }
    if (own === undefined) continue;
    templates.push({
      to: role.id,
      kind: 'assumes',
      certainty: weakest(own, admission.certainty),
      ...(index.rankOf(role.id) > index.rankOf(start.id) ? { technique: 'sts-001' } : {}),
      reason: `${assumeRole}; the trust of ${role.name} ${byName ? `names ${start.name}` : howLetIn(trusts)}${inDoubt(admission)}`,
      evidence: mergeList(evidenceOf(statementsOf(decision)), admission.evidence),
    });
  }
  return templates;
}

/**
 * How certain it is that an identity may do what a resource policy of its own account allows it by name. Its own policies
 * need not allow it, but a Deny and the organization's policies hold it back, and so does a permissions boundary that
 * does not allow it, unless the identity is out of its reach.
 */
export function certaintyByResource(decision: Decision, unbounded: boolean): Certainty | undefined {
  const { answer, statements, limits } = decision;
  if (answer === 'allowed' || answer === 'unknown') return certaintyOf(answer);
  if (limits === undefined) return answer === 'conditional' ? 'conditional' : statements.length > 0 ? undefined : 'confirmed';
  let certainty: Certainty = 'confirmed';
  for (const limit of limits) {
    if (limit.by === 'boundary' && unbounded) continue;
    const one = certaintyOf(limit.answer);
    if (one === undefined) return undefined;
    certainty = weakest(certainty, one);
  }
  return certainty;
}

/**
 * Whether what a boundary does not allow is no limit for the trust: one that names a user, or a role's session, is not
 * limited by it, one that names a role is
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic).
 */
function isUnbounded(start: AwsPrincipal, caller: Caller, trusts: readonly Trust[]): boolean {
  if (start.type === 'user') return true;
  const naming = trusts.filter((t) => t.effect === 'Allow' && t.principalKind === 'identity' && caller.covers(t) !== 'no');
  return naming.every(isOfSession);
}

function isOfSession({ principal }: Trust): boolean {
  return principal.includes(':assumed-role/');
}

function statementsOf({ statements, limits }: Decision): readonly StatementReference[] {
  return [...statements, ...(limits ?? []).flatMap((l) => l.statements)];
}

function howLetIn(trusts: readonly Trust[]): string {
  const byArn = trusts.every((t) => t.effect === 'Deny' || arnPatterns(t) !== undefined);
  return byArn ? 'names its ARN in a condition' : 'lets it in, and not every caller';
}

/**
 * For the roles that do not treat every caller alike, the identities to ask about: those that a trust's condition lets in
 * by ARN (`aws:PrincipalArn`), else all of the trusted account that may call AssumeRole at all.
 */
export function findAsked(index: AwsIndex): ReadonlyMap<string, readonly AwsPrincipal[]> {
  const out = new Map<string, AwsPrincipal[]>();
  for (const role of index.byCaller) {
    const ids = new Set<string>();
    for (const trust of index.trustsOf(role.id)) {
      if (trust.effect !== 'Allow') continue;
      const account = trust.principalKind === 'account' ? accountOfPrincipal(trust.principal) : undefined;
      const accounts = trust.principalKind === 'anyone' ? index.accounts : account === undefined ? [] : [account];
      const patterns = arnPatterns(trust);
      for (const one of accounts) for (const id of inAccount(index, one, patterns)) ids.add(id);
    }
    for (const id of ids) {
      const list = out.get(id);
      if (list) list.push(role);
      else out.set(id, [role]);
    }
  }
  return out;
}

function inAccount(index: AwsIndex, account: string, patterns: readonly string[] | undefined): string[] {
  if (patterns === undefined) return index.callers(account).map((p) => p.id);
  return patterns.flatMap((pattern) =>
    [...index.users(account).matching(pattern).members, ...index.roles(account).matching(pattern).members].map((m) => m.id),
  );
}
