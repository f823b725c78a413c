import type { EdgeKind } from '../graph/graph.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Facet } from '../permissions/power.ts';
import { agentFacts, isAgentKind } from './agent-facts.ts';
import type { World } from './world.ts';

export const toolFacets = ['read', 'write', 'execute', 'egress', 'secrets'] as const;
type ToolFacet = (typeof toolFacets)[number];

/** What an agent, or an MCP server, is as an agent. null: not known. */
export interface AgentProfile {
  /** As whom it acts, and why: an identity, or somebody whom no file names (`identity` null). */
  readonly runsAs: readonly { readonly identity: string | null; readonly how: string }[];
  /** What its tools amount to. */
  readonly tools: Readonly<Record<ToolFacet, boolean | null>>;
  /** It reads what outsiders write. */
  readonly untrustedInput: boolean | null;
  readonly privateData: boolean | null;
  /** It can send things out. */
  readonly wayOut: boolean | null;
  /** Untrusted input, private data and a way out come together. */
  readonly combination: boolean | null;
  /** How many of its tools wait for a person. */
  readonly approval: 'each' | 'some' | 'none' | null;
}

/** Kinds besides those that rules about agents ask about. */
const alsoAgents: ReadonlySet<string> = new Set(['mcp-server', 'aws-agentcore-harness', 'gcp-reasoning-engine', 'gcp-dialogflow-agent']);

/** The profile of an AI agent or an MCP server; undefined for anything else. */
export function agentProfile(world: World, identity: Identity): AgentProfile | undefined {
  if (!isAgentKind(identity.kind) && !alsoAgents.has(identity.kind)) return undefined;
  const tools = toolsOf(world, identity);
  const { settings } = identity;
  const facts = agentFacts(world, identity);
  const job = jobOf(world, identity);
  const untrustedInput = settings?.untrusted_input ?? (job === undefined ? null : anyOf(job.agent_open_to));
  const privateData = settings?.private_data ?? (facts.reaches_data === true || tools.secrets === true ? true : null);
  const wayOut = facts.egress ?? settings?.egress ?? (job !== undefined && (job.write_scopes ?? []).length > 0 ? true : tools.egress);
  return {
    runsAs: runsAs(world, identity),
    tools,
    untrustedInput,
    privateData,
    wayOut,
    combination: allOf([untrustedInput, privateData, wayOut]),
    approval: approvalOf(world, identity),
  };
}

function anyOf(list: readonly string[] | undefined): boolean | null {
  return list === undefined ? null : list.length > 0;
}

function allOf(legs: readonly (boolean | null)[]): boolean | null {
  if (legs.includes(false)) return false;
  return legs.includes(null) ? null : true;
}

/** What is known of the job that runs an agent. */
function jobOf({ graph, inventory }: World, { id, kind }: Identity): Facts<'Ci'> | undefined {
  if (kind !== 'ci-agent') return undefined;
  const run = graph.edgesTo(id).find((e) => e.kind === 'runs');
  return run === undefined ? undefined : inventory.identities.get(run.from)?.ci;
}

/** The MCP servers that it uses and that are on. */
function serversOf({ holdings, inventory }: World, { id }: Identity): readonly string[] {
  return holdings.serversOf(id).filter((server) => inventory.identities.get(server)?.mcp?.disabled !== true);
}

const becomes: ReadonlySet<EdgeKind> = new Set(['runs-as', 'authenticates', 'assumes', 'federates']);

function runsAs(world: World, identity: Identity): AgentProfile['runsAs'] {
  const { graph, holdings, inventory } = world;
  const runners = graph.edgesTo(identity.id).filter((e) => e.kind === 'runs');
  const hands = [identity.id, ...serversOf(world, identity)];
  const found = [
    ...runners.map((e) => ({ identity: e.from, how: `runs in ${graph.nameOf(e.from)}` })),
    ...[...hands, ...runners.map((e) => e.from)].flatMap((hand) =>
      graph.edgesFrom(hand).flatMap((e) => (becomes.has(e.kind) ? [{ identity: e.to, how: e.reason }] : [])),
    ),
    ...hands.flatMap((hand) =>
      (inventory.identities.get(hand)?.mcp?.human_login ?? []).map((login) => ({ identity: null, how: `a person's login: ${login}` })),
    ),
  ];
  const isProcess = identity.kind === 'mcp-server' && holdings.workloadsOf(identity.id).length > 0;
  const isLocal = isProcess || identity.kind === 'agent' || identity.kind === 'sub-agent';
  const all = isLocal ? [{ identity: null, how: 'whoever starts it' }, ...found] : found;
  return all.filter((one, i) => all.findIndex((other) => other.identity === one.identity && other.how === one.how) === i);
}

