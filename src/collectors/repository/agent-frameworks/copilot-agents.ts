import { at, entriesOf, flagOf, itemsOf, type Tree, textOf } from '../tree/tree.ts';
import { type ReadAgents, stemOf } from './declared-agents.ts';
import type { AgentTool } from './framework-agent.ts';
import type { ToolAbility } from './tool-abilities.ts';

const reads: ToolAbility = { facets: ['read'], untrusted: false, privateData: true, runsCode: false };

/** What the capabilities of a declarative agent bring in that their names alone do not say. */
function capability(item: Tree, name: string): ToolAbility | undefined {
  // A search of sites that the author chose brings in what stands there; mail is written by anybody.
  if (name === 'WebSearch')
    return { facets: ['read'], untrusted: itemsOf(at(item, 'sites')).length === 0, privateData: false, runsCode: false };
  if (name === 'Email') return { ...reads, untrusted: true };
  if (/^(?:OneDriveAndSharePoint|GraphConnectors|TeamsMessages|Meetings|People|Dataverse|EmbeddedKnowledge|ScenarioModels)$/.test(name))
    return reads;
  return undefined;
}

/** Declarative agents of Microsoft 365 Copilot (https://learn.microsoft.com/microsoft-365/copilot/extensibility/declarative-agent-manifest-1.7). */
export const readDeclarativeAgent: ReadAgents = (tree, whole, path) => {
  const tools = itemsOf(at(tree, 'capabilities')).flatMap((item): AgentTool[] => {
    const name = textOf(at(item, 'name'));
    if (name === undefined) return [];
    const ability = capability(item, name);
    return [{ name, spot: item, ...(ability === undefined ? {} : { ability }) }];
  });
  return [
    {
      framework: 'm365-copilot',
      name: textOf(at(tree, 'name')) ?? stemOf(path),
      spot: at(tree, 'name') ?? tree,
      tools,
      // What its actions can do stands in their own files.
      whole: whole && itemsOf(at(tree, 'actions')).length === 0,
      holds: tree,
    },
  ];
};

/** The files of the actions of a declarative agent, relative to it. */
export function actionFiles(tree: Tree): readonly string[] {
  return itemsOf(at(tree, 'actions')).flatMap((action) => textOf(at(action, 'file'))?.replace(/^\.\//, '') ?? []);
}

/** The functions of an API plugin (https://learn.microsoft.com/microsoft-365/copilot/extensibility/plugin-manifest-2.4). */
export function pluginTools(tree: Tree): readonly AgentTool[] {
  return itemsOf(at(tree, 'functions')).map((item) => {
    const handling = itemsOf(at(item, 'capabilities', 'security_info', 'data_handling')).flatMap((d) => textOf(d) ?? []);
    const confirmation = at(item, 'capabilities', 'confirmation');
    const asks = textOf(at(confirmation, 'type')) === 'AdaptiveCard' || flagOf(at(item, 'states', 'reasoning', 'confirm')) === true;
    return {
      name: textOf(at(item, 'name')) ?? 'function',
      spot: item,
      ...(asks ? { asks } : {}),
      ...(handling.length === 0 ? {} : { ability: abilityOf(handling) }),
    };
  });
}

function abilityOf(handling: readonly string[]): ToolAbility {
  return {
    facets: [
      ...(handling.includes('GetPrivateData') ? (['read'] as const) : []),
      ...(handling.includes('ResourceStateUpdate') ? (['write'] as const) : []),
      ...(handling.includes('DataExport') ? (['egress'] as const) : []),
    ],
    untrusted: false,
    privateData: handling.includes('GetPrivateData'),
    runsCode: false,
  };
}

/** Whether a document is an API plugin. */
export function isPlugin(tree: Tree): boolean {
  return itemsOf(at(tree, 'functions')).length > 0 && entriesOf(tree).some((e) => e.key === 'runtimes' || e.key === 'name_for_human');
}
