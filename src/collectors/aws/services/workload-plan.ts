import { from, type Item, nothing, type PlannedCall, Token, token } from './planned-call.ts';

const keepCluster = from({ clusterArn: 'clusterArn' }) as (item: Item) => Item;
const sdkTasks = 100;

/** The revision that runs, which may not be the newest one. */
const definitionOf = (key: string): PlannedCall => ({
  permission: 'ecs:DescribeTaskDefinition',
  service: 'ecs',
  input: from({ taskDefinition: key }),
  once: true,
  member: 'taskDefinition',
  keep: () => ({ inUse: true }),
  kind: 'ecs-task-definition',
});

/** Containers: what runs, beside what is defined. */
const containerPlan: readonly PlannedCall[] = [
  {
    permission: 'ecs:ListClusters',
    service: 'ecs',
    input: nothing,
    list: 'clusterArns',
    named: 'clusterArn',
    marker: token,
    kind: 'ecs-cluster',
    each: [
      {
        permission: 'ecs:ListServices',
        service: 'ecs',
        input: from({ cluster: 'clusterArn' }),
        list: 'serviceArns',
        named: 'serviceArn',
        keep: keepCluster,
        marker: token,
        each: [
          {
            permission: 'ecs:DescribeServices',
            service: 'ecs',
            input: nothing,
            batch: {
              size: 10,
              alike: 'clusterArn',
              input: (items) => ({ cluster: items[0]?.clusterArn, services: items.map((i) => i.serviceArn) }),
            },
            list: 'services',
            kind: 'ecs-service',
            each: [definitionOf('taskDefinition')],
          },
        ],
      },
      {
        permission: 'ecs:ListTasks',
        service: 'ecs',
        input: from({ cluster: 'clusterArn' }),
        list: 'taskArns',
        named: 'taskArn',
        keep: keepCluster,
        marker: token,
        each: [
          {
            permission: 'ecs:DescribeTasks',
            service: 'ecs',
            input: nothing,
            batch: {
              size: sdkTasks,
              alike: 'clusterArn',
              input: (items) => ({ cluster: items[0]?.clusterArn, tasks: items.map((i) => i.taskArn) }),
            },
            list: 'tasks',
            kind: 'ecs-running-task',
            each: [definitionOf('taskDefinitionArn')],
          },
        ],
      },
    ],
  },
  {
    permission: 'batch:DescribeJobDefinitions',
    service: 'batch',
    path: 'POST /v1/describejobdefinitions',
    input: () => ({ status: 'ACTIVE' }),
    list: 'jobDefinitions',
    marker: token,
    kind: 'batch-job-definition',
  },
  {
    permission: 'batch:DescribeJobQueues',
    service: 'batch',
    path: 'POST /v1/describejobqueues',
    input: nothing,
    list: 'jobQueues',
    marker: token,
    kind: 'batch-job-queue',
  },
];

/** What starts by an event, a clock or another machine. */
const triggerPlan: readonly PlannedCall[] = [
  {
    permission: 'events:ListRules',
    service: 'events',
    input: nothing,
    list: 'Rules',
    marker: Token,
    each: [
      {
        permission: 'events:ListTargetsByRule',
        service: 'events',
        // Rules that other services keep run as those services.
        input: (rule) => (rule.ManagedBy === undefined ? from({ Rule: 'Name' })(rule) : undefined),
        list: 'Targets',
        keep: (rule) => ({ RuleArn: rule.Arn }),
        marker: Token,
        kind: 'events-target',
      },
    ],
  },
  {
    permission: 'scheduler:ListSchedules',
    service: 'scheduler',
    path: 'GET /schedules',
    input: nothing,
    list: 'Schedules',
    marker: Token,
    each: [
      {
        permission: 'scheduler:GetSchedule',
        service: 'scheduler',
        path: 'GET /schedules/{Name}',
        input: from({ Name: 'Name', groupName: 'GroupName' }),
        kind: 'schedule',
      },
    ],
  },
  {
    permission: 'pipes:ListPipes',
    service: 'pipes',
    path: 'GET /v1/pipes',
    input: nothing,
    list: 'Pipes',
    marker: Token,
    each: [
      { permission: 'pipes:DescribePipe', service: 'pipes', path: 'GET /v1/pipes/{Name}', input: from({ Name: 'Name' }), kind: 'pipe' },
    ],
  },
  {
    permission: 'codepipeline:ListPipelines',
    service: 'codepipeline',
    input: nothing,
    list: 'pipelines',
    marker: token,
    each: [
      {
        permission: 'codepipeline:GetPipeline',
        service: 'codepipeline',
        input: from({ name: 'name' }),
        member: 'pipeline',
        kind: 'code-pipeline',
      },
    ],
  },
  {
    permission: 'cloudformation:ListStackSets',
    service: 'cloudformation',
    input: () => ({ Status: 'ACTIVE' }),
    list: 'Summaries',
    marker: Token,
    each: [
      {
        permission: 'cloudformation:DescribeStackSet',
        service: 'cloudformation',
        input: from({ StackSetName: 'StackSetName' }),
        member: 'StackSet',
        kind: 'stack-set',
      },
    ],
  },
];

