import type { Facts } from '../../../inventory/fact-types.ts';
import { settingCandidates } from '../clients/setting-candidates.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import type { Belonging } from '../secrets/belonging.ts';
import { redactName, redactPointer, shown } from '../secrets/detect.ts';
import { recordCredentials } from '../secrets/record.ts';
import { abilityOf } from '../servers/facets.ts';
import { readServer } from '../servers/read-servers.ts';
import type { Entry, Spot, Tree } from '../tree/tree.ts';
import { type ToolAbility, toolAbility } from './tool-abilities.ts';

/** A tool that an agent is given. */
export interface AgentTool {
  readonly name: string;
  readonly spot: Spot;
  /** What it can do, where its kind says more than its name. */
  readonly ability?: ToolAbility;
  /** A person confirms each use. */
  readonly asks?: boolean;
}

/** Something said of an agent, and where. */
export interface Said {
  readonly what: string;
  readonly spot: Spot;
}

/** An agent that is built with a framework, as one file declares it. */
export interface FrameworkAgent {
  /** Its id, where another file speaks of the same agent. */
  readonly id?: string;
  /** As `settings.client`: langgraph, crewai, google-adk... */
  readonly framework: string;
  readonly name: string;
  readonly spot: Spot;
  readonly tools: readonly AgentTool[];
  /** All of its tools are in `tools`. */
  readonly whole: boolean;
  /** Settings by which nothing is asked. Absent: not known. */
  readonly bypass?: readonly Said[];
  /** Settings that take it out of its sandbox. */
  readonly unsandboxed?: readonly Said[];
  /** Ways, besides tools, in which what its model writes runs unasked and in no sandbox. */
  readonly code?: readonly Said[];
  /** Anybody may talk to it: an open webhook, an issue, a public chat. */
  readonly openTo?: readonly Said[];
  /** It waits for a person before tools run. */
  readonly asks?: boolean;
  /** A limit of turns, time or cost is set. */
  readonly limited?: Spot;
  /** Names of agents of the same framework that it hands work to. */
  readonly delegates?: readonly Said[];
  /** MCP servers that it is given. */
  readonly servers?: readonly Entry[];
  /** The file as a tree, where credentials may stand in it. */
  readonly holds?: Tree;
  /** The identity that runs it, where the file names it: a workflow job. */
  readonly runBy?: string;
  /** The role or service account whose permissions it has. */
  readonly runsAs?: Belonging['identity'];
}

export function frameworkAgentId(out: Gathering, framework: string, path: string, name: string): string {
  return `agent:${framework}/${out.repository}/${path}#${name}`;
}

/** Hands over an agent that is built with a framework: who it is, what its tools amount to, what it runs and whom it calls. */
export function emitFrameworkAgent(out: Gathering, file: OpenFile, agent: FrameworkAgent): string {
  const name = nameOf(agent.name);
  const id = agent.id ?? frameworkAgentId(out, agent.framework, file.path, name);
  const at = (spot: Spot, note?: string): ReturnType<typeof evidenceIn> =>
    evidenceIn(file, { ...spot, pointer: redactPointer(spot.pointer) }, note);
  const place = at(agent.spot);
  for (const server of agent.servers ?? []) readServer(out, file, { id, client: agent.framework }, server, agent.whole);
  const { facts, evidence } = factsOf({ ...agent, tools: [...agent.tools, ...serverTools(out, agent)] }, at);
  const { runsAs } = agent;
  if (runsAs !== undefined) {
    out.emit({ type: 'identity', value: { ...runsAs, nature: 'workload', agent: false, standing: 'named', evidence: [place] } });
  }
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'agent',
      kind: 'framework-agent',
      name,
      scope: out.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(runsAs === undefined ? {} : { actsAs: runsAs.id }),
      settings: { client: agent.framework, scope: out.scope, ...facts },
      evidence: [place],
      factEvidence: evidence,
    },
  });
  for (const { what, spot } of agent.delegates ?? []) {
    out.link('delegates', id, frameworkAgentId(out, agent.framework, file.path, nameOf(what)), [at(spot)]);
  }
  if (agent.runBy !== undefined) out.emit({ type: 'link', value: { kind: 'runs', from: agent.runBy, to: id, evidence: [place] } });
  if (agent.holds !== undefined) {
    const servers = (agent.servers ?? []).map((e) => `${e.value.pointer}/`);
    const own = settingCandidates(agent.holds).filter((c) => !servers.some((s) => c.spot.pointer.startsWith(s)));
    recordCredentials(out, file, id, own);
  }
  return id;
}

