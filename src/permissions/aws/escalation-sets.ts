import type { ResourceKind } from './every-resource.ts';

/** Permissions that together let their holder give itself administrator power. */
export interface EscalationSet {
  /** An action on every resource of a kind; without a kind it is enough to hold the action on some resource. */
  readonly needs: readonly (readonly [action: string, on?: ResourceKind])[];
}

/**
 * Sets that make the level `escalate` when held on every resource of the kind: whatever the account's administrators
 * are, the holder gets there. Narrower ones depend on what the named resource is: those are steps of the graph.
 * Assuming roles is not here: the roles' trust policies decide that.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html explains PassRole;
 * each action is described in https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html)
 */
export const escalationSets: readonly EscalationSet[] = [
  { needs: [['iam:AttachRolePolicy', 'role']] },
  { needs: [['iam:PutRolePolicy', 'role']] },
  { needs: [['iam:AttachUserPolicy', 'user']] },
  { needs: [['iam:PutUserPolicy', 'user']] },
  { needs: [['iam:AttachGroupPolicy', 'group']] },
  { needs: [['iam:PutGroupPolicy', 'group']] },
  { needs: [['iam:CreatePolicyVersion', 'policy']] },
  { needs: [['iam:SetDefaultPolicyVersion', 'policy']] },
  { needs: [['iam:AddUserToGroup', 'group']] },
  { needs: [['iam:UpdateAssumeRolePolicy', 'role']] },
  { needs: [['iam:CreateAccessKey', 'user']] },
  { needs: [['iam:CreateLoginProfile', 'user']] },
  { needs: [['iam:UpdateLoginProfile', 'user']] },
  { needs: [['iam:PassRole', 'role'], ['ec2:RunInstances']] },
  { needs: [['iam:PassRole', 'role'], ['ec2:RequestSpotInstances']] },
  { needs: [['iam:PassRole', 'role'], ['lambda:CreateFunction'], ['lambda:InvokeFunction']] },
  { needs: [['iam:PassRole', 'role'], ['lambda:CreateFunction'], ['lambda:CreateEventSourceMapping']] },
  { needs: [['iam:PassRole', 'role'], ['lambda:CreateFunction'], ['lambda:AddPermission']] },
  { needs: [['iam:PassRole', 'role'], ['ecs:RegisterTaskDefinition'], ['ecs:RunTask']] },
  { needs: [['iam:PassRole', 'role'], ['ecs:RegisterTaskDefinition'], ['ecs:StartTask']] },
  { needs: [['iam:PassRole', 'role'], ['ecs:RegisterTaskDefinition'], ['ecs:CreateService']] },
  { needs: [['iam:PassRole', 'role'], ['cloudformation:CreateStack']] },
  { needs: [['iam:PassRole', 'role'], ['glue:CreateDevEndpoint']] },
  { needs: [['iam:PassRole', 'role'], ['glue:CreateJob'], ['glue:StartJobRun']] },
  { needs: [['iam:PassRole', 'role'], ['glue:CreateJob'], ['glue:CreateTrigger']] },
  { needs: [['iam:PassRole', 'role'], ['codebuild:CreateProject'], ['codebuild:StartBuild']] },
  { needs: [['iam:PassRole', 'role'], ['sagemaker:CreateNotebookInstance'], ['sagemaker:CreatePresignedNotebookInstanceUrl']] },
  { needs: [['iam:PassRole', 'role'], ['sagemaker:CreateTrainingJob']] },
  { needs: [['iam:PassRole', 'role'], ['sagemaker:CreateProcessingJob']] },
  {
    needs: [
      ['iam:PassRole', 'role'],
      ['datapipeline:CreatePipeline'],
      ['datapipeline:PutPipelineDefinition'],
      ['datapipeline:ActivatePipeline'],
    ],
  },
  { needs: [['iam:PassRole', 'role'], ['states:CreateStateMachine'], ['states:StartExecution']] },
  { needs: [['iam:PassRole', 'role'], ['apprunner:CreateService']] },
  {
    needs: [
      ['iam:PassRole', 'role'],
      ['bedrock-agentcore:CreateCodeInterpreter'],
      ['bedrock-agentcore:StartCodeInterpreterSession'],
      ['bedrock-agentcore:InvokeCodeInterpreter'],
    ],
  },
];

/** Actions that make their holder administrator when it may do them to itself, unless a boundary keeps it in. */
export const selfEscalations = {
  user: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'],
  role: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  /** On a group it is a member of. */
  group: ['iam:PutGroupPolicy', 'iam:AttachGroupPolicy'],
  /** On a customer policy that is attached to it. */
  policy: ['iam:CreatePolicyVersion'],
} as const;
