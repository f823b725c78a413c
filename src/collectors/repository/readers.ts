import { matchesGlob } from '../../glob.ts';
import { agentCardFiles, readAgentCard } from './agent-cards/agent-card.ts';
import { type Client, type ClientFile, readClientFile } from './clients/client.ts';
import { clients } from './clients/clients.ts';
import { composeFiles, readCompose } from './compose/compose.ts';
import { credentialFiles } from './credential-files/credential-files.ts';
import { matchSegments } from './files/path-pattern.ts';
import type { Gathering } from './gathering.ts';
import { instructionFiles } from './instructions/instruction-files.ts';
import type { OpenFile } from './open-file.ts';

/** Reads one file whose path says what it is. `application` names the holder of what no agent holds. */
export type Read = (out: Gathering, file: OpenFile, application: () => string) => void;

interface Row {
  readonly segments: readonly string[];
  readonly kind: 'client' | 'credentials' | 'instructions' | 'card' | 'compose';
  readonly read: Read;
  /** The clients that take the file for theirs. */
  readonly clients: readonly string[];
}

const rows: readonly Row[] = [
  ...clients.flatMap((client) => client.files.map((file) => row(file.path, 'client', readerOf(client, file), [client.id]))),
  ...agentCardFiles.map((path) => row(path, 'card', readAgentCard)),
  ...composeFiles.map((path) => row(path, 'compose', readCompose)),
  ...credentialFiles.map(([path, read]) => row(path, 'credentials', read)),
  ...instructionFiles.map(([path, readers]) =>
    row(path, 'instructions', (out, file) => void out.instructions.push({ file, clients: readers }), readers),
  ),
];

function row(path: string, kind: Row['kind'], read: Read, readers: readonly string[] = []): Row {
  return { segments: path.split('/'), kind, read, clients: readers };
}

function readerOf(client: Client, form: ClientFile): Read {
  return (out, file, application) => readClientFile(out, file, client, form, application);
}

/** Rows whose last segment is a plain name, by that name; the others are tried in turn. */
const byName = new Map<string, Row[]>();
const byPattern: { readonly row: Row; readonly last: string; readonly begins: string; readonly ends: string }[] = [];
for (const r of rows) {
  const last = r.segments.at(-1) ?? '';
  if (last.includes('*'))
    byPattern.push({ row: r, last, begins: last.slice(0, last.indexOf('*')), ends: last.slice(last.lastIndexOf('*') + 1) });
  else byName.set(last, [...(byName.get(last) ?? []), r]);
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
  const segments = path.split('/').map(plainName);
  const last = segments.at(-1) ?? '';
  // A compressed file holds no text, whatever it was called before (`Dockerfile.5.gz` is a page of a manual).
  if (/\.(?:gz|xz|bz2|zst|zip)$/.test(last)) return [];
  const candidates = [
    ...(byName.get(last) ?? []),
    ...byPattern.flatMap((p) => (last.startsWith(p.begins) && last.endsWith(p.ends) && matchesGlob(p.last, last) ? [p.row] : [])),
  ];
  if (candidates.length === 0) return [];
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
  const bare = segment.replace(/^(?:(?:private|readonly|executable|encrypted|empty|exact|create|symlink)_)+(?=dot_)/, '');
  return bare.startsWith('dot_') ? `.${bare.slice(4).replace(/\.tmpl$/, '')}` : bare;
}
