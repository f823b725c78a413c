import { redactName } from '../secrets/detect.ts';
import { at, itemsOf, oneOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { placeOf, type Reading } from './client.ts';

/** A sub-agent's file: an identity of its own, to which its agent delegates. Without a tool list it may use every tool. */
export function readSubAgent(tree: Tree, reading: Reading): void {
  const { out, file, agent } = reading;
  const fileName = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.(?:agent|chatmode)?\.?(?:md|toml|json)$/, '');
  const name = redactName(textOf(at(tree, 'name')) ?? fileName).slice(0, 120);
  const tools = oneOf(tree, 'tools', 'allowedTools', 'allowed-tools');
  const listed = textsOf(tools).flatMap(({ text }) => text.split(',').map((t) => t.trim()));
  const inherits = tools === undefined || (tools.kind === 'scalar' && tools.value === null) || listed.includes('*');
  const mode = oneOf(tree, 'permissionMode', 'approval_policy');
  const bypasses = ['bypassPermissions', 'never'].includes(textOf(mode) ?? '');
  const place = placeOf(reading, tree);
  if (inherits) agent.sheet.append('subagents_inherit', name, placeOf(reading, tools ?? tree));
  if (bypasses && mode !== undefined) agent.sheet.append('bypass', `${name}: ${textOf(mode)}`, placeOf(reading, mode));
  const id = `${agent.id}/${name}`;
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'agent',
      kind: 'sub-agent',
      name,
      scope: out.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      settings: {
        client: agent.client,
        scope: 'project',
        bypass: bypasses ? [`${textOf(mode)}`] : [],
        subagents_inherit: inherits ? [name] : [],
      },
      evidence: [place],
      factEvidence: { 'settings.subagents_inherit': [placeOf(reading, tools ?? tree)] },
    },
  });
  out.link('delegates', agent.id, id, [place]);
  for (const server of itemsOf(at(tree, 'mcpServers'))) {
    const named = textOf(server);
    if (named !== undefined) out.link('uses', id, `agent:mcp-server/${out.repository}/${redactName(named)}`, [placeOf(reading, server)]);
  }
}
