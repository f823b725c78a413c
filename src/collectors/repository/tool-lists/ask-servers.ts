import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { CollectContext, ToolListing } from '../../collector.ts';
import type { Word } from '../commands/words.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { candidatesIn } from '../secrets/arguments.ts';
import { redact, redactName, redactPointer } from '../secrets/detect.ts';
import { looked, withoutReferences } from '../secrets/references.ts';
import { hostName, isLoopback } from '../secrets/url.ts';
import type { Declaration } from '../servers/declaration.ts';
import { readJson } from '../tree/json.ts';
import { type Tree, textOf } from '../tree/tree.ts';
import { openAddress } from './http-channel.ts';
import { type Channel, Refusal, requestTools } from './json-rpc.ts';
import { startServer } from './stdio-channel.ts';
import type { ListedTools } from './tool-book.ts';
import { toolsOf } from './tool-definition.ts';

/** An MCP server as a file declares it, whose tools somebody wants to see. Holds what may be secret: it is used here and goes no further. */
export interface Declared {
  readonly declaration: Declaration;
  readonly file: OpenFile;
}

/**
 * Asks the servers that a person named for their tools, each after consent: a command is started in an empty directory with an
 * empty home and no more of the environment than PATH and what was named, and ended with all that it started; an address is
 * asked without credentials. What cannot be asked is a gap.
 */
export async function askServers(
  declared: ReadonlyMap<string, Declared>,
  root: string,
  listing: ToolListing,
  context: Pick<CollectContext, 'emit' | 'environment' | 'progress'> & { readonly source: string },
): Promise<readonly ListedTools[]> {
  const listed: ListedTools[] = [];
  for (const name of listing.servers) {
    const found = declared.get(name);
    try {
      if (found === undefined) throw new Refusal('no file here declares a server of that name');
      context.progress(`asking ${redactName(name)} for its tools`);
      listed.push(await ask(name, found, root, listing, context.environment));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.emit({
        type: 'gap',
        value: {
          source: context.source,
          what: `the tools of MCP server ${redactName(name)}`,
          why: found === undefined ? 'not-found' : 'unreachable',
          detail: error.message,
          ...(found === undefined ? {} : { file: found.file.path, line: found.declaration.tree.line }),
        },
      });
    }
  }
  return listed;
}

async function ask(
  server: string,
  { declaration, file }: Declared,
  root: string,
  listing: ToolListing,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ListedTools> {
  const cancel = new AbortController();
  const channel = await open(server, { declaration, file }, root, listing, environment, cancel.signal);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      cancel.abort();
      reject(new Refusal(`it did not answer within ${listing.seconds} seconds`));
    }, listing.seconds * 1000);
  });
  try {
    const { tools, whole } = await Promise.race([requestTools(channel, listing.version), late]);
    const tree = treeOf(tools);
    const spot = { line: declaration.tree.line, column: declaration.tree.column, pointer: redactPointer(declaration.tree.pointer) };
    return {
      server: redactName(server),
      tools: toolsOf(tree) ?? [],
      whole,
      place: (tool) =>
        evidenceIn(file, spot, tool === undefined ? 'listed by the server itself' : `listed by the server itself: ${tool.name}`),
    };
  } finally {
    clearTimeout(timer);
    await channel.close();
    cancel.abort();
  }
}

/** What a server answered as the tree that a file of tools is read as; the parser and the writer of JSON both recurse. */
function treeOf(tools: readonly unknown[]): Tree {
  let tree: Tree | undefined;
  try {
    tree = readJson(JSON.stringify(tools)).tree;
  } catch {
    // Deeper than the stack.
  }
  if (tree === undefined) throw new Refusal('its list of tools is nested too deep');
  return tree;
}

async function open(
  server: string,
  { declaration, file }: Declared,
  root: string,
  listing: ToolListing,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Channel> {
  const where = `${file.path}:${declaration.tree.line}`;
  const { url, words } = declaration;
  if (words.length === 0 && url !== undefined) {
    if (withoutReferences(url.text).text.includes(looked)) throw new Refusal('its address is written with a variable');
    const host = hostName(url.text);
    if (host === undefined || !/^https?:\/\//i.test(url.text)) throw new Refusal('its address cannot be read');
    if (candidatesIn([{ text: url.text, spot: url.spot }]).secret.size > 0) throw new Refusal('its address holds a credential');
    const consented = await listing.consent({
      server,
      where,
      does: `send a request without credentials to ${redactName(host)}`,
      needsPerson: !isLoopback(host),
    });
    if (!consented) throw new Refusal('nobody consented to asking it');
    return openAddress(url.text, signal);
  }
  if (words.length === 0) throw new Refusal('neither a command nor an address is declared');
  const variables = variablesFor(declaration, listing.variables, environment);
  const command = words.map((word) => written(word, variables));
  if (candidatesIn(words).secret.size > 0) throw new Refusal('its command line holds a credential; move it to a variable');
  const given = listing.variables.filter((name) => Object.hasOwn(variables, name));
  const does = `start ${redact(command.join(' ')).slice(0, 400)} in an empty directory, with an empty home${given.length === 0 ? ' and no credentials' : ` and ${given.join(', ')}`}`;
  if (!(await listing.consent({ server, where, does, needsPerson: false }))) throw new Refusal('nobody consented to starting it');
  const [program = '', ...args] = command.map((word) => placed(word, root));
  return startServer({ program, args, environment: { PATH: environment.PATH ?? '', ...systemOf(environment), ...variables } });
}

/** The variables that a person named: as the declaration sets them, or as they are set here. */
function variablesFor(
  { env }: Declaration,
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = names.flatMap((name) => {
    const set = textOf(env.find((e) => e.key === name)?.value);
    const literal = set === undefined || withoutReferences(set).text.includes(looked) ? undefined : set;
    const value = literal ?? environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** What programs of Windows cannot start without. */
function systemOf(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const root = environment.SystemRoot;
  return process.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
}

function written({ text }: Word, variables: Readonly<Record<string, string>>): string {
  const filled = text.replace(/\$\{(?:env:)?(\w{1,100})\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
  if (withoutReferences(filled).text.includes(looked))
    throw new Refusal('its command line needs a variable; name it with --list-tools-env');
  return filled;
}

/** A file of the tree by its whole path, for the server does not start in the tree. What leads out of it stays as it is. */
function placed(word: string, root: string): string {
  if (!/^\.{0,2}[\w.@/-]{1,400}$/.test(word) || word.startsWith('/') || !/[./]/.test(word)) return word;
  const path = join(root, word);
  if (!existsSync(path)) return word;
  const real = realpathSync(path);
  return real.startsWith(realpathSync(root) + sep) ? real : word;
}
