import type { Evidence } from '../../../inventory/evidence.ts';
import { clients } from '../clients/clients.ts';
import { judgingDirectories } from '../files/directory.ts';
import { marks, type Wants } from '../first-look.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { redactName } from '../secrets/detect.ts';
import { readJson } from '../tree/json.ts';
import type { Tree } from '../tree/tree.ts';
import { type AgentForm, agentForms, isAgentFile, isPluginFile, jsonForms } from './agent-forms.ts';
import { actionFiles, isPlugin, pluginTools } from './copilot-agents.ts';
import { graphFiles, stemOf } from './declared-agents.ts';
import { emitFrameworkAgent, type FrameworkAgent, frameworkAgentId, nameOf } from './framework-agent.ts';
import { mayBuildAgents, readSourceAgents, type SourceAgent } from './source-agents.ts';
import { languageOf } from './source-text.ts';

/** Larger sources are generated. */
const largestSource = 512 * 1024;

const declarationMarks = ['langchain.agent', '"category"', 'component_type', 'declarative-agent/'] as const;
const moduleMarks = marks.slice(marks.indexOf('langchain'));

/** Whether a file may declare or build agents: then a look inside tells. Tests and examples are nobody's agents. */
export function wantsAgents(path: string): Wants {
  if (isAgentFile(path) || /\.ya?ml$/i.test(path)) return 'any';
  if (/\.json$/i.test(path)) return declarationMarks;
  return languageOf(path) !== undefined && !isExample(path) ? moduleMarks : 'none';
}

/** Test data and examples, by the names that people give them. */
function isExample(path: string): boolean {
  return isForExamples(path) || /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|\.(?:test|spec|stories)\.[cm]?[jt]sx?$/i.test(path);
}

const isForExamples = judgingDirectories((directory) =>
  /(?:^|\/)(?:tests?|__tests__|testing|fixtures?|specs?|e2e|mocks?|__mocks__|testdata|examples?|samples?|demos?|docs?|tutorials?|cookbooks?|notebooks?|templates?|node_modules|dist|build|vendor)(?:\/|$)/i.test(
    directory,
  ),
);

interface Declared {
  readonly file: OpenFile;
  readonly form: AgentForm;
  readonly tree: Tree;
  readonly agents: readonly FrameworkAgent[];
}

interface Memory {
  readonly writer: string;
  readonly evidence: Evidence;
}

/** Reads agents that are built with frameworks, file by file, and what several files say of one at the end. */
export class AgentFrameworks {
  readonly #out: Gathering;
  readonly #declared: Declared[] = [];
  readonly #sources: { readonly file: OpenFile; readonly agents: readonly SourceAgent[] }[] = [];
  /** The plugins of declarative agents, by path. */
  readonly #plugins = new Map<string, Tree>();
  readonly #memories = new Map<string, Memory[]>();

  constructor(out: Gathering) {
    this.#out = out;
  }

