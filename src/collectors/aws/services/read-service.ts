import type { Evidence } from '../../../inventory/evidence.ts';
import type { NormaliseContext } from '../normalise-context.ts';
import * as agents from './agents.ts';
import { readAccessEntry, readAccessPolicies } from './cluster-access.ts';
import * as compute from './compute.ts';
import * as containers from './containers.ts';
import { readCertificateProfile, readIdentityPool } from './identity-pools.ts';
import { readKeyGrant } from './key-grants.ts';
import { readEnforcedGuardrail, readEventStore, readModelLogging, readSelectors, readTrail, readTrailList } from './logs.ts';
import { readRoleCarrier, roleCarriers } from './role-carriers.ts';
import type { ServiceKind } from './service-kinds.ts';
import type { ServiceRecord } from './service-record.ts';
import { readFunctionPolicy, readParameter, readSecret, readSecretPolicy, readTokenProvider } from './stored-secrets.ts';

interface Reader {
  /** The key that holds the ARN of the thing, which says its account and region. */
  readonly arn?: string;
  readonly read: (record: ServiceRecord) => void;
}

const readers: Readonly<Record<ServiceKind, Reader>> = {
  'lambda-function': { arn: 'FunctionArn', read: compute.readFunction },
  'lambda-policy': { arn: 'FunctionArn', read: readFunctionPolicy },
  'ecs-task-definition': { arn: 'taskDefinitionArn', read: compute.readTaskDefinition },
  'ec2-reservation': { read: compute.readReservation },
  'codebuild-project': { arn: 'arn', read: compute.readBuildProject },
  'glue-job': { arn: 'Role', read: compute.readGlueJob },
  'glue-endpoint': { arn: 'RoleArn', read: compute.readGlueEndpoint },
  'state-machine': { arn: 'stateMachineArn', read: compute.readStateMachine },
  'sagemaker-notebook': { arn: 'NotebookInstanceArn', read: compute.readNotebook },
  'sagemaker-domain': { arn: 'DomainArn', read: compute.readDomain },
  'sagemaker-model': { arn: 'ModelArn', read: compute.readModel },
  'apprunner-service': { arn: 'ServiceArn', read: compute.readAppRunner },
  'cloudformation-stack': { arn: 'StackId', read: compute.readStack },
  'eks-cluster': { arn: 'arn', read: compute.readCluster },
  'eks-pod-identity': { arn: 'associationArn', read: compute.readPodIdentity },
  'eks-access-entry': { arn: 'accessEntryArn', read: readAccessEntry },
  'eks-access-policies': { arn: 'principalArn', read: readAccessPolicies },
  'sagemaker-training-job': { arn: 'TrainingJobArn', read: compute.readTrainingJob },
  'ec2-launch-template': { read: containers.readLaunchTemplate },
  'ecs-cluster': { arn: 'clusterArn', read: containers.readCluster },
  'ecs-service': { arn: 'serviceArn', read: containers.readContainerService },
  'ecs-running-task': { arn: 'taskArn', read: containers.readRunningTask },
  'batch-job-definition': { arn: 'jobDefinitionArn', read: containers.readJobDefinition },
  'batch-job-queue': { arn: 'jobQueueArn', read: containers.readJobQueue },
  'events-target': { arn: 'RuleArn', read: readRoleCarrier(roleCarriers['events-target']) },
  schedule: { arn: 'Arn', read: readRoleCarrier(roleCarriers.schedule) },
  pipe: { arn: 'Arn', read: readRoleCarrier(roleCarriers.pipe) },
  'code-pipeline': { arn: 'roleArn', read: readRoleCarrier(roleCarriers['code-pipeline']) },
  'stack-set': { arn: 'StackSetARN', read: readRoleCarrier(roleCarriers['stack-set']) },
  'glue-session': { arn: 'Role', read: readRoleCarrier(roleCarriers['glue-session']) },
  'emr-cluster': { arn: 'ClusterArn', read: readRoleCarrier(roleCarriers['emr-cluster']) },
  'emr-job-run': { arn: 'arn', read: readRoleCarrier(roleCarriers['emr-job-run']) },
  'sagemaker-pipeline': { arn: 'PipelineArn', read: readRoleCarrier(roleCarriers['sagemaker-pipeline']) },
  'sagemaker-user-profile': { arn: 'UserProfileArn', read: readRoleCarrier(roleCarriers['sagemaker-user-profile']) },
  'identity-pool': { read: readIdentityPool },
  'iot-role-alias': { arn: 'roleAliasArn', read: readRoleCarrier(roleCarriers['iot-role-alias']) },
  'rolesanywhere-profile': { arn: 'profileArn', read: readCertificateProfile },
  'ssm-activation': { read: readRoleCarrier(roleCarriers['ssm-activation']) },
  'transfer-user': { arn: 'Arn', read: readRoleCarrier(roleCarriers['transfer-user']) },
  'appsync-data-source': { arn: 'dataSourceArn', read: readRoleCarrier(roleCarriers['appsync-data-source']) },
  'bedrock-agent': { arn: 'agentArn', read: agents.readAgent },
  'bedrock-action-group': { read: agents.readActionGroup },
  'bedrock-knowledge-base': { arn: 'knowledgeBaseArn', read: agents.readKnowledgeBase },
  'bedrock-data-source': { read: agents.readDataSource },
  'bedrock-flow': { arn: 'arn', read: readRoleCarrier(roleCarriers['bedrock-flow']) },
  'bedrock-enforced-guardrail': { read: readEnforcedGuardrail },
  'bedrock-logging': { read: readModelLogging },
  'agentcore-runtime': { arn: 'agentRuntimeArn', read: agents.readRuntime },
  'agentcore-gateway': { arn: 'gatewayArn', read: agents.readGateway },
  'agentcore-target': { arn: 'gatewayArn', read: agents.readTarget },
  'agentcore-code-interpreter': { arn: 'codeInterpreterArn', read: agents.readCodeInterpreter },
  'agentcore-browser': { arn: 'browserArn', read: agents.readBrowser },
  'agentcore-api-key': { arn: 'credentialProviderArn', read: readTokenProvider },
  'agentcore-memory': { arn: 'arn', read: readRoleCarrier(roleCarriers['agentcore-memory']) },
  'agentcore-harness': { arn: 'arn', read: agents.readHarness },
  'kms-grant': { arn: 'KeyId', read: readKeyGrant },
  'cloudtrail-list': { read: readTrailList },
  'cloudtrail-trail': { arn: 'TrailARN', read: readTrail },
  'cloudtrail-selectors': { arn: 'TrailARN', read: readSelectors },
  'cloudtrail-store': { arn: 'EventDataStoreArn', read: readEventStore },
  secret: { arn: 'ARN', read: readSecret },
  'secret-policy': { arn: 'ARN', read: readSecretPolicy },
  'ssm-parameter': { arn: 'ARN', read: readParameter },
};

