import { anyResource, ecs, sagemaker, taskDefinitions } from './services.ts';
import { known, made, type Need, on, passRole, type Technique } from './technique.ts';

const passing = 'new-passrole';
const docs = 'https://docs.aws.amazon.com';

const hand = (service: string, ...needs: readonly Need[]): Pick<Technique, 'category' | 'service' | 'gives' | 'needs'> => ({
  category: passing,
  service,
  gives: 'target',
  needs: [...passRole, ...needs],
});

const applications = 'kinesisanalytics:*:@:application/*';
const rules = 'events:*:@:rule/*';
const flows = 'bedrock:*:@:flow/{id}';
const endpoints = 'sagemaker:*:@:endpoint/*';
const endpointConfigs = 'sagemaker:*:@:endpoint-config/*';
const taskDefinition = { what: 'a task definition', kinds: ['aws-ecs-service'] };

/** Techniques of further services, of pathfinding.cloud in 2026 and of the providers' own pages. */
export const serviceTechniques: readonly Technique[] = [
  // Own code runs as the role.
  known(
    'braket-001',
    'New Braket job',
    hand('braket.amazonaws.com', ...made(['braket:*:@:job/{id}', 'braket:*::device/*'], 'braket:CreateJob')),
  ),
  known(
    'gamelift-001',
    'New GameLift fleet',
    hand(
      'gamelift.amazonaws.com',
      ...made(anyResource, 'gamelift:CreateBuild'),
      ...made('gamelift:*:@:build/{id}', 'gamelift:RequestUploadCredentials'),
      ...made(anyResource, 'gamelift:CreateFleet'),
    ),
  ),
  known(
    'kinesisanalytics-001',
    'New Managed Flink application',
    hand(
      'kinesisanalytics.amazonaws.com',
      ...made(applications, 'kinesisanalytics:CreateApplication', 'kinesisanalytics:StartApplication'),
    ),
  ),
  known('omics-001', 'New HealthOmics workflow', {
    ...hand('omics.amazonaws.com', ...made(anyResource, 'omics:CreateWorkflow'), ...made('omics:*:@:run/{id}', 'omics:StartRun')),
    // Its tasks reach S3 and nothing else: that is the way out.
    role: ['s3:PutObject'],
  }),
  known('ecs-007', 'ECS task with another role on an own container instance', {
    ...hand(ecs, ...on('existing', 'ecs:RegisterContainerInstance'), ...made(taskDefinitions, 'ecs:StartTask')),
    exists: { what: 'a cluster', kinds: ['aws-ecs-cluster', 'aws-ecs-service'] },
    unseen: 'an instance of its own that runs the agent of ECS',
  }),
  known('ecs-009', 'ECS task with another role on a container instance', {
    ...hand(ecs, ...made(taskDefinitions, 'ecs:StartTask')),
    exists: { what: 'a container instance', kinds: ['aws-ecs-container-instance'] },
  }),
  known('batch-002', 'Batch job with other commands', {
    category: 'existing-passrole',
    service: ecs,
    gives: 'target',
    workloads: ['aws-batch-job-definition'],
    needs: [...made('batch:*:@:job-queue/*', 'batch:SubmitJob'), ...on('workload', 'batch:SubmitJob')],
  }),
  {
    id: 'nhi-ecs-002',
    title: 'New task definition for an ECS service',
    ...hand(ecs, ...made(taskDefinitions, 'ecs:RegisterTaskDefinition'), ...on('existing', 'ecs:UpdateService')),
    exists: { what: 'a service', kinds: ['aws-ecs-service'] },
    source: `${docs}/AmazonECS/latest/APIReference/API_UpdateService.html`,
  },
  {
    id: 'nhi-sagemaker-003',
    title: 'New SageMaker endpoint',
    ...hand(
      sagemaker,
      ...made('sagemaker:*:@:model/*', 'sagemaker:CreateModel'),
      ...made(endpointConfigs, 'sagemaker:CreateEndpointConfig'),
      ...made([endpoints, endpointConfigs], 'sagemaker:CreateEndpoint'),
    ),
    source: `${docs}/sagemaker/latest/dg/your-algorithms-inference-code.html`,
  },
  {
    id: 'nhi-airflow-001',
    title: 'New Managed Airflow environment',
    ...hand('airflow-env.amazonaws.com', ...made('airflow:*:@:environment/*', 'airflow:CreateEnvironment')),
    unseen: 'a network for it',
    source: `${docs}/mwaa/latest/userguide/mwaa-create-role.html`,
  },
  // The role's credentials are given to who presents a certificate.
  {
    id: 'nhi-iot-001',
    title: 'Role alias for an own certificate',
    ...hand(
      'credentials.iot.amazonaws.com',
      ...made('iot:*:@:rolealias/*', 'iot:CreateRoleAlias'),
      ...made('iot:*:@:policy/*', 'iot:CreatePolicy'),
      ...made(anyResource, 'iot:CreateKeysAndCertificate'),
      ...made('iot:*:@:cert/{id}', 'iot:AttachPolicy'),
    ),
    source: `${docs}/iot/latest/developerguide/authorizing-direct-aws.html`,
  },

  // The service does some things as the role, and what these give is not seen.
  {
    id: 'nhi-events-001',
    title: 'New rule that starts a task',
    ...hand('events.amazonaws.com', ...made(rules, 'events:PutRule', 'events:PutTargets')),
    role: ['ecs:RunTask', 'iam:PassRole'],
    exists: taskDefinition,
    unseen: 'another role that the rule may hand to the task',
    source: `${docs}/eventbridge/latest/userguide/eb-targets.html`,
  },
  {
    id: 'nhi-events-002',
    title: 'New rule that sends a command to instances',
    ...hand('events.amazonaws.com', ...made(rules, 'events:PutRule', 'events:PutTargets')),
    role: ['ssm:SendCommand'],
    unseen: 'an instance that the role may send commands to',
    source: `${docs}/eventbridge/latest/userguide/eb-targets.html`,
  },
  {
    id: 'nhi-pipes-001',
    title: 'New pipe that starts a task',
    ...hand('pipes.amazonaws.com', ...made('pipes:*:@:pipe/*', 'pipes:CreatePipe')),
    role: ['ecs:RunTask', 'iam:PassRole'],
    unseen: 'a source that the role may read and a role that it may hand to the task',
    source: `${docs}/eventbridge/latest/userguide/eb-pipes-permissions.html`,
  },
  {
    id: 'nhi-bedrock-001',
    title: 'New Bedrock flow',
    ...hand(
      'bedrock.amazonaws.com',
      ...made(anyResource, 'bedrock:CreateFlow'),
      ...made(flows, 'bedrock:PrepareFlow', 'bedrock:CreateFlowVersion', 'bedrock:CreateFlowAlias'),
      ...made('bedrock:*:@:flow/{id}/alias/{id}', 'bedrock:InvokeFlow'),
    ),
    unseen: 'a function, agent or bucket that the role may use and a flow can reach',
    source: `${docs}/bedrock/latest/userguide/flows-permissions.html`,
  },
  {
    id: 'nhi-bedrock-002',
    title: 'New Bedrock agent',
    ...hand(
      'bedrock.amazonaws.com',
      ...made(anyResource, 'bedrock:CreateAgent'),
      ...made('bedrock:*:@:agent/{id}', 'bedrock:PrepareAgent'),
      ...made('bedrock:*:@:agent-alias/{id}/{id}', 'bedrock:InvokeAgent'),
    ),
    unseen: 'a knowledge base or agent that the role may use',
    source: `${docs}/bedrock/latest/userguide/agents-permission.html`,
  },
  {
    id: 'nhi-datasync-001',
    title: 'New DataSync task that copies as the role',
    ...hand(
      'datasync.amazonaws.com',
      ...made(anyResource, 'datasync:CreateLocationS3'),
      ...made('datasync:*:@:location/{id}', 'datasync:CreateTask'),
      ...made('datasync:*:@:task/{id}', 'datasync:StartTaskExecution'),
    ),
    role: ['s3:ListBucket'],
    unseen: 'a bucket that the role may read or write',
    source: `${docs}/datasync/latest/userguide/create-s3-location.html`,
  },
];