  /** Answers whether the file declares an agent, whose credentials are then its own. */
  take(file: OpenFile): boolean {
    const { path, text } = file;
    const language = languageOf(path);
    if (language !== undefined) {
      if (!isExample(path) && text.length <= largestSource && mayBuildAgents(text)) this.#takeSource(file, language);
      return false;
    }
    if (isPluginFile(path)) {
      const { tree } = this.#out.tree(file, readJson);
      if (tree !== undefined && isPlugin(tree)) this.#plugins.set(path, tree);
      return false;
    }
    const forms = path.endsWith('.json') ? [...agentForms, ...jsonForms] : agentForms;
    for (const form of forms) {
      const byPath = form.path?.test(path) === true;
      if (!byPath && (form.path !== undefined || !/\.(?:json|ya?ml)$/i.test(path) || !this.#mayBe(form, path, text))) continue;
      // What only a look inside could tell is no promise: what is wrong with it is told where it is somebody's.
      const { tree, whole } = byPath ? this.#out.tree(file, form.parse) : quietly(form, text);
      if (tree === undefined || !form.is(tree)) continue;
      this.#declared.push({ file, form, tree, agents: form.read(tree, whole, path) });
      return true;
    }
    return false;
  }

  #mayBe({ holds = [], parse }: AgentForm, path: string, text: string): boolean {
    return (
      (parse === readJson) === path.endsWith('.json') &&
      holds.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text)))
    );
  }

  #takeSource(file: OpenFile, language: 'python' | 'javascript'): void {
    const read = readSourceAgents(file.text, language);
    if (read === undefined) return;
    const { agents: built, code, framework } = read;
    const [first] = code;
    const loose: readonly SourceAgent[] =
      first === undefined ? [] : [{ framework, name: `code in ${stemOf(file.path)}`, spot: first.spot, tools: [], whole: false, code }];
    const agents = [...built, ...loose];
    if (agents.length > 0) this.#sources.push({ file, agents });
    for (const { what, spot } of read.memories)
      this.#remember(what, `${nameOf(agents[0]?.name ?? stemOf(file.path))} (${file.path})`, evidenceIn(file, spot));
  }

  #remember(store: string, writer: string, evidence: Evidence): void {
    const present = this.#memories.get(store) ?? [];
    present.push({ writer, evidence });
    this.#memories.set(store, present);
  }

  /** Hands over what all files together say. */
  finish(): void {
    const taken = new Map<SourceAgent, string>();
    for (const { file, form, tree, agents } of this.#declared) {
      const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
      if (form.framework === 'langgraph') this.#joinGraphs(file, folder, tree, taken);
      if (form.framework === 'crewai') this.#joinCrew(file, folder, agents, taken);
      for (const agent of agents) emitFrameworkAgent(this.#out, file, this.#withPlugins(agent, folder, tree, form));
    }
    for (const { file, agents } of this.#sources) {
      for (const agent of agents) {
        const id = taken.get(agent);
        emitFrameworkAgent(this.#out, file, { ...agent, ...(id === undefined ? {} : { id }) });
      }
    }
    this.#rememberServers();
    for (const [store, memories] of this.#memories) this.#emitMemory(store, memories);
  }

  /** A graph whose file builds one agent is that agent. */
  #joinGraphs(file: OpenFile, folder: string, tree: Tree, taken: Map<SourceAgent, string>): void {
    for (const [graph, path] of graphFiles(tree)) {
      const source = this.#sources.find((s) => s.file.path === `${folder}${path}`);
      const id = frameworkAgentId(this.#out, 'langgraph', file.path, nameOf(graph));
      const only = source?.agents.length === 1 ? source.agents[0] : undefined;
      if (only !== undefined && !taken.has(only)) taken.set(only, id);
      else
        for (const agent of source?.agents ?? []) {
          const to = frameworkAgentId(this.#out, agent.framework, source?.file.path ?? '', nameOf(agent.name));
          this.#out.link('delegates', id, to, [evidenceIn(file, tree)]);
        }
    }
  }

  /** `config/agents.yaml` says who the agents are, the code beside it what tools they are given. */
  #joinCrew(file: OpenFile, folder: string, agents: readonly FrameworkAgent[], taken: Map<SourceAgent, string>): void {
    const above = folder.replace(/(?:^|(?<=\/))config\/$/, '');
    for (const { file: source, agents: built } of this.#sources) {
      if (!source.path.startsWith(above) || source.path.slice(above.length).split('/').length > 2) continue;
      for (const agent of built) {
        const match = agents.find((a) => a.name === agent.configured);
        if (match !== undefined && !taken.has(agent))
          taken.set(agent, frameworkAgentId(this.#out, 'crewai', file.path, nameOf(match.name)));
      }
    }
  }

  #withPlugins(agent: FrameworkAgent, folder: string, tree: Tree, form: AgentForm): FrameworkAgent {
    if (form.framework === 'gh-aw') return agent;
    const files = form.framework === 'm365-copilot' ? actionFiles(tree) : [];
    const plugins = files.map((path) => this.#plugins.get(`${folder}${path}`));
    if (files.length === 0 || plugins.some((p) => p === undefined)) return agent;
    // Spots of the plugin's file would be places in another one: its functions are shown where the agent names them.
    const tools = plugins.flatMap((p) => (p === undefined ? [] : pluginTools(p))).map((tool) => ({ ...tool, spot: agent.spot }));
    return { ...agent, tools: [...agent.tools, ...tools], whole: true };
  }

  /** A memory server whose every client is told what the others said. */
  #rememberServers(): void {
    for (const server of this.#out.servers.values()) {
      const name = String(server.sheet.get('package') ?? server.name);
      if (!/server-memory|mcp-memory|memory-mcp|mem0|openmemory|basic-memory/i.test(name) || server.sheet.get('disabled') === true)
        continue;
      for (const id of server.clients) {
        const place = server.places[0];
        const shown = clients.find((c) => c.id === id)?.name ?? id;
        if (place !== undefined) this.#remember(`MCP server ${server.name}`, shown, place);
      }
    }
  }

  #emitMemory(store: string, memories: readonly Memory[]): void {
    const shown = redactName(store).slice(0, 120);
    const evidence = memories.slice(0, 50).map((m) => m.evidence);
    this.#out.emit({
      type: 'workload',
      value: {
        id: `agent:memory/${this.#out.repository}/${shown}`,
        kind: 'agent-memory',
        name: shown,
        scope: this.#out.repository,
        settings: { memory_writers: [...new Set(memories.map((m) => m.writer))].sort() },
        evidence,
      },
    });
  }
}

function quietly(form: AgentForm, text: string): { readonly tree?: Tree; readonly whole: boolean } {
  const { tree, problems } = form.parse(text);
  return { ...(tree === undefined ? {} : { tree }), whole: problems.every((p) => p.harmless === true) };
}
