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
  const read = new Map(
    rules.map((rule) => {
      const id = (textOf(rule, 'id') ?? '').toLowerCase();
      return [id, readers.get(id)?.(rule)];
    }),
  );
  const known = [...readers.keys()].flatMap((id) => read.get(id) ?? []);
  const isWhole = always.every((id) => read.has(id)) && [...readers.keys()].every((id) => !read.has(id) || read.get(id) !== undefined);
  // That nothing is asked for has to be said.
  if (known.length === 0 && !isWhole) return;
  const asked = isWhole ? known : [...known, 'what else is asked for is not known'];
  const key = activationKey(role, scope);
  const isOther = context.activations.has(key) && context.activations.get(key)?.join() !== asked.join();
  context.activations.set(key, isOther ? undefined : asked);
}

/** By what the policy of a role on a scope is found. */
export function activationKey(role: string, scope: string): string {
  return `${role.slice(role.lastIndexOf('/') + 1).toLowerCase()}@${activationScope(scope)}`;
}

/** A scope as an ARM id in lower case, empty for the tenant; Privileged Identity Management has a longer form for subscriptions. */
export function activationScope(scope: string): string {
  return plainArmId(scope).replace(/^\/providers\/microsoft\.subscription(?=\/subscriptions\/)/, '');
}

/**
 * The rules about whoever activates (https://learn.microsoft.com/graph/identity-governance-pim-rules-overview), by their ids, with
 * what they ask for: undefined where that cannot be read.
 */
const readers: ReadonlyMap<string, (rule: Plain) => readonly string[] | undefined> = new Map([
  ['enablement_enduser_assignment', readEnablement],
  ['approval_enduser_assignment', readApproval],
  ['authenticationcontext_enduser_assignment', readAuthenticationContext],
]);

/** Those of these that every policy has. */
const always = ['approval_enduser_assignment', 'enablement_enduser_assignment'];

const mostApprovers = 5;

function readApproval(rule: Plain): readonly string[] | undefined {
  const setting = objectOf(rule, 'setting');
  const isRequired = flagOf(setting, 'isApprovalRequired');
  if (isRequired !== true) return isRequired === false ? [] : undefined;
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

function readEnablement(rule: Plain): readonly string[] | undefined {
  return textsOf(rule, 'enabledRules')
    ?.map((name) => enablements.get(name.toLowerCase()) ?? withoutKnownSecrets(name))
    .sort();
}

function readAuthenticationContext(rule: Plain): readonly string[] | undefined {
  const isEnabled = flagOf(rule, 'isEnabled');
  if (isEnabled !== true) return isEnabled === false ? [] : undefined;
  return [`authentication context ${withoutKnownSecrets(textOf(rule, 'claimValue') ?? '')}`.trim()];
}
