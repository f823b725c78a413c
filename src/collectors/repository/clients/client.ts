import type { AgentSheet, Depth, Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import type { Candidate } from '../secrets/arguments.ts';
import { redactPointer } from '../secrets/detect.ts';
import { recordCredentials } from '../secrets/record.ts';
import { bareServersIn } from '../servers/containers.ts';
import { readServer, readServers } from '../servers/read-servers.ts';
import { readJson } from '../tree/json.ts';
import { readJson5 } from '../tree/json5.ts';
import { readFrontMatter } from '../tree/markdown.ts';
import { readPrefixRules } from '../tree/prefix-rules.ts';
import { readToml } from '../tree/toml.ts';
import type { ReadTree, Tree } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';
import { settingCandidates } from './setting-candidates.ts';

/** What a reader of one client's file works with. */
export interface Reading {
  readonly out: Gathering;
  readonly file: OpenFile;
  readonly agent: AgentSheet;
}

export interface ClientFile {
  /** Path from the repository or any folder in it; `*` within a name, `**` for folders. */
  readonly path: string;
  readonly format: 'json' | 'json5' | 'yaml' | 'toml' | 'markdown' | 'prefix-rules';
  /** Where the MCP servers stand, besides the keys that are believed everywhere. */
  readonly containers?: readonly (readonly string[])[];
  /** Reads what the file says besides MCP servers. */
  readonly read?: (tree: Tree, reading: Reading) => void;
  /** For files that other tools use too: whether this one configures the client. */
  readonly configures?: (tree: Tree) => boolean;
  /** Reads settings of other clients that stand in the file too. */
  readonly guests?: (tree: Tree, out: Gathering, file: OpenFile) => void;
  /** Where in the file the client holds what stands there; absent: everywhere. */
  readonly holds?: (pointer: string) => boolean;
  /** Servers may stand at the top, without a container. */
  readonly bare?: true;
}

/** A program in which an AI agent works, and the files that configure it. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly depth: Depth;
  readonly files: readonly ClientFile[];
}

const parsers: Readonly<Record<ClientFile['format'], (text: string) => ReadTree>> = {
  json: readJson,
  json5: readJson5,
  yaml: readYaml,
  toml: readToml,
  markdown: readFrontMatter,
  'prefix-rules': readPrefixRules,
};

/** Reads one file of a client. `application` names who holds the credentials of a file that turns out not to be the client's. */
export function readClientFile(out: Gathering, file: OpenFile, client: Client, form: ClientFile, application: () => string): void {
  const { tree, whole } = out.tree(file, parsers[form.format]);
  if (tree !== undefined) form.guests?.(tree, out, file);
  if (tree !== undefined && form.configures?.(tree) === false) {
    recordCredentials(out, file, application, candidatesFor(form, tree));
    return;
  }
  if (form.configures !== undefined && tree === undefined) return;
  const agent = out.agent(client.id, client.name, file, client.depth);
  if (!whole) agent.damaged = true;
  if (tree === undefined) return;
  agent.sheet.partial = !whole;
  form.read?.(tree, { out, file, agent });
  agent.sheet.partial = false;
  readServers(out, file, agent, tree, whole, form.containers);
  const bare = form.bare === true ? bareServersIn(tree) : [];
  for (const entry of bare) readServer(out, file, agent, entry, whole);
  if (bare.length === 0) recordCredentials(out, file, agent.id, candidatesFor(form, tree));
}

function candidatesFor({ containers, holds }: ClientFile, tree: Tree): readonly Candidate[] {
  const candidates = settingCandidates(tree, containers);
  return holds === undefined ? candidates : candidates.filter((c) => holds(c.spot.pointer));
}

/** The evidence of a setting. */
export function placeOf({ file }: Reading, tree: Tree, note?: string) {
  return evidenceIn(file, { line: tree.line, column: tree.column, pointer: redactPointer(tree.pointer) }, note);
}
