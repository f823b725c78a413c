import type { Facts } from '../inventory/fact-types.ts';
import type { Workload } from '../inventory/workload.ts';
import { identityFacts } from './identity-facts.ts';
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
    identity: workload.identity === undefined ? undefined : identityFacts(world, workload.identity),
  };
}

/**
 * Roles of agents that may both ask the knowledge base of a data source and write into the bucket that it reads: what such an agent
 * is told today it believes tomorrow. Absent where there are none for sure but some agent's permissions could not be decided.
 */
function agentWriters(world: World, { kind, scope, settings }: Workload): readonly string[] | undefined {
  const { bucket, knowledge_base: base } = settings ?? {};
  if (kind !== 'aws-bedrock-data-source' || bucket === undefined || base === undefined) return undefined;
  const writers: string[] = [];
  let open = false;
  for (const identity of world.inventory.identities.values()) {
    if (identity.kind !== 'aws-iam-role' || identity.scope !== scope || identityFacts(world, identity.id)?.agent === false) continue;
    const answers = [
      world.permissions.decide(identity.id, 'bedrock:Retrieve', base).answer,
      world.permissions.decide(identity.id, 's3:PutObject', `${bucket}/*`).answer,
    ];
    if (answers.every((a) => a === 'allowed')) writers.push(identity.name);
    else if (!answers.includes('denied')) open = true;
  }
  return writers.length === 0 && open ? undefined : writers.sort();
}

/**
 * Whether the token of its service account is put into a pod: as the pod says, else as the account does
 * (https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting).
 */
function tokenMounted(world: World, { identity, settings }: Workload): boolean | undefined {
  const account = identity === undefined ? undefined : world.inventory.identities.get(identity);
  return account?.plane === 'kubernetes' ? (settings?.automount ?? account.kubernetes?.automount) : undefined;
}
