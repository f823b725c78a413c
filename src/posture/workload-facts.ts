import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Workload } from '../inventory/workload.ts';
import { identityFacts } from './identity-facts.ts';
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
    agent_writers: agentWriters(world, workload),
    identity: workload.identity === undefined ? undefined : identityFacts(world, workload.identity),
  };
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
