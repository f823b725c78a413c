import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import { fieldOf, isPlain, type Plain, textOf } from '../azure-model/arm/arm-object.ts';
import type { Collected } from '../collector.ts';
import { checkUtf8, openText } from '../decode.ts';
import { readError } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { type JsonPlace, JsonStream } from '../json-stream.ts';
import { tallyBySource } from '../source-tally.ts';
import { AssignmentLists } from './assignment-lists.ts';
import { rowsOfTable } from './table-rows.ts';

/** What reading files needs of the outside. */
export interface FileContext {
  readonly emit: (fragment: Fragment) => void;
  /** Keyed hash of a secret value. */
  readonly fingerprint: (secret: string) => string;
}

/** A file, and how the user named it. */
export interface AzureFile {
  readonly path: string;
  readonly source: string;
}

/**
 * Reads saved answers of Azure of any size: what `az ... -o json` prints, answers of the API ({value: [...]}), of Resource
 * Graph ({data: [...]}), single objects, lines of objects.
 * @throws UserError where the file cannot be read at all. What is wrong inside it becomes gaps.
 */
export async function collectAzureFile(
  path: string,
  { source, emit, fingerprint }: FileContext & { readonly source: string },
): Promise<Collected> {
  const shared = startReading(emit, fingerprint);
  await readFileInto(shared, { path, source });
  return { plane: 'azure', scope: finishReading(shared), requests: 0 };
}

/** Reads files of one run together: what one of them names another describes. Each has a status of its own. */
export async function collectAzureFiles(files: readonly AzureFile[], context: FileContext): Promise<Collected> {
  const { tallies, emit } = tallyBySource(files, context.emit);
  const shared = startReading(emit, context.fingerprint);
  for (const file of files) {
    try {
      await readFileInto(shared, file);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      emit({ type: 'gap', value: { source: file.source, file: file.source, what: 'the file', why: 'unreadable', detail: error.message } });
    }
  }
  const scope = finishReading(shared);
  const parts = [...tallies].map(([source, tally]) => tally.status(source, { plane: 'azure', scope, requests: 0 }));
  return { plane: 'azure', scope, requests: 0, parts };
}

/** What the files of one reading share. */
interface Shared {
  readonly emit: (fragment: Fragment) => void;
  readonly normaliser: ArmNormaliser;
  readonly assignments: AssignmentLists;
}

function startReading(emit: Shared['emit'], fingerprint: FileContext['fingerprint']): Shared {
  return { emit, normaliser: new ArmNormaliser(emit, fingerprint), assignments: new AssignmentLists(emit) };
}

/** Hands over what had to wait for the other files; answers the subscription that all of it is of. */
function finishReading({ normaliser, assignments }: Shared): string {
  normaliser.finish();
  assignments.finish();
  const [only, ...more] = new Set([...normaliser.subscriptions, ...assignments.subscriptions]);
  return more.length === 0 ? (only ?? '') : '';
}

async function readFileInto(shared: Shared, { path, source }: AzureFile): Promise<void> {
  const reading = new FileReading(shared, source);
  let utf8 = true;
  try {
    for await (const chunk of checkUtf8(openText(path), () => {
      utf8 = false;
    }))
      if (!reading.push(chunk)) break;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const problem = readError(source, error);
    if (!reading.started) throw problem;
    reading.note('cut', { what: 'the rest of the file', why: 'unreadable', detail: problem.message });
  }
  if (!utf8)
    reading.note('not UTF-8', {
      what: 'letters of the file',
      why: 'unreadable',
      detail: 'not UTF-8 (it may be Latin-1): names with such letters were read wrong',
      permission: 'the file saved as UTF-8 (iconv -f LATIN1 -t UTF-8)',
    });
  reading.finish();
}

/** Keys under which answers hold their rows; `Data` is of Search-AzGraph. */
const lists = new Set(['value', 'data', 'Data', 'records']);

class FileReading {
  readonly #shared: Shared;
  readonly #source: string;
  readonly #gaps = new GapCounter();
  readonly #stream: JsonStream;
  /** The members of the document at hand, but for the lists of rows. */
  #members = new Map<string, unknown>();
  #rows = 0;
  #page = -1;
  #place: JsonPlace = { pointer: '', line: 1, page: 0 };
  /** The last page promises another one. */
  #promised = false;
  #kept = 0;
  started = false;