/** The account and region that an answer tells of itself. */
export function placeOf(kind: ServiceKind, raw: unknown): { readonly account?: string; readonly region?: string } {
  if (typeof raw !== 'object' || raw === null) return {};
  const own = raw as Readonly<Record<string, unknown>>;
  if (kind === 'ec2-reservation' && typeof own.OwnerId === 'string' && /^\d{12}$/.test(own.OwnerId)) return { account: own.OwnerId };
  const key = readers[kind].arn;
  const arn = key === undefined ? undefined : own[key];
  // The policy of a function tells its function only inside.
  const text = typeof arn === 'string' ? arn : kind === 'lambda-policy' && typeof own.Policy === 'string' ? own.Policy : '';
  const [, region, account] =
    /arn:aws[\w-]*:[a-z0-9-]+:([a-z0-9-]*):(\d{12}):/.exec(kind === 'lambda-policy' ? lambdaArn(text) : text) ?? [];
  return { ...(account === undefined ? {} : { account }), ...(region ? { region } : {}) };
}

function lambdaArn(text: string): string {
  return /arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:/.exec(text)?.[0] ?? '';
}

/** Turns one answer of a service into fragments. */
export function readService(
  record: { readonly kind: ServiceKind; readonly raw: unknown; readonly at: Evidence; readonly region?: string },
  account: string,
  context: NormaliseContext,
): void {
  // A switched-off logging configuration is nothing at all.
  const value = record.kind === 'bedrock-logging' && (record.raw === null || record.raw === undefined) ? {} : record.raw;
  const raw = context.door.object(value, 'service', record.at);
  if (raw === undefined) return;
  const region = placeOf(record.kind, raw).region ?? record.region;
  readers[record.kind].read({ raw, at: record.at, account, region, context });
}
