import type { Facts } from '../inventory/fact-types.ts';
import type { Logs } from '../inventory/fragment.ts';
import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/**
 * Agents of AWS, and the type of resource under which CloudTrail records who calls them, as data events, where that is known
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html).
 */
const agentKinds: ReadonlyMap<string, string | undefined> = new Map([
  ['aws-bedrock-agent', 'AWS::Bedrock::AgentAlias'],
  ['aws-agentcore-runtime', 'AWS::BedrockAgentCore::Runtime'],
  ['aws-agentcore-harness', undefined],
]);

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

/** The logs that are not kept of what an agent of AWS does: of its model, of its calls to AWS, and of who calls it. Absent where that is not known. */
export function missingLogs(world: World, identity: Identity): readonly string[] | undefined {
  if (!agentKinds.has(identity.kind)) return undefined;
  const type = agentKinds.get(identity.kind);
  const logs = logsOf(world, identity.scope);
  const region = identity.id.split('/')[2] ?? '-';
  const model = logs.modelRegionsOff?.includes(region) ? false : logs.modelRegions?.includes(region) ? true : undefined;
  const missing = [
    ...(model === false ? [`model invocations in ${region}`] : []),
    ...(logs.trail === false ? ['management events of every region (CloudTrail)'] : []),
    ...(type !== undefined && logs.calls?.includes(type) === false ? [`calls of it (CloudTrail data events of ${type})`] : []),
  ];
  const known = model !== undefined && logs.trail !== undefined && (type === undefined || logs.calls !== undefined);
  return missing.length > 0 || known ? missing : undefined;
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
