import { toolWordAbility } from '../../collectors/repository/clients/tool-words.ts';
import { isDestructive } from '../../collectors/repository/servers/facets.ts';
import { matchesGlob } from '../../glob.ts';
import type { Identity } from '../../inventory/identity.ts';
import { agentProfile } from '../../posture/agent-profile.ts';
import { few } from '../../posture/few.ts';
import type { World } from '../../posture/world.ts';
import { UserError } from '../../user-error.ts';
import { type GrantedPermission, grantedPermissions } from './granted-permissions.ts';
import { isShellTool, type NoRule, readToolRule, type ToolRule } from './tool-rule.ts';

/** A tool call that the agent may make. */
export interface AllowedTool extends ToolRule {
  /** Only once a person has said yes to the call. */
  readonly approval: boolean;
}

/** What an agent is to be allowed at run time; whatever is not in it is refused. */
export interface AllowList {
  /** Ids of those who may call: the agent, or the agents that use an MCP server. */
  readonly agents: readonly string[];
  readonly name: string;
  /** Sorted; each tool once. */
  readonly tools: readonly AllowedTool[];
  readonly permissions: readonly GrantedPermission[];
  /** What could not be known or was left out on purpose, a sentence each. */
  readonly notes: readonly string[];
}

const reasons: Readonly<Record<NoRule, string>> = {
  'not exact': 'it was shortened or held a secret when it was read',
  'a pattern': 'it is a pattern, which each client matches in its own way',
  'not understood': 'its form is not known',
};

/** The allow-list that an agent's declared tools and granted powers come to. @throws UserError for what is no agent. */
export function allowListOf(world: World, identity: Identity): AllowList {
  const profile = agentProfile(world, identity);
  if (profile === undefined)
    throw new UserError(
      `${identity.name} is neither an AI agent nor an MCP server: ${identity.kind}; nhi fix makes smaller policies of what identities hold`,
    );
  const notes: string[] = [];
  const unread: Adding['unread'] = { named: [], none: [] };
  const tools = new Map<string, AllowedTool>();
  const add = (rule: ToolRule, approval: boolean): void => {
    const key = JSON.stringify([rule.server ?? null, rule.tool, rule.argument ?? null]);
    const present = tools.get(key);
    // What is named twice needs what the surer of the two asks for.
    tools.set(key, { ...rule, approval: approval || present?.approval === true });
  };
  const { settings, mcp } = identity;
  addNamed(identity, add, notes);
  const servers = mcp === undefined ? world.holdings.serversOf(identity.id) : [identity.id];
  for (const id of servers) {
    const server = world.inventory.identities.get(id);
    if (server !== undefined) addServer(server, { whole: wholeServers(settings?.allowed), unread, notes, add });
  }
  notes.push(...unreadNotes(unread));
  const agents = mcp === undefined ? [identity.id] : usersOf(world, identity.id);
  const refused = agents.map((id) => refusalsTo(world, id));
  const isRefused = (tool: AllowedTool): boolean => agents.length > 0 && refused.every((list) => list.some((r) => r.covers(tool)));
  const kept = [...tools.entries()].filter(([, tool]) => !isRefused(tool));
  const left = [...new Set(refused.flat().flatMap((r) => (r.isWhole ? [] : [r.text])))];
  if (left.length > 0)
    notes.push(`What its client refuses by argument or by a pattern is left to the client, not refused here: ${left.join(', ')}.`);
  const { permissions, notes: held } = grantedPermissions(world, profile.runsAs, identity);
  if (identity.kind === 'ci-agent' && kept.some(([, tool]) => tool.approval))
    notes.push('Nobody sits beside a pipeline: calls that need an approval are refused there until something asks a person.');
  if (identity.kind === 'sub-agent' && (settings?.subagents_inherit ?? []).length > 0)
    notes.push('It has no tool list of its own and may use every tool of its client: name its tools, and make its policy again.');
  if (kept.length === 0) notes.push('No tool of it is known by name: this policy refuses every tool call.');
  if (agents.length === 0) notes.push('No agent that uses it was seen: this policy refuses everybody.');
  return {
    agents,
    name: identity.name,
    tools: kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tool]) => tool),
    permissions,
    notes: [...notes, ...held],
  };
}

type Add = (rule: ToolRule, approval: boolean) => void;

interface Adding {
  /** Servers of which a rule lets every tool run unasked. */
  readonly whole: ReadonlySet<string>;
  /** Servers whose tools were not read: those of which some are named all the same, and the others. */
  readonly unread: Readonly<Record<'named' | 'none', string[]>>;
  readonly notes: string[];
  readonly add: Add;
}

function unreadNotes({ named, none }: Adding['unread']): readonly string[] {
  const how = '--list-tools, or a saved mcp-tools.json, tells them';
  return [
    ...(none.length === 0 ? [] : [`Which tools these servers have was not read, so none is allowed (${how}): ${none.join(', ')}.`]),
    ...(named.length === 0
      ? []
      : [`Which tools these servers have was not read; only those that clients name are allowed (${how}): ${named.join(', ')}.`]),
  ];
}

