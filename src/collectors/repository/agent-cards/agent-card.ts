import type { Facts } from '../../../inventory/fact-types.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { candidatesIn } from '../secrets/arguments.ts';
import { redactName, redactPointer } from '../secrets/detect.ts';
import { recordCredentials } from '../secrets/record.ts';
import { hostName, isLoopback } from '../secrets/url.ts';
import { readJson } from '../tree/json.ts';
import { at, entriesOf, flagOf, itemsOf, oneOf, stringsIn, type Tree, textOf } from '../tree/tree.ts';

/** Where an agent tells others who it is and how to reach it (https://a2a-protocol.org/latest/specification/#5-agent-discovery-the-agent-card). */
export const agentCardFiles = [
  '.well-known/agent-card.json',
  '.well-known/agent.json',
  'agent-card.json',
  'agent_card.json',
  'agent_cards/*.json',
  'agent-cards/*.json',
] as const;

type Place = (tree: Tree) => ReturnType<typeof evidenceIn>;

/** Reads an A2A agent card: an agent, and what it asks of those who call it. */
export function readAgentCard(out: Gathering, file: OpenFile): void {
  const { tree, whole } = out.tree(file, readJson);
  if (tree === undefined || !isCard(tree)) return;
  const place: Place = (part) => evidenceIn(file, { line: part.line, column: part.column, pointer: redactPointer(part.pointer) });
  const name = redactName(textOf(at(tree, 'name')) ?? 'agent').slice(0, 120);
  const id = `agent:a2a/${out.repository}/${name}`;
  const { facts, evidence } = factsOf(tree, whole, place);
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'agent',
      kind: 'a2a-agent',
      name,
      scope: out.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      card: facts,
      evidence: [place(at(tree, 'name') ?? tree)],
      factEvidence: evidence,
    },
  });
  const candidates = [...stringsIn(tree)].flatMap(({ key, text, spot }) =>
    /\s/.test(text) ? candidatesIn([{ text, spot }]).candidates : [{ key, value: text, spot, position: 'setting' as const }],
  );
  recordCredentials(out, file, id, candidates);
}

/** Other files have the name too: a card says how the agent is reached, and what it can do. */
function isCard(tree: Tree): boolean {
  return (
    at(tree, 'name') !== undefined &&
    oneOf(tree, 'url', 'supportedInterfaces', 'additionalInterfaces', 'protocolVersion') !== undefined &&
    oneOf(tree, 'skills', 'capabilities', 'defaultInputModes') !== undefined
  );
}

function factsOf(
  tree: Tree,
  whole: boolean,
  place: Place,
): { readonly facts: Facts<'Card'>; readonly evidence: Record<string, ReturnType<Place>[]> } {
  const evidence: Record<string, ReturnType<Place>[]> = {};
  const note = (fact: keyof Facts<'Card'>, part: Tree | undefined): void => {
    evidence[`card.${fact}`] = [place(part ?? tree)];
  };
  const addresses = [tree, ...itemsOf(at(tree, 'supportedInterfaces')), ...itemsOf(at(tree, 'additionalInterfaces'))].flatMap(
    (part) => oneOf(part, 'url') ?? [],
  );
  const plain = addresses.find((address) => {
    const text = textOf(address) ?? '';
    const host = hostName(text);
    return /^(?:http|ws):/i.test(text) && host !== undefined && !isLoopback(host);
  });
  const host = hostName(textOf(addresses[0]) ?? '');
  const schemes = entriesOf(at(tree, 'securitySchemes'));
  const required = oneOf(tree, 'security', 'securityRequirements');
  // An empty requirement among others lets everybody in (OpenAPI's rule, which the cards follow).
  const requirements = itemsOf(required);
  const open = requirements.find((item) => item.kind === 'map' && item.entries.length === 0);
  const authenticated = schemes.length > 0 && requirements.length > 0 && open === undefined;
  const older = at(tree, 'authentication');
  const asks = authenticated || itemsOf(at(older, 'schemes')).length > 0;
  const signatures = at(tree, 'signatures');
  const signed = itemsOf(signatures).length > 0;
  note('plain_http', plain ?? addresses[0]);
  note('authenticated', open ?? required ?? at(tree, 'securitySchemes') ?? older);
  note('signed', signatures);
  const extended =
    oneOf(tree, 'supportsAuthenticatedExtendedCard', 'supportsExtendedAgentCard') ?? at(tree, 'capabilities', 'extendedAgentCard');
  return {
    facts: {
      ...(host === undefined ? {} : { url_host: redactName(host) }),
      ...(addresses.length === 0 || (!whole && plain === undefined) ? {} : { plain_http: plain !== undefined }),
      // Schemes without a requirement: whether callers must use one is not said.
      ...(asks || (whole && (schemes.length === 0 || open !== undefined)) ? { authenticated: asks } : {}),
      ...(signed || whole ? { signed } : {}),
      ...(extended === undefined ? {} : { extended_card: flagOf(extended) === true }),
    },
    evidence,
  };
}
