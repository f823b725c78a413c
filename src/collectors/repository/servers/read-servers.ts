import { splitCommand, type Word } from '../commands/words.ts';
import type { AgentSheet, Gathering, ServerSheet } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { type Candidate, candidatesIn } from '../secrets/arguments.ts';
import { detect, redactName, redactPointer } from '../secrets/detect.ts';
import { recordCredentials } from '../secrets/record.ts';
import { hostName, isLoopback } from '../secrets/url.ts';
import { type Entry, type Spot, stringsIn, type Tree, textOf } from '../tree/tree.ts';
import { hostMounts, humanLogins, isBroadRoot } from './borrowed.ts';
import { serversIn } from './containers.ts';
import { type Declaration, readDeclaration, restOf } from './declaration.ts';
import { abilityOf } from './facets.ts';
import { givenSecrets } from './given-secrets.ts';
import { type Launch, readLaunch } from './launcher.ts';

/** Reads every MCP server of a client's file. */
export function readServers(
  out: Gathering,
  file: OpenFile,
  agent: AgentSheet,
  tree: Tree,
  whole: boolean,
  containers?: readonly (readonly string[])[],
): void {
  for (const entry of serversIn(tree, containers)) readServer(out, file, agent, entry, whole);
}

/** Reads one server. Of a file that is not `whole` the object may be cut: what is not in it is not known. */
export function readServer(out: Gathering, file: OpenFile, agent: Pick<AgentSheet, 'id' | 'client'>, entry: Entry, whole: boolean): void {
  const declaration = readDeclaration(entry);
  out.onDeclaration?.(declaration, file);
  const evidence = evidenceIn(file, { ...declaration.tree, pointer: redactPointer(declaration.tree.pointer) });
  const server = out.server(declaration.name, agent.client, evidence);
  const place = (spot: Spot): ReturnType<typeof evidenceIn> => evidenceIn(file, { ...spot, pointer: redactPointer(spot.pointer) });
  const { sheet } = server;
  sheet.partial = !whole;
  const { words } = declaration;
  const expanded = expand(words);
  const { candidates, secret } = candidatesIn(expanded);
  const launch = readLaunch(words, new Set(Array.from(secret, (w) => w.text)));
  const recorded = recordCredentials(out, file, server.id, [...candidates, ...candidatesOf(declaration)]);

  sheet.append('started_by', out.fingerprint(startOf(declaration, expanded, secret)), evidence);
  sheet.append('clients', agent.client, evidence);
  sheet.vote('disabled', declaration.disabled, evidence);
  sheet.vote('tool_allowlist', declaration.allowlist, evidence);
  for (const tool of declaration.enabled.slice(0, 500)) sheet.append('tools_enabled', redactName(tool).slice(0, 120), evidence);
  if (declaration.transport !== undefined) sheet.tell('transport', declaration.transport, evidence);
  if (launch !== undefined) tellLaunch(server, launch, place);
  if (words.length > 0) server.local ??= evidence;
  // Nothing is started here: what runs at a URL is pinned by whoever runs it.
  else if (declaration.url !== undefined) sheet.deny('unpinned');
  const hasUrl = declaration.url !== undefined || launch?.remote !== undefined;
  const inUrl = hasUrl ? recorded.find((r) => r.inUrl && r.candidate.position === 'url')?.candidate.spot : undefined;
  if (inUrl !== undefined) sheet.raise('token_in_url', place(inUrl));
  else sheet.deny('token_in_url');
  tellRemote(server, { ...declaration, words: expanded }, launch, inUrl, place);
  for (const { what, spot } of humanLogins(words, declaration.env)) sheet.append('human_login', what, place(spot));
  for (const { what, spot } of givenSecrets(expanded, declaration.env)) sheet.append('given_secrets', what, place(spot));
  for (const { what, spot } of hostMounts(words)) sheet.append('host_mounts', what, place(spot));
  tellFacets(server, declaration, launch, place);
  for (const { tool, spot } of declaration.approved) {
    out.approvals.push({ client: agent.client, server: server.name, tool, evidence: place(spot) });
  }
  sheet.settle('human_login', 'host_mounts', 'filesystem_root');
  sheet.partial = false;
  out.link('uses', agent.id, server.id, [evidence]);
}

type Place = (spot: Spot) => ReturnType<typeof evidenceIn>;

/** Words with the scripts of `bash -c "…"` cut up, so that flags inside them are seen. */
function expand(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word, i) => {
    const isScript = i > 0 && /\s/.test(word.text) && /^-\w{0,4}c$|^\/c$|^-Command$/i.test(words[i - 1]?.text ?? '');
    return isScript ? splitCommand(word.text, word.spot) : [word];
  });
}

