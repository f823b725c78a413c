import { azurePath, systemIdentityId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { emitAgent } from './ai-resources.ts';
import type { ArmContext } from './arm-context.ts';
import { fieldOf, objectOf, objectsOf, type Plain, subscriptionOf, textMapOf, textOf } from './arm-object.ts';

/** Whether a row is an agent as a project of Foundry lists them: of today's kind, with versions, or of the older one. */
export function isFoundryAgent(raw: Plain): boolean {
  if (textOf(raw, 'object') === 'agent') return objectOf(raw, 'versions') !== undefined || ownIdentityIn(raw) !== undefined;
  return textOf(raw, 'object') === 'assistant' && /^asst_\w{8,60}$/.test(textOf(raw, 'id') ?? '');
}

/**
 * An agent of a project (https://learn.microsoft.com/azure/foundry/agents/concepts/agent-identity). One of today's kind has an
 * identity of its own; an older one acts as its project.
 * @param project the ARM id of the project, where it is known.
 */
export function readFoundryAgent(context: ArmContext, raw: Plain, project: string | undefined, at: Evidence): void {
  const own = ownIdentityIn(raw);
  const name = textOf(raw, 'name') ?? textOf(raw, 'id') ?? 'agent';
  const short = textOf(raw, 'name') !== undefined && textOf(raw, 'object') === 'agent' ? name : (textOf(raw, 'id') ?? name);
  const home = project === undefined ? '-' : azurePath(project);
  emitAgent(
    context,
    {
      id: `azure:agent/${home}/agents/${withoutKnownSecrets(short).toLowerCase()}`,
      name,
      subscription: project === undefined ? '' : subscriptionOf(project.toLowerCase()),
      project: project === undefined ? undefined : systemIdentityId(project),
      principal: textOf(own, 'principal_id') ?? textOf(own, 'principalId'),
      client: textOf(own, 'client_id') ?? textOf(own, 'clientId'),
      shared: own === undefined,
      unapproved: unapprovedIn(toolsOf(raw)),
      tags: textMapOf(latestOf(raw), 'metadata') ?? textMapOf(raw, 'metadata'),
    },
    at,
  );
}

function ownIdentityIn(raw: Plain): Plain | undefined {
  return objectOf(raw, 'instance_identity') ?? objectOf(latestOf(raw), 'instance_identity');
}

function latestOf(raw: Plain): Plain | undefined {
  return objectOf(objectOf(raw, 'versions'), 'latest');
}

function toolsOf(raw: Plain): readonly Plain[] {
  const definition = objectOf(latestOf(raw), 'definition') ?? objectOf(raw, 'definition') ?? raw;
  return objectsOf(definition, 'tools');
}

/**
 * MCP servers all of whose tools run unasked. A list of single tools that need no approval may hold reading ones only: it does
 * not count (https://learn.microsoft.com/azure/foundry/agents/how-to/tools/model-context-protocol).
 */
function unapprovedIn(tools: readonly Plain[]): readonly string[] {
  const found = tools.flatMap((tool) => {
    if (textOf(tool, 'type') !== 'mcp' || fieldOf(tool, 'require_approval') !== 'never') return [];
    return [withoutKnownSecrets(textOf(tool, 'server_label') ?? textOf(tool, 'server_url') ?? 'an MCP server').slice(0, 100)];
  });
  return [...new Set(found)].sort();
}
