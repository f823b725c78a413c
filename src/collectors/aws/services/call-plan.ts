import type { ServicePermission } from './service-calls.ts';
import type { ServiceKind } from './service-kinds.ts';
import type { ServiceName } from './service-protocols.ts';

export type Item = Readonly<Record<string, unknown>>;

/** One call of the plan, and what is done with what it answers. */
export interface PlannedCall {
  readonly permission: ServicePermission;
  readonly service: ServiceName;
  /** For services with paths: method and path. A part in braces is taken from the input, the rest of the input goes to query or body. */
  readonly path?: string;
  /** The parameters; for calls about one thing, made from what the list before answered. `{}`: nothing can be asked of it. */
  readonly input: (item: Item) => Item | undefined;
  /** The list in the answer. Without it the answer is one thing. */
  readonly list?: string;
  /** Where the list gives names alone, the key that each goes under. */
  readonly named?: string;
  /** The keys of the page marker in the answer and in the request. */
  readonly marker?: readonly [answer: string, request: string];
  /** The key of the thing in the answer. Without it the answer itself is the thing. */
  readonly member?: string;
  /** What the thing is recorded as; without it the thing only leads to other calls. */
  readonly kind?: ServiceKind;
  /** What is recorded where the thing has nothing of this kind, which AWS answers as not found. */
  readonly absent?: (item: Item) => Item;
  /** What of the thing before belongs into the record. */
  readonly keep?: (item: Item) => Item;
  /** So many things are asked of in one call. */
  readonly batch?: { readonly size: number; readonly input: (items: readonly Item[]) => Item };
  /** Calls about one thing whose answers are added to it before it is recorded. */
  readonly adds?: readonly PlannedCall[];
  /** Calls about each thing. */
  readonly then?: readonly PlannedCall[];
}

