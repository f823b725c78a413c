import type { Need, Technique } from './technique.ts';

const others = 'principal-access';
const docs = 'https://docs.aws.amazon.com';

const inOrganization = (resource: string | readonly string[], ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, on: 'organization', resource }));

const policies = 'organizations::@:policy/*';
const member = 'account::@:account/*/#';
const permissionSets = 'sso:::permissionSet/*';
const instances = 'sso:::instance/*';
const stackSets = 'cloudformation:*:@:stackset/*';
const memberOfSso = 'sso:::account/#';

/**
 * Techniques of an organization's management account on the others, and of accounts that administer a service in its stead: on all but
 * the management account. What a delegation policy of AWS Organizations lets an account do is not read.
 */
export const organizationTechniques: readonly Technique[] = [
  {
    id: 'nhi-organizations-001',
    title: 'Service control policy taken off a role it can assume',
    category: others,
    needs: [...inOrganization(policies, 'organizations:DetachPolicy'), { action: 'sts:AssumeRole', on: 'assumable-role' }],
    gives: 'admin',
    ends: 'held-role',
    source: `${docs}/organizations/latest/APIReference/API_DetachPolicy.html`,
  },
  {
    id: 'nhi-organizations-002',
    title: 'Wider service control policy over a role it can assume',
    category: others,
    needs: [...inOrganization(policies, 'organizations:UpdatePolicy'), { action: 'sts:AssumeRole', on: 'assumable-role' }],
    gives: 'admin',
    ends: 'held-role',
    source: `${docs}/organizations/latest/APIReference/API_UpdatePolicy.html`,
  },
  {
    id: 'nhi-account-001',
    title: "Own mail address for another account's root user",
    category: others,
    needs: inOrganization(member, 'account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate'),
    gives: 'admin',
    ends: 'account',
    unseen: 'trusted access for Account Management',
    delegate: 'account.amazonaws.com',
    source: `${docs}/accounts/latest/reference/API_AcceptPrimaryEmailUpdate.html`,
  },
  {
    id: 'nhi-sts-001',
    title: "Session as another account's root user",
    category: others,
    needs: inOrganization('iam::#:root', 'sts:AssumeRoot'),
    gives: 'admin',
    ends: 'account',
    unseen: 'central root access, and the mail of the root user',
    delegate: 'iam.amazonaws.com',
    source: `${docs}/STS/latest/APIReference/API_AssumeRoot.html`,
  },
  {
    id: 'nhi-sso-001',
    title: 'Assignment to a permission set of Identity Center',
    category: others,
    needs: inOrganization([permissionSets, instances, memberOfSso], 'sso:CreateAccountAssignment'),
    gives: 'target',
    ends: 'sso-role',
    unseen: 'a user of Identity Center that it can sign in as',
    delegate: 'sso.amazonaws.com',
    source: `${docs}/singlesignon/latest/APIReference/API_CreateAccountAssignment.html`,
  },
  {
    id: 'nhi-sso-002',
    title: 'Managed policy on a permission set of Identity Center',
    category: others,
    needs: inOrganization([permissionSets, instances], 'sso:AttachManagedPolicyToPermissionSet', 'sso:ProvisionPermissionSet'),
    gives: 'admin',
    ends: 'sso-admin',
    unseen: 'an assignment of its own to the permission set',
    delegate: 'sso.amazonaws.com',
    source: `${docs}/singlesignon/latest/APIReference/API_AttachManagedPolicyToPermissionSet.html`,
  },
  {
    id: 'nhi-sso-003',
    title: 'Inline policy on a permission set of Identity Center',
    category: others,
    needs: inOrganization([permissionSets, instances], 'sso:PutInlinePolicyToPermissionSet', 'sso:ProvisionPermissionSet'),
    gives: 'admin',
    ends: 'sso-admin',
    unseen: 'an assignment of its own to the permission set',
    delegate: 'sso.amazonaws.com',
    source: `${docs}/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html`,
  },
  {
    id: 'nhi-identitystore-001',
    title: 'Membership of a group of Identity Center',
    category: others,
    needs: inOrganization(['identitystore::@:identitystore/*', 'identitystore:::group/*'], 'identitystore:CreateGroupMembership'),
    gives: 'target',
    ends: 'sso-role',
    unseen: 'a group that is assigned to it and a user of Identity Center that it can sign in as',
    delegate: 'sso.amazonaws.com',
    source: `${docs}/singlesignon/latest/IdentityStoreAPIReference/API_CreateGroupMembership.html`,
  },
  {
    id: 'nhi-cloudformation-001',
    title: 'Stack set with permissions that the service manages',
    category: others,
    needs: inOrganization(stackSets, 'cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'),
    gives: 'admin',
    ends: 'stack-set-account',
    delegate: 'member.org.stacksets.cloudformation.amazonaws.com',
    source: `${docs}/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html`,
  },
];