  constructor(shared: Shared, source: string) {
    this.#shared = shared;
    this.#source = source;
    this.#stream = new JsonStream({
      lists,
      wholes: new Set(['properties', 'data', 'Data', 'value']),
      key: (_, place) => this.#startPage(place),
      element: (_, value, place) => {
        this.#rows++;
        this.#give(value, place);
      },
      value: (key, value) => {
        this.#members.set(key, value);
      },
      problem: ({ kind, message, line, pointer }) => {
        const what = kind === 'truncated' || kind === 'broken' ? 'the rest of the file' : 'a part of the file';
        this.note(`json ${kind}`, { what, why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer });
      },
    });
  }

  push(chunk: Buffer): boolean {
    return this.#stream.push(chunk);
  }

  finish(): void {
    this.#stream.end();
    this.#endPage();
    if (this.#promised)
      this.note('pages', {
        what: 'the rest of the answer',
        why: 'not-given',
        detail: 'the answer says that more pages follow, and they are not in the file',
        permission: 'all pages: az graph query with --skip-token, az rest for each nextLink',
      });
    this.#gaps.flush(this.#shared.emit);
  }

  note(group: string, gap: Omit<Gap, 'source'>): void {
    this.#gaps.add(group, { source: this.#source, file: this.#source, ...gap });
  }

  #startPage(place: JsonPlace): void {
    this.started = true;
    if (place.page === this.#page) return;
    this.#endPage();
    this.#page = place.page;
    this.#place = place;
  }

  /** A document ends: an answer that listed rows, or an object that is a row itself. */
  #endPage(): void {
    const members = this.#members;
    const rows = this.#rows;
    this.#members = new Map();
    this.#rows = 0;
    if (this.#page < 0) return;
    const document: Plain = Object.fromEntries(members);
    const pointer = this.#place.pointer.slice(0, Math.max(0, this.#place.pointer.lastIndexOf('/')));
    const place = { ...this.#place, pointer };
    const data = fieldOf(document, 'data') ?? fieldOf(document, 'value');
    const isRow = ['id', 'properties', 'roleName', 'operationName', 'roleAssignmentId'].some((key) => fieldOf(document, key) !== undefined);
    if (rows > 0 || Array.isArray(data)) this.#checkWhole(document, rows);
    else if (isPlain(data) && !isRow) this.#giveTable(document, data, place);
    else if (isRow) this.#give(document, place);
    else if (members.size > 0) this.#unknown(place);
  }

  /** A table of Resource Graph, or lists under names of their own. */
  #giveTable(document: Plain, data: Plain, place: JsonPlace): void {
    const table = rowsOfTable(data);
    if (table !== undefined) {
      for (const [i, row] of table.entries()) this.#give(row, { ...place, pointer: `${place.pointer}/data/rows/${i}` });
      this.#checkWhole(document, table.length);
      return;
    }
    for (const [name, value] of Object.entries(data)) {
      const base = `${place.pointer}/data/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (Array.isArray(value)) for (const [i, item] of value.entries()) this.#give(item, { ...place, pointer: `${base}/${i}` });
      else if (isPlain(value)) this.#give(value, { ...place, pointer: base });
    }
  }

  /** Whether an answer holds all that it counts, and none follows. */
  #checkWhole(document: Plain, rows: number): void {
    const total = fieldOf(document, 'totalRecords');
    const follows = ['$skipToken', 'skipToken', 'nextLink', '@nextLink', 'odata.nextLink'].some(
      (key) => textOf(document, key) !== undefined,
    );
    this.#kept += rows;
    // The next page keeps the promise of the one before.
    this.#promised = follows;
    if (typeof total !== 'number' || total <= this.#kept || follows) return;
    this.note('total', {
      what: 'rows of the answer',
      why: 'not-given',
      detail: `the answer counts ${total} rows and holds ${this.#kept}`,
      permission: 'all pages of the query: az graph query with --first 1000 and --skip-token',
    });
  }

  #give(raw: unknown, place: JsonPlace): void {
    this.started = true;
    const at: Evidence = { source: this.#source, file: this.#source, line: place.line, pointer: place.pointer };
    const outcome = this.#shared.normaliser.add(raw, at);
    if (outcome === 'unknown') this.#unknown(place);
    else if (isPlain(raw)) this.#shared.assignments.see(raw, at);
  }

  #unknown({ line, pointer }: JsonPlace): void {
    this.note('unknown', {
      what: 'a row of the file',
      why: 'unsupported',
      detail: `line ${line}: not an object of Azure that is known`,
      line,
      pointer,
    });
  }
}
