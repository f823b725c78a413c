import type { Evidence } from '../inventory/evidence.ts';
import type { SourceStatus } from '../inventory/fragment.ts';

/**
 * Where a result is, in SARIF. Evidence with a file gives that file, relative to the scanned directory (`SRCROOT`). Live
 * answers have no file, and GitHub shows no alert without one, so they get a name in its place that is the same in every run:
 * `<plane>/<account, organization or cluster>`, such as `aws/123456789012`. These names stand in `run.artifacts`, described as what they are.
 */

export interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: 'SRCROOT';
}

export interface LogicalLocation {
  readonly fullyQualifiedName: string;
  readonly name: string;
  readonly kind: 'resource';
}

export interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: ArtifactLocation;
    readonly region: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly logicalLocations?: readonly LogicalLocation[];
  readonly message?: { readonly text: string };
}

/** Finds locations for evidence; remembers the names it gave to live answers. */
export class Locator {
  readonly #sources: ReadonlyMap<string, SourceStatus>;
  readonly #named = new Map<string, string>();

  constructor(sources: readonly SourceStatus[]) {
    this.#sources = new Map(sources.map((source) => [source.source, source]));
  }

  physical(evidence: Evidence | undefined): Location['physicalLocation'] {
    // What is not in a line of a file still needs one to be shown at.
    if (evidence?.file === undefined) return { artifactLocation: { uri: this.#nameLive(evidence?.source) }, region: { startLine: 1 } };
    const { line, column } = evidence;
    return {
      artifactLocation: { uri: fileUri(evidence.source, evidence.file), uriBaseId: 'SRCROOT' },
      region: line === undefined ? { startLine: 1 } : { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
    };
  }

  /** The names given so far. */
  artifacts(): unknown[] {
    return [...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([uri, text]) => ({ location: { uri }, description: { text } }));
  }

  #nameLive(source: string | undefined): string {
    const status = source === undefined ? undefined : this.#sources.get(source);
    const parts = status === undefined ? segments(source ?? '') : [status.plane, status.scope].filter((part) => part !== '');
    const uri = parts.map(encode).join('/') || 'scan';
    this.#named.set(uri, source === undefined ? 'The scan as a whole; not a file.' : `What ${source} answered; not a file.`);
    return uri;
  }
}

/**
 * The percent-encoded path of a file, relative to where the tool was started. A source with an absolute path is itself
 * taken for the root, so that no path of the machine is published.
 */
function fileUri(source: string, file: string): string {
  const inside = isAbsolute(file) ? segments(file).slice(-1) : segments(file);
  const root = isAbsolute(source) ? [] : segments(source);
  const path = endsWith(root, inside) ? root : [...root, ...inside];
  return path.map(encode).join('/');
}

/** A source that is a file has evidence whose file is that same file. */
function endsWith(source: readonly string[], file: readonly string[]): boolean {
  return file.length > 0 && file.length <= source.length && file.every((part, i) => part === source[source.length - file.length + i]);
}

function segments(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
}

function isAbsolute(path: string): boolean {
  return /^([\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** Lone surrogates cannot be percent-encoded. */
function encode(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\u{fffd}'));
}
