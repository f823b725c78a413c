/**
 * How a permission becomes more permission in AWS. Ids are those of pathfinding.cloud, so that a finding can be looked
 * up there. Data only: escalates.ts says what each word means. sts-001 is not listed: it is what `assumes` edges are.
 */

/** Where an action is needed. */
export type On =
  | 'self' // on the identity itself
  | 'own-policy' // on a customer-managed policy that is attached to it
  | 'own-group' // on a group that it is a member of
  | 'stronger-group' // on a group that gives more than it has
  | 'user' // on another user of the account
  | 'role' // on a role of the account
  | 'assumable-role' // on a role that it can assume already
  | 'policy-of-role' // on a customer-managed policy attached to the role
  | 'passed-role' // on a role that trusts the service
  | 'any'; // on something of the service's own: any resource will do

export interface Technique {
  readonly id: string;
  readonly title: string;
  readonly category: 'self-escalation' | 'principal-access' | 'new-passrole' | 'existing-passrole';
  /** All actions with the same `on` are needed on the same thing. The first one decides whether to look at all. */
  readonly needs: readonly { readonly action: string; readonly on: On }[];
  /** `admin`: it can make itself administrator. `target`: it becomes the user or role. */
  readonly gives: 'admin' | 'target';
  /** Works for identities of this type only. */
  readonly start?: 'user' | 'role';
  /** What the target user has to have. */
  readonly target?: 'key-slot' | 'password' | 'no-password';
  /** The service that runs as the passed role. */
  readonly service?: string;
  /** Needs something that is not seen here, so that it is never more than possible. */
  readonly unseen?: string;
  /** Uses something that runs as a role already; drawn as one possible edge per service. */
  readonly existing?: true;
}

const self = (id: string, title: string, action: string, on: On, start?: 'user' | 'role'): Technique => ({
  id,
  title,
  category: 'self-escalation',
  needs: [{ action, on }],
  gives: 'admin',
  ...(start ? { start } : {}),
});

const access = (
  id: string,
  title: string,
  needs: readonly (readonly [string, On])[],
  gives: Technique['gives'],
  target?: Technique['target'],
): Technique => ({
  id,
  title,
  category: 'principal-access',
  needs: needs.map(([action, on]) => ({ action, on })),
  gives,
  ...(target ? { target } : {}),
});

const pass = (id: string, title: string, service: string, actions: readonly string[], unseen?: string): Technique => ({
  id,
  title,
  category: 'new-passrole',
  needs: [{ action: 'iam:PassRole', on: 'passed-role' }, ...actions.map((action) => ({ action, on: 'any' as const }))],
  gives: 'target',
  service,
  ...(unseen ? { unseen } : {}),
});

const existing = (id: string, title: string, service: string, actions: readonly string[], unseen: string): Technique => ({
  id,
  title,
  category: 'existing-passrole',
  needs: actions.map((action) => ({ action, on: 'any' as const })),
  gives: 'target',
  service,
  unseen,
  existing: true,
});

const lambda = 'lambda.amazonaws.com';
const ec2 = 'ec2.amazonaws.com';
const ecs = 'ecs-tasks.amazonaws.com';
const glue = 'glue.amazonaws.com';
const codebuild = 'codebuild.amazonaws.com';
const cloudformation = 'cloudformation.amazonaws.com';
const sagemaker = 'sagemaker.amazonaws.com';
const apprunner = 'tasks.apprunner.amazonaws.com';
const agentcore = 'bedrock-agentcore.amazonaws.com';

