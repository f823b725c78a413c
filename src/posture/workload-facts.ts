import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Workload } from '../inventory/workload.ts';
import { identityFacts } from './identity-facts.ts';
import { nodeFacts } from './node-facts.ts';
import { outsidersWith } from './outside-readers.ts';
import type { World } from './world.ts';

/** What rules may know of a workload. */
export function workloadFacts(world: World, workload: Workload): Facts<'Workload'> {
  return {
    ...workload.settings,
    id: workload.id,
    name: workload.name,
    kind: workload.kind,
    scope: workload.scope,
    region: workload.region,
    token_mounted: tokenMounted(world, workload),
    agent_writers: agentWriters(world, workload),
    memory_agents: memoryAgents(world, workload),
    account_guardrail: accountGuardrail(world, workload),
    identity: workload.identity === undefined ? undefined : identityFacts(world, workload.identity),
    ...ownFacts(world, workload),
  };
}

/** What only workloads of some kinds have. */
function ownFacts(world: World, workload: Workload): Facts<'Workload'> {
  if (workload.kind === 'kubernetes-nodes') return nodeFacts(world, workload);
  return workload.kind === 'azure-kubernetes-cluster' ? { audit_logged: hasAuditLog(workload.settings) } : {};
}

/** https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs */
function hasAuditLog({ log_categories: categories }: Facts<'Workload'> = {}): boolean | undefined {
  return categories?.some((category) => /^(?:kube-audit(?:-admin)?|audit|alllogs)$/i.test(category));
}

/**
 * Who may write what a knowledge base reads beside those that are meant to: roles that also ask it (what such a role is told today it
 * believes tomorrow), administrators aside, and whom the bucket's own policy lets in from elsewhere. Absent where there are none for
 * sure, but that of some role or of the bucket's policy is not known.
 */
function agentWriters(world: World, { kind, scope, settings }: Workload): readonly string[] | undefined {
  const { bucket, knowledge_base: base } = settings ?? {};
  if (kind !== 'aws-bedrock-data-source' || bucket === undefined || base === undefined) return undefined;
  const outsiders = outsidersWith(world, `aws:resource/${bucket}`, 's3:putobject') ?? [];
  const writers: string[] = [];
  let open = false;
  for (const identity of world.inventory.identities.values()) {
    if (identity.kind !== 'aws-iam-role' || identity.scope !== scope || identity.providerManaged === true) continue;
    const asks = world.permissions.decide(identity.id, 'bedrock:Retrieve', base).answer;
    if (asks === 'denied') continue;
    const writes = world.permissions.decide(identity.id, 's3:PutObject', `${bucket}/*`).answer;
    if (writes === 'denied') continue;
    // An administrator can do anything, and people are not misled by what they read.
    if (identityFacts(world, identity.id)?.agent === false && !isProgram(world, identity)) continue;
    if (asks === 'allowed' && writes === 'allowed') writers.push(identity.name);
    else open = true;
  }
  return writers.length + outsiders.length === 0 && open ? undefined : [...writers.sort(), ...outsiders];
}

/** A role that a program has, without the power to do everything. */
function isProgram({ permissions }: World, { id, nature }: Identity): boolean {
  return nature === 'workload' && permissions.powerOf(id).level !== 'admin';
}

/**
 * Roles of agents that may both write into a memory and read it: what one is told the others believe. Absent where there are fewer than
 * two for sure but some agent's permissions could not be decided.
 */
function memoryAgents(world: World, { id, kind, scope, region }: Workload): readonly string[] | undefined {
  const name = id.split('/')[3];
  if (kind !== 'aws-agentcore-memory' || scope === undefined || name === undefined) return undefined;
  const memory = `arn:aws:bedrock-agentcore:${region ?? '*'}:${scope}:memory/${name}`;
  return agentsThatMay(
    world,
    scope,
    [
      ['bedrock-agentcore:CreateEvent', memory],
      ['bedrock-agentcore:RetrieveMemoryRecords', memory],
    ],
    2,
  );
}

/** Roles of agents of an account that are allowed all of some actions; absent where fewer than `enough` are, and some could not be decided. */
function agentsThatMay(
  world: World,
  account: string | undefined,
  wanted: readonly (readonly [action: string, resource: string])[],
  enough = 1,
): readonly string[] | undefined {
  const found: string[] = [];
  let open = false;
  for (const identity of world.inventory.identities.values()) {
    if (identity.kind !== 'aws-iam-role' || identity.scope !== account || identityFacts(world, identity.id)?.agent === false) continue;
    const answers = wanted.map(([action, resource]) => world.permissions.decide(identity.id, action, resource).answer);
    if (answers.every((a) => a === 'allowed')) found.push(identity.name);
    else if (!answers.includes('denied')) open = true;
  }
  return found.length < enough && open ? undefined : found.sort();
}

/** Whether the account makes every model call in the agent's region use a guardrail. */
function accountGuardrail(world: World, { kind, scope, region }: Workload): boolean | undefined {
  if (kind !== 'aws-bedrock-agent' || scope === undefined || region === undefined) return undefined;
  const logs = world.inventory.scopes.get(`aws:account/${scope}`)?.logs;
  if (logs?.guardrailRegions?.includes(region)) return true;
  return logs?.guardrailRegionsOff?.includes(region) ? false : undefined;
}

/**
 * Whether the token of its service account is put into a pod: as the pod says, else as the account does
 * (https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting).
 */
function tokenMounted(world: World, { identity, settings }: Workload): boolean | undefined {
  const account = identity === undefined ? undefined : world.inventory.identities.get(identity);
  return account?.plane === 'kubernetes' ? (settings?.automount ?? account.kubernetes?.automount) : undefined;
}
