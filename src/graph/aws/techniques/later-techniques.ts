import {
  agentcore,
  anyResource,
  ec2,
  ecs,
  ecsExec,
  glue,
  lambda,
  runtimes,
  sagemaker,
  sessionManager,
  states,
  taskDefinitions,
} from './services.ts';
import { known, made, type Need, on, passRole, type Technique } from './technique.ts';

const passing = 'new-passrole';
const taking = 'existing-passrole';
const browsers = 'bedrock-agentcore:*:@:browser-custom/{id}';
const harnesses = 'bedrock-agentcore:*:@:harness/{id}';
const stateMachines = 'states:*:@:stateMachine:*';
const sessions = 'glue:*:@:session/*';
const documents = 'ssm:*:@:document/*';
const jobDefinitions = 'batch:*:@:job-definition/*';
const queues = 'batch:*:@:job-queue/*';
const pipelines = 'sagemaker:*:@:pipeline/*';
const gateways = 'bedrock-agentcore:*:@:gateway/{id}';
const taskDefinition = { what: 'a task definition and a cluster', kinds: ['aws-ecs-service'] };

const newRuntime: readonly Need[] = [
  ...passRole,
  ...made(anyResource, 'bedrock-agentcore:CreateAgentRuntime'),
  ...made('bedrock-agentcore:*:@:workload-identity-directory/*', 'bedrock-agentcore:CreateWorkloadIdentity'),
];

