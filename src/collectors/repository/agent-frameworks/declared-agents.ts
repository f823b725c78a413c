import { awsIdentityId } from '../../../inventory/id.ts';
import { serviceAccountOf } from '../secrets/belonging.ts';
import { at, entriesOf, flagOf, itemsOf, oneOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import type { AgentTool, FrameworkAgent } from './framework-agent.ts';
import { toolAbility } from './tool-abilities.ts';

/** What a form of file says: its agents, `whole` where the file was read to its end. */
export type ReadAgents = (tree: Tree, whole: boolean, path: string) => readonly FrameworkAgent[];

/** The base name of a path without its last ending. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

const named = (tree: Tree | undefined, fallback: string): string => textOf(at(tree, 'name')) ?? fallback;

/** https://docs.langchain.com/langsmith/cli#configuration-file : what the graphs do stands in their code. */
export const readLangGraph: ReadAgents = (tree) =>
  entriesOf(at(tree, 'graphs')).map(({ key, value }, i) => ({
    framework: 'langgraph',
    name: key,
    spot: value,
    tools: [],
    whole: false,
    // Variables may be written out in the file, for all graphs together.
    ...(i === 0 ? { holds: tree } : {}),
  }));

/** The file of a graph: `./src/agent.py:graph`, relative to the configuration. */
export function graphFiles(tree: Tree): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(at(tree, 'graphs')).flatMap(({ key, value }) => {
      const text = textOf(value) ?? textOf(at(value, 'path'));
      const file = text?.replace(/:[\w.]+$/, '').replace(/^\.\//, '');
      return file === undefined ? [] : [[key, file] as const];
    }),
  );
}

/** https://docs.crewai.com/en/concepts/agents : an agent a key; each has at least a role and a goal. */
export const readCrew: ReadAgents = (tree, whole) =>
  entriesOf(tree).flatMap(({ key, value }) => {
    if (at(value, 'role') === undefined || at(value, 'goal') === undefined) return [];
    const tools = oneOf(value, 'tools');
    const execution = at(value, 'allow_code_execution');
    const mode = at(value, 'code_execution_mode');
    // Without a mode the code runs in a container.
    const runs = flagOf(execution) === true && textOf(mode) === 'unsafe';
    const limit = oneOf(value, 'max_iter', 'max_execution_time', 'max_rpm');
    return [
      {
        framework: 'crewai',
        name: key,
        spot: value,
        tools: textsOf(tools).map(({ text, spot }) => ({ name: text, spot })),
        // Without a list here the tools are given in code.
        whole: whole && tools !== undefined,
        ...(runs && mode !== undefined ? { code: [{ what: 'code_execution_mode: unsafe', spot: mode }] } : {}),
        ...(limit === undefined ? {} : { limited: limit }),
        holds: value,
      },
    ];
  });

/** https://google.github.io/adk-docs/agents/config/ */
export const readAdk: ReadAgents = (tree, whole, path) => {
  const name = named(tree, stemOf(path));
  const tools: AgentTool[] = [];
  const servers: { readonly key: string; readonly value: Tree }[] = [];
  for (const item of itemsOf(at(tree, 'tools'))) {
    const tool = textOf(at(item, 'name')) ?? textOf(item);
    if (tool === undefined) continue;
    const args = at(item, 'args');
    const server =
      at(args, 'stdio_connection_params', 'server_params') ??
      oneOf(args, 'stdio_server_params', 'sse_connection_params', 'streamable_http_connection_params', 'sse_server_params');
    if (/McpToolset$/i.test(tool) && server !== undefined) servers.push({ key: `${name} MCP ${servers.length + 1}`, value: server });
    else tools.push({ name: tool, spot: item });
  }
  const executor = at(tree, 'code_executor');
  const executorName = textOf(executor) ?? textOf(at(executor, 'name'));
  const unsafe = executorName !== undefined && /UnsafeLocalCodeExecutor/.test(executorName);
  return [
    {
      framework: 'google-adk',
      name,
      spot: tree,
      tools,
      servers,
      whole,
      ...(unsafe && executor !== undefined ? { code: [{ what: 'UnsafeLocalCodeExecutor', spot: executor }] } : {}),
      holds: tree,
    },
  ];
};

/** What `.agent_engine_config.json` says of an agent that ADK deploys to Vertex AI Agent Engine. */
export const readAgentEngine: ReadAgents = (tree, _whole, path) => {
  const account = textOf(at(tree, 'service_account'));
  const runsAs = account === undefined ? undefined : serviceAccountOf(account, '')?.identity;
  const folder = path.split('/').at(-2);
  return [
    {
      framework: 'vertex-agent-engine',
      name: textOf(at(tree, 'display_name')) ?? folder ?? 'agent',
      spot: at(tree, 'service_account') ?? tree,
      tools: [],
      whole: false,
      ...(runsAs === undefined ? {} : { runsAs }),
      holds: tree,
    },
  ];
};

/** `.bedrock_agentcore.yaml` of the AgentCore starter toolkit (https://github.com/aws/bedrock-agentcore-starter-toolkit). */
export const readAgentCore: ReadAgents = (tree) =>
  entriesOf(at(tree, 'agents')).map(({ key, value }) => {
    const role = textOf(at(value, 'aws', 'execution_role'));
    const id = role === undefined ? undefined : awsIdentityId(role);
    const [, account = '', name = ''] = id?.split('/') ?? [];
    return {
      framework: 'bedrock-agentcore',
      name: named(value, key),
      spot: at(value, 'aws', 'execution_role') ?? value,
      tools: [],
      whole: false,
      ...(id?.startsWith('aws:role/') ? { runsAs: { id, plane: 'aws', kind: 'aws-iam-role', name, scope: account } as const } : {}),
      holds: value,
    };
  });

