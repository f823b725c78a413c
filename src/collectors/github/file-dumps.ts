import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { GapReason } from '../../inventory/gap.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { openText } from '../decode.ts';
import { readError } from '../files.ts';
import { SourceTally } from '../source-tally.ts';
import { type Finds, type Item, readAnswer, readValue } from './answer.ts';
import { matchPath } from './api-path.ts';
import { Book } from './book.ts';
import type { Endpoint } from './endpoint.ts';
import { documentsIn, isLines } from './json-documents.ts';
import { isRaw, type Raw } from './raw.ts';
import { refusalIn, wrappedList } from './shapes.ts';
import { organizationOf, type Spot, unnamed } from './spot.ts';

type FileContext = Pick<CollectContext, 'emit' | 'fingerprint'>;

/** A file, and the path of the API that its place in a directory stands for. */
export interface DumpFile {
  readonly path: string;
  readonly source: string;
  /** Path inside the source, of files of a directory. */
  readonly file?: string;
}

/** Larger answers of one request do not exist; audit logs of lines are read line by line. */
const largest = 256 * 1024 * 1024;

/** Whether a file holds answers of GitHub. */
export function recognisesGithubFile(head: FileHead): boolean {
  if (head.format !== 'json') return false;
  let found = 0;
  const finds: Finds = {
    item: ({ path, spot }) => {
      // A list of names alone could be of anybody.
      if (!weak.has(path) || /\/(?:secrets|variables)\//.test(spot.at.pointer ?? '')) found++;
    },
    refusal: (_status, _message, endpoint) => {
      if (endpoint !== undefined) found++;
    },
    unread: () => {},
  };
  for (const { value } of documentsIn(head.text, true)) {
    const refusal = isRaw(value) ? refusalIn(value) : undefined;
    if (refusal !== undefined && /docs\.github\.com|developer\.github\.com/.test(head.text)) return true;
    readValue(value, { at: { source: '' } }, finds);
    if (found > 0 || (isRaw(value) && isEmptyListing(value))) return true;
  }
  return matchPath(head.name) !== undefined;
}

/** Nothing else tells an empty listing from answers of others that count: it has its count and its list, and they agree. */
function isEmptyListing(raw: Raw): boolean {
  return raw.total_count === 0 && Object.keys(raw).length === 2 && wrappedList(raw)?.list.length === 0;
}

/** Shapes that answers of others have as well. */
const weak: ReadonlySet<string> = new Set([
  '/repos/{owner}/{repo}/actions/secrets',
  '/repos/{owner}/{repo}/actions/variables',
  '/orgs/{org}/actions/variables',
]);

/** Reads files together: what one of them names another describes. Each has a status of its own. */
export function collectGithubFiles(files: readonly DumpFile[], context: FileContext): Promise<Collected> {
  return new DumpReading(files, context).read();
}

class DumpReading {
  readonly #files: readonly DumpFile[];
  readonly #tallies: Map<string, SourceTally>;
  readonly #book: Book;
  readonly #items: Item[] = [];
  readonly #context: FileContext;
  readonly #names = new Set<string>();

  constructor(files: readonly DumpFile[], context: FileContext) {
    this.#files = files;
    this.#context = context;
    this.#tallies = new Map(files.map(({ source }) => [source, new SourceTally()]));
    this.#book = new Book({ emit: (fragment) => this.#emit(fragment), fingerprint: context.fingerprint });
  }

  async read(): Promise<Collected> {
    for (const file of this.#files) {
      try {
        await this.#readFile(file);
      } catch (error) {
        const { message } = readError(file.source, error);
        this.#gap(file, 'the file', 'unreadable', message);
      }
    }
    // What an answer does not tell of its organization the others do, where they are all of one.
    const [only, ...others] = [...this.#names];
    const known = only !== undefined && others.length === 0 ? only : undefined;
    for (const item of [...this.#items].sort((a, b) => rankOf(a) - rankOf(b))) {
      this.#book.taken++;
      item.reader(item.raw, known === undefined ? item.spot : withOrganization(item.spot, known), this.#book);
    }
    this.#book.finish();
    const scope = known ?? ([...this.#names].length > 1 ? [...this.#names].sort().join(', ') : '');
    const parts = [...this.#tallies].map(([source, tally]) => tally.status(source, { plane: 'github', scope, requests: 0 }));
    return { plane: 'github', scope, requests: 0, parts };
  }

  #emit(fragment: Parameters<FileContext['emit']>[0]): void {
    const at =
      fragment.type === 'gap' ? fragment.value.source : 'evidence' in fragment.value ? fragment.value.evidence?.[0]?.source : undefined;
    (this.#tallies.get(at ?? '') ?? this.#tallies.get(this.#files[0]?.source ?? ''))?.take(fragment);
    this.#context.emit(fragment);
  }

  async #readFile(file: DumpFile): Promise<void> {
    const at = { source: file.source, file: file.file ?? file.source };
    const named = matchPath(file.file ?? file.path.slice(file.path.lastIndexOf('/') + 1).replaceAll('__', '/'));
    const spot: Spot = { at, ...named?.named };
    const finds = this.#finds(file);
    const read = (value: unknown, inner: Spot): void =>
      named === undefined ? readValue(value, inner, finds) : readAnswer(value, named.endpoint, inner, finds);
    if (await isLines(file.path)) {
      await this.#readLines(file, spot, (value, inner) => {
        // A line may be one object of a list, or a page of it.
        if (named !== undefined && isRaw(value) && !(named.endpoint.key !== undefined && named.endpoint.key in value))
          readAnswer([value], named.endpoint, inner, finds);
        else read(value, inner);
      });
      return;
    }
    const documents = documentsIn(textOfFile(file.path), false);
    if (named !== undefined && documents.length > 1 && documents.every((document) => Array.isArray(document.value)))
      read(
        documents.flatMap((document) => document.value),
        spot,
      );
    else for (const { value } of documents) read(value, spot);
    if (documents.some((document) => document.broken))
      this.#gap(file, 'the rest of the file', 'unreadable', 'it ends in the middle of an answer');
  }

  async #readLines(file: DumpFile, spot: Spot, read: (value: unknown, spot: Spot) => void): Promise<void> {
    let line = 0;
    for await (const text of createInterface({ input: Readable.from(openText(file.path)), crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() === '') continue;
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        this.#gap(file, `line ${line}`, 'unreadable', 'it is no JSON');
        continue;
      }
      read(value, { ...spot, at: { ...spot.at, line } });
    }
  }

  #finds(file: DumpFile): Finds {
    return {
      item: (item) => {
        const organization = organizationOf(item.spot);
        if (organization !== unnamed) this.#names.add(organization);
        if (item.path === '/orgs/{org}' && typeof item.raw.login === 'string') this.#names.add(item.raw.login);
        // Audit logs are long, and their events tell whose they are.
        if (item.path === '/orgs/{org}/audit-log') {
          this.#book.taken++;
          item.reader(item.raw, item.spot, this.#book);
        } else this.#items.push(item);
      },
      refusal: (status, message, endpoint) => this.#refused(file, status, message, endpoint),
      unread: (count) =>
        this.#book.gaps.add(`unread ${file.source} ${file.file ?? ''}`, {
          source: file.source,
          file: file.file ?? file.source,
          what: `${count} ${count === 1 ? 'object' : 'objects'} of the file`,
          why: 'unsupported',
          detail: 'of no kind that is known of GitHub',
          partial: false,
        }),
      whole: (endpoint, spot) => this.#items.push({ reader: supply(endpoint), path: 'supplies', raw: {}, spot }),
    };
  }

  #refused(file: DumpFile, status: number, message: string, endpoint: Endpoint | undefined): void {
    const why: GapReason = status === 404 ? 'not-found' : status === 429 ? 'throttled' : 'denied';
    const permission = endpoint?.permission;
    this.#book.gaps.add(`refused ${endpoint?.path ?? ''} ${file.source} ${file.file ?? ''}`, {
      source: file.source,
      file: file.file ?? file.source,
      what: endpoint?.what ?? 'the answer',
      why: status === 404 ? 'denied' : why,
      detail: status === 404 ? `${message}: not there, or not to be seen with this token` : message,
      ...(permission === undefined ? {} : { permission }),
    });
  }

  #gap(file: DumpFile, what: string, why: GapReason, detail: string): void {
    this.#book.gaps.add(`${what.replace(/\d+/, '')} ${file.source} ${file.file ?? ''}`, {
      source: file.source,
      file: file.file ?? file.source,
      what,
      why,
      detail,
    });
  }
}

/** Says that a part was listed whole, once it is known of what. */
function supply(endpoint: Endpoint): Item['reader'] {
  return (_raw: Raw, spot, book) => book.supplied(endpoint, spot);
}

/** Which repositories something reaches is put together before what reaches them is read. */
function rankOf({ path }: Item): number {
  return path.endsWith('/repositories') ? 0 : 1;
}

function withOrganization(spot: Spot, organization: string): Spot {
  if (spot.organization !== undefined) return spot;
  const repository = spot.repository?.startsWith(`${unnamed}/`)
    ? `${organization}/${spot.repository.slice(unnamed.length + 1)}`
    : spot.repository;
  return { ...spot, organization, ...(repository === undefined ? {} : { repository }) };
}

function textOfFile(path: string): string {
  if (statSync(path).size > largest) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
