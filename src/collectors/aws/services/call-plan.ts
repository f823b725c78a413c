import { agentPlan } from './agent-plan.ts';
import { analyzerPlan } from './analyzer-plan.ts';
import { from, type Item, nothing, type PlannedCall, Token, token } from './planned-call.ts';
import { policyPlan } from './policy-plan.ts';
import { workloadPlan } from './workload-plan.ts';

/** What is asked in every region that is read. The first call of each chain lists; few requests, and none about values of secrets. */
export const callPlan: readonly PlannedCall[] = [
  {
    permission: 'lambda:ListFunctions',
    service: 'lambda',
    path: 'GET /2015-03-31/functions',
    input: nothing,
    list: 'Functions',
    marker: ['NextMarker', 'Marker'],
    kind: 'lambda-function',
    each: [
      {
        permission: 'lambda:GetPolicy',
        service: 'lambda',
        path: 'GET /2015-03-31/functions/{FunctionName}/policy',
        input: from({ FunctionName: 'FunctionName' }),
        kind: 'lambda-policy',
        absent: nothing,
        keep: from({ FunctionArn: 'FunctionArn' }) as (item: Item) => Item,
      },
    ],
  },
  {
    permission: 'ecs:ListTaskDefinitionFamilies',
    service: 'ecs',
    input: () => ({ status: 'ACTIVE' }),
    list: 'families',
    named: 'family',
    marker: token,
    each: [
      {
        permission: 'ecs:DescribeTaskDefinition',
        service: 'ecs',
        input: from({ taskDefinition: 'family' }),
        member: 'taskDefinition',
        kind: 'ecs-task-definition',
      },
    ],
  },
  {
    permission: 'ec2:DescribeInstances',
    service: 'ec2',
    input: () => ({ MaxResults: '1000' }),
    list: 'Reservations',
    marker: Token,
    kind: 'ec2-reservation',
  },
  {
    permission: 'codebuild:ListProjects',
    service: 'codebuild',
    input: nothing,
    list: 'projects',
    named: 'name',
    marker: token,
    each: [
      {
        permission: 'codebuild:BatchGetProjects',
        service: 'codebuild',
        input: nothing,
        batch: { size: 100, input: (items) => ({ names: items.map((i) => i.name) }) },
        list: 'projects',
        kind: 'codebuild-project',
      },
    ],
  },
  { permission: 'glue:GetJobs', service: 'glue', input: nothing, list: 'Jobs', marker: Token, kind: 'glue-job' },
  { permission: 'glue:GetDevEndpoints', service: 'glue', input: nothing, list: 'DevEndpoints', marker: Token, kind: 'glue-endpoint' },
  {
    permission: 'states:ListStateMachines',
    service: 'states',
    input: nothing,
    list: 'stateMachines',
    marker: token,
    each: [
      {
        permission: 'states:DescribeStateMachine',
        service: 'states',
        input: from({ stateMachineArn: 'stateMachineArn' }),
        kind: 'state-machine',
      },
    ],
  },
  {
    permission: 'sagemaker:ListNotebookInstances',
    service: 'sagemaker',
    input: nothing,
    list: 'NotebookInstances',
    marker: Token,
    each: [
      {
        permission: 'sagemaker:DescribeNotebookInstance',
        service: 'sagemaker',
        input: from({ NotebookInstanceName: 'NotebookInstanceName' }),
        kind: 'sagemaker-notebook',
      },
    ],
  },
  {
    permission: 'sagemaker:ListDomains',
    service: 'sagemaker',
    input: nothing,
    list: 'Domains',
    marker: Token,
    each: [
      { permission: 'sagemaker:DescribeDomain', service: 'sagemaker', input: from({ DomainId: 'DomainId' }), kind: 'sagemaker-domain' },
    ],
  },
  {
    permission: 'sagemaker:ListModels',
    service: 'sagemaker',
    input: nothing,
    list: 'Models',
    marker: Token,
    each: [
      { permission: 'sagemaker:DescribeModel', service: 'sagemaker', input: from({ ModelName: 'ModelName' }), kind: 'sagemaker-model' },
    ],
  },
  {
    permission: 'apprunner:ListServices',
    service: 'apprunner',
    input: nothing,
    list: 'ServiceSummaryList',
    marker: Token,
    each: [
      {
        permission: 'apprunner:DescribeService',
        service: 'apprunner',
        input: from({ ServiceArn: 'ServiceArn' }),
        member: 'Service',
        kind: 'apprunner-service',
      },
    ],
  },
  {
    permission: 'cloudformation:DescribeStacks',
    service: 'cloudformation',
    input: nothing,
    list: 'Stacks',
    marker: Token,
    kind: 'cloudformation-stack',
  },
  {
    permission: 'eks:ListClusters',
    service: 'eks',
    path: 'GET /clusters',
    input: nothing,
    list: 'clusters',
    named: 'name',
    marker: token,
    each: [
      {
        permission: 'eks:DescribeCluster',
        service: 'eks',
        path: 'GET /clusters/{name}',
        input: from({ name: 'name' }),
        member: 'cluster',
        kind: 'eks-cluster',
      },
      {
        permission: 'eks:ListPodIdentityAssociations',
        service: 'eks',
        path: 'GET /clusters/{clusterName}/pod-identity-associations',
        input: from({ clusterName: 'name' }),
        list: 'associations',
        marker: token,
        each: [
          {
            permission: 'eks:DescribePodIdentityAssociation',
            service: 'eks',
            path: 'GET /clusters/{clusterName}/pod-identity-associations/{associationId}',
            input: from({ clusterName: 'clusterName', associationId: 'associationId' }),
            member: 'association',
            kind: 'eks-pod-identity',
          },
        ],
      },
    ],
  },
  ...workloadPlan,
  ...agentPlan,
  ...policyPlan,
  ...analyzerPlan,
  {
    permission: 'cloudtrail:DescribeTrails',
    service: 'cloudtrail',
    input: nothing,
    list: 'trailList',
    kind: 'cloudtrail-trail',
    adds: [
      { permission: 'cloudtrail:GetTrailStatus', service: 'cloudtrail', input: from({ Name: 'TrailARN' }) },
      { permission: 'cloudtrail:GetEventSelectors', service: 'cloudtrail', input: from({ TrailName: 'TrailARN' }) },
    ],
  },
  {
    permission: 'cloudtrail:ListEventDataStores',
    service: 'cloudtrail',
    input: nothing,
    list: 'EventDataStores',
    marker: Token,
    each: [
      {
        permission: 'cloudtrail:GetEventDataStore',
        service: 'cloudtrail',
        input: from({ EventDataStore: 'EventDataStoreArn' }),
        kind: 'cloudtrail-store',
      },
    ],
  },
  {
    permission: 'secretsmanager:ListSecrets',
    service: 'secretsmanager',
    input: () => ({ MaxResults: 100 }),
    list: 'SecretList',
    marker: Token,
    kind: 'secret',
    each: [
      {
        permission: 'secretsmanager:GetResourcePolicy',
        service: 'secretsmanager',
        input: from({ SecretId: 'ARN' }),
        kind: 'secret-policy',
      },
    ],
  },
  {
    permission: 'ssm:DescribeParameters',
    service: 'ssm',
    input: () => ({ MaxResults: 50, ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['SecureString'] }] }),
    list: 'Parameters',
    marker: Token,
    kind: 'ssm-parameter',
  },
];
