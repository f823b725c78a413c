import type { Evidence } from '../../../inventory/evidence.ts';
import type { Gathering, ServerSheet } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { redactName, redactPointer } from '../secrets/detect.ts';
import { readJson } from '../tree/json.ts';
import { at, entriesOf, type Tree, textOf } from '../tree/tree.ts';
import { hiddenInstructions, isOwnName, ordersAbout } from './hidden-instructions.ts';
import { type ToolDefinition, toolsOf } from './tool-definition.ts';

/** Marks a lock file of tools. */
export const lockSchema = 'nhi-mcp-tools/1';

/** The tools that one server listed. */
export interface ListedTools {
  readonly server: string;
  readonly tools: readonly ToolDefinition[];
  /** The list was read to its end. */
  readonly whole: boolean;
  readonly place: (tool: ToolDefinition | undefined) => Evidence;
}

/** Whether a file holds locked tools (`mcp-tools.lock.json`) or answers of servers that were saved (`mcp-tools.json`, `<server>.mcp-tools.json`). */
export function isToolFile(path: string): boolean {
  return path.endsWith('.json') && /(?:^|\/)(?:mcp-tools(?:\.lock)?|[^/]{1,120}\.mcp-tools)\.json$/.test(path);
}

/** What lists and locks say of the tools of servers, gathered until all files are read. */
export class ToolBook {
  readonly #out: Gathering;
  readonly #listed: ListedTools[] = [];
  readonly #locked = new Map<
    string,
    { readonly digests: ReadonlyMap<string, string>; readonly evidence: Evidence; readonly whole: boolean }
  >();

  constructor(out: Gathering) {
    this.#out = out;
  }

  /** Reads a lock or a saved list: what tools say of themselves, always false. */
  take(file: OpenFile): false {
    const { tree, whole } = this.#out.tree(file, readJson);
    if (tree === undefined) return false;
    if (file.path.endsWith('mcp-tools.lock.json')) this.#takeLock(file, tree, whole);
    else if (at(tree, 'servers')?.kind === 'map') {
      for (const { key, value } of entriesOf(at(tree, 'servers'))) this.#takeList(file, key, value, whole);
    } else {
      const name = /([^/]{1,120})\.mcp-tools\.json$/.exec(file.path)?.[1];
      if (name === undefined)
        this.#out.gap(file.path, 'unreadable', 'it names no server: name the file <server>.mcp-tools.json, or list them under "servers"');
      else this.#takeList(file, name, tree, whole);
    }
    return false;
  }

  /** Tools that a running server was asked for. */
  add(listed: ListedTools): void {
    this.#listed.push(listed);
  }

  #takeLock(file: OpenFile, tree: Tree, whole: boolean): void {
    if (textOf(at(tree, 'schema')) !== lockSchema) {
      this.#out.gap(file.path, 'unsupported', `its schema is not ${lockSchema}`);
      return;
    }
    for (const { key, value } of entriesOf(at(tree, 'servers'))) {
      const tools = entriesOf(at(value, 'tools')).flatMap((e) => {
        const digest = textOf(e.value);
        return digest === undefined ? [] : [[e.key, digest] as const];
      });
      const evidence = evidenceIn(file, { ...value, pointer: redactPointer(value.pointer) });
      this.#locked.set(redactName(key), { digests: new Map(tools), evidence, whole });
    }
  }

  #takeList(file: OpenFile, server: string, tree: Tree, whole: boolean): void {
    const tools = toolsOf(tree);
    if (tools === undefined) {
      this.#out.gap(file.path, 'unreadable', 'it holds no list of tools', { pointer: tree.pointer });
      return;
    }
    // A list that goes on was cut where it was saved.
    const goesOn = (at(tree, 'nextCursor') ?? at(tree, 'result', 'nextCursor')) !== undefined;
    const place = (tool: ToolDefinition | undefined): Evidence =>
      evidenceIn(file, tool === undefined ? tree : { ...tool.spot, pointer: redactPointer(tool.spot.pointer) });
    this.#listed.push({ server: redactName(server), tools, whole: whole && !goesOn, place });
  }

  /** Tells every server what its tools are. A server that no client configures here is one all the same. */
  finish(): void {
    for (const listed of this.#listed) {
      const place = listed.place(undefined);
      const server = this.#out.servers.get(listed.server) ?? this.#out.server(listed.server, 'mcp', place);
      server.sheet.partial = !listed.whole;
      this.#tell(server, listed);
      this.#compare(server, listed);
      server.sheet.partial = false;
    }
  }

  #tell({ sheet, destructive }: ServerSheet, { server, tools, place }: ListedTools): void {
    const others = new Set(
      this.#listed
        .flatMap((l) => (l.server === server ? [] : l.tools.map((t) => t.name).filter(isOwnName)))
        .filter((n) => !tools.some((t) => t.name === n)),
    );
    for (const tool of tools) {
      const evidence = place(tool);
      sheet.append('tools', tool.name, evidence);
      if (tool.facets.every((facet) => facet === 'read')) sheet.append('tools_reading', tool.name, evidence);
      for (const facet of tool.facets) sheet.append('facets', facet, evidence);
      if (tool.destructive) destructive.add(tool.name);
      for (const what of tool.texts.flatMap(hiddenInstructions)) sheet.append('tool_instructions', `${tool.name}: ${what}`, evidence);
      for (const other of tool.texts.flatMap((text) => ordersAbout(text, others))) {
        sheet.append('tool_instructions', `${tool.name}: orders about ${redactName(other)} of another server`, evidence);
      }
    }
    sheet.settle('tools', 'tools_reading', 'facets', 'tool_instructions');
  }

  #compare({ sheet }: ServerSheet, { server, tools, place, whole }: ListedTools): void {
    const lock = this.#locked.get(server);
    if (lock === undefined) return;
    const names = new Set(tools.map((t) => t.name));
    for (const tool of tools) {
      const digest = lock.digests.get(tool.name);
      if (digest === undefined && lock.whole) sheet.append('tools_changed', `${tool.name} is new`, place(tool));
      else if (digest !== undefined && digest !== tool.digest) sheet.append('tools_changed', `${tool.name} has changed`, place(tool));
    }
    if (whole) {
      for (const name of lock.digests.keys())
        if (!names.has(name)) sheet.append('tools_changed', `${redactName(name).slice(0, 120)} is gone`, lock.evidence);
    }
    if (lock.whole) sheet.settle('tools_changed');
  }
}

/** A lock of the tools that servers listed, as a file. */
export function lockOf(listed: readonly ListedTools[]): string {
  const servers = [...listed]
    .sort((a, b) => (a.server < b.server ? -1 : 1))
    .map(
      (l) =>
        [
          l.server,
          { tools: Object.fromEntries([...l.tools].sort((a, b) => (a.name < b.name ? -1 : 1)).map((t) => [t.name, t.digest])) },
        ] as const,
    );
  return `${JSON.stringify({ schema: lockSchema, servers: Object.fromEntries(servers) }, null, 2)}\n`;
}
