import { known, made, on, type Technique } from './technique.ts';

const itself = 'self-escalation';
const others = 'principal-access';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** Techniques of IAM and STS alone: an identity changes what it holds, or takes over another. */
export const identityTechniques: readonly Technique[] = [
  known('iam-001', 'New version of an own policy', {
    category: itself,
    needs: on('own-policy', 'iam:CreatePolicyVersion'),
    gives: 'admin',
  }),
  known('iam-005', 'Inline policy on the own role', {
    category: itself,
    needs: on('self', 'iam:PutRolePolicy'),
    gives: 'admin',
    start: 'role',
  }),
  known('iam-007', 'Inline policy on the own user', {
    category: itself,
    needs: on('self', 'iam:PutUserPolicy'),
    gives: 'admin',
    start: 'user',
  }),
  known('iam-008', 'Managed policy on the own user', {
    category: itself,
    needs: on('self', 'iam:AttachUserPolicy'),
    gives: 'admin',
    start: 'user',
  }),
  known('iam-009', 'Managed policy on the own role', {
    category: itself,
    needs: on('self', 'iam:AttachRolePolicy'),
    gives: 'admin',
    start: 'role',
  }),
  known('iam-010', 'Managed policy on an own group', {
    category: itself,
    needs: on('own-group', 'iam:AttachGroupPolicy'),
    gives: 'admin',
    start: 'user',
  }),
  known('iam-011', 'Inline policy on an own group', {
    category: itself,
    needs: on('own-group', 'iam:PutGroupPolicy'),
    gives: 'admin',
    start: 'user',
  }),
  known('iam-013', 'Membership of an administrators group', {
    category: itself,
    needs: on('stronger-group', 'iam:AddUserToGroup'),
    gives: 'admin',
    start: 'user',
  }),
  {
    id: 'nhi-iam-001',
    title: 'Another version of an own policy',
    category: itself,
    needs: on('own-policy-version', 'iam:SetDefaultPolicyVersion'),
    gives: 'admin',
    source: `${guide}/access_policies_managed-versioning.html`,
  },
  ...(['role', 'user'] as const).flatMap((type): Technique[] => {
    const kind = type === 'role' ? 'Role' : 'User';
    const base = { category: itself, gives: 'admin', start: type } as const;
    return [
      {
        id: type === 'role' ? 'nhi-iam-002' : 'nhi-iam-003',
        title: `Removal of the own ${type}'s permissions boundary`,
        ...base,
        needs: on('self', `iam:Delete${kind}PermissionsBoundary`),
        removes: 'boundary',
        source: `${guide}/access_policies_boundaries.html`,
      },
      {
        id: type === 'role' ? 'nhi-iam-009' : 'nhi-iam-010',
        title: `Wider permissions boundary on the own ${type}`,
        ...base,
        needs: on('self', `iam:Put${kind}PermissionsBoundary`),
        removes: 'boundary',
        source: `${guide}/access_policies_boundaries.html`,
      },
      {
        id: type === 'role' ? 'nhi-iam-004' : 'nhi-iam-005',
        title: `Removal of the own ${type}'s inline policy that denies`,
        ...base,
        needs: on('self', `iam:Delete${kind}Policy`),
        removes: 'inline-deny',
        source: `${guide}/access_policies_manage-attach-detach.html`,
      },
      {
        id: type === 'role' ? 'nhi-iam-006' : 'nhi-iam-007',
        title: `Removal of the own ${type}'s managed policy that denies`,
        ...base,
        needs: on('self', `iam:Detach${kind}Policy`),
        removes: 'attached-deny',
        source: `${guide}/access_policies_manage-attach-detach.html`,
      },
    ];
  }),

  known('iam-002', 'Access key for another user', {
    category: others,
    needs: on('user', 'iam:CreateAccessKey'),
    gives: 'target',
    target: 'key-slot',
  }),
  known('iam-003', 'Access key in place of another', {
    category: others,
    needs: on('user', 'iam:DeleteAccessKey', 'iam:CreateAccessKey'),
    gives: 'target',
    target: 'no-key-slot',
  }),
  known('iam-004', 'Console password for another user', {
    category: others,
    needs: on('user', 'iam:CreateLoginProfile'),
    gives: 'target',
    target: 'no-password',
  }),
  known('iam-006', 'New console password of another user', {
    category: others,
    needs: on('user', 'iam:UpdateLoginProfile'),
    gives: 'target',
    target: 'password',
  }),
  {
    id: 'nhi-iam-008',
    title: 'New console password of another user, whose MFA is taken off',
    category: others,
    needs: on('user', 'iam:DeactivateMFADevice', 'iam:UpdateLoginProfile'),
    gives: 'target',
    target: 'password-mfa',
    source: `${guide}/id_credentials_mfa_enable-overview.html`,
  },
  known('iam-012', 'Trust policy of a role', { category: others, needs: on('role', 'iam:UpdateAssumeRolePolicy'), gives: 'target' }),
  known('iam-014', 'Managed policy on a role it can assume', {
    category: others,
    needs: on('assumable-role', 'iam:AttachRolePolicy', 'sts:AssumeRole'),
    gives: 'admin',
  }),
  known('iam-015', 'Managed policy on a user, and a key for it', {
    category: others,
    needs: on('user', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'),
    gives: 'admin',
    target: 'key-slot',
  }),
  known('iam-016', 'New policy version of a role it can assume', {
    category: others,
    needs: [...on('policy-of-role', 'iam:CreatePolicyVersion'), ...on('assumable-role', 'sts:AssumeRole')],
    gives: 'admin',
  }),
  known('iam-017', 'Inline policy on a role it can assume', {
    category: others,
    needs: on('assumable-role', 'iam:PutRolePolicy', 'sts:AssumeRole'),
    gives: 'admin',
  }),
  known('iam-018', 'Inline policy on a user, and a key for it', {
    category: others,
    needs: on('user', 'iam:PutUserPolicy', 'iam:CreateAccessKey'),
    gives: 'admin',
    target: 'key-slot',
  }),
  known('iam-019', 'Managed policy and trust policy of a role', {
    category: others,
    needs: on('role', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    gives: 'admin',
  }),
  known('iam-020', 'New policy version and trust policy of a role', {
    category: others,
    needs: [...on('policy-of-role', 'iam:CreatePolicyVersion'), ...on('role', 'iam:UpdateAssumeRolePolicy')],
    gives: 'admin',
  }),
  known('iam-021', 'Inline policy and trust policy of a role', {
    category: others,
    needs: on('role', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    gives: 'admin',
  }),
  ...(['Put', 'Attach'] as const).flatMap((verb): Technique[] => {
    const policy = verb === 'Put' ? 'an inline policy' : 'a managed policy';
    return [
      {
        id: verb === 'Put' ? 'nhi-iam-011' : 'nhi-iam-012',
        title: `New user with ${policy} and a key`,
        category: others,
        needs: made('iam::@:user/*', 'iam:CreateUser', `iam:${verb}UserPolicy`, 'iam:CreateAccessKey'),
        gives: 'admin',
        source: `${guide}/id_users_create.html`,
      },
      {
        id: verb === 'Put' ? 'nhi-iam-013' : 'nhi-iam-014',
        title: `New role with ${policy}, that trusts its maker`,
        category: others,
        needs: made('iam::@:role/*', 'iam:CreateRole', `iam:${verb}RolePolicy`),
        gives: 'admin',
        source: `${guide}/id_roles_create_for-user.html`,
      },
    ];
  }),
  known('sts-001', 'A role that gives more', {
    category: others,
    needs: on('assumable-role', 'sts:AssumeRole'),
    gives: 'target',
    assumes: true,
  }),
];
