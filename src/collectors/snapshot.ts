import { randomBytes } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import { UserError } from '../user-error.ts';

/**
 * A snapshot is gzipped JSON lines: a header, then every fragment in the order in which collectors handed it over, then
 * one line for each source, then a line that says how many records there are (so that a cut file is noticed).
 * It holds no secret values: fragments never do.
 */
const schema = 'nhi-snapshot/1';

interface Header {
  readonly schema: string;
  readonly tool: string;
  /** ISO 8601, UTC: `now` of a replay unless `--now` is given. */
  readonly collectedAt: string;
}

type Line = { readonly fragment: Fragment } | { readonly source: SourceStatus } | { readonly end: number };

/**
 * Writes a snapshot beside its final place, mode 0600, and renames it there when it is whole. Records are compressed in
 * batches, each a gzip member of its own, so that memory stays bounded however fast they come.
 */
export class SnapshotWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  #batch: string[] = [];
  #batched = 0;
  #records = 0;
  #finished = false;

  constructor(path: string, tool: string, collectedAt: string) {
    this.#path = path;
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
    try {
      this.#file = openSync(this.#temporary, 'wx', 0o600);
    } catch (error) {
      throw new UserError(`cannot write ${path}: ${reasonOf(error)}`);
    }
    this.#line({ schema, tool, collectedAt } satisfies Header);
  }

  add(fragment: Fragment): void {
    this.#records++;
    this.#line({ fragment } satisfies Line);
  }

  finish(sources: readonly SourceStatus[]): void {
    for (const source of sources) this.#line({ source } satisfies Line);
    this.#line({ end: this.#records } satisfies Line);
    this.#flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#finished = true;
    try {
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      throw new UserError(`cannot write ${this.#path}: ${reasonOf(error)}`);
    }
  }

  /** Leaves nothing behind after a failure. */
  discard(): void {
    if (this.#finished) return;
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }

  #line(value: object): void {
    const text = `${JSON.stringify(value)}\n`;
    this.#batch.push(text);
    this.#batched += text.length;
    if (this.#batched > 1 << 20) this.#flush();
  }

  #flush(): void {
    writeSync(this.#file, gzipSync(this.#batch.join('')));
    this.#batch = [];
    this.#batched = 0;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'the directory does not exist';
  if (code === 'EISDIR' || code === 'ENOTEMPTY') return 'it is a directory';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'no permission' : String(code);
}

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

/**
 * Replays a snapshot. What was whole before a cut is handed over; the cut itself becomes a gap.
 * Throws UserError where the file is a snapshot of another version.
 */
export async function replaySnapshot(
  path: string,
  source: string,
  emit: (fragment: Fragment) => void,
): Promise<{ readonly collectedAt: string; readonly sources: readonly SourceStatus[] }> {
  let header: Header | undefined;
  const sources: SourceStatus[] = [];
  let records = 0;
  let whole = false;
  let number = 0;
  let broken = '';
  try {
    for await (const text of lines(path)) {
      number++;
      if (header === undefined) {
        header = readHeader(text, path);
        continue;
      }
      const line = JSON.parse(text) as Line;
      if ('fragment' in line) {
        emit(line.fragment);
        records++;
      } else if ('source' in line) sources.push(line.source);
      else whole = line.end === records;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    broken = `line ${number + 1}: ${error instanceof SyntaxError ? 'not JSON' : 'the compressed data ends early or is damaged'}`;
  }
  if (header === undefined) throw new UserError(`${path}: the snapshot is damaged before its first record; collect it again`);
  if (!whole) {
    const gap = {
      source,
      what: 'the rest of the snapshot',
      why: 'unreadable',
      detail: `${broken === '' ? 'it ends without its closing line' : broken}; ${records} records were read`,
      permission: 'collect the snapshot again',
      file: path,
    } as const;
    emit({ type: 'gap', value: gap });
    if (sources.length === 0) {
      sources.push({ source, plane: 'repository', scope: '', status: 'partial', identities: records, requests: 0, gaps: [gap] });
    }
  }
  return { collectedAt: header.collectedAt, sources };
}

function readHeader(text: string, path: string): Header {
  const header = JSON.parse(text) as Header;
  if (header.schema !== schema) {
    throw new UserError(
      `${path}: snapshot format ${header.schema} is not ${schema}; read it with the version that wrote it, or collect again`,
    );
  }
  return header;
}

async function* lines(path: string): AsyncGenerator<string> {
  const raw = createReadStream(path);
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  const reader = createInterface({ input: raw.pipe(gunzip), crlfDelay: Number.POSITIVE_INFINITY });
  let failure: Error | undefined;
  gunzip.on('error', (error) => {
    failure = error;
    reader.close();
  });
  try {
    for await (const line of reader) yield line;
    if (failure) throw failure;
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}
