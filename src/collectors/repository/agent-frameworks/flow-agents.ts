import { at, entriesOf, flagOf, itemsOf, type Tree, textOf } from '../tree/tree.ts';
import { type ReadAgents, stemOf } from './declared-agents.ts';
import type { AgentTool, FrameworkAgent, Said } from './framework-agent.ts';
import { toolAbility } from './tool-abilities.ts';

const agentType = /^@n8n\/n8n-nodes-langchain\.agent(?:Tool)?$/;

/** Triggers of n8n that bring in what strangers write. */
const outsideTriggers =
  /^n8n-nodes-base\.(?:emailReadImap|gmailTrigger|microsoftOutlookTrigger|telegramTrigger|whatsAppTrigger|rssFeedReadTrigger|githubTrigger|gitlabTrigger|twilioTrigger|formTrigger|typeformTrigger|jotFormTrigger)$/;

/** Workflows that n8n exports (https://docs.n8n.io/workflows/export-import/): an agent is a node, its tools the nodes tied to it. */
export const readN8n: ReadAgents = (tree, whole) => {
  const nodes = itemsOf(at(tree, 'nodes')).filter((n) => flagOf(at(n, 'disabled')) !== true);
  const openTo = nodes.flatMap(openTrigger);
  const byName = new Map(nodes.map((n) => [textOf(at(n, 'name')) ?? '', n]));
  const flow = textOf(at(tree, 'name'));
  const attached = (kind: string, agent: string): readonly Tree[] =>
    entriesOf(at(tree, 'connections')).flatMap(({ key, value }) => {
      const ends = itemsOf(at(value, kind)).flatMap(itemsOf);
      const node = byName.get(key);
      return node !== undefined && ends.some((e) => textOf(at(e, 'node')) === agent) ? [node] : [];
    });
  return nodes.flatMap((node): FrameworkAgent[] => {
    const name = textOf(at(node, 'name'));
    if (name === undefined || !agentType.test(textOf(at(node, 'type')) ?? '')) return [];
    const limit = at(node, 'parameters', 'options', 'maxIterations');
    return [
      {
        framework: 'n8n',
        name: flow === undefined ? name : `${flow} / ${name}`,
        spot: node,
        tools: attached('ai_tool', name).map(n8nTool),
        whole,
        openTo,
        ...(limit === undefined ? {} : { limited: limit }),
      },
    ];
  });
};

function n8nTool(node: Tree): AgentTool {
  const type = textOf(at(node, 'type')) ?? '';
  const kind = type.slice(type.lastIndexOf('.') + 1);
  // A command that its author fixed runs as written; one that the model fills in is a shell.
  const command = textOf(at(node, 'parameters', 'command')) ?? '';
  if (/^executeCommand/.test(kind)) {
    const ability = toolAbility('shell_tool');
    if (ability !== undefined) return { name: kind, spot: node, ability: { ...ability, runsCode: /\$fromAI|^=/.test(command) } };
  }
  return { name: kind.replace(/^tool(?=[A-Z])|Tool$/g, ''), spot: node };
}

function openTrigger(node: Tree): readonly Said[] {
  const type = textOf(at(node, 'type')) ?? '';
  const parameters = at(node, 'parameters');
  const authentication = textOf(at(parameters, 'authentication')) ?? 'none';
  const name = textOf(at(node, 'name')) ?? type;
  if (/\.chatTrigger$/.test(type))
    return flagOf(at(parameters, 'public')) === true && authentication === 'none' ? [{ what: name, spot: node }] : [];
  if (/\.(?:webhook|mcpTrigger)$/.test(type)) return authentication === 'none' ? [{ what: name, spot: node }] : [];
  return outsideTriggers.test(type) ? [{ what: name, spot: node }] : [];
}

