import { plainArmId } from '../../../inventory/azure-id.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, flagOf, objectOf, objectsOf, type Plain, textOf, textsOf } from './arm-object.ts';

/**
 * What has to be given to activate a role on a scope: the policy of Privileged Identity Management that is assigned to both. Settings
 * are a scope's own: what lies below has others
 * (https://learn.microsoft.com/rest/api/authorization/role-management-policy-assignments/list-for-scope).
 */
export function readActivationPolicy(context: ArmContext, { properties }: ArmObject): void {
  const role = textOf(properties, 'roleDefinitionId');
  const scope = textOf(properties, 'scope');
  const rules = objectsOf(properties, 'effectiveRules');
  // Without its rules nothing is known of it.
  if (role === undefined || scope === undefined || rules.length === 0) return;
  const asked = rules.flatMap((rule) => {
    const read = readers.get((textOf(rule, 'id') ?? '').toLowerCase());
    return read === undefined ? [] : read(rule);
  });
  context.activations.set(activationKey(role, scope), asked);
}

/** By what the policy of a role on a scope is found. */
export function activationKey(role: string, scope: string): string {
  return `${role.slice(role.lastIndexOf('/') + 1).toLowerCase()}@${activationScope(scope)}`;
}

/** A scope as an ARM id in lower case, empty for the tenant; Privileged Identity Management has a longer form for subscriptions. */
export function activationScope(scope: string): string {
  return plainArmId(scope).replace(/^\/providers\/microsoft\.subscription(?=\/subscriptions\/)/, '');
}

/** The rules about whoever activates (https://learn.microsoft.com/graph/identity-governance-pim-rules-overview), by their ids. */
const readers: ReadonlyMap<string, (rule: Plain) => readonly string[]> = new Map([
  ['approval_enduser_assignment', readApproval],
  ['enablement_enduser_assignment', readEnablement],
  [
    'authenticationcontext_enduser_assignment',
    (rule) =>
      flagOf(rule, 'isEnabled') === true ? [`authentication context ${withoutKnownSecrets(textOf(rule, 'claimValue') ?? '')}`.trim()] : [],
  ],
]);

const mostApprovers = 5;

function readApproval(rule: Plain): readonly string[] {
  const setting = objectOf(rule, 'setting');
  if (flagOf(setting, 'isApprovalRequired') !== true) return [];
  const approvers = objectsOf(setting, 'approvalStages').flatMap((stage) => objectsOf(stage, 'primaryApprovers'));
  const names = [...new Set(approvers.flatMap((one) => textOf(one, 'description') ?? textOf(one, 'id') ?? []))].sort();
  const more = names.length - mostApprovers;
  const told = [
    ...names.slice(0, mostApprovers).map((name) => withoutKnownSecrets(name).slice(0, 200)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  // Where nobody is named, administrators of the scope approve.
  return [told.length === 0 ? 'approval' : `approval by ${told.join(' or ')}`];
}

const enablements: ReadonlyMap<string, string> = new Map([
  ['multifactorauthentication', 'multifactor authentication'],
  ['justification', 'a justification'],
  ['ticketing', 'a ticket'],
]);

function readEnablement(rule: Plain): readonly string[] {
  return (textsOf(rule, 'enabledRules') ?? []).map((name) => enablements.get(name.toLowerCase()) ?? withoutKnownSecrets(name)).sort();
}