const nothing = (): Item => ({});
const token = ['nextToken', 'nextToken'] as const;
const Token = ['NextToken', 'NextToken'] as const;
/** Takes keys of the item under other names. */
const from =
  (names: Readonly<Record<string, string>>) =>
  (item: Item): Item | undefined => {
    const taken = Object.entries(names).map(([to, key]) => [to, item[key]] as const);
    return taken.every(([, value]) => typeof value === 'string' && value !== '') ? Object.fromEntries(taken) : undefined;
  };

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
    then: [
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
    then: [
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
    then: [
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
    then: [
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
    then: [
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
    then: [{ permission: 'sagemaker:DescribeDomain', service: 'sagemaker', input: from({ DomainId: 'DomainId' }), kind: 'sagemaker-domain' }],
  },
  {
    permission: 'sagemaker:ListModels',
    service: 'sagemaker',
    input: nothing,
    list: 'Models',
    marker: Token,
    then: [{ permission: 'sagemaker:DescribeModel', service: 'sagemaker', input: from({ ModelName: 'ModelName' }), kind: 'sagemaker-model' }],
  },
  {
    permission: 'apprunner:ListServices',
    service: 'apprunner',
    input: nothing,
    list: 'ServiceSummaryList',
    marker: Token,
    then: [
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
    then: [
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
        then: [
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
  {
    permission: 'bedrock:ListAgents',
    service: 'bedrock-agent',
    path: 'POST /agents/',
    input: nothing,
    list: 'agentSummaries',
    marker: token,
    then: [
      {
        permission: 'bedrock:GetAgent',
        service: 'bedrock-agent',
        path: 'GET /agents/{agentId}/',
        input: from({ agentId: 'agentId' }),
        member: 'agent',
        kind: 'bedrock-agent',
      },
      {
        permission: 'bedrock:ListAgentActionGroups',
        service: 'bedrock-agent',
        path: 'POST /agents/{agentId}/agentversions/DRAFT/actiongroups/',
        input: from({ agentId: 'agentId' }),
        list: 'actionGroupSummaries',
        keep: from({ agentId: 'agentId' }) as (item: Item) => Item,
        marker: token,
        then: [
          {
            permission: 'bedrock:GetAgentActionGroup',
            service: 'bedrock-agent',
            path: 'GET /agents/{agentId}/agentversions/DRAFT/actiongroups/{actionGroupId}/',
            input: from({ agentId: 'agentId', actionGroupId: 'actionGroupId' }),
            member: 'agentActionGroup',
            kind: 'bedrock-action-group',
          },
        ],
      },
    ],
  },
  {
    permission: 'bedrock:ListKnowledgeBases',
    service: 'bedrock-agent',
    path: 'POST /knowledgebases/',
    input: nothing,
    list: 'knowledgeBaseSummaries',
    marker: token,
    then: [
      {
        permission: 'bedrock:GetKnowledgeBase',
        service: 'bedrock-agent',
        path: 'GET /knowledgebases/{knowledgeBaseId}',
        input: from({ knowledgeBaseId: 'knowledgeBaseId' }),
        member: 'knowledgeBase',
        kind: 'bedrock-knowledge-base',
      },
      {
        permission: 'bedrock:ListDataSources',
        service: 'bedrock-agent',
        path: 'POST /knowledgebases/{knowledgeBaseId}/datasources/',
        input: from({ knowledgeBaseId: 'knowledgeBaseId' }),
        list: 'dataSourceSummaries',
        marker: token,
        then: [
          {
            permission: 'bedrock:GetDataSource',
            service: 'bedrock-agent',
            path: 'GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}',
            input: from({ knowledgeBaseId: 'knowledgeBaseId', dataSourceId: 'dataSourceId' }),
            member: 'dataSource',
            kind: 'bedrock-data-source',
          },
        ],
      },
    ],
  },
  {
    permission: 'bedrock:GetModelInvocationLoggingConfiguration',
    service: 'bedrock',
    path: 'GET /logging/modelinvocations',
    input: nothing,
    member: 'loggingConfig',
    kind: 'bedrock-logging',
  },
  {
    permission: 'bedrock-agentcore:ListAgentRuntimes',
    service: 'bedrock-agentcore-control',
    path: 'POST /runtimes/',
    input: nothing,
    list: 'agentRuntimes',
    marker: token,
    then: [
      {
        permission: 'bedrock-agentcore:GetAgentRuntime',
        service: 'bedrock-agentcore-control',
        path: 'GET /runtimes/{agentRuntimeId}/',
        input: from({ agentRuntimeId: 'agentRuntimeId' }),
        kind: 'agentcore-runtime',
      },
    ],
  },
  {
    permission: 'bedrock-agentcore:ListGateways',
    service: 'bedrock-agentcore-control',
    path: 'GET /gateways/',
    input: nothing,
    list: 'items',
    marker: token,
    then: [
      {
        permission: 'bedrock-agentcore:GetGateway',
        service: 'bedrock-agentcore-control',
        path: 'GET /gateways/{gatewayIdentifier}/',
        input: from({ gatewayIdentifier: 'gatewayId' }),
        kind: 'agentcore-gateway',
      },
      {
        permission: 'bedrock-agentcore:ListGatewayTargets',
        service: 'bedrock-agentcore-control',
        path: 'GET /gateways/{gatewayIdentifier}/targets/',
        input: from({ gatewayIdentifier: 'gatewayId' }),
        list: 'items',
        keep: from({ gatewayId: 'gatewayId' }) as (item: Item) => Item,
        marker: token,
        then: [
          {
            permission: 'bedrock-agentcore:GetGatewayTarget',
            service: 'bedrock-agentcore-control',
            path: 'GET /gateways/{gatewayIdentifier}/targets/{targetId}/',
            input: from({ gatewayIdentifier: 'gatewayId', targetId: 'targetId' }),
            kind: 'agentcore-target',
          },
        ],
      },
    ],
  },
  {
    permission: 'bedrock-agentcore:ListCodeInterpreters',
    service: 'bedrock-agentcore-control',
    path: 'POST /code-interpreters?type=CUSTOM',
    input: nothing,
    list: 'codeInterpreterSummaries',
    marker: token,
    then: [
      {
        permission: 'bedrock-agentcore:GetCodeInterpreter',
        service: 'bedrock-agentcore-control',
        path: 'GET /code-interpreters/{codeInterpreterId}',
        input: from({ codeInterpreterId: 'codeInterpreterId' }),
        kind: 'agentcore-code-interpreter',
      },
    ],
  },
  {
    permission: 'bedrock-agentcore:ListBrowsers',
    service: 'bedrock-agentcore-control',
    path: 'POST /browsers?type=CUSTOM',
    input: nothing,
    list: 'browserSummaries',
    marker: token,
    then: [
      {
        permission: 'bedrock-agentcore:GetBrowser',
        service: 'bedrock-agentcore-control',
        path: 'GET /browsers/{browserId}',
        input: from({ browserId: 'browserId' }),
        kind: 'agentcore-browser',
      },
    ],
  },
  {
    permission: 'bedrock-agentcore:ListApiKeyCredentialProviders',
    service: 'bedrock-agentcore-control',
    path: 'POST /identities/ListApiKeyCredentialProviders',
    input: nothing,
    list: 'credentialProviders',
    marker: token,
    kind: 'agentcore-api-key',
  },
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
    permission: 'secretsmanager:ListSecrets',
    service: 'secretsmanager',
    input: () => ({ MaxResults: 100 }),
    list: 'SecretList',
    marker: Token,
    kind: 'secret',
    then: [
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
