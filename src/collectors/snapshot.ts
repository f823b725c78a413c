import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { isForOneRun } from '../document-id.ts';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';
import type { Plane } from '../inventory/plane.ts';
import { isObject } from '../plain-object.ts';
import { UserError } from '../user-error.ts';
import { readFragment, readStatus } from './snapshot-record.ts';

/**
 * A snapshot is gzipped JSON lines: a header, then every fragment in the order in which collectors handed it over, then
 * one line for each source, then a line that says how many records there are (so that a cut file is noticed).
 * It holds no secret values: fragments never do.
 */
export const snapshotSchema = 'nhi-snapshot/1';

const again = 'collect it again';

export interface SnapshotHeader {
  readonly schema: string;
  readonly tool: string;
  /** ISO 8601, UTC: `now` of a replay unless `--now` is given. */
  readonly collectedAt: string;
}

export type SnapshotLine = { readonly fragment: Fragment } | { readonly source: SourceStatus } | { readonly end: number };

/** Whether a file is a snapshot of any version, told by its first line. */
export async function isSnapshot(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  const magic = Buffer.alloc(2);
  try {
    await file.read(magic, 0, 2, 0);
  } finally {
    await file.close();
  }
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return false;
  for await (const line of lines(path)) return line.startsWith('{"schema":"nhi-snapshot/');
  return false;
}

export interface Replay {
  readonly collectedAt: string;
  readonly sources: readonly SourceStatus[];
}

/**
 * Replays a snapshot. What was whole before a cut is handed over; the cut itself, and a record that is none, become gaps.
 * @param source how the user named the snapshot; the sources inside it keep their own names.
 * @throws UserError where the file is a snapshot of another version, or nothing of it can be read.
 */
export async function replaySnapshot(path: string, source: string, emit: (fragment: Fragment) => void): Promise<Replay> {
  const reading = new SnapshotReading(source, emit);
  let number = 0;
  let broken: string | undefined;
  const texts = lines(path)[Symbol.asyncIterator]();
  for (;;) {
    let text: IteratorResult<string>;
    try {
      text = await texts.next();
    } catch (error) {
      if (error instanceof UserError) throw error;
      broken = 'the compressed data ends early or is damaged';
      break;
    }
    if (text.done === true) break;
    reading.read(text.value, ++number);
  }
  return reading.finish(broken);
}

class SnapshotReading {
  readonly #source: string;
  readonly #emit: (fragment: Fragment) => void;
  #collectedAt: string | undefined;
  readonly #sources: SourceStatus[] = [];
  readonly #identities = new Set<string>();
  /** Of the fragments: where the sources' own lines were lost, they stand here. */
  readonly #gaps: Gap[] = [];
  /** What is wrong with the snapshot itself. */
  readonly #damage: Gap[] = [];
  #records = 0;
  #promised: number | undefined;
  #plane: Plane = 'repository';

  constructor(source: string, emit: (fragment: Fragment) => void) {
    this.#source = source;
    this.#emit = emit;
  }

  read(text: string, number: number): void {
    const line = parse(text);
    if (this.#collectedAt === undefined) {
      this.#collectedAt = readHeader(line, this.#source);
      return;
    }
    const fragment = isObject(line) ? readFragment(line.fragment) : undefined;
    const status = isObject(line) ? readStatus(line.source) : undefined;
    // An id of this run would stand in the way of a document that another source gives.
    const isForged = fragment?.type === 'document' && isForOneRun(fragment.value.id);
    if (fragment !== undefined && !isForged) this.#take(fragment);
    else if (status !== undefined) this.#sources.push(status);
    else if (isObject(line) && typeof line.end === 'number') this.#promised = line.end;
    else this.#wrong('a record of the snapshot', `line ${number} of its text is not a record`);
  }

  finish(broken: string | undefined): Replay {
    if (this.#collectedAt === undefined) throw new UserError(`${this.#source}: the snapshot is damaged before its first record; ${again}`);
    const read = `; ${this.#records} records were read`;
    if (broken !== undefined) this.#wrong('the rest of the snapshot', broken + read);
    else if (this.#promised === undefined) this.#wrong('the rest of the snapshot', `it ends without its closing line${read}`);
    else if (this.#promised !== this.#records) {
      this.#wrong('records of the snapshot', `its closing line says ${this.#promised} records${read}`);
    }
    if (this.#damage.length === 0) return { collectedAt: this.#collectedAt, sources: this.#sources };
    for (const value of this.#damage) this.#emit({ type: 'gap', value });
    // Sources whose own lines are there speak for themselves; this one stands for the snapshot.
    const rest = this.#sources.length > 0 ? {} : { identities: this.#identities.size };
    const own: SourceStatus = {
      source: this.#source,
      plane: this.#plane,
      scope: '',
      status: this.#records === 0 ? 'failed' : 'partial',
      identities: 0,
      requests: 0,
      ...rest,
      gaps: [...(this.#sources.length > 0 ? [] : this.#gaps), ...this.#damage],
    };
    return { collectedAt: this.#collectedAt, sources: [...this.#sources, own] };
  }

  #take(fragment: Fragment): void {
    if (fragment.type === 'gap') this.#gaps.push(fragment.value);
    if (fragment.type === 'identity') {
      if (this.#identities.size === 0) this.#plane = fragment.value.plane;
      if (fragment.value.standing !== 'named') this.#identities.add(fragment.value.id);
    }
    this.#records++;
    this.#emit(fragment);
  }

  #wrong(what: string, detail: string): void {
    // One line of a kind is enough: a file that is no snapshot beyond its header may hold a million.
    if (this.#damage.some((gap) => gap.what === what)) return;
    this.#damage.push({ source: this.#source, what, why: 'unreadable', detail, permission: again, file: this.#source });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When the snapshot was taken. */
function readHeader(header: unknown, source: string): string {
  const { schema: found, collectedAt } = isObject(header) ? header : {};
  if (found !== snapshotSchema) {
    throw new UserError(
      `${source}: snapshot format ${quote(found)} is not ${snapshotSchema}; read it with the version that wrote it, or collect it again`,
    );
  }
  if (typeof collectedAt !== 'string' || Number.isNaN(Date.parse(collectedAt))) {
    throw new UserError(`${source}: the snapshot does not say when it was taken; collect it again`);
  }
  return collectedAt;
}

/** What a file claims to be, for a message. */
function quote(text: unknown): string {
  return typeof text === 'string' && /^[\w./-]{1,40}$/.test(text) ? text : 'of an unknown kind';
}

/** A line with more bytes is refused: no record comes near it, and a few kilobytes of gzip can hold a line of gigabytes. */
const longestLine = 64 * 1024 * 1024;

/** The lines of a gzipped text. Throws a UserError for one that is too long. */
async function* lines(path: string): AsyncGenerator<string> {
  const raw = createReadStream(path);
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  let pieces: Buffer[] = [];
  let size = 0;
  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size > longestLine) throw new UserError(`${basename(path)}: a line of the snapshot is longer than 64 MiB; ${again}`);
    pieces.push(piece);
  };
  const line = (): string => {
    const text = Buffer.concat(pieces, size).toString('utf8');
    pieces = [];
    size = 0;
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  };
  try {
    for await (const chunk of raw.pipe(gunzip) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, end));
        from = end + 1;
        yield line();
      }
      if (from < chunk.length) add(chunk.subarray(from));
    }
    if (size > 0) yield line();
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}
