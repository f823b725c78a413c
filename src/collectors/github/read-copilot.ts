import { copilotAgentId, permissionSetId, repositoryId } from '../../inventory/github-id.ts';
import { flagOf, isRaw, known, objectOf, type Raw, textOf, textsOf } from './raw.ts';
import { organizationOf, type Reader, repositoryOf } from './spot.ts';

/**
 * Copilot's cloud agent as it is set up for a repository
 * (https://docs.github.com/rest/copilot/copilot-coding-agent-management,
 * https://docs.github.com/copilot/how-tos/use-copilot-agents/coding-agent/extend-coding-agent-with-mcp). It pushes to branches of
 * its own and opens pull requests.
 */
export const readCopilotAgent: Reader = (raw, spot, book) => {
  const repository = repositoryOf(spot);
  const id = copilotAgentId(repository);
  const configuration = objectOf(raw.mcp_configuration) ?? parsed(raw.mcp_configuration);
  const servers = Object.entries(objectOf(configuration?.mcpServers) ?? {}).flatMap(([name, server]) =>
    isRaw(server) ? [{ name, server }] : [],
  );
  const evidence = [spot.at];
  book.identity({
    id,
    kind: 'github-copilot-agent',
    name: `Copilot agent in ${repository}`,
    scope: repository,
    nature: 'agent',
    agent: true,
    grantsListed: true,
    github: {
      organization: organizationOf(spot),
      ...known('firewall', flagOf(raw.is_firewall_enabled)),
      ...known('workflows_unapproved', opposite(raw.require_actions_workflow_approval)),
      ...(raw.mcp_configuration === undefined
        ? {}
        : {
            mcp_servers: servers.map(({ name }) => name),
            mcp_all_tools: servers.filter(({ server }) => textsOf(server.tools)?.includes('*') === true).map(({ name }) => name),
            mcp_secrets: servers.flatMap(({ name, server }) => secretsOf(server).map((secret) => `${name}: ${secret}`)),
          }),
    },
    evidence,
  });
  const policy = permissionSetId(id, 'repository');
  const permissions = ['contents:write', 'metadata:read', 'pull_requests:write'];
  book.emit({
    type: 'policy',
    value: { id: policy, kind: 'github-permissions', name: 'Copilot agent', providerManaged: true, permissions, evidence },
  });
  book.grant({ holder: id, name: 'branches of its own', policy, scope: repositoryId(repository), evidence });
};

/** Secrets that a server is given by name: `$COPILOT_MCP_X`. Values that are written out are not looked at. */
function secretsOf(server: Raw): readonly string[] {
  const texts = [server.env, server.headers].flatMap((map) => Object.values(objectOf(map) ?? {}));
  return [...new Set(texts.flatMap((text) => [...(textOf(text) ?? '').matchAll(/COPILOT_MCP_\w+/g)].map((match) => match[0])))].sort();
}

function parsed(value: unknown): Raw | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function opposite(value: unknown): boolean | undefined {
  const flag = flagOf(value);
  return flag === undefined ? undefined : !flag;
}
