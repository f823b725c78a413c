import type { FacetName } from '../power.ts';
import type { AccessLevel } from './action-table.ts';
import type { ResourceKind } from './every-resource.ts';

export type ActionOn = readonly [action: string, on: ResourceKind];

/** How a facet is made of actions. */
export interface FacetActions {
  /** Access levels that belong to it, less what the other facets name. */
  readonly levels: readonly AccessLevel[];
  /** Actions that belong to it besides. */
  readonly actions: readonly string[];
  /** The facet is `all` when each of these is allowed on every resource of its kind, and `some` when any of its actions is allowed anywhere. */
  readonly all: readonly ActionOn[];
}

/** Running code, or making others' code run, on compute or as another identity. */
const execute = [
  'lambda:InvokeFunction',
  'lambda:InvokeFunctionUrl',
  'lambda:UpdateFunctionCode',
  'lambda:CreateFunction',
  'lambda:UpdateFunctionConfiguration',
  'lambda:PublishLayerVersion',
  'lambda:CreateEventSourceMapping',
  'ssm:SendCommand',
  'ssm:StartSession',
  'ssm:StartAutomationExecution',
  'ssm:CreateAssociation',
  'ssm:ResumeSession',
  'ec2:RunInstances',
  'ec2:RequestSpotInstances',
  'ec2:RequestSpotFleet',
  'ec2:CreateFleet',
  'ec2:ModifyInstanceAttribute',
  'ec2:CreateLaunchTemplateVersion',
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
  'ecs:RunTask',
  'ecs:StartTask',
  'ecs:ExecuteCommand',
  'ecs:RegisterTaskDefinition',
  'ecs:CreateService',
  'ecs:UpdateService',
  'codebuild:StartBuild',
  'codebuild:StartBuildBatch',
  'codebuild:CreateProject',
  'codebuild:UpdateProject',
  'states:StartExecution',
  'states:StartSyncExecution',
  'states:CreateStateMachine',
  'states:UpdateStateMachine',
  'glue:StartJobRun',
  'glue:CreateJob',
  'glue:UpdateJob',
  'glue:CreateDevEndpoint',
  'glue:UpdateDevEndpoint',
  'glue:CreateSession',
  'glue:RunStatement',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'sagemaker:CreatePresignedDomainUrl',
  'sagemaker:CreateTrainingJob',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateNotebookInstanceLifecycleConfig',
  'sagemaker:UpdateNotebookInstanceLifecycleConfig',
  'batch:SubmitJob',
  'batch:RegisterJobDefinition',
  'emr-serverless:StartJobRun',
  'elasticmapreduce:RunJobFlow',
  'elasticmapreduce:AddJobFlowSteps',
  'datapipeline:ActivatePipeline',
  'datapipeline:PutPipelineDefinition',
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:CreateStackInstances',
  'cloudformation:UpdateStackSet',
  'codepipeline:StartPipelineExecution',
  'codedeploy:CreateDeployment',
  'apprunner:CreateService',
  'apprunner:UpdateService',
  'apprunner:StartDeployment',
  'amplify:StartJob',
  'scheduler:CreateSchedule',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock-agentcore:InvokeAgentRuntime',
  'bedrock-agentcore:InvokeAgentRuntimeCommand',
  'bedrock-agentcore:InvokeCodeInterpreter',
  'bedrock-agentcore:StartCodeInterpreterSession',
] as const;

/** Handing out power without the access level that says so: passing and assuming roles, and making logins. */
const grant = [
  'iam:PassRole',
  'sts:AssumeRole',
  'sts:AssumeRoot',
  'iam:AddUserToGroup',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:AddRoleToInstanceProfile',
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateSAMLProvider',
  'iam:UpdateSAMLProvider',
  'ec2:AssociateIamInstanceProfile',
  'ec2:ReplaceIamInstanceProfileAssociation',
  'cognito-identity:SetIdentityPoolRoles',
  'organizations:AttachPolicy',
  'organizations:DetachPolicy',
  'organizations:UpdatePolicy',
] as const;

/**
 * Actions whose answer is a secret or a working credential. Not here: `kms:Decrypt`, which opens only what another
 * permission has fetched; reads of function or task settings, whose environment may or may not hold a secret; tokens for
 * the caller itself (`sts:GetSessionToken`, `ecr:GetAuthorizationToken`), which give nothing the caller does not have.
 */
const secrets = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'iam:CreateAccessKey',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'ec2:GetPasswordData',
  'rds-db:connect',
  'dsql:DbConnectAdmin',
  'redshift:GetClusterCredentials',
  'redshift:GetClusterCredentialsWithIAM',
  'redshift-serverless:GetCredentials',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  'lightsail:DownloadDefaultKeyPair',
  'acm:ExportCertificate',
  'bedrock-agentcore:GetResourceApiKey',
  'bedrock-agentcore:GetResourceOauth2Token',
] as const;

/** Listed by AWS as permissions management, but gives nobody access: log delivery set-up, calls to gateways. */
export const notGrant = [
  '*:AllowVendedLogDeliveryForResource',
  'bedrock-agentcore:InvokeGateway',
  'bedrock-agentcore:InvokeWebSearch',
  'bedrock-agentcore:SynchronizeGatewayTargets',
] as const;

/**
 * The facets. `read` and `write` are the access levels of the Service Authorization Reference without what the other
 * facets name; their `all` is measured at the stores that nearly every account keeps its data in.
 */
export const facetActions = {
  read: {
    levels: ['List', 'Read'],
    actions: [],
    all: [
      ['s3:GetObject', 'object'],
      ['s3:ListBucket', 'bucket'],
      ['dynamodb:GetItem', 'table'],
      ['dynamodb:Query', 'table'],
      ['dynamodb:Scan', 'table'],
    ],
  },
  write: {
    levels: ['Write', 'Tagging'],
    actions: [],
    all: [
      ['s3:PutObject', 'object'],
      ['s3:DeleteObject', 'object'],
      ['dynamodb:PutItem', 'table'],
      ['dynamodb:UpdateItem', 'table'],
      ['dynamodb:DeleteItem', 'table'],
    ],
  },
  execute: {
    levels: [],
    actions: execute,
    all: [
      ['lambda:InvokeFunction', 'function'],
      ['lambda:UpdateFunctionCode', 'function'],
      ['ssm:SendCommand', 'instance'],
      ['ec2:RunInstances', 'any'],
      ['ecs:RunTask', 'any'],
    ],
  },
  grant: {
    levels: ['Permissions management'],
    actions: grant,
    all: [
      ['iam:AttachRolePolicy', 'role'],
      ['iam:PutRolePolicy', 'role'],
      ['iam:UpdateAssumeRolePolicy', 'role'],
      ['iam:PassRole', 'role'],
      ['iam:AttachUserPolicy', 'user'],
      ['iam:PutUserPolicy', 'user'],
      ['iam:CreatePolicyVersion', 'policy'],
    ],
  },
  secrets: {
    levels: [],
    actions: secrets,
    all: [
      ['secretsmanager:GetSecretValue', 'secret'],
      ['ssm:GetParameter', 'parameter'],
    ],
  },
} as const satisfies Record<FacetName, FacetActions>;
