import type { Identity } from '../../inventory/identity.ts';
import type { Answer, Decision, Limitation } from '../power.ts';
import { asConditionSees } from './asked-resource.ts';
import { type HeldRole, type HeldRoles, isDeleted } from './held-roles.ts';
import type { Limit, Limits } from './limits.ts';
import { referTo } from './measure-power.ts';
import type { Request } from './role-condition.ts';
import type { RolePermissions } from './role-permissions.ts';
import { isBroad, type ScopeTree, shownScope } from './scope-tree.ts';

/** What the parts of the engine are asked with. */
interface Parts {
  readonly held: HeldRoles;
  readonly limits: Limits;
  readonly tree: ScopeTree;
  readonly roles: RolePermissions;
  readonly now: number | undefined;
}

export type GcpDecision = Decision & { readonly reasons: readonly string[] };

/** A role that may give the permission asked for. */
interface Giving {
  readonly role: HeldRole;
  /** Why it is not known whether it does. */
  readonly doubt?: string;
}

/**
 * Whether an identity holds a permission on a resource (`//storage.googleapis.com/acme`, `gcp:project/acme`, `projects/acme`), on
 * all of them (`*`), or, without one, on any.
 */
export function decideGcp(parts: Parts, identity: Identity, permission: string, resource: string | undefined): GcpDecision {
  if (isDeleted(identity)) return nothing('denied', ['it was deleted: its roles count for nobody unless it is brought back']);
  const held = parts.held.of(identity);
  if (resource === '*') {
    const everywhere = parts.tree.roots.map((root) => decideOn(parts, identity, held, permission, root));
    const limited = parts.tree.roots.some((root) => parts.limits.pointsBelow(identity, root).length > 0);
    return worst(everywhere, limited) ?? nothing('unknown', ['which projects there are is not known']);
  }
  if (resource !== undefined) {
    const scope = parts.tree.named(resource);
    // A project and the like stands for what lies in it, which may carry any name.
    const seen = isBroad(scope) ? undefined : asConditionSees(scope, parts.tree, permission);
    const about = seen === undefined ? {} : { resource: seen };
    return decideOn(parts, identity, held, permission, scope, about);
  }
  const groups = parts.held.ofUnreadGroups(identity);
  const scopes = new Set(
    [...held, ...groups].filter((r) => parts.roles.holds(r.grant.policy, permission) !== 'no').map((r) => r.scope ?? ''),
  );
  const answers = [...scopes].map((scope) => decideOn(parts, identity, held, permission, scope));
  const [first] = [...answers].sort((a, b) => rank(a.answer) - rank(b.answer));
  if (first === undefined) return decideOn(parts, identity, [], permission, '');
  const same = answers.filter((a) => a.answer === first.answer);
  return {
    ...first,
    statements: [...new Map(same.flatMap((a) => a.statements).map((s) => [`${s.policy} ${s.statement} ${s.through}`, s])).values()],
    conditionKeys: [...new Set(same.flatMap((a) => a.conditionKeys))].sort(),
    reasons: [...new Set(same.flatMap((a) => a.reasons))],
  };
}

/** Without `about`, a role is asked about as a whole: what lies below the scope may carry any name. */
function decideOn(
  parts: Parts,
  identity: Identity,
  held: readonly HeldRole[],
  permission: string,
  scope: string,
  about: Pick<Request, 'resource'> = {},
): GcpDecision {
  const asked: Request = { now: parts.now, ...about };
  const giving = held.flatMap((role) => givingOn(parts, role, permission, scope, asked) ?? []);
  const limits = parts.limits.against(identity, permission, scope, asked);
  const [limit] = limits;
  const standing = limits.map(asLimitation);
  const surely = giving.filter((g) => g.doubt === undefined && g.role.holds === 'sure');
  const perhaps = giving.filter((g) => g.doubt === undefined && g.role.holds !== 'sure');
  const open = giving.filter((g) => g.doubt !== undefined);
  if (limit?.answer === 'denied' && (giving.length > 0 || identity.grantsListed !== true))
    return { answer: 'denied', statements: [limit.statement], conditionKeys: [], limits: standing, reasons: [whyLimited(limit)] };
  if (surely.length > 0 || perhaps.length > 0) {
    const by = surely.length > 0 ? surely : perhaps;
    const on = [...new Set([...(surely.length > 0 ? [] : perhaps.flatMap((g) => g.role.on)), ...limits.flatMap((l) => l.on)])].sort();
    const answer: Answer = limit?.answer === 'unknown' ? 'unknown' : surely.length > 0 && limit === undefined ? 'allowed' : 'conditional';
    const statements = [...by.map((g) => referTo(g.role)), ...limits.map((l) => l.statement)];
    return { answer, statements, conditionKeys: on, limits: standing, reasons: reasonsOf(answer, on) };
  }
  if (open.length > 0) return nothing('unknown', [...new Set(open.map((g) => g.doubt ?? ''))], open);
  if (identity.grantsListed !== true) return nothing('unknown', ['its roles are not all known']);
  const groups = parts.held.ofUnreadGroups(identity).filter((r) => givingOn(parts, r, permission, scope, asked) !== undefined);
  if (groups.length > 0) return nothing('unknown', [whetherIn(groups)]);
  return { ...nothing('denied', ['no role that it holds allows it']), limits: standing };
}

