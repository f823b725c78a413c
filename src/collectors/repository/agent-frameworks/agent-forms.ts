import { readJson } from '../tree/json.ts';
import { readFrontMatter } from '../tree/markdown.ts';
import { at, entriesOf, itemsOf, type ReadTree, type Tree, textOf } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';
import { readAgenticWorkflow, readRecipe } from './agentic-workflows.ts';
import { readDeclarativeAgent } from './copilot-agents.ts';
import {
  type ReadAgents,
  readAdk,
  readAgentCore,
  readAgentEngine,
  readAutoGen,
  readCrew,
  readLangGraph,
  readMicrosoft,
} from './declared-agents.ts';
import { readDify, readFlowise, readN8n } from './flow-agents.ts';

/** A form of file in which agents are declared. */
export interface AgentForm {
  readonly framework: string;
  /** Its path alone says that it is one: then what cannot be read of it is told. */
  readonly path?: RegExp;
  /** What its text must hold, all of it, before it is parsed. */
  readonly holds?: readonly (string | RegExp)[];
  /** Whether the document is of this form. */
  readonly is: (tree: Tree) => boolean;
  readonly parse: (text: string) => ReadTree;
  readonly read: ReadAgents;
}

const hasKey =
  (...keys: readonly string[]) =>
  (tree: Tree): boolean =>
    at(tree, ...keys) !== undefined;
const kernelTypes =
  /^(?:chat_completion_agent|openai_assistant|openai_responses|azure_assistant|azure_openai_responses|foundry_agent|azureai_agent|bedrock_agent)$/;

/** Every form, in the order in which they are tried; a file is of one form. */
export const agentForms: readonly AgentForm[] = [
  { framework: 'langgraph', path: /(?:^|\/)langgraph\.json$/, is: hasKey('graphs'), parse: readJson, read: readLangGraph },
  {
    framework: 'vertex-agent-engine',
    path: /(?:^|\/)\.agent_engine_config\.json$/,
    is: (tree) => tree.kind === 'map',
    parse: readJson,
    read: readAgentEngine,
  },
  {
    framework: 'bedrock-agentcore',
    path: /(?:^|\/)\.bedrock_agentcore\.ya?ml$/,
    is: hasKey('agents'),
    parse: readYaml,
    read: readAgentCore,
  },
  {
    framework: 'm365-copilot',
    path: /(?:^|\/)declarativeAgent[\w.-]{0,60}\.json$/i,
    is: hasKey('instructions'),
    parse: readJson,
    read: readDeclarativeAgent,
  },
  { framework: 'gh-aw', path: /^\.github\/workflows\/[^/]+\.md$/, is: hasKey('on'), parse: readFrontMatter, read: readAgenticWorkflow },
  { framework: 'goose', path: /(?:^|\/)\.goose\/recipes\/[^/]+\.ya?ml$/, is: hasKey('title'), parse: readYaml, read: readRecipe },
  { framework: 'goose', path: /(?:^|\/)recipe\.ya?ml$/, is: hasKey('instructions'), parse: readYaml, read: readRecipe },
  {
    framework: 'crewai',
    holds: ['backstory', 'role', 'goal'],
    is: (tree) => entriesOf(tree).some(({ value }) => at(value, 'role') !== undefined && at(value, 'backstory') !== undefined),
    parse: readYaml,
    read: readCrew,
  },
  {
    framework: 'google-adk',
    holds: ['name', 'instruction'],
    is: (tree) =>
      textOf(at(tree, 'name')) !== undefined &&
      textOf(at(tree, 'instruction')) !== undefined &&
      (/Agent$/.test(textOf(at(tree, 'agent_class')) ?? '') ||
        (at(tree, 'model') !== undefined && (at(tree, 'tools') ?? at(tree, 'sub_agents')) !== undefined)),
    parse: readYaml,
    read: readAdk,
  },
  {
    framework: 'microsoft-agent-framework',
    holds: ['kind', 'name', /prompt|hosted/i],
    is: (tree) =>
      [tree, at(tree, 'template'), at(tree, 'definition')].some(
        (part) => /^(?:Prompt|hosted)$/i.test(textOf(at(part, 'kind')) ?? '') && hasBody(part),
      ),
    parse: readYaml,
    read: readMicrosoft,
  },
  {
    framework: 'semantic-kernel',
    holds: ['type', '_a', 'name', /_(?:agent|assistant|responses)/],
    is: (tree) => kernelTypes.test(textOf(at(tree, 'type')) ?? ''),
    parse: readYaml,
    read: readMicrosoft,
  },
  {
    framework: 'dify',
    holds: ['kind', 'app', 'mode'],
    is: (tree) => textOf(at(tree, 'kind')) === 'app' && at(tree, 'app', 'mode') !== undefined,
    parse: readYaml,
    read: readDify,
  },
];

const hasBody = (part: Tree | undefined): boolean =>
  ['instructions', 'model', 'tools', 'protocols', 'environment_variables', 'container_protocol_versions'].some(
    (key) => at(part, key) !== undefined,
  );

/** Forms of JSON, which say nothing by their name. */
export const jsonForms: readonly AgentForm[] = [
  {
    framework: 'n8n',
    holds: ['@n8n/n8n-nodes-langchain.agent', '"connections"'],
    is: hasKey('connections'),
    parse: readJson,
    read: readN8n,
  },
  {
    framework: 'flowise',
    holds: ['"nodes"', '"edges"', '"category"', 'gent'],
    is: (tree) => itemsOf(at(tree, 'nodes')).some((n) => at(n, 'data', 'category') !== undefined && at(n, 'data', 'inputs') !== undefined),
    parse: readJson,
    read: readFlowise,
  },
  {
    framework: 'autogen',
    holds: ['"component_type"', '"provider"', 'autogen'],
    is: hasKey('provider'),
    parse: readJson,
    read: readAutoGen,
  },
  {
    framework: 'm365-copilot',
    holds: ['"instructions"', 'declarative-agent/'],
    is: (tree) => /\/copilot\/declarative-agent\//.test(textOf(at(tree, '$schema')) ?? ''),
    parse: readJson,
    read: readDeclarativeAgent,
  },
];

/** The plugins that a declarative agent names. */
export function isPluginFile(path: string): boolean {
  return /(?:^|\/)ai-plugin[\w.-]{0,60}\.json$/i.test(path);
}

/** Whether its path alone says that agents are declared in a file. */
export function isAgentFile(path: string): boolean {
  // Asked of every path of a tree.
  if (!/\.(?:json|ya?ml|md)$/i.test(path)) return false;
  return agentForms.some((form) => form.path?.test(path) === true) || isPluginFile(path);
}