/** All that decides what is started or called, in one text; a secret in it may be replaced without its being another server. */
function startOf({ url, env, headers }: Declaration, words: readonly Word[], secret: ReadonlySet<Word>): string {
  const plain = (key: string, value: string): string => (detect(key, value).length > 0 ? '' : value);
  const address = url === undefined ? '' : plain('url', url.text) || (hostName(url.text) ?? '');
  const given = env.map(({ key, value }) => `${key}=${plain(key, textOf(value) ?? '')}`).sort();
  return JSON.stringify([words.map((word) => (secret.has(word) ? '' : word.text)), address, given, headers.map(({ key }) => key).sort()]);
}

function candidatesOf({ tree, env, headers, url }: Declaration): readonly Candidate[] {
  const of = (entries: readonly Entry[], position: Candidate['position']): Candidate[] =>
    entries.flatMap(({ key, value }) => [...stringsIn(value, key)].map((s) => ({ key: s.key, value: s.text, spot: s.spot, position })));
  const link = url === undefined ? [] : [{ key: 'url', value: url.text, spot: url.spot, position: 'url' as const }];
  return [...of(env, 'env'), ...of(headers, 'header'), ...link, ...of(restOf(tree), 'setting')];
}

function tellLaunch({ sheet }: ServerSheet, launch: Launch, place: Place): void {
  const evidence = launch.word === undefined ? undefined : place(launch.word.spot);
  if (evidence === undefined) return;
  sheet.tell('launcher', launch.launcher, evidence);
  if (launch.package !== undefined && launch.package !== '')
    sheet.tell('package', launch.package, evidence, Number(launch.unpinned === true));
  if (launch.unpinned === true) sheet.raise('unpinned', evidence);
  else if (launch.unpinned === false) sheet.deny('unpinned');
}

function tellRemote(
  { sheet }: ServerSheet,
  declaration: Declaration,
  launch: Launch | undefined,
  inUrl: Spot | undefined,
  place: Place,
): void {
  const url = declaration.url ?? launch?.remote;
  if (url === undefined) {
    if (declaration.words.length > 0) {
      sheet.deny('remote');
      sheet.deny('plain_http');
      sheet.deny('static_bearer');
    }
    return;
  }
  const headerWord =
    launch?.remote === undefined ? undefined : declaration.words.find((w) => /^(?:authorization|x-api-key|api-key)\s*[:=]/i.test(w.text));
  const bearer = declaration.bearer ?? headerWord?.spot;
  const login = declaration.login ?? headerWord?.spot ?? inUrl;
  const evidence = place(url.spot);
  const host = hostName(url.text);
  if (host !== undefined) {
    const loopback = isLoopback(host);
    const plainHttp = /^(?:http|ws):/i.test(url.text) && !loopback;
    const bad = !loopback && (plainHttp || login === undefined || inUrl !== undefined);
    sheet.tell('url_host', redactName(host), evidence, Number(bad));
    if (loopback) sheet.deny('remote');
    else sheet.raise('remote', evidence);
    if (plainHttp) sheet.raise('plain_http', evidence);
    else sheet.deny('plain_http');
  }
  if (bearer !== undefined) sheet.raise('static_bearer', place(bearer));
  else sheet.deny('static_bearer');
  // A bridge such as mcp-remote asks for a login by itself, and clients do where a server wants one: of a well-known service
  // without a header nothing is known (https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization).
  const asks = launch?.remote !== undefined || (/^https:/i.test(url.text) && abilityOf([host], false) !== undefined);
  if (login !== undefined || !asks) sheet.vote('authenticated', login !== undefined, place(login ?? url.spot));
}

function tellFacets(server: ServerSheet, declaration: Declaration, launch: Launch | undefined, place: Place): void {
  const { sheet } = server;
  const words = declaration.words.map((w) => w.text);
  const readOnly =
    words.some((w) => /^--?read-?only(?:=true)?$/i.test(w)) ||
    declaration.env.some(({ key, value }) => /READ_?ONLY/.test(key) && /^(?:1|true)$/.test(textOf(value) ?? ''));
  const ability = abilityOf([launch?.package, sheet.get('url_host') as string | undefined, declaration.name], readOnly);
  if (ability !== undefined) {
    const evidence = place(launch?.word?.spot ?? declaration.tree);
    for (const facet of ability.facets) sheet.append('facets', facet, evidence);
    sheet.settle('facets');
  }
  const isFileServer = /filesystem|mcp-files|file-?server/i.test(`${launch?.package ?? ''} ${declaration.name}`);
  if (isFileServer) {
    for (const word of launch?.rest ?? []) {
      if (isBroadRoot(word.text)) sheet.append('filesystem_root', word.text.slice(0, 100), place(word.spot));
    }
  }
}