function givingOn(parts: Parts, role: HeldRole, permission: string, scope: string, request: Request): Giving | undefined {
  const gives = parts.roles.holds(role.grant.policy, permission);
  if (gives === 'no') return undefined;
  const covers = coversScope(role.scope, scope, parts.tree);
  if (covers === 'no') return undefined;
  const here = request.resource === undefined ? role : parts.held.onResource(role, request);
  if (here === undefined) return undefined;
  if (covers !== 'yes') return { role: here, doubt: covers };
  const { name } = role.grant;
  if (gives === 'unknown')
    return { role: here, doubt: `which permissions ${name} on ${shownScope(role.scope)} holds one by one is not known` };
  return { role: here };
}

/** Whether what is given on one scope counts on another; otherwise why nobody can tell. */
function coversScope(given: string | undefined, scope: string, tree: ScopeTree): string {
  if (given === undefined) return scope === '' ? 'yes' : 'on what one of its roles is given is not known';
  const chain = tree.chainOf(scope);
  if (chain.includes(given)) return 'yes';
  const top = chain.at(-1) ?? '';
  // Above what is known of the way up there may be any folder or organization.
  if (!isBroad(given) || top.startsWith('gcp:organization/')) return 'no';
  if (!isBroad(top)) return `in which project ${shownScope(scope)} lies is not known`;
  return given.startsWith('gcp:project/') ? 'no' : `whether ${shownScope(top)} lies below ${shownScope(given)} is not known`;
}

function whetherIn(roles: readonly HeldRole[]): string {
  const names = [...new Set(roles.flatMap((r) => r.through?.replace(/^gcp:group\//, '') ?? []))].sort();
  const many = names.length > 1;
  return `whether it is in ${many ? 'one of the groups' : 'the group'} ${names.join(', ')}, whose members were not read`;
}

function asLimitation({ by, answer, statement }: Limit): Limitation {
  return { by, answer, statements: [statement] };
}

function whyLimited({ by, statement }: Limit): string {
  return by === 'deny'
    ? `deny policy ${statement.policy} ${statement.statement} takes it away`
    : `boundary ${statement.policy} does not reach there`;
}

function reasonsOf(answer: Answer, on: readonly string[]): readonly string[] {
  if (answer === 'allowed') return ['a role that it holds allows it'];
  return [`${answer === 'conditional' ? 'a role that it holds allows it; it turns on' : 'it is not known:'} ${on.join(', ')}`];
}

function nothing(answer: Answer, reasons: readonly string[], giving: readonly Giving[] = []): GcpDecision {
  return {
    answer,
    statements: giving.map((g) => referTo(g.role)),
    conditionKeys: [],
    reasons,
    ...(answer === 'denied' ? { limits: [] } : {}),
  };
}

const order: readonly Answer[] = ['allowed', 'conditional', 'unknown', 'denied'];

function rank(answer: Answer): number {
  return order.indexOf(answer);
}

/** An answer for all of several places. */
function worst(answers: readonly GcpDecision[], limited: boolean): GcpDecision | undefined {
  const [last] = [...answers].sort((a, b) => rank(b.answer) - rank(a.answer));
  if (last?.answer !== 'allowed' || !limited) return last;
  return { ...last, answer: 'conditional', reasons: ['limits below may take it away in some places'] };
}
