import type { PolicyStatement } from '../../inventory/policy.ts';

/**
 * What a few policies made by AWS grant, for inputs that name them without their documents. Only those whose content is
 * settled and public stand here; every other one that is not in the input is unread, not guessed.
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html,
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html)
 */
const contents: ReadonlyMap<string, readonly PolicyStatement[]> = new Map([
  ['iam::aws:policy/AdministratorAccess', [{ effect: 'Allow', action: ['*'], resource: ['*'] }]],
  [
    'iam::aws:policy/IAMFullAccess',
    [
      {
        effect: 'Allow',
        action: [
          'iam:*',
          'organizations:DescribeAccount',
          'organizations:DescribeOrganization',
          'organizations:DescribeOrganizationalUnit',
          'organizations:DescribePolicy',
          'organizations:ListChildren',
          'organizations:ListParents',
          'organizations:ListPoliciesForTarget',
          'organizations:ListRoots',
          'organizations:ListPolicies',
          'organizations:ListTargetsForPolicy',
        ],
        resource: ['*'],
      },
    ],
  ],
  [
    'iam::aws:policy/PowerUserAccess',
    [
      { effect: 'Allow', notAction: ['iam:*', 'organizations:*', 'account:*'], resource: ['*'] },
      {
        effect: 'Allow',
        action: [
          'account:GetAccountInformation',
          'account:GetPrimaryEmail',
          'account:ListRegions',
          'iam:CreateServiceLinkedRole',
          'iam:DeleteServiceLinkedRole',
          'iam:ListRoles',
          'organizations:DescribeOrganization',
        ],
        resource: ['*'],
      },
    ],
  ],
  [
    'iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    [{ effect: 'Allow', action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resource: ['*'] }],
  ],
  ['organizations::aws:policy/service_control_policy/p-FullAWSAccess', [{ effect: 'Allow', action: ['*'], resource: ['*'] }]],
]);

/** The content of a policy made by AWS, by its ARN in any partition, where it is known. */
export function knownManagedPolicy(arn: string): readonly PolicyStatement[] | undefined {
  if (arn === 'p-FullAWSAccess') return contents.get('organizations::aws:policy/service_control_policy/p-FullAWSAccess');
  return contents.get(arn.split(':').slice(2).join(':'));
}

/** Whether an ARN is of a policy made by AWS: those have `aws` for an account. */
export function isMadeByAws(arn: string): boolean {
  return arn.split(':', 5)[4] === 'aws';
}
