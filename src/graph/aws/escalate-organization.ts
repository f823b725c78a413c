import type { Inventory } from '../../inventory/inventory.ts';
import { levelsOver } from '../../permissions/aws/organization-levels.ts';
import type { StatementReference } from '../../permissions/power.ts';
import { weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import type { EdgeTemplate } from './assumes.ts';
import type { Changeable } from './escalate-roles.ts';
import { drawEdge, type Start } from './escalation.ts';
import { type Circumstances, type Met, meetEach, meetOn } from './needs.ts';
import { adminRank } from './ranks.ts';
import type { Need, Technique } from './techniques/technique.ts';

/** Where a technique ends, and how certain it is that this gives more. */
interface End {
  readonly to: string;
  readonly on: string;
  readonly certainty: Certainty;
  /** What has to be there and was not seen. */
  readonly unseen?: string;
  /** Resources that have to be allowed by name, besides what the needs say. */
  readonly also?: readonly string[];
}

/**
 * Escalations of an identity in the management account on the other accounts of the organization
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html), and of one in an account that
 * administers a service for it (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html).
 */
export function escalateThroughOrganization(
  start: Start,
  inventory: Inventory,
  techniques: readonly Technique[],
  assumable: () => Iterable<Changeable>,
): EdgeTemplate[] {
  return techniques.flatMap((technique): EdgeTemplate[] => {
    const members = start.index.managedBy(start.principal.account, technique.delegate);
    if (members.length === 0) return [];
    // That a role can be assumed is settled by the edges that lead to it.
    if (!organizationNeeds(technique).every((n) => start.may(n.action))) return [];
    return members.flatMap((member) =>
      endsIn(start, inventory, technique, member, assumable).flatMap((end): EdgeTemplate[] => {
        const met = meetAll(start, technique, member, end.also);
        if (met === undefined) return [];
        const seen: Certainty = technique.unseen === undefined ? 'confirmed' : 'possible';
        return [
          drawEdge(start, technique, {
            to: end.to,
            on: end.on,
            certainty: weakest(weakest(met.certainty, end.certainty), seen),
            statements: met.statements,
            unseen: technique.unseen ?? end.unseen,
          }),
        ];
      }),
    );
  });
}

function organizationNeeds({ needs }: Technique): readonly Need[] {
  return needs.filter((n) => n.on === 'organization');
}

function meetAll({ engine, principal, index }: Start, technique: Technique, member: string, also: readonly string[] = []): Met | undefined {
  const needs = organizationNeeds(technique);
  const byResource = new Map<string, Need[]>();
  for (const need of needs) {
    for (const resource of [need.resource ?? '*'].flat()) byResource.set(resource, [...(byResource.get(resource) ?? []), need]);
  }
  let certainty: Certainty = 'confirmed';
  const statements = new Map<Need, readonly StatementReference[]>();
  for (const [resource, group] of byResource) {
    // What belongs to the organization belongs to its management account, also what another administers.
    const owner = index.managementOf(principal.account) ?? '*';
    const met =
      also.length > 0
        ? meetEvery(engine, principal.id, group, also)
        : meetOn(engine, principal.id, owner, resource.replace('#', member), group, contextOf(group));
    if (met === undefined) return undefined;
    certainty = weakest(certainty, met.certainty);
    for (const [need, found] of met.statements) statements.set(need, [...new Set([...(statements.get(need) ?? []), ...found])]);
  }
  return { certainty, statements };
}

/** The task with which somebody becomes the root user: to give it a password. */
const rootTask: Circumstances = { context: { 'sts:TaskPolicyArn': ['arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword'] } };

function contextOf(needs: readonly Need[]): Circumstances {
  return needs.some((n) => n.action === 'sts:AssumeRoot') ? rootTask : {};
}

/** The needs on every one of some resources. */
function meetEvery(engine: Start['engine'], identity: string, needs: readonly Need[], resources: readonly string[]): Met | undefined {
  let certainty: Certainty = 'confirmed';
  const statements = new Map<Need, readonly StatementReference[]>();
  for (const resource of resources) {
    const met = meetEach(engine, identity, needs, [resource]);
    if (met === undefined) return undefined;
    certainty = weakest(certainty, met.certainty);
    for (const [need, found] of met.statements) statements.set(need, found);
  }
  return { certainty, statements };
}

function endsIn(
  start: Start,
  inventory: Inventory,
  technique: Technique,
  member: string,
  assumable: () => Iterable<Changeable>,
): readonly End[] {
  const { index, principal } = start;
  const administrator = adminClass(member);
  switch (technique.ends) {
    case 'account':
      // Its second factor keeps who has the mail out.
      return index.principals.get(`aws:root/${member}`)?.identity.aws?.mfa === true
        ? []
        : [{ to: administrator, on: `account ${member}`, certainty: 'confirmed' }];
    case 'held-role':
      return heldRoles(start, inventory, technique, member, assumable);
    case 'sso-role':
      return ssoRoles(start, member)
        .filter(({ id }) => index.rankOf(id) > index.rankOf(principal.id))
        .map(({ id, name }) => ({ to: id, on: name, certainty: 'confirmed' }));
    case 'sso-admin':
      return ssoRoles(start, member)
        .slice(0, 1)
        .map(({ name }) => ({ to: administrator, on: `the permission set of ${name}`, certainty: 'confirmed' }));
    case 'stack-set-account':
      return [stackSetEnd(start, member)];
    default:
      return [];
  }
}

/**
 * CloudFormation has a role in each account that it put a stack set in by the organization, which stays as long as it is trusted
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html).
 */
function stackSetEnd({ index }: Start, member: string): End {
  const isThere = index.principals.get(`aws:role/${member}/AWSServiceRoleForCloudFormationStackSetsOrgMember`) !== undefined;
  const end = { to: adminClass(member), on: `account ${member}` };
  return isThere ? { ...end, certainty: 'confirmed' } : { ...end, certainty: 'possible', unseen: 'trusted access for stack sets' };
}

/** The roles by which Identity Center lets people into an account. */
function ssoRoles({ index }: Start, account: string): readonly { readonly id: string; readonly name: string }[] {
  return index.roles(account).members.flatMap(({ id }) => {
    const role = index.principals.get(id);
    return role?.identity.aws?.path?.startsWith('/aws-reserved/sso.amazonaws.com/') === true ? [{ id, name: role.name }] : [];
  });
}

/** A role that it can assume, that would be administrator, and that nothing but service control policies holds back. */
function heldRoles(
  { engine, holdings, index }: Start,
  inventory: Inventory,
  technique: Technique,
  member: string,
  assumable: () => Iterable<Changeable>,
): readonly End[] {
  for (const { role, certainty } of assumable()) {
    const target = index.principals.get(role.id);
    if (target?.account !== member || index.rankOf(role.id) === adminRank) continue;
    const everything = holdings.allowsEverything(role.id);
    const denied = holdings.denies(role.id);
    if (everything === undefined || holdings.bounded(role.id) || denied.inline + denied.attached.length > 0 || denied.elsewhere) continue;
    const limits = engine.decide(role.id, 'iam:PutRolePolicy', role.arn).limits ?? [];
    // To take a policy off undoes what it denies, not what another level does not allow.
    const detaches = technique.needs.some((n) => n.action === 'organizations:DetachPolicy');
    if (limits.length === 0 || (detaches && limits.some((l) => l.by !== 'deny'))) continue;
    const policies = levelsOver(member, 'scp', inventory).flatMap(({ grants }) => grants.flatMap((g) => g.policy ?? []));
    const own = [...new Set(policies)].filter((arn) => !arn.includes('::aws:policy/')).sort();
    return [{ to: adminClass(member), on: role.arn, certainty: weakest(certainty, everything), also: own }];
  }
  return [];
}
