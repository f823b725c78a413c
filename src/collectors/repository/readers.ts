import { matchesGlob } from '../../glob.ts';
import { agentCardFiles, readAgentCard } from './agent-cards/agent-card.ts';
import { type Client, type ClientFile, readClientFile } from './clients/client.ts';
import { clients } from './clients/clients.ts';
import { composeFiles, readCompose } from './compose/compose.ts';
import { credentialFiles } from './credential-files/credential-files.ts';
import { envoyFiles, readEnvoyFile } from './decisions/envoy-file.ts';
import { devContainerFiles, readDevContainer } from './dev-containers/dev-container.ts';
import { matchSegments } from './files/path-pattern.ts';
import type { Gathering } from './gathering.ts';
import { instructionFiles } from './instructions/instruction-files.ts';
import type { OpenFile } from './open-file.ts';

/** Reads one file whose path says what it is. `application` names the holder of what no agent holds. */
export type Read = (out: Gathering, file: OpenFile, application: () => string) => void;

interface Row {
  readonly segments: readonly string[];
  /** A folder above; empty where none is asked for by its whole name. */
  readonly within: string;
  readonly kind: 'client' | 'credentials' | 'instructions' | 'card' | 'compose' | 'dev-container' | 'proxy';
  readonly read: Read;
  /** The clients that take the file for theirs. */
  readonly clients: readonly string[];
}

const rows: readonly Row[] = [
  ...clients.flatMap((client) => client.files.map((file) => row(file.path, 'client', readerOf(client, file), [client.id]))),
  ...agentCardFiles.map((path) => row(path, 'card', readAgentCard)),
  ...composeFiles.map((path) => row(path, 'compose', readCompose)),
  ...devContainerFiles.map((path) => row(path, 'dev-container', readDevContainer)),
  ...envoyFiles.map((path) => row(path, 'proxy', readEnvoyFile)),
  ...credentialFiles.map(([path, read]) => row(path, 'credentials', read)),
  ...instructionFiles.map(([path, readers]) =>
    row(path, 'instructions', (out, file) => void out.instructions.push({ file, clients: readers }), readers),
  ),
];

function row(path: string, kind: Row['kind'], read: Read, readers: readonly string[] = []): Row {
  const segments = path.split('/');
  const within = segments.slice(0, -1).find((segment) => !segment.includes('*')) ?? '';
  return { segments, within, kind, read, clients: readers };
}

function readerOf(client: Client, form: ClientFile): Read {
  return (out, file, application) => readClientFile(out, file, client, form, application);
}

const none: readonly Row[] = [];

/** Rows by their last segment: a plain name by that name, a pattern by the ending that it asks for, others in turn. */
const byName = new Map<string, Row[]>();
const byEnding = new Map<string, Row[]>();
const others: Row[] = [];
for (const r of rows) {
  const last = r.segments.at(-1) ?? '';
  const ending = endingOf(last);
  if (!last.includes('*')) byName.set(last, [...(byName.get(last) ?? []), r]);
  else if (ending === '' || /[*?]/.test(ending)) others.push(r);
  else byEnding.set(ending, [...(byEnding.get(ending) ?? []), r]);
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/**
 * The readers of a path: of each kind the most specific row (`.warp/.mcp.json` is Warp's, not Claude Code's). Several
 * clients' rows are never read for one file. `but`: a kind of reader that is left out.
 */
export function readersOf(path: string, but?: Row['kind']): readonly Read[] {
  return rowsOf(path).flatMap((r) => (r.kind === but ? [] : [r.read]));
}

/** The readers of files made to hold credentials, for a path. */
export function credentialReadersOf(path: string): readonly Read[] {
  return rowsOf(path).flatMap((r) => (r.kind === 'credentials' ? [r.read] : []));
}

/** Whether a reader judges the names and values in a file, rather than its prose alone. */
export function hasReader(path: string): boolean {
  return rowsOf(path).some((r) => r.kind === 'client' || r.kind === 'credentials');
}

/** Of a file that could not be read: whose settings it held, and whose instructions. */
export function clientsOf(path: string): { readonly settings: readonly string[]; readonly instructions: readonly string[] } {
  const found = rowsOf(path);
  const of = (kind: Row['kind']): readonly string[] => found.flatMap((r) => (r.kind === kind ? r.clients : []));
  return { settings: of('client'), instructions: of('instructions') };
}

function rowsOf(path: string): readonly Row[] {
  const last = plainName(path.slice(path.lastIndexOf('/') + 1));
  // A compressed file holds no text, whatever it was called before (`Dockerfile.5.gz` is a page of a manual).
  if (/\.(?:gz|xz|bz2|zst|zip)$/.test(last)) return [];
  const named = byName.get(last) ?? none;
  const ending = byEnding.get(endingOf(last)) ?? none;
  const isRenamed = path.includes('dot_');
  const isLike = (r: Row): boolean => (isRenamed || path.includes(r.within)) && matchesGlob(r.segments.at(-1) ?? '', last);
  // Asked of every path of a tree: of most of them no row is like.
  if (named.length === 0 && !ending.some(isLike) && !others.some(isLike)) return none;
  const candidates = [...named, ...ending.filter(isLike), ...others.filter(isLike)];
  const segments = path.split('/').map(plainName);
  const best = new Map<Row['kind'], Row>();
  for (const candidate of candidates) {
    if (!matchSegments(['**', ...candidate.segments], segments)) continue;
    const present = best.get(candidate.kind);
    if (present === undefined || candidate.segments.length > present.segments.length) best.set(candidate.kind, candidate);
  }
  // A client's file says better than a credential file's name what stands in it.
  if (best.has('client')) best.delete('credentials');
  return [...best.values()];
}

/**
 * Where a file that was named belongs, told by its name, or by the keys it holds where the name is nobody's. Undefined
 * for a file that is none of ours.
 */
export function placeOf(path: string, keys: readonly string[]): string | undefined {
  const place = path.split(/[\\/]/).slice(-4).join('/');
  if (readersOf(place).length > 0) return place;
  if (keys.some((key) => /^(?:mcpServers|mcp_servers|context_servers)$/.test(key))) return 'mcp.json';
  const isClaude = keys.some((key) => /^(?:enableAllProjectMcpServers|enabledMcpjsonServers|apiKeyHelper|enabledPlugins)$/.test(key));
  if (isClaude || (/^settings(?:\.local)?\.json$/.test(place.slice(place.lastIndexOf('/') + 1)) && keys.includes('permissions'))) {
    return '.claude/settings.json';
  }
  return undefined;
}

/** Directories that are read although git ignores them: those that clients keep their files in. */
const ownDirectories = new Set(rows.flatMap((r) => r.segments.slice(0, -1)).filter((segment) => segment.startsWith('.')));

export function isClientDirectory(name: string): boolean {
  return ownDirectories.has(plainName(name));
}

/** Maps the names that dotfile managers give back to those on disk: `private_dot_claude` is `.claude`. */
function plainName(segment: string): string {
  if (!segment.includes('dot_')) return segment;
  const bare = segment.replace(/^(?:(?:private|readonly|executable|encrypted|empty|exact|create|symlink)_)+(?=dot_)/, '');
  return bare.startsWith('dot_') ? `.${bare.slice(4).replace(/\.tmpl$/, '')}` : bare;
}
