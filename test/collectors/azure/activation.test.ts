import { expect, test } from 'vitest';
import { makeDirectory, nhi } from '../../cli/nhi.ts';

const subscription = '/subscriptions/6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01';
const principalId = '0b1c2d3e-4f50-4a6b-8c7d-0000000009a1';
const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`;
const eligible = {
  id: `${subscription}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/0b1c2d3e-4f50-4a6b-8c7d-000000000901`,
  type: 'Microsoft.Authorization/roleEligibilityScheduleInstances',
  properties: { scope: subscription, roleDefinitionId, principalId, principalType: 'ServicePrincipal' },
};
let policies = 0;
const policy = (...effectiveRules: readonly unknown[]) => ({
  id: `${subscription}/providers/Microsoft.Authorization/roleManagementPolicyAssignments/${policies++}`,
  type: 'Microsoft.Authorization/roleManagementPolicyAssignments',
  properties: { scope: subscription, roleDefinitionId, effectiveRules },
});
const approval = (setting: unknown) => ({ id: 'Approval_EndUser_Assignment', setting });
const enablement = (enabledRules: unknown) => ({ id: 'Enablement_EndUser_Assignment', enabledRules });
const ofAdministrators = { id: 'Enablement_Admin_Assignment', enabledRules: ['MultiFactorAuthentication'] };
const context = (isEnabled: unknown) => ({ id: 'AuthenticationContext_EndUser_Assignment', isEnabled, claimValue: 'c1' });
const unapproved = approval({ isApprovalRequired: false });
const approved = approval({ isApprovalRequired: true });
const notAll = 'what else is asked for is not known';

test.each<[string, readonly unknown[], string]>([
  ['that nothing is asked for has to be said', [policy(unapproved, enablement([]))], ' (nothing else is asked for)'],
  ['rules about administrators alone say nothing of it', [policy(ofAdministrators)], ''],
  ['a setting that cannot be read says nothing', [policy(approval(null), enablement([]))], ''],
  ['nor does a word in place of a flag', [policy(approval({ isApprovalRequired: 'true' }), enablement([]))], ''],
  ['nor one in place of a list', [policy(unapproved, enablement('MultiFactorAuthentication'))], ''],
  ['nor a context that cannot be read', [policy(unapproved, enablement([]), context(1))], ''],
  ['what is known stands', [policy(approved, enablement(7))], ` (approval, ${notAll})`],
  ['two answers that say the same', [policy(approved, enablement([])), policy(enablement([]), approved)], ' (approval)'],
  ['two that do not', [policy(approved, enablement([])), policy(unapproved, enablement([]))], ''],
])('%s', async (_, answers, told) => {
  const cwd = makeDirectory({ 'answers.json': JSON.stringify({ value: [eligible, ...answers] }) });
  const { out } = await nhi(['can', principalId, 'Microsoft.Compute/virtualMachines/write', 'answers.json', '--format', 'json', '-q'], {
    cwd,
  });
  expect(JSON.parse(out)).toMatchObject({
    decision: 'conditional',
    reasons: [`it depends on activation in Privileged Identity Management${told}`],
  });
});
