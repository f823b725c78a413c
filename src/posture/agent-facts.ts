import { certainties, type Edge } from '../graph/graph.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { levels } from '../permissions/power.ts';
import { agentDrives } from './agent-calls.ts';
import { missingInRegister } from './agent-register.ts';
import type { World } from './world.ts';

const agentKinds: ReadonlySet<string> = new Set([
  'agent',
  'sub-agent',
  'ci-agent',
  'framework-agent',
  'a2a-agent',
  'aws-bedrock-agent',
  'aws-agentcore-runtime',
]);

type AgentFacts = Pick<
  Facts<'Identity'>,
  'egress' | 'reaches_data' | 'drives' | 'stop_steps' | 'stops' | 'stops_with' | 'register_missing'
>;

/** Whether identities of a kind are AI agents, rather than what agents use or run as. */
export function isAgentKind(kind: string): boolean {
  return agentKinds.has(kind);
}

/** What rules may know of an AI agent; nothing for anything else. */
export function agentFacts(world: World, identity: Identity): AgentFacts {
  if (!agentKinds.has(identity.kind)) return {};
  return {
    egress: egressOf(world, identity),
    reaches_data: reachesData(world, identity),
    drives: drivesOf(world, identity),
    ...stopFacts(world, identity),
    ...(world.settings.agents === undefined ? {} : { register_missing: missingInRegister(world.settings.agents, identity) }),
  };
}

/** Whether it has a way to send something out. A shell is one; of a runtime in the cloud its network says it. */
function egressOf(world: World, { kind, settings, name, actsAs }: Identity): boolean | undefined {
  if (kind === 'aws-agentcore-runtime') {
    const own = actsAs === undefined ? [] : world.holdings.workloadsOf(actsAs);
    const mode = own.find((w) => w.kind === kind && w.name === name)?.settings?.network_mode;
    return mode === 'PUBLIC' ? true : mode === 'SANDBOX' ? false : undefined;
  }
  return (settings?.shell_rules?.length ?? 0) > 0 ? true : settings?.egress;
}

/** Whether it reaches a power over all data of a kind, or more. Of a configuration that was not read whole more may be reached. */
function reachesData({ graph }: World, identity: Identity): boolean | undefined {
  const { level, unseen } = graph.reachOf(identity.id);
  if (levels.indexOf(level) >= levels.indexOf('sensitive')) return true;
  return unseen === true || !isReadWhole(identity) ? undefined : false;
}

function isReadWhole({ kind, settings }: Identity): boolean {
  return kind !== 'agent' || settings?.bypass !== undefined;
}

/** Agents that it can set to work and that reach higher than it does by itself; absent where how high is not known. */
function drivesOf(world: World, identity: Identity): readonly string[] | undefined {
  const { graph, inventory } = world;
  const stated = graph.edgesFrom(identity.id).filter((e) => e.certainty === 'confirmed' && isAgent(world, e.to) && e.kind === 'delegates');
  const callees = [...new Set([...stated.map((e) => e.to), ...agentDrives(world, identity)])];
  if (callees.length === 0)
    return identity.plane === 'aws' && world.permissions.powerOf(identity.actsAs ?? identity.id).level === 'unknown' ? undefined : [];
  const own = ownRank(world, identity.id);
  if (own === undefined) return undefined;
  return callees
    .filter((id) => rankOf(world, id) > own)
    .flatMap((id) => inventory.identities.get(id)?.name ?? [])
    .sort();
}

function isAgent({ inventory }: World, id: string): boolean {
  return agentKinds.has(inventory.identities.get(id)?.kind ?? '');
}

function rankOf({ graph }: World, id: string): number {
  return levels.indexOf(graph.reachOf(id).level);
}

/** The highest level over confirmed edges that lead through no other agent; undefined where it is not known. */
function ownRank(world: World, start: string): number | undefined {
  const { graph, inventory, permissions } = world;
  const seen = new Set([start]);
  const todo = [start];
  let highest = 0;
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const identity = inventory.identities.get(node);
    if (identity?.plane === 'aws') {
      const { level } = permissions.powerOf(identity.actsAs ?? node);
      if (level === 'unknown') return undefined;
      highest = Math.max(highest, levels.indexOf(level));
    }
    for (const edge of graph.edgesFrom(node)) {
      if (!isConfirmed(edge) || seen.has(edge.to) || isAgent(world, edge.to)) continue;
      if (edge.to.startsWith('class:aws-admin/')) return levels.length - 1;
      seen.add(edge.to);
      todo.push(edge.to);
    }
  }
  return highest;
}

function isConfirmed(edge: Edge): boolean {
  return edge.certainty === certainties[0];
}

/**
 * What somebody has to take away to stop it: each credential that it, or a server of its own, holds. Credentials that others
 * hold too stop those as well. Of a configuration that was not read whole more may be there.
 */
function stopFacts(world: World, identity: Identity): Pick<AgentFacts, 'stop_steps' | 'stops' | 'stops_with'> {
  // An agent of the cloud is deleted, or cut off from its role, in one step; who shares its role is told at the role.
  if (identity.plane === 'aws') return {};
  const hands = [identity.id, ...world.holdings.serversOf(identity.id)];
  const held = [...new Set(hands.flatMap((id) => world.holdings.heldBy(id)))].filter((c) => c.static && c.enabled !== false);
  const mine = new Set(hands);
  const others = held.flatMap((c) => world.holdings.separateHoldersOf(c.id)).filter((id) => !mine.has(id));
  return {
    stop_steps: held.length > 1 || isReadWhole(identity) ? held.length : undefined,
    stops: held.map((c) => c.name).sort(),
    stops_with: [...new Set(others)].map((id) => world.graph.nameOf(id)).sort(),
  };
}
