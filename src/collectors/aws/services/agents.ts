import type { Identity } from '../../../inventory/identity.ts';
import type { WorkloadSettings } from '../../../inventory/workload.ts';
import { environmentOf } from '../../aws-policy/tag-meaning.ts';
import type { Draft } from '../../place-below.ts';
import type { Raw } from '../door.ts';
import { readVariables, variablesOf } from './environment-secrets.ts';
import { emitWorkload, localId, objectIn, objectsIn, roleOf, type ServiceRecord, textIn, textOf } from './service-record.ts';

interface AgentDraft {
  readonly kind: 'aws-bedrock-agent' | 'aws-agentcore-runtime' | 'aws-agentcore-harness';
  readonly path: string;
  readonly name: string;
  readonly role: string | null;
  readonly settings?: WorkloadSettings;
}

/** An agent is an identity of its own, and something that runs as its role. */
function emitAgent(record: ServiceRecord, draft: AgentDraft): string | undefined {
  const role = emitWorkload(record, draft);
  const createdAt = record.context.door.date(record.raw, 'createdAt', 'agent', record.at);
  const environment = environmentOf(undefined, draft.name);
  const value: Draft<Identity> = {
    id: localId(record, draft.kind.replace(/^aws-/, ''), draft.path),
    plane: 'aws',
    kind: draft.kind,
    name: draft.name,
    scope: record.account,
    nature: 'agent',
    agent: true,
    standing: 'observed',
    enabled: true,
    aws: { account: record.account },
    evidence: [record.at],
  };
  if (role !== undefined) value.actsAs = role;
  if (createdAt !== undefined) value.createdAt = createdAt;
  if (environment !== undefined) value.environment = environment;
  record.context.emit({ type: 'identity', value });
  return role;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_Agent.html */
export function readAgent(record: ServiceRecord): void {
  const id = textOf(record, 'agentId', 'agent');
  if (id === undefined) return;
  const name = textOf(record, 'agentName', 'agent') ?? id;
  const guardrail = textIn(objectIn(record.raw, 'guardrailConfiguration'), 'guardrailIdentifier');
  const role = roleOf(record, 'agentResourceRoleArn', 'agent');
  emitAgent(record, { kind: 'aws-bedrock-agent', path: id, name, role, settings: { guardrail: guardrail ?? 'NONE' } });
}

/**
 * What an agent calls: a function acts for it as the function's own role.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_AgentActionGroup.html
 */
export function readActionGroup(record: ServiceRecord): void {
  const agent = textOf(record, 'agentId', 'action group');
  const called = textIn(objectIn(record.raw, 'actionGroupExecutor'), 'lambda');
  const [, region, account, name] = /^arn:aws[\w-]*:lambda:([a-z0-9-]+):(\d{12}):function:([^:]+)/.exec(called ?? '') ?? [];
  if (agent === undefined || name === undefined || record.raw.actionGroupState === 'DISABLED') return;
  const here = { ...record, region: record.region ?? region };
  record.context.emit({
    type: 'link',
    value: {
      kind: 'calls',
      from: localId(here, 'bedrock-agent', agent),
      to: `aws:lambda-function/${account}/${region}/${name}`,
      evidence: [record.at],
    },
  });
}

export function readKnowledgeBase(record: ServiceRecord): void {
  const id = textOf(record, 'knowledgeBaseId', 'knowledge base');
  if (id === undefined) return;
  const name = textOf(record, 'name', 'knowledge base') ?? id;
  emitWorkload(record, { kind: 'aws-bedrock-knowledge-base', path: id, name, role: roleOf(record, 'roleArn', 'knowledge base') });
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_DataSource.html */
export function readDataSource(record: ServiceRecord): void {
  const base = textOf(record, 'knowledgeBaseId', 'data source');
  const id = textOf(record, 'dataSourceId', 'data source');
  if (base === undefined || id === undefined) return;
  const bucket = textIn(objectIn(objectIn(record.raw, 'dataSourceConfiguration'), 's3Configuration'), 'bucketArn');
  const settings: WorkloadSettings = {
    knowledge_base: `arn:aws:bedrock:${record.region ?? '*'}:${record.account}:knowledge-base/${base}`,
    ...(bucket === undefined ? {} : { bucket }),
  };
  const name = textOf(record, 'name', 'data source') ?? id;
  emitWorkload(record, { kind: 'aws-bedrock-data-source', path: `${base}/${id}`, name, role: undefined, settings });
}

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html */
export function readRuntime(record: ServiceRecord): void {
  const name = textOf(record, 'agentRuntimeName', 'agent runtime');
  if (name === undefined) return;
  const authorizer = objectIn(objectIn(record.raw, 'authorizerConfiguration'), 'customJWTAuthorizer');
  const draft: AgentDraft = {
    kind: 'aws-agentcore-runtime',
    path: name,
    name,
    role: roleOf(record, 'roleArn', 'agent runtime'),
    // Without an authorizer of its own a runtime takes requests that are signed with IAM credentials.
    settings: { authorizer: authorizer === undefined ? 'AWS_IAM' : 'CUSTOM_JWT', ...tokenBinding(authorizer), ...network(record.raw) },
  };
  const role = emitAgent(record, draft);
  const variables = variablesOf(objectIn(record.raw, 'environmentVariables'), '/environmentVariables');
  const env_secrets = readVariables(record, role, variables);
  emitWorkload(record, { ...draft, settings: { ...draft.settings, env_secrets } });
}

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetHarness.html */
export function readHarness(record: ServiceRecord): void {
  const id = textOf(record, 'harnessId', 'harness');
  if (id === undefined) return;
  const authorizer = objectIn(objectIn(record.raw, 'authorizerConfiguration'), 'customJWTAuthorizer');
  const memory = objectIn(record.raw, 'memory');
  const arn =
    textIn(objectIn(memory, 'agentCoreMemoryConfiguration'), 'arn') ?? textIn(objectIn(memory, 'managedMemoryConfiguration'), 'arn');
  const draft: AgentDraft = {
    kind: 'aws-agentcore-harness',
    path: id,
    name: textOf(record, 'harnessName', 'harness') ?? id,
    role: roleOf(record, 'executionRoleArn', 'harness'),
    settings: {
      authorizer: authorizer === undefined ? 'AWS_IAM' : 'CUSTOM_JWT',
      ...tokenBinding(authorizer),
      ...(arn === undefined ? {} : { memory: arn }),
    },
  };
  const role = emitAgent(record, draft);
  const env_secrets = readVariables(record, role, variablesOf(objectIn(record.raw, 'environmentVariables'), '/environmentVariables'));
  emitWorkload(record, { ...draft, settings: { ...draft.settings, env_secrets } });
}

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetGateway.html */
export function readGateway(record: ServiceRecord): void {
  const id = gatewayIdOf(record.raw);
  const authorizer = textOf(record, 'authorizerType', 'gateway');
  if (id === undefined) return;
  const engine = objectIn(record.raw, 'policyEngineConfiguration');
  emitWorkload(record, {
    kind: 'aws-agentcore-gateway',
    path: id,
    name: textOf(record, 'name', 'gateway') ?? id,
    role: roleOf(record, 'roleArn', 'gateway'),
    settings: {
      ...(authorizer === undefined ? {} : { authorizer }),
      policy_mode: engine === undefined ? 'NONE' : (textIn(engine, 'mode') ?? undefined),
      ...tokenBinding(objectIn(objectIn(record.raw, 'authorizerConfiguration'), 'customJWTAuthorizer')),
    },
  });
}

/** What a gateway presents to the tools behind it. */
export function readTarget(record: ServiceRecord): void {
  const gateway = gatewayIdOf(record.raw);
  const id = textOf(record, 'targetId', 'gateway target');
  if (gateway === undefined || id === undefined) return;
  const providers = objectsIn(record.raw, 'credentialProviderConfigurations');
  emitWorkload(record, {
    kind: 'aws-agentcore-gateway-target',
    path: `${gateway}/${id}`,
    name: textOf(record, 'name', 'gateway target') ?? id,
    role: undefined,
    settings: { credential_types: [...new Set(providers.flatMap((p) => textIn(p, 'credentialProviderType') ?? []))] },
  });
}

export function readCodeInterpreter(record: ServiceRecord): void {
  readTool(record, 'aws-agentcore-code-interpreter', 'codeInterpreterId');
}

export function readBrowser(record: ServiceRecord): void {
  readTool(record, 'aws-agentcore-browser', 'browserId');
}

function readTool(record: ServiceRecord, kind: string, idKey: string): void {
  const id = textOf(record, idKey, 'agent tool');
  if (id === undefined) return;
  const name = textOf(record, 'name', 'agent tool') ?? id;
  emitWorkload(record, { kind, path: id, name, role: roleOf(record, 'executionRoleArn', 'agent tool'), settings: network(record.raw) });
}

function network(raw: Raw): WorkloadSettings {
  const mode = textIn(objectIn(raw, 'networkConfiguration'), 'networkMode');
  return mode === undefined ? {} : { network_mode: mode };
}

/** Whether a token must be meant for this service: an audience or a client is asked for. */
function tokenBinding(authorizer: Raw | undefined): WorkloadSettings {
  if (authorizer === undefined) return {};
  const asks = (key: string): boolean => Array.isArray(authorizer[key]) && (authorizer[key] as unknown[]).length > 0;
  return { jwt_bound: asks('allowedAudience') || asks('allowedClients') };
}

function gatewayIdOf(raw: Raw): string | undefined {
  return textIn(raw, 'gatewayId') ?? /:gateway\/([^/]+)$/.exec(textIn(raw, 'gatewayArn') ?? '')?.[1];
}