/** A tool of the declarative forms of Microsoft: `{ kind | type, id | name }`, in a list or a map. */
function microsoftTools(tree: Tree | undefined): Pick<FrameworkAgent, 'tools' | 'servers'> {
  const tools: AgentTool[] = [];
  const servers: { readonly key: string; readonly value: Tree }[] = [];
  const items = tree?.kind === 'map' ? tree.entries : itemsOf(tree).map((value) => ({ key: '', value }));
  for (const { key, value } of items) {
    const kind = textOf(oneOf(value, 'kind', 'type')) ?? '';
    const name = textOf(oneOf(value, 'id', 'name', 'serverName')) ?? key;
    const approval = oneOf(value, 'approvalMode', 'approval_mode', 'require_approval');
    const mode = textOf(approval) ?? textOf(oneOf(approval, 'kind', 'mode')) ?? '';
    if (kind === 'mcp' && oneOf(value, 'url', 'command') !== undefined) {
      servers.push({ key: name || 'mcp', value });
      continue;
    }
    // A function is known by its own name, anything else by its kind.
    const isOwn = kind === '' || kind === 'function' || kind === 'custom';
    const asks = /^always/i.test(mode);
    tools.push({ name: isOwn ? name : kind, spot: value, ...(asks ? { asks } : {}) });
  }
  return { tools, servers };
}

/** Declarative agents of Microsoft Agent Framework, Semantic Kernel and Azure AI Foundry (https://learn.microsoft.com/agent-framework/agents/declarative). */
export const readMicrosoft: ReadAgents = (tree, whole, path) => {
  const inner =
    at(tree, 'template', 'kind') === undefined
      ? at(tree, 'definition', 'kind') === undefined
        ? tree
        : at(tree, 'definition')
      : at(tree, 'template');
  const kernel = textOf(at(tree, 'type')) !== undefined;
  const parts = microsoftTools(at(inner, 'tools'));
  return [
    {
      framework: kernel ? 'semantic-kernel' : 'microsoft-agent-framework',
      name: textOf(at(tree, 'name')) ?? named(inner, stemOf(path)),
      spot: tree,
      ...parts,
      // A hosted agent is a container: its tools stand in code.
      whole: whole && textOf(at(inner, 'kind')) !== 'hosted',
      holds: tree,
    },
  ];
};

/** Components of AutoGen, as AutoGen Studio exports them: agents, alone or in teams. */
export const readAutoGen: ReadAgents = (tree, whole) => {
  const found: FrameworkAgent[] = [];
  const visit = (part: Tree | undefined, depth: number): void => {
    if (part === undefined || depth > 12) return;
    const config = at(part, 'config');
    if (textOf(at(part, 'component_type')) === 'agent' && config !== undefined) found.push(autoGenAgent(part, config, whole));
    for (const inner of [...itemsOf(at(config, 'participants')), ...itemsOf(at(part, 'components')), at(config, 'agent')])
      visit(inner, depth + 1);
  };
  visit(tree, 0);
  return found;
};

function autoGenAgent(part: Tree, config: Tree, whole: boolean): FrameworkAgent {
  const workbench = at(config, 'workbench');
  const benches = workbench?.kind === 'list' ? workbench.items : [workbench];
  const items = [...itemsOf(at(config, 'tools')), ...benches.flatMap((w) => itemsOf(at(w, 'config', 'tools')))];
  const servers = benches.flatMap((w, i) => {
    const value = at(w, 'config', 'server_params');
    return value === undefined ? [] : [{ key: `${named(config, 'agent')} MCP ${i + 1}`, value }];
  });
  const tools = items.map((item): AgentTool => {
    const provider = textOf(at(item, 'provider')) ?? '';
    const own = textOf(at(item, 'config', 'name')) ?? textOf(at(item, 'label')) ?? provider;
    // A function carries its own code: only its author knows what it does.
    return { name: /FunctionTool$/.test(provider) ? own : provider || own, spot: item };
  });
  const executors = [at(config, 'code_executor'), ...items.map((item) => at(item, 'config', 'executor'))].filter((e) => e !== undefined);
  const code = executors
    .filter((e) => /LocalCommandLineCodeExecutor/.test(textOf(at(e, 'provider')) ?? ''))
    .map((spot) => ({ what: 'LocalCommandLineCodeExecutor', spot }));
  const isPerson = /UserProxyAgent$/.test(textOf(at(part, 'provider')) ?? '');
  return {
    framework: 'autogen',
    name: named(config, 'agent'),
    spot: part,
    tools: tools.map((t) =>
      /PythonCodeExecutionTool$/.test(t.name)
        ? { ...t, ability: { ...(toolAbility('code_interpreter') ?? noAbility), runsCode: false } }
        : t,
    ),
    servers,
    code,
    whole,
    ...(isPerson ? { asks: true } : {}),
    holds: config,
  };
}

const noAbility = { facets: [], untrusted: false, privateData: false, runsCode: false } as const;