export const techniques: readonly Technique[] = [
  self('iam-001', 'New version of an own policy', 'iam:CreatePolicyVersion', 'own-policy'),
  self('iam-005', 'Inline policy on the own role', 'iam:PutRolePolicy', 'self', 'role'),
  self('iam-007', 'Inline policy on the own user', 'iam:PutUserPolicy', 'self', 'user'),
  self('iam-008', 'Managed policy on the own user', 'iam:AttachUserPolicy', 'self', 'user'),
  self('iam-009', 'Managed policy on the own role', 'iam:AttachRolePolicy', 'self', 'role'),
  self('iam-010', 'Managed policy on an own group', 'iam:AttachGroupPolicy', 'own-group', 'user'),
  self('iam-011', 'Inline policy on an own group', 'iam:PutGroupPolicy', 'own-group', 'user'),
  self('iam-013', 'Membership of an administrators group', 'iam:AddUserToGroup', 'stronger-group', 'user'),

  access('iam-002', 'Access key for another user', [['iam:CreateAccessKey', 'user']], 'target', 'key-slot'),
  access(
    'iam-003',
    'Access key in place of another',
    [
      ['iam:CreateAccessKey', 'user'],
      ['iam:DeleteAccessKey', 'user'],
    ],
    'target',
  ),
  access('iam-004', 'Console password for another user', [['iam:CreateLoginProfile', 'user']], 'target', 'no-password'),
  access('iam-006', 'New console password of another user', [['iam:UpdateLoginProfile', 'user']], 'target', 'password'),
  access('iam-012', 'Trust policy of a role', [['iam:UpdateAssumeRolePolicy', 'role']], 'target'),
  access('iam-014', 'Managed policy on a role it can assume', [['iam:AttachRolePolicy', 'assumable-role']], 'admin'),
  access(
    'iam-015',
    'Managed policy on a user, and a key for it',
    [
      ['iam:AttachUserPolicy', 'user'],
      ['iam:CreateAccessKey', 'user'],
    ],
    'admin',
    'key-slot',
  ),
  access('iam-016', 'New policy version of a role it can assume', [['iam:CreatePolicyVersion', 'policy-of-role']], 'admin'),
  access('iam-017', 'Inline policy on a role it can assume', [['iam:PutRolePolicy', 'assumable-role']], 'admin'),
  access(
    'iam-018',
    'Inline policy on a user, and a key for it',
    [
      ['iam:PutUserPolicy', 'user'],
      ['iam:CreateAccessKey', 'user'],
    ],
    'admin',
    'key-slot',
  ),
  access(
    'iam-019',
    'Managed policy and trust policy of a role',
    [
      ['iam:AttachRolePolicy', 'role'],
      ['iam:UpdateAssumeRolePolicy', 'role'],
    ],
    'admin',
  ),
  access(
    'iam-020',
    'New policy version and trust policy of a role',
    [
      ['iam:CreatePolicyVersion', 'policy-of-role'],
      ['iam:UpdateAssumeRolePolicy', 'role'],
    ],
    'admin',
  ),
  access(
    'iam-021',
    'Inline policy and trust policy of a role',
    [
      ['iam:PutRolePolicy', 'role'],
      ['iam:UpdateAssumeRolePolicy', 'role'],
    ],
    'admin',
  ),

  pass('apprunner-001', 'New App Runner service', apprunner, ['apprunner:CreateService']),
  pass('bedrock-001', 'New AgentCore code interpreter', agentcore, [
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ]),
  pass('cloudformation-001', 'New CloudFormation stack', cloudformation, ['cloudformation:CreateStack']),
  pass('cloudformation-003', 'New CloudFormation stack set', cloudformation, [
    'cloudformation:CreateStackSet',
    'cloudformation:CreateStackInstances',
  ]),
  pass('cloudformation-004', 'Changed CloudFormation stack set', cloudformation, ['cloudformation:UpdateStackSet'], 'a stack set'),
  pass('codebuild-001', 'New CodeBuild project', codebuild, ['codebuild:CreateProject', 'codebuild:StartBuild']),
  pass('codebuild-004', 'New CodeBuild project, batch build', codebuild, ['codebuild:CreateProject', 'codebuild:StartBuildBatch']),
  pass('datapipeline-001', 'New data pipeline', 'datapipeline.amazonaws.com', [
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ]),
  pass('ec2-001', 'New instance', ec2, ['ec2:RunInstances']),
  pass('ec2-003', 'New spot instance', ec2, ['ec2:RequestSpotInstances']),
  pass('ecs-001', 'New ECS service on a new cluster', ecs, ['ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecs:CreateService']),
  pass('ecs-002', 'New ECS task on a new cluster', ecs, ['ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecs:RunTask']),
  pass('ecs-003', 'New ECS service', ecs, ['ecs:RegisterTaskDefinition', 'ecs:CreateService'], 'a cluster'),
  pass('ecs-004', 'New ECS task', ecs, ['ecs:RegisterTaskDefinition', 'ecs:RunTask'], 'a cluster'),
  pass('ecs-005', 'New ECS task on a container instance', ecs, ['ecs:RegisterTaskDefinition', 'ecs:StartTask'], 'a container instance'),
  pass('glue-001', 'New Glue development endpoint', glue, ['glue:CreateDevEndpoint']),
  pass('glue-003', 'New Glue job', glue, ['glue:CreateJob', 'glue:StartJobRun']),
  pass('glue-004', 'New Glue job with a trigger', glue, ['glue:CreateJob', 'glue:CreateTrigger']),
  pass('glue-005', 'Changed Glue job', glue, ['glue:UpdateJob', 'glue:StartJobRun'], 'a Glue job'),
  pass('glue-006', 'Changed Glue job with a trigger', glue, ['glue:UpdateJob', 'glue:CreateTrigger'], 'a Glue job'),
  pass('lambda-001', 'New function, invoked', lambda, ['lambda:CreateFunction', 'lambda:InvokeFunction']),
  pass('lambda-002', 'New function with an event source', lambda, ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping']),
  pass('lambda-006', 'New function, opened to others', lambda, ['lambda:CreateFunction', 'lambda:AddPermission']),
  pass('sagemaker-001', 'New SageMaker notebook', sagemaker, ['sagemaker:CreateNotebookInstance']),
  pass('sagemaker-002', 'New SageMaker training job', sagemaker, ['sagemaker:CreateTrainingJob']),
  pass('sagemaker-003', 'New SageMaker processing job', sagemaker, ['sagemaker:CreateProcessingJob']),

  existing('apprunner-002', 'Changed App Runner service', apprunner, ['apprunner:UpdateService'], 'an App Runner service'),
  existing(
    'bedrock-002',
    'Existing AgentCore code interpreter',
    agentcore,
    ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    'a code interpreter',
  ),
  existing('cloudformation-002', 'Changed CloudFormation stack', cloudformation, ['cloudformation:UpdateStack'], 'a stack'),
  existing(
    'cloudformation-005',
    'Change set of a CloudFormation stack',
    cloudformation,
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    'a stack',
  ),
  existing('codebuild-002', 'Build with changed commands', codebuild, ['codebuild:StartBuild'], 'a project'),
  existing('codebuild-003', 'Batch build with changed commands', codebuild, ['codebuild:StartBuildBatch'], 'a project'),
  existing(
    'ec2instanceconnect-003',
    'SSH key for an instance',
    ec2,
    ['ec2-instance-connect:SendSSHPublicKey', 'ec2:DescribeInstances'],
    'an instance',
  ),
  existing(
    'ec2-002',
    'User data of a stopped instance',
    ec2,
    ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    'an instance',
  ),
  existing(
    'ec2-004',
    'Launch template of running services',
    ec2,
    ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    'a launch template',
  ),
  existing('glue-002', 'Changed Glue development endpoint', glue, ['glue:UpdateDevEndpoint'], 'a development endpoint'),
  existing('lambda-003', 'Code of a function', lambda, ['lambda:UpdateFunctionCode'], 'a function'),
  existing('lambda-004', 'Code of a function, invoked', lambda, ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'], 'a function'),
  existing(
    'lambda-005',
    'Code of a function, opened to others',
    lambda,
    ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    'a function',
  ),
  existing('sagemaker-004', 'Sign-in address of a notebook', sagemaker, ['sagemaker:CreatePresignedNotebookInstanceUrl'], 'a notebook'),
  existing(
    'sagemaker-005',
    'Start-up script of a notebook',
    sagemaker,
    [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    'a notebook',
  ),
  existing('ssm-001', 'Shell on an instance', ec2, ['ssm:StartSession'], 'an instance'),
  existing('ssm-002', 'Command on an instance', ec2, ['ssm:SendCommand'], 'an instance'),
];