/** Tools that its own settings name: rules of what runs unasked, and tool lists. */
function addNamed({ settings }: Identity, add: Add, notes: string[]): void {
  for (const text of settings?.allowed ?? []) {
    const rule = readToolRule(text);
    if (typeof rule === 'string') notes.push(`The rule ${text} is left out: ${reasons[rule]}.`);
    else if (rule.tool === '*') {
      if (rule.server === undefined) notes.push('A rule that allows every tool is left out: name the tools.');
    } else if (rule.server !== undefined) add(rule, isDestructive(rule.tool));
    else if (rule.argument === undefined && isShellTool(rule.tool))
      notes.push(`The rule ${text} is left out: it allows every command; name the commands.`);
    else add(rule, rule.argument === undefined && !isReading(rule.tool));
  }
  // Of an agent that is built it is known what its tools come to, all of them together.
  const onlyReads = settings?.tools !== undefined && settings.facets?.every((facet) => facet === 'read') === true;
  for (const word of settings?.tools ?? settings?.named_tools ?? []) {
    const rule = readToolRule(word);
    if (typeof rule === 'string') notes.push(`The tool ${word} is left out: ${reasons[rule]}.`);
    else if (rule.tool === '*')
      notes.push(`Every tool of ${rule.server ?? 'its client'} is given to it: which those are is not said here.`);
    else add(rule, rule.server === undefined ? !onlyReads && !isReading(rule.tool) : isDestructive(rule.tool));
  }
  const modes = settings?.bypass ?? [];
  if (modes.length > 0)
    notes.push(`Approvals are bypassed today (${few(modes, 3)}); this policy asks for them where a call changes something.`);
}

/** Servers of which a rule lets every tool run unasked. */
function wholeServers(allowed: readonly string[] = []): ReadonlySet<string> {
  return new Set(
    allowed.flatMap((text) => {
      const rule = readToolRule(text);
      return typeof rule !== 'string' && rule.tool === '*' && rule.server !== undefined ? [rule.server] : [];
    }),
  );
}

/** Tools of an MCP server: as it listed them, else those that its clients name. */
function addServer({ name: server, mcp }: Identity, { whole, unread, notes, add }: Adding): void {
  if (mcp?.disabled === true) return;
  const enabled = mcp?.tools_enabled ?? [];
  const named = [...enabled, ...(mcp?.auto_approved ?? []).filter((tool) => !/[*?]/.test(tool))];
  const listed = mcp?.tools?.filter((tool) => mcp.tool_allowlist !== true || enabled.length === 0 || enabled.includes(tool));
  const reading = new Set(mcp?.tools_reading ?? []);
  for (const tool of listed ?? named) {
    if (tool.includes('***') || tool.length >= 120) notes.push(`A tool of ${server} is left out: its name was shortened when it was read.`);
    else add({ server, tool }, !(reading.has(tool) || (listed === undefined && !isDestructive(tool) && isOnlyReading(tool))));
  }
  if (mcp?.auto_approve_all === true || whole.has(server))
    notes.push(`Every tool of ${server} runs unasked today; this policy asks a person where a call changes something.`);
  if (listed === undefined) unread[named.length === 0 ? 'none' : 'named'].push(server);
}

/** Of a tool that is known by its name alone: whether that says that it reads. */
function isOnlyReading(tool: string): boolean {
  return /^(?:get|list|read|search|find|describe|show|view|query|count|check|lookup|fetch)(?:[_-]|[A-Z]|$)/.test(tool);
}

/** Whether a tool of a client's own is known to read and do nothing else. */
function isReading(tool: string): boolean {
  return toolWordAbility(tool)?.facets.every((facet) => facet === 'read') === true;
}

/** A rule of what never runs. */
interface Refusal {
  readonly text: string;
  /** What it refuses can be told by the name of a tool. */
  readonly isWhole: boolean;
  readonly covers: (tool: AllowedTool) => boolean;
}

/** What an agent's own settings refuse, and those of the client that it is a sub-agent of. */
function refusalsTo({ inventory }: World, agent: string): readonly Refusal[] {
  const parents = inventory.links.flatMap((l) => (l.kind === 'delegates' && l.to === agent ? [l.from] : []));
  const texts = [agent, ...parents].flatMap((id) => inventory.identities.get(id)?.settings?.refused ?? []);
  return texts.map((text) => {
    const rule = readToolRule(text);
    if (typeof rule !== 'string') return { text, isWhole: rule.argument === undefined, covers: (tool) => covers(rule, tool) };
    // A star in a name matches as anywhere; of what was cut, no more is known than where it begins.
    const isWhole = rule === 'a pattern' && !text.includes('(');
    return {
      text,
      isWhole,
      covers: (tool) => isWhole && tool.server !== undefined && matchesGlob(text, `mcp__${tool.server}__${tool.tool}`),
    };
  });
}

function covers(rule: ToolRule, tool: AllowedTool): boolean {
  if (rule.server !== tool.server || (rule.tool !== '*' && rule.tool !== tool.tool)) return false;
  return rule.argument === undefined || (rule.argument.kind === tool.argument?.kind && rule.argument.text === tool.argument.text);
}

/** The agents that use an MCP server. */
function usersOf({ inventory }: World, server: string): readonly string[] {
  return [...new Set(inventory.links.flatMap((l) => (l.kind === 'uses' && l.to === server ? [l.from] : [])))].sort();
}