function toolsOf(world: World, identity: Identity): AgentProfile['tools'] {
  const { kind, mcp, settings } = identity;
  const power = identity.plane === 'aws' ? world.permissions.powerOf(identity.actsAs ?? identity.id) : undefined;
  const facets = new Set<string>([...(mcp?.facets ?? []), ...(settings?.facets ?? [])]);
  // A client's own tools stand in no file: what is known to be there counts, and nothing is known to be missing.
  const whole =
    mcp?.facets !== undefined || (settings?.facets !== undefined && settings.tools !== undefined && settings.egress !== undefined);
  if (kind === 'agent') {
    for (const id of serversOf(world, identity)) for (const f of world.inventory.identities.get(id)?.mcp?.facets ?? []) facets.add(f);
  }
  if (kind === 'sub-agent' && (settings?.subagents_inherit ?? []).length > 0) {
    const agent = parentOf(world, identity);
    if (agent !== undefined) return toolsOf(world, agent);
  }
  const job = jobOf(world, identity);
  // A client that asks nothing has a shell; a sub-agent or an agent that is built has the tools on its list.
  const unasked = kind === 'agent' || kind === 'ci-agent' ? (settings?.bypass ?? []).filter((mode) => !mode.startsWith('show_')) : [];
  const shell = [settings?.shell_rules, unasked, settings?.code_execution].some((list) => (list ?? []).length > 0);
  if (shell) for (const facet of ['read', 'write', 'execute', 'egress']) facets.add(facet);
  if (job !== undefined) {
    facets.add('read');
    if ((job.write_scopes ?? []).length > 0) facets.add('write');
    if ((job.secrets ?? []).length > 0 || job.all_secrets === true) facets.add('secrets');
  }
  const ofPower = (facet: Facet | undefined): boolean | null => (facet === undefined || facet === 'unknown' ? null : facet !== 'none');
  const one = (facet: ToolFacet): boolean | null => {
    if (facets.has(facet)) return true;
    const granted = facet === 'egress' ? null : ofPower(power?.[facet]);
    return granted ?? (whole && power === undefined ? false : null);
  };
  return { read: one('read'), write: one('write'), execute: one('execute'), egress: one('egress'), secrets: one('secrets') };
}

/** The client that a sub-agent belongs to. */
function parentOf({ graph, inventory }: World, { id }: Identity): Identity | undefined {
  const parent = graph.edgesTo(id).find((e) => e.kind === 'delegates');
  const agent = parent === undefined ? undefined : inventory.identities.get(parent.from);
  return agent?.kind === 'agent' ? agent : undefined;
}

function approvalOf(world: World, identity: Identity): AgentProfile['approval'] {
  const { kind, mcp, settings } = identity;
  // Nobody sits there to be asked.
  if (kind === 'ci-agent' || (settings?.bypass ?? []).length > 0 || mcp?.auto_approve_all === true) return 'none';
  if (mcp !== undefined) return mcp.auto_approved === undefined ? null : mcp.auto_approved.length > 0 ? 'some' : 'each';
  if (settings?.approval === 'each' || settings?.approval === 'some' || settings?.approval === 'none') return settings.approval;
  if (kind === 'sub-agent') {
    const agent = parentOf(world, identity);
    return agent === undefined ? null : approvalOf(world, agent);
  }
  const unasked = [settings?.shell_rules, settings?.broad_allows, settings?.auto_approved_servers];
  if (unasked.some((list) => (list ?? []).length > 0)) return 'some';
  return settings?.bypass === undefined || unasked.includes(undefined) ? null : 'each';
}