/** Its MCP servers count as tools: what they can do is told by their package, host or name. */
function serverTools(out: Gathering, { servers = [] }: FrameworkAgent): readonly AgentTool[] {
  return servers.map(({ key, value }) => {
    const sheet = out.servers.get(redactName(key))?.sheet;
    const names = [sheet?.get('package'), sheet?.get('url_host'), key].map((n) => (typeof n === 'string' ? n : undefined));
    const ability = abilityOf(names, false);
    return { name: key, spot: value, ...(ability === undefined ? {} : { ability: { ...ability, runsCode: false } }) };
  });
}

/** One line, without secrets, and short enough for a table. */
export function nameOf(text: string): string {
  return redactName(shown(text)).slice(0, 120) || 'agent';
}

type Place = (spot: Spot, note?: string) => ReturnType<typeof evidenceIn>;
type Evidences = Record<string, ReturnType<typeof evidenceIn>[]>;

function factsOf(agent: FrameworkAgent, at: Place): { readonly facts: Facts<'Agent'>; readonly evidence: Evidences } {
  const evidence: Evidences = {};
  const note = (fact: keyof Facts<'Agent'>, spot: Spot, what?: string): void => {
    const places = evidence[`settings.${fact}`] ?? [];
    if (places.length < 20) places.push(at(spot, what));
    evidence[`settings.${fact}`] = places;
  };
  const able = agent.tools.map((tool) => ({ tool, ability: tool.ability ?? toolAbility(tool.name) }));
  const known = agent.whole && able.every((t) => t.ability !== undefined);
  const facets = new Set<string>();
  const code: string[] = [];
  const asks = (tool: AgentTool): boolean => tool.asks ?? agent.asks === true;
  const facts: Facts<'Agent'> = {};
  for (const { tool, ability } of able) {
    note('tools', tool.spot);
    if (ability === undefined) continue;
    note('facets', tool.spot);
    for (const facet of ability.facets) facets.add(facet);
    if (ability.untrusted) note('untrusted_input', tool.spot, shown(tool.name));
    if (ability.privateData) note('private_data', tool.spot, shown(tool.name));
    // What waits for a person goes out, or runs, with that person's word.
    if (asks(tool)) continue;
    if (ability.facets.includes('egress')) note('egress', tool.spot, shown(tool.name));
    if (ability.runsCode) {
      code.push(nameOf(tool.name));
      note('code_execution', tool.spot);
    }
  }
  for (const { what, spot } of agent.openTo ?? []) note('untrusted_input', spot, shown(what));
  for (const { what, spot } of agent.code ?? []) {
    code.push(nameOf(what));
    facets.add('execute');
    // Code on its machine reads what is there, and sends it anywhere.
    for (const fact of ['code_execution', 'private_data', 'egress'] as const)
      note(fact, spot, fact === 'code_execution' ? undefined : shown(what));
  }
  for (const [fact, said] of [
    ['bypass', agent.bypass],
    ['sandbox_off', agent.unsandboxed],
  ] as const) {
    if (said === undefined && !agent.whole) continue;
    facts[fact] = (said ?? []).map(({ what, spot }) => {
      note(fact, spot);
      return nameOf(what);
    });
  }
  for (const leg of ['untrusted_input', 'private_data', 'egress'] as const) {
    if (evidence[`settings.${leg}`] !== undefined) facts[leg] = true;
    else if (known) facts[leg] = false;
  }
  if (code.length > 0 || agent.whole) facts.code_execution = [...new Set(code)].sort();
  if (agent.whole) facts.tools = [...new Set(able.map(({ tool }) => nameOf(tool.name)))].sort();
  if (facets.size > 0 || known) facts.facets = [...facets].sort();
  if (agent.limited !== undefined) {
    facts.limited = true;
    note('limited', agent.limited);
  }
  const waiting = able.filter(({ tool }) => asks(tool)).length;
  if ((facts.bypass ?? []).length > 0) facts.approval = 'none';
  else if (agent.whole && able.length > 0) facts.approval = waiting === able.length ? 'each' : waiting > 0 ? 'some' : 'none';
  return { facts, evidence };
}
