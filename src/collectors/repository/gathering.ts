import { type Evidence, evidenceKey } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { GapReason } from '../../inventory/gap.ts';
import type { ComposeService, PlacedFilter } from './decisions/conclude-decisions.ts';
import { FactSheet } from './fact-sheet.ts';
import { evidenceIn, type OpenFile } from './open-file.ts';
import { redactName, redactPointer } from './secrets/detect.ts';
import type { Declaration } from './servers/declaration.ts';
import type { Problem, ReadTree, Spot, Tree } from './tree/tree.ts';

/** A client whose every setting in the repository is read; of the others only the MCP servers are. */
export type Depth = 'deep' | 'servers';

/** What a repository's files say of one agent: an AI client that is configured in it. */
export interface AgentSheet {
  readonly id: string;
  readonly client: string;
  readonly name: string;
  readonly sheet: FactSheet<'Agent'>;
  readonly places: Evidence[];
  /** Its configuration files and instruction files, for CODEOWNERS. */
  readonly files: Set<string>;
  depth: Depth;
  /** A settings file of it could not be read whole: what was not found there is not known. */
  damaged: boolean;
}

/** What a repository's files say of one MCP server, whichever clients configure it. */
export interface ServerSheet {
  readonly id: string;
  readonly name: string;
  readonly sheet: FactSheet<'Mcp'>;
  readonly places: Evidence[];
  readonly clients: Set<string>;
  /** Tools of it that change things for good, by its own word. */
  readonly destructive: Set<string>;
  /** It is a process on the machine of whoever opens the repository. */
  local?: Evidence;
}

/** A client's rule that lets tools run unasked. Server and tool may be `*`. */
export interface Approval {
  readonly client: string;
  readonly server: string;
  readonly tool: string;
  readonly evidence: Evidence;
}

/** Collects what single files say until the whole repository is read, because several files speak of one identity. */
export class Gathering {
  readonly agents = new Map<string, AgentSheet>();
  readonly servers = new Map<string, ServerSheet>();
  readonly approvals: Approval[] = [];
  readonly instructions: { readonly file: OpenFile; readonly clients: readonly string[] }[] = [];
  /** Files that could not be opened: whose settings and whose instructions they hold. */
  readonly unread: { readonly settings: readonly string[]; readonly instructions: readonly string[] }[] = [];
  readonly composeServices: ComposeService[] = [];
  /** Filters of proxies that decide about requests. */
  readonly decidingFilters: PlacedFilter[] = [];
  readonly source: string;
  readonly repository: string;
  /** Whose settings are read: a checkout's, or a person's own. */
  readonly scope: 'project' | 'user';
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
  /** Where set, told of every declaration of an MCP server as it is read: somebody wants to ask one. */
  onDeclaration: ((declaration: Declaration, file: OpenFile) => void) | undefined;

  constructor(
    source: string,
    repository: string,
    emit: (fragment: Fragment) => void,
    fingerprint: (secret: string) => string,
    scope: 'project' | 'user' = 'project',
  ) {
    this.scope = scope;
    this.source = source;
    this.repository = repository;
    this.emit = emit;
    this.fingerprint = fingerprint;
  }

  agent(client: string, name: string, file: OpenFile, depth: Depth, spot?: Spot): AgentSheet {
    const present = this.agents.get(client);
    const agent: AgentSheet = present ?? {
      id: `agent:${client}/${this.repository}`,
      client,
      name,
      sheet: new FactSheet<'Agent'>('settings'),
      places: [],
      files: new Set(),
      depth,
      damaged: false,
    };
    if (present === undefined) this.agents.set(client, agent);
    if (depth === 'deep') agent.depth = 'deep';
    addPlace(agent.places, evidenceIn(file, spot));
    agent.files.add(file.path);
    if (file.worldWritable) agent.sheet.append('world_writable', file.path, evidenceIn(file));
    return agent;
  }

  server(name: string, client: string, evidence: Evidence): ServerSheet {
    const shown = redactName(name);
    const present = this.servers.get(shown);
    const server: ServerSheet = present ?? {
      id: `agent:mcp-server/${this.repository}/${shown}`,
      name: shown,
      sheet: new FactSheet<'Mcp'>('mcp'),
      places: [],
      clients: new Set(),
      destructive: new Set(),
    };
    if (present === undefined) this.servers.set(shown, server);
    server.clients.add(client);
    addPlace(server.places, evidence);
    return server;
  }

  link(kind: 'uses' | 'holds' | 'delegates', from: string, to: string, evidence: readonly Evidence[]): void {
    this.emit({ type: 'link', value: { kind, from, to, evidence } });
  }

  gap(file: string, why: GapReason, detail: string, problem: Partial<Problem> = {}): void {
    this.emit({
      type: 'gap',
      value: {
        source: this.source,
        what: `the file ${file}`,
        why,
        detail,
        file,
        ...(problem.line === undefined ? {} : { line: problem.line }),
        ...(problem.pointer === undefined || problem.pointer === '' ? {} : { pointer: redactPointer(problem.pointer) }),
        ...(problem.harmless ? { partial: false } : {}),
      },
    });
  }

  /** The tree of a file; its problems become gaps. */
  tree(file: OpenFile, read: (text: string) => ReadTree): { readonly tree?: Tree; readonly whole: boolean } {
    const { tree, problems } = read(file.text);
    // What follows from the first error of a line says no more.
    const first = problems.filter((p, i) => p.line === undefined || problems.findIndex((other) => other.line === p.line) === i);
    for (const problem of first) this.gap(file.path, 'unreadable', problem.detail, problem);
    return { ...(tree === undefined ? {} : { tree }), whole: problems.every((p) => p.harmless === true) };
  }
}

function addPlace(places: Evidence[], evidence: Evidence): void {
  const key = evidenceKey(evidence);
  if (!places.some((p) => evidenceKey(p) === key)) places.push(evidence);
}