/** Analytics and machine learning. */
const dataPlan: readonly PlannedCall[] = [
  { permission: 'glue:ListSessions', service: 'glue', input: nothing, list: 'Sessions', marker: Token, kind: 'glue-session' },
  {
    permission: 'elasticmapreduce:ListClusters',
    service: 'elasticmapreduce',
    input: () => ({ ClusterStates: ['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'] }),
    list: 'Clusters',
    marker: ['Marker', 'Marker'],
    each: [
      {
        permission: 'elasticmapreduce:DescribeCluster',
        service: 'elasticmapreduce',
        input: from({ ClusterId: 'Id' }),
        member: 'Cluster',
        kind: 'emr-cluster',
      },
    ],
  },
  {
    permission: 'emr-serverless:ListApplications',
    service: 'emr-serverless',
    path: 'GET /applications',
    input: nothing,
    list: 'applications',
    marker: token,
    each: [
      {
        permission: 'emr-serverless:ListJobRuns',
        service: 'emr-serverless',
        path: 'GET /applications/{applicationId}/jobruns?states=RUNNING',
        input: from({ applicationId: 'id' }),
        list: 'jobRuns',
        marker: token,
        kind: 'emr-job-run',
      },
    ],
  },
  {
    permission: 'sagemaker:ListTrainingJobs',
    service: 'sagemaker',
    input: () => ({ StatusEquals: 'InProgress' }),
    list: 'TrainingJobSummaries',
    marker: Token,
    each: [
      {
        permission: 'sagemaker:DescribeTrainingJob',
        service: 'sagemaker',
        input: from({ TrainingJobName: 'TrainingJobName' }),
        kind: 'sagemaker-training-job',
      },
    ],
  },
  {
    permission: 'sagemaker:ListPipelines',
    service: 'sagemaker',
    input: nothing,
    list: 'PipelineSummaries',
    marker: Token,
    kind: 'sagemaker-pipeline',
  },
  {
    permission: 'sagemaker:ListUserProfiles',
    service: 'sagemaker',
    input: nothing,
    list: 'UserProfiles',
    marker: Token,
    each: [
      {
        permission: 'sagemaker:DescribeUserProfile',
        service: 'sagemaker',
        input: from({ DomainId: 'DomainId', UserProfileName: 'UserProfileName' }),
        kind: 'sagemaker-user-profile',
      },
    ],
  },
];

/** What gives roles to those outside: browsers and telephones, devices, servers with certificates, users of file transfer. */
const doorPlan: readonly PlannedCall[] = [
  {
    permission: 'cognito-identity:ListIdentityPools',
    service: 'cognito-identity',
    input: () => ({ MaxResults: 60 }),
    list: 'IdentityPools',
    marker: Token,
    each: [
      {
        permission: 'cognito-identity:DescribeIdentityPool',
        service: 'cognito-identity',
        input: from({ IdentityPoolId: 'IdentityPoolId' }),
        kind: 'identity-pool',
        adds: [
          {
            permission: 'cognito-identity:GetIdentityPoolRoles',
            service: 'cognito-identity',
            input: from({ IdentityPoolId: 'IdentityPoolId' }),
          },
        ],
      },
    ],
  },
  {
    permission: 'iot:ListRoleAliases',
    service: 'iot',
    path: 'GET /role-aliases',
    input: nothing,
    list: 'roleAliases',
    named: 'roleAlias',
    marker: ['nextMarker', 'marker'],
    each: [
      {
        permission: 'iot:DescribeRoleAlias',
        service: 'iot',
        path: 'GET /role-aliases/{roleAlias}',
        input: from({ roleAlias: 'roleAlias' }),
        member: 'roleAliasDescription',
        kind: 'iot-role-alias',
      },
    ],
  },
  {
    permission: 'rolesanywhere:ListProfiles',
    service: 'rolesanywhere',
    path: 'GET /profiles',
    input: nothing,
    list: 'profiles',
    marker: token,
    kind: 'rolesanywhere-profile',
  },
  { permission: 'ssm:DescribeActivations', service: 'ssm', input: nothing, list: 'ActivationList', marker: Token, kind: 'ssm-activation' },
  {
    permission: 'transfer:ListServers',
    service: 'transfer',
    input: nothing,
    list: 'Servers',
    marker: Token,
    each: [
      {
        permission: 'transfer:ListUsers',
        service: 'transfer',
        input: from({ ServerId: 'ServerId' }),
        list: 'Users',
        marker: Token,
        kind: 'transfer-user',
      },
    ],
  },
  {
    permission: 'appsync:ListGraphqlApis',
    service: 'appsync',
    path: 'GET /v1/apis',
    input: nothing,
    list: 'graphqlApis',
    marker: token,
    each: [
      {
        permission: 'appsync:ListDataSources',
        service: 'appsync',
        path: 'GET /v1/apis/{apiId}/datasources',
        input: from({ apiId: 'apiId' }),
        list: 'dataSources',
        marker: token,
        kind: 'appsync-data-source',
      },
    ],
  },
];

/** What else runs as a role or hands roles out, in every region. */
export const workloadPlan: readonly PlannedCall[] = [
  {
    permission: 'ec2:DescribeLaunchTemplateVersions',
    service: 'ec2',
    // Of all templates the version that is launched by default.
    input: () => ({ 'LaunchTemplateVersion.1': '$Default', MaxResults: '200' }),
    list: 'LaunchTemplateVersions',
    marker: Token,
    kind: 'ec2-launch-template',
  },
  ...containerPlan,
  ...triggerPlan,
  ...dataPlan,
  ...doorPlan,
];
