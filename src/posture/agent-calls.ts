import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/** Agents that are asked about one by one, at most: each asks about each. */
const most = 200;

/** How agents of AWS are called, by kind: the action, and the ARN it is asked on. The alias is the one that every agent has. */
const calls: Readonly<
  Record<string, { readonly action: string; readonly arnOf: (account: string, region: string, path: string) => string }>
> = {
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
  'aws-bedrock-agent': {
    action: 'bedrock:InvokeAgent',
    arnOf: (account, region, path) => `arn:aws:bedrock:${region}:${account}:agent-alias/${path}/TSTALIASID`,
  },
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html
  'aws-agentcore-runtime': {
    action: 'bedrock-agentcore:InvokeAgentRuntime',
    arnOf: (account, region, path) => `arn:aws:bedrock-agentcore:${region}:${account}:runtime/${path}-0000000000`,
  },
};

/** Agents of AWS that an agent's own role may call without a condition, by id. */
export function agentDrives(world: World, { id, actsAs }: Identity): readonly string[] {
  if (actsAs === undefined) return [];
  return callees(world)
    .filter((callee) => callee.id !== id && callee.actsAs !== actsAs && mayCall(world, actsAs, callee))
    .map((callee) => callee.id);
}

function mayCall({ permissions }: World, role: string, callee: Identity): boolean {
  const call = calls[callee.kind];
  const [, account, region, path] = /^aws:[^/]+\/([^/]+)\/([^/]+)\/(.+)$/.exec(callee.id) ?? [];
  if (call === undefined || account === undefined || region === undefined || path === undefined) return false;
  return permissions.decide(role, call.action, call.arnOf(account, region, path)).answer === 'allowed';
}

const known = new WeakMap<World, readonly Identity[]>();

function callees(world: World): readonly Identity[] {
  const present = known.get(world);
  if (present !== undefined) return present;
  const found = [...world.inventory.identities.values()].filter((i) => calls[i.kind] !== undefined && i.actsAs !== undefined);
  const answer = found.length > most ? [] : found;
  known.set(world, answer);
  return answer;
}
