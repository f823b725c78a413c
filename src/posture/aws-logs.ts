import type { Facts } from '../inventory/fact-types.ts';
import type { Logs } from '../inventory/fragment.ts';
import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

const agentKinds: ReadonlySet<string> = new Set(['aws-bedrock-agent', 'aws-agentcore-runtime', 'aws-agentcore-harness']);

/** Regions of an account in which agents run and model invocations are not logged; absent where that is not known. */
export function unloggedModelRegions(world: World, account: string): readonly string[] | undefined {
  const logs = logsOf(world, account);
  if (logs.modelRegions === undefined && logs.modelRegionsOff === undefined) return undefined;
  const used = new Set<string>();
  for (const workload of world.inventory.workloads.values()) {
    if (workload.scope === account && agentKinds.has(workload.kind)) used.add(workload.region ?? '-');
  }
  const off = [...used].filter((region) => logs.modelRegionsOff?.includes(region)).sort();
  return off.length > 0 || [...used].every((region) => logs.modelRegions?.includes(region)) ? off : undefined;
}

/** The logs that are not kept of what an agent of AWS does: of its model, and of its calls to AWS. Absent where that is not known. */
export function missingLogs(world: World, identity: Identity): readonly string[] | undefined {
  if (!agentKinds.has(identity.kind)) return undefined;
  const logs = logsOf(world, identity.scope);
  const region = identity.id.split('/')[2] ?? '-';
  const model = logs.modelRegionsOff?.includes(region) ? false : logs.modelRegions?.includes(region) ? true : undefined;
  const missing = [
    ...(model === false ? [`model invocations in ${region}`] : []),
    ...(logs.trail === false ? ['management events of every region (CloudTrail)'] : []),
  ];
  return missing.length > 0 || (model !== undefined && logs.trail !== undefined) ? missing : undefined;
}

/** What is known of the trails of an account; all absent where no trail was read. */
export function trailFacts(
  world: World,
  account: string,
): Pick<Facts<'Source'>, 'trails_unvalidated' | 'data_events' | 'organization_trail'> {
  const logs = logsOf(world, account);
  if (logs.dataEvents === undefined) return {};
  return {
    trails_unvalidated: logs.trailsUnvalidated ?? [],
    ...(logs.dataEventsWhole ? { data_events: logs.dataEvents } : {}),
    organization_trail: logs.organizationTrail === true,
  };
}

function logsOf(world: World, account: string): Logs {
  return world.inventory.scopes.get(`aws:account/${account}`)?.logs ?? {};
}