/** Techniques of pathfinding.cloud after December 2025, and further ones that the providers' own pages establish. */
export const laterTechniques: readonly Technique[] = [
  // AgentCore
  known('bedrock-003', 'Command in a new AgentCore runtime', {
    category: passing,
    service: agentcore,
    gives: 'target',
    needs: [
      ...newRuntime,
      ...made(runtimes, 'bedrock-agentcore:CreateAgentRuntimeEndpoint', 'bedrock-agentcore:InvokeAgentRuntimeCommand'),
    ],
  }),
  {
    id: 'nhi-agentcore-001',
    title: 'Own code in a new AgentCore runtime',
    category: passing,
    service: agentcore,
    gives: 'target',
    needs: [...newRuntime, ...made(runtimes, 'bedrock-agentcore:CreateAgentRuntimeEndpoint', 'bedrock-agentcore:InvokeAgentRuntime')],
    source: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
  },
  known('bedrock-004', 'Command in an AgentCore runtime', {
    category: taking,
    service: agentcore,
    gives: 'target',
    workloads: ['aws-agentcore-runtime'],
    needs: on('workload', 'bedrock-agentcore:InvokeAgentRuntimeCommand'),
  }),
  known('bedrock-005', 'Command in a new AgentCore harness', {
    category: passing,
    service: agentcore,
    gives: 'target',
    needs: [
      ...passRole,
      ...made(anyResource, 'bedrock-agentcore:CreateHarness', 'bedrock-agentcore:CreateAgentRuntime'),
      ...made('bedrock-agentcore:*:@:workload-identity-directory/*', 'bedrock-agentcore:CreateWorkloadIdentity'),
      ...made(harnesses, 'bedrock-agentcore:GetHarness'),
      ...made(
        runtimes,
        'bedrock-agentcore:CreateAgentRuntimeEndpoint',
        'bedrock-agentcore:GetAgentRuntime',
        'bedrock-agentcore:InvokeAgentRuntimeCommand',
      ),
    ],
  }),
  known('bedrock-006', 'New AgentCore browser', {
    category: passing,
    service: agentcore,
    gives: 'target',
    needs: [
      ...passRole,
      ...made(anyResource, 'bedrock-agentcore:CreateBrowser'),
      ...made(browsers, 'bedrock-agentcore:StartBrowserSession'),
      ...made(anyResource, 'bedrock-agentcore:ConnectBrowserAutomationStream'),
    ],
  }),
  known('bedrock-007', 'Existing AgentCore browser', {
    category: taking,
    service: agentcore,
    gives: 'target',
    workloads: ['aws-agentcore-browser'],
    needs: [
      ...on('workload', 'bedrock-agentcore:StartBrowserSession'),
      ...made(anyResource, 'bedrock-agentcore:ConnectBrowserAutomationStream'),
    ],
  }),
  {
    id: 'nhi-agentcore-002',
    title: 'New AgentCore gateway that calls AWS as its role',
    category: passing,
    service: agentcore,
    gives: 'target',
    needs: [
      ...passRole,
      ...made(anyResource, 'bedrock-agentcore:CreateGateway'),
      ...made(gateways, 'bedrock-agentcore:CreateGatewayTarget', 'bedrock-agentcore:InvokeGateway'),
    ],
    // Only services with a REST and JSON protocol can be called so.
    unseen: 'a service among what the role may use that a gateway can call',
    source: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-smithy-targets.html',
  },

  // SageMaker
  {
    id: 'nhi-sagemaker-001',
    title: 'Sign-in address of a Studio user profile',
    category: taking,
    service: sagemaker,
    gives: 'target',
    workloads: ['aws-sagemaker-user-profile'],
    needs: on('workload', 'sagemaker:CreatePresignedDomainUrl'),
    source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html',
  },
  {
    id: 'nhi-sagemaker-002',
    title: 'New SageMaker pipeline',
    category: passing,
    service: sagemaker,
    gives: 'target',
    needs: [...passRole, ...made(pipelines, 'sagemaker:CreatePipeline', 'sagemaker:StartPipelineExecution')],
    role: ['sagemaker:CreateProcessingJob', 'iam:PassRole'],
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html',
  },

  // Step Functions and Scheduler call any API as their role.
  {
    id: 'nhi-states-001',
    title: 'New state machine',
    category: passing,
    service: states,
    gives: 'target',
    needs: [...passRole, ...made(stateMachines, 'states:CreateStateMachine', 'states:StartExecution')],
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
  },
  {
    id: 'nhi-states-002',
    title: 'Changed state machine',
    category: taking,
    service: states,
    gives: 'target',
    workloads: ['aws-state-machine'],
    needs: on('workload', 'states:UpdateStateMachine', 'states:StartExecution'),
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
  },
  {
    id: 'nhi-scheduler-001',
    title: 'New schedule',
    category: passing,
    service: 'scheduler.amazonaws.com',
    gives: 'target',
    needs: [...passRole, ...made('scheduler:*:@:schedule/*', 'scheduler:CreateSchedule')],
    source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html',
  },

  // Compute
  known('batch-001', 'New Batch job', {
    category: passing,
    service: ecs,
    gives: 'target',
    needs: [...passRole, ...made(jobDefinitions, 'batch:RegisterJobDefinition'), ...made([jobDefinitions, queues], 'batch:SubmitJob')],
    exists: { what: 'a job queue', kinds: ['aws-batch-job-queue'] },
  }),
  known('batch-003', 'New Batch job on a new queue', {
    category: passing,
    service: ecs,
    gives: 'target',
    needs: [
      ...passRole,
      ...made('batch:*:@:compute-environment/*', 'batch:CreateComputeEnvironment'),
      ...made([queues, 'batch:*:@:compute-environment/*'], 'batch:CreateJobQueue'),
      ...made(jobDefinitions, 'batch:RegisterJobDefinition'),
      ...made([jobDefinitions, queues], 'batch:SubmitJob'),
    ],
  }),
  known('codedeploy-001', 'New revision for a deployment group', {
    category: taking,
    service: ec2,
    gives: 'target',
    workloads: ['aws-codedeploy-deployment-group'],
    needs: [
      ...made('codedeploy:*:@:application:*', 'codedeploy:RegisterApplicationRevision'),
      ...made('codedeploy:*:@:deploymentconfig:*', 'codedeploy:GetDeploymentConfig'),
      ...on('workload', 'codedeploy:CreateDeployment'),
    ],
  }),
  known('ecs-006', 'Shell in a container', {
    category: taking,
    service: ecs,
    gives: 'target',
    workloads: ['aws-ecs-running-task'],
    needs: [...made('ecs:*:@:cluster/*', 'ecs:ExecuteCommand'), ...on('workload', 'ecs:DescribeTasks', 'ecs:ExecuteCommand')],
    role: ecsExec,
    setting: 'exec',
  }),
  {
    id: 'nhi-ecs-001',
    title: 'Shell in a container of a service, with ECS Exec turned on for it',
    category: taking,
    service: ecs,
    gives: 'target',
    workloads: ['aws-ecs-service'],
    needs: [
      ...on('workload', 'ecs:UpdateService'),
      ...made('ecs:*:@:task/*', 'ecs:DescribeTasks'),
      ...made(['ecs:*:@:cluster/*', 'ecs:*:@:task/*'], 'ecs:ExecuteCommand'),
    ],
    role: ecsExec,
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  },
  known('ecs-008', 'ECS task with another role', {
    category: passing,
    service: ecs,
    gives: 'target',
    needs: [...passRole, ...made(taskDefinitions, 'ecs:RunTask')],
    exists: taskDefinition,
  }),
  known('emr-001', 'New EMR cluster', {
    category: passing,
    service: ec2,
    alsoPasses: 'elasticmapreduce.amazonaws.com',
    gives: 'target',
    needs: [...passRole, ...made(anyResource, 'elasticmapreduce:RunJobFlow')],
  }),
  known('emrserverless-001', 'New EMR Serverless application', {
    category: passing,
    service: 'emr-serverless.amazonaws.com',
    gives: 'target',
    needs: [
      ...passRole,
      ...made(anyResource, 'emr-serverless:CreateApplication'),
      ...made('emr-serverless:*:@:/applications/{id}', 'emr-serverless:StartJobRun'),
    ],
  }),
  known('glue-007', 'New Glue session', {
    category: passing,
    service: glue,
    gives: 'target',
    needs: [...passRole, ...made(sessions, 'glue:CreateSession', 'glue:RunStatement')],
  }),
  known('imagebuilder-001', 'New image, built by an instance', {
    category: passing,
    service: ec2,
    gives: 'target',
    needs: [
      ...passRole,
      ...made('imagebuilder:*:@:component/*', 'imagebuilder:CreateComponent'),
      ...made('imagebuilder:*:@:image-recipe/*', 'imagebuilder:CreateImageRecipe'),
      ...made('imagebuilder:*:@:infrastructure-configuration/*', 'imagebuilder:CreateInfrastructureConfiguration'),
      ...made('imagebuilder:*:@:image/*', 'imagebuilder:CreateImage'),
    ],
    role: sessionManager,
  }),
  {
    id: 'nhi-lambda-001',
    title: 'Layer of a function',
    category: taking,
    service: lambda,
    gives: 'target',
    workloads: ['aws-lambda-function'],
    needs: on('workload', 'lambda:UpdateFunctionConfiguration'),
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html',
  },
  {
    id: 'nhi-lambda-002',
    title: 'Another role for a function, with other code',
    category: passing,
    service: lambda,
    gives: 'target',
    needs: [...passRole, ...on('existing', 'lambda:UpdateFunctionConfiguration', 'lambda:UpdateFunctionCode', 'lambda:InvokeFunction')],
    exists: { what: 'a function', kinds: ['aws-lambda-function'] },
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
  },
  {
    id: 'nhi-ec2-001',
    title: 'Another role for an instance, and a shell on it',
    category: passing,
    service: ec2,
    gives: 'target',
    needs: [...passRole, ...on('existing', 'ec2:AssociateIamInstanceProfile', 'ssm:StartSession')],
    exists: { what: 'an instance', kinds: ['aws-ec2-instance'] },
    role: sessionManager,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html',
  },
  known('ssm-003', 'New automation', {
    category: passing,
    service: 'ssm.amazonaws.com',
    gives: 'target',
    needs: [
      ...passRole,
      ...made(documents, 'ssm:CreateDocument'),
      ...made([documents, 'ssm:*:@:automation-execution/{id}'], 'ssm:StartAutomationExecution'),
    ],
  }),

  // Identity from outside
  {
    id: 'nhi-eks-001',
    title: 'Role of a pod',
    category: passing,
    service: 'pods.eks.amazonaws.com',
    gives: 'target',
    needs: [
      ...passRole,
      ...on('existing', 'eks:CreateAccessEntry', 'eks:CreatePodIdentityAssociation'),
      ...made('eks:*:@:access-entry/*', 'eks:AssociateAccessPolicy'),
    ],
    exists: { what: 'a cluster', kinds: ['aws-eks-cluster'] },
    unseen: 'a cluster with the Pod Identity agent that can be reached',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
  },
  {
    id: 'nhi-rolesanywhere-001',
    title: 'Own certificate authority for Roles Anywhere',
    category: passing,
    service: 'rolesanywhere.amazonaws.com',
    gives: 'target',
    needs: [...passRole, ...made(anyResource, 'rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile')],
    source: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html',
  },
];
