import { redactName } from '../secrets/detect.ts';
import { at, itemsOf, oneOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { placeOf, type Reading } from './client.ts';
import { toolWordAbility } from './tool-words.ts';

/** A sub-agent's file: an identity of its own, to which its agent delegates. Without a tool list it may use every tool. */
export function readSubAgent(tree: Tree, reading: Reading): void {
  const { out, file, agent } = reading;
  const fileName = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.(?:agent|chatmode)?\.?(?:md|toml|json)$/, '');
  const name = redactName(textOf(at(tree, 'name')) ?? fileName).slice(0, 120);
  const tools = oneOf(tree, 'tools', 'allowedTools', 'allowed-tools');
  const listed = toolNames(tools);
  // An agent that runs elsewhere has what is there, not what is here.
  const isRemote = textOf(at(tree, 'kind')) === 'remote';
  const inherits = !isRemote && (tools === undefined || (tools.kind === 'scalar' && tools.value === null) || listed.includes('*'));
  const mode = oneOf(tree, 'permissionMode', 'approval_policy');
  const bypasses = ['bypassPermissions', 'never'].includes(textOf(mode) ?? '');
  if (bypasses && mode !== undefined) agent.sheet.append('bypass', `${name}: ${textOf(mode)}`, placeOf(reading, mode));
  const id = addSubAgent(reading, { name, tree, inherits, tools, ...(bypasses ? { bypass: `${textOf(mode)}` } : {}) });
  for (const server of itemsOf(at(tree, 'mcpServers'))) {
    const named = textOf(server);
    if (named !== undefined) out.link('uses', id, `agent:mcp-server/${out.repository}/${redactName(named)}`, [placeOf(reading, server)]);
  }
}

/** The tools of a list, of a text with commas, or of a map from tool to whether it may be used. */
function toolNames(tools: Tree | undefined): readonly string[] {
  if (tools?.kind === 'map') return tools.entries.filter((e) => e.value.kind !== 'scalar' || e.value.value !== false).map((e) => e.key);
  return textsOf(tools).flatMap(({ text }) => text.split(',').flatMap((t) => t.trim() || []));
}

interface SubAgent {
  readonly name: string;
  readonly tree: Tree;
  readonly inherits: boolean;
  readonly tools: Tree | undefined;
  /** The mode in which it asks nothing. */
  readonly bypass?: string;
}

/** Hands over a sub-agent with its agent's link to it. Answers with its id. */
export function addSubAgent(reading: Reading, { name, tree, inherits, tools, bypass }: SubAgent): string {
  const { out, agent } = reading;
  const able = inherits || tools === undefined ? [] : toolNames(tools).map((word) => ({ word, ability: toolWordAbility(word) }));
  const facets = [...new Set(able.flatMap(({ ability }) => ability?.facets ?? []))].sort();
  const known = able.length > 0 && able.every(({ ability }) => ability !== undefined);
  const leg = (has: boolean): boolean | undefined => (has ? true : known ? false : undefined);
  const untrusted = leg(able.some(({ ability }) => ability?.untrusted === true));
  const egress = leg(facets.includes('egress'));
  const place = placeOf(reading, tree);
  const listed = placeOf(reading, tools ?? tree);
  if (inherits) agent.sheet.append('subagents_inherit', name, listed);
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
        scope: out.scope,
        bypass: bypass === undefined ? [] : [bypass],
        subagents_inherit: inherits ? [name] : [],
        ...(known ? { tools: able.map(({ word }) => redactName(word).slice(0, 120)) } : {}),
        ...(able.length === 0 ? {} : { named_tools: able.map(({ word }) => redactName(word).slice(0, 120)) }),
        ...(known || facets.length > 0 ? { facets } : {}),
        ...(untrusted === undefined ? {} : { untrusted_input: untrusted }),
        ...(egress === undefined ? {} : { egress }),
      },
      evidence: [place],
      factEvidence: { 'settings.subagents_inherit': [listed] },
    },
  });
  out.link('delegates', agent.id, id, [place]);
  return id;
}
