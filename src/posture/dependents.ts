import type { Credential } from '../inventory/credential.ts';
import type { Identity } from '../inventory/identity.ts';
import { agentFacts } from './agent-facts.ts';
import { hasKillSwitch } from './agent-register.ts';
import { isUsable } from './lifetime.ts';
import type { RevocationInput, SharedCredential } from './revocation.ts';
import { applicationsOf, everyWorkloadListed, mayRunMore } from './sharing.ts';
import { hasSpareSlot, isWithdrawable } from './slots.ts';
import { switchOffOf } from './switch-off.ts';
import type { World } from './world.ts';

/** What stops when an identity, or a credential that it works with, is taken away, and how that is done. */
export function dependentsOn(
  world: World,
  identity: Identity,
  credentials: readonly Credential[] | undefined,
): Omit<RevocationInput, 'credentials'> {
  const live = (credentials ?? []).filter((c) => isUsable(c, world.settings.now));
  return {
    workloads: workloadsOn(world, identity),
    mayBeMore: mayRunMore(world, identity),
    holders: holdersOf(world, identity),
    shared: live.flatMap((c) => sharedCredential(world, c)),
    steps: stepsToStop(world, identity),
    switchOff: howToStop(world, identity, live),
  };
}

/** Kinds that are themselves what runs; all of the planes `agent` and `repository` are, but what these only name. */
const runsByItself: ReadonlySet<string> = new Set([
  'aws-agentcore-harness',
  'aws-agentcore-runtime',
  'aws-bedrock-agent',
  'azure-ai-agent',
  'azure-system-identity',
  'entra-agent-identity',
  'gcp-dialogflow-agent',
  'gcp-reasoning-engine',
  'github-app-installation',
  'github-copilot-agent',
  'github-runner',
]);

/** Kinds that nothing runs as: who works as one holds a key of it. */
const provedByKeys: ReadonlySet<string> = new Set([
  'aws-iam-user',
  'github-classic-token',
  'github-deploy-key',
  'github-fine-grained-token',
  'vault-token',
]);

function workloadsOn(world: World, identity: Identity): number | undefined {
  const { kind, plane } = identity;
  const seen = applicationsOf(world, identity).length;
  const isItself = runsByItself.has(kind) || ((plane === 'agent' || plane === 'repository') && kind !== 'service-connection');
  if (isItself) return Math.max(1, seen);
  if (provedByKeys.has(kind)) return holdersOf(world, identity) > 0 ? seen : undefined;
  return seen === 0 && !everyWorkloadListed(world, identity) ? undefined : seen;
}

function holdersOf({ holdings }: World, { id }: Identity): number {
  return new Set(holdings.ownedBy(id).flatMap((c) => holdings.separateHoldersOf(c.id))).size;
}

function sharedCredential({ holdings }: World, credential: Credential): readonly SharedCredential[] {
  const holders = holdings.separateHoldersOf(credential.id).length;
  if (holders < 2) return [];
  const all = credential.identity === undefined ? [] : holdings.ownedBy(credential.identity);
  return [{ name: credential.name, holders, spare: hasSpareSlot(credential, all) }];
}

/** A client goes on with every credential that it still has. */
function stepsToStop(world: World, identity: Identity): readonly string[] | undefined {
  return identity.kind !== 'agent' || hasKillSwitch(world.settings.agents, identity) ? undefined : agentFacts(world, identity).stops;
}

/** Its own switch, or the withdrawal of every credential that it works with. */
function howToStop(world: World, identity: Identity, live: readonly Credential[]): string | undefined {
  if (hasKillSwitch(world.settings.agents, identity)) return 'the register of agents says how it is stopped';
  const own = switchOffOf(identity);
  if (own !== undefined) return own;
  if (live.length === 0 || !live.every(isWithdrawable)) return undefined;
  return live.length === 1 ? `${live[0]?.name} can be withdrawn` : 'its credentials can be withdrawn';
}