/** Flows that Flowise exports: agents of the older form have tools as neighbours, those of the newer form as a list. */
export const readFlowise: ReadAgents = (tree, whole, path) => {
  const nodes = itemsOf(at(tree, 'nodes'));
  const edges = itemsOf(at(tree, 'edges'));
  return nodes.flatMap((node): FrameworkAgent[] => {
    const data = at(node, 'data');
    const kind = textOf(at(data, 'name')) ?? '';
    const isNew = kind === 'agentAgentflow';
    if (!isNew && textOf(at(data, 'category')) !== 'Agents') return [];
    const id = textOf(at(node, 'id'));
    const label = textOf(at(data, 'label')) ?? kind;
    const tools = isNew
      ? itemsOf(at(data, 'inputs', 'agentTools')).flatMap((item): AgentTool[] => {
          const name = textOf(at(item, 'agentSelectedTool'));
          const asks = flagOf(at(item, 'agentSelectedToolRequiresHumanInput')) === true;
          return name === undefined ? [] : [{ name, spot: item, ...(asks ? { asks } : {}) }];
        })
      : nodes.flatMap((other): AgentTool[] => {
          const from = textOf(at(other, 'id'));
          const isTool = /^Tools/.test(textOf(at(other, 'data', 'category')) ?? '');
          const tied = edges.some((e) => textOf(at(e, 'source')) === from && textOf(at(e, 'target')) === id);
          return isTool && tied ? [{ name: textOf(at(other, 'data', 'name')) ?? 'tool', spot: other }] : [];
        });
    const knowledge = isNew ? knowledgeOf(data) : [];
    return [
      {
        framework: 'flowise',
        name: `${stemOf(path)} / ${label}`,
        spot: node,
        tools: [...tools, ...knowledge],
        // Agents for a table or an account bring their own tools.
        whole: whole && (isNew || generalAgents.test(kind)),
        holds: node,
      },
    ];
  });
};

const generalAgents =
  /^(?:toolAgent|conversationalAgent|openAIFunctionAgent|openAIToolAgent|xmlAgent|mistralAIToolAgent|reactAgent(?:Chat|LLM)?)$/;

/** What an agent of the newer form is given besides its list of tools: stores of documents, and tools of its model's provider. */
function knowledgeOf(data: Tree | undefined): readonly AgentTool[] {
  const inputs = at(data, 'inputs');
  const stores = ['agentKnowledgeDocumentStores', 'agentKnowledgeVSEmbeddings'].flatMap((key) => itemsOf(at(inputs, key)));
  const builtIn = ['agentToolsBuiltInOpenAI', 'agentToolsBuiltInGemini', 'agentToolsBuiltInAnthropic'].flatMap((key) => {
    const value = at(inputs, key);
    const text = textOf(value) ?? '';
    // Written as a list inside a text.
    return value === undefined ? [] : (text.match(/[a-zA-Z][\w-]{2,60}/g) ?? []).map((name) => ({ name, spot: value }));
  });
  return [...stores.map((spot) => ({ name: 'knowledge', spot })), ...builtIn];
}

/** Apps that Dify exports: an agent app, or agent nodes in a workflow. */
export const readDify: ReadAgents = (tree, whole, path) => {
  const app = textOf(at(tree, 'app', 'name')) ?? stemOf(path);
  const mode = at(tree, 'model_config', 'agent_mode');
  const found: FrameworkAgent[] = [];
  if (textOf(at(tree, 'app', 'mode')) === 'agent-chat' && mode !== undefined) {
    const limit = at(mode, 'max_iteration');
    found.push({
      framework: 'dify',
      name: app,
      spot: mode,
      tools: difyTools(at(mode, 'tools')),
      whole,
      holds: tree,
      ...(limit === undefined ? {} : { limited: limit }),
    });
  }
  for (const node of itemsOf(at(tree, 'workflow', 'graph', 'nodes'))) {
    const data = at(node, 'data');
    if (textOf(at(data, 'type')) !== 'agent') continue;
    const parameters = at(data, 'agent_parameters');
    const tools = difyTools(at(parameters, 'tools', 'value') ?? at(parameters, 'tools'));
    found.push({ framework: 'dify', name: `${app} / ${textOf(at(data, 'title')) ?? 'agent'}`, spot: node, tools, whole, holds: node });
  }
  return found;
};

function difyTools(list: Tree | undefined): readonly AgentTool[] {
  return itemsOf(list).flatMap((item): AgentTool[] => {
    const tool = textOf(at(item, 'tool_name'));
    if (tool === undefined || flagOf(at(item, 'enabled')) === false) return [];
    const provider = textOf(at(item, 'provider_name')) ?? '';
    const ability = toolAbility(tool) ?? toolAbility(provider.split('/').at(-1) ?? '');
    return [{ name: tool, spot: item, ...(ability === undefined ? {} : { ability }) }];
  });
}
