import { basename } from 'node:path';
import type { BindingSink } from '../../inventory/binding.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Collected } from '../collector.ts';
import { readCsv } from '../csv.ts';
import { checkUtf8, lineNotUtf8, openText } from '../decode.ts';
import { readError } from '../files.ts';
import { type JsonPlace, JsonStream } from '../json-stream.ts';
import { SourceTally } from '../source-tally.ts';
import { isAnswer } from './answer.ts';
import { delegationColumns, emitDelegation, scopesIn } from './delegation.ts';
import { type JsonLine, readJsonLines, startsWithLines } from './json-lines.ts';
import { GoogleNormaliser } from './normalise.ts';
import { AnswerReader } from './read-answer.ts';

export interface FileContext {
  /** The file as the user named it. */
  readonly source: string;
  /** See `CollectContext.emit`. */
  readonly emit: (fragment: Fragment, isBare?: boolean) => void;
  readonly bindings?: BindingSink;
  readonly fingerprint: (secret: string) => string;
}

/** Lists that may hold millions of rows: they are read row by row. */
const longLists: ReadonlySet<string> = new Set(['assets', 'results', 'accounts']);

/** Members whose values are needed whole, however large. */
const wholes: ReadonlySet<string> = new Set([
  'bindings',
  'data',
  'iamPolicy',
  'iam_policy',
  'includedPermissions',
  'items',
  'keys',
  'policies',
  'policy',
  'policyResults',
  'policy_results',
  'resource',
  'roles',
  'services',
  'activities',
  'insights',
  'clusters',
]);

/**
 * Reads an answer or export of Google Cloud of any size.
 * @throws UserError where the file cannot be read at all. What is wrong inside it becomes gaps.
 */
export async function collectGoogleFile(path: string, context: FileContext): Promise<Collected> {
  const normaliser = new GoogleNormaliser(context.emit, context.source, context.fingerprint, context.bindings);
  normaliser.book.isExport = true;
  await readFileInto(normaliser, path, context.source);
  return { plane: 'gcp', scope: normaliser.finish(), requests: 0 };
}

/**
 * Reads files of one run together: one export has the policies, another the accounts and projects that those name by number.
 * Each file has a status of its own.
 */
export async function collectGoogleFiles(
  files: readonly { readonly path: string; readonly source: string }[],
  context: Omit<FileContext, 'source'>,
): Promise<Collected> {
  const tallies = new Map(files.map(({ source }) => [source, new SourceTally()]));
  const first = files[0]?.source ?? '';
  const emit = (fragment: Fragment, isBare?: boolean): void => {
    const at =
      fragment.type === 'gap' ? fragment.value.source : 'evidence' in fragment.value ? fragment.value.evidence?.[0]?.source : undefined;
    tallies.get(at ?? first)?.take(fragment);
    context.emit(fragment, isBare);
  };
  const { bindings } = context;
  const counted: BindingSink | undefined = bindings && {
    numberOf: (holder) => bindings.numberOf(holder),
    bind: (binding) => {
      tallies.get(binding.on.at.source)?.count();
      bindings.bind(binding);
    },
  };
  const normaliser = new GoogleNormaliser(emit, first, context.fingerprint, counted);
  normaliser.book.isExport = true;
  for (const { path, source } of files) {
    normaliser.book.source = source;
    try {
      await readFileInto(normaliser, path, source);
    } catch (error) {
      const { message } = readError(source, error);
      normaliser.brokeOff();
      normaliser.book.gap(`file ${source}`, { what: 'the file', why: 'unreadable', detail: message, file: source });
    }
  }
  const scope = normaliser.finish();
  const parts = [...tallies].map(([source, tally]) => tally.status(source, { plane: 'gcp', scope, requests: 0 }));
  return { plane: 'gcp', scope, requests: 0, parts };
}

async function readFileInto(normaliser: GoogleNormaliser, path: string, source: string): Promise<void> {
  const { book } = normaliser;
  const file = { source, file: source };
  let started = false;
  let utf8 = true;
  try {
    const chunks = checkUtf8(openText(path), () => {
      utf8 = false;
    });
    const first = await chunks.next();
    if (first.done !== true) {
      started = true;
      const all = prepend(first.value, chunks);
      if (startsWithLines(first.value)) await readLines(all, normaliser, file);
      else if (/^\s*[[{]/.test(first.value.toString('latin1', 0, 4096))) await readJson(all, path, normaliser, file);
      else await readDelegations(all, normaliser, file);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const problem = readError(source, error);
    if (!started) throw problem;
    // A gzip file that is cut short has been read up to there.
    normaliser.brokeOff();
    book.gap('cut short', { what: 'the rest of the file', why: 'unreadable', detail: problem.message, file: source });
  }
  if (utf8) return;
  const line = await lineNotUtf8(path);
  const detail = `line ${line ?? 1}: not UTF-8; names may be wrong`;
  book.gap('utf8', { what: 'some names', why: 'unreadable', detail, file: source, ...(line === undefined ? {} : { line }) });
}

/** Exports to storage: one asset a line. */
async function readLines(chunks: AsyncIterable<Buffer>, normaliser: GoogleNormaliser, file: Evidence): Promise<void> {
  const { book } = normaliser;
  const reader = new AnswerReader(normaliser);
  const read = ({ line, value, isCut }: JsonLine): void => {
    if (isCut) {
      normaliser.brokeOff();
      const detail = `line ${line}: the file ends in the middle of a line: what stood before was read`;
      book.gap('json cut', { what: 'the rest of the file', why: 'unreadable', detail, file: file.source, line });
    } else if (isAnswer(value)) reader.read(value, { source: file.source, file: file.source, line, pointer: '' });
    else {
      normaliser.brokeOff();
      const detail = `line ${line}: no JSON object; it was left out`;
      book.gap('json line', { what: 'a part of the file', why: 'unreadable', detail, file: file.source, line });
    }
  };
  for await (const lines of readJsonLines(chunks)) for (const line of lines) read(line);
  reader.noteUnknown(file.source);
}

async function readJson(chunks: AsyncIterable<Buffer>, path: string, normaliser: GoogleNormaliser, file: Evidence): Promise<void> {
  const { book } = normaliser;
  const reader = new AnswerReader(normaliser);
  const about = resourceInFileName(basename(path));
  let page: Record<string, unknown> = {};
  let start: JsonPlace | undefined;
  let number = -1;
  let pageToken: { readonly page: number; readonly line: number } | undefined;
  const endPage = (): void => {
    if (start !== undefined) reader.read(page, { ...file, line: start.line, pointer: start.pointer }, { about });
    page = {};
    start = undefined;
  };
  const turnTo = ({ page: at, line, pointer }: JsonPlace, key: string): void => {
    if (at !== number) {
      endPage();
      number = at;
    }
    start ??= { page: at, line, pointer: pointer.slice(0, pointer.length - key.replaceAll('~', '~0').replaceAll('/', '~1').length - 1) };
  };
  const stream = new JsonStream({
    lists: longLists,
    wholes,
    key: (key, place) => turnTo(place, key),
    element: (key, value, { line, pointer }) => reader.read(value, { ...file, line, pointer }, { about }, key),
    value: (key, value, place) => {
      if (key === 'nextPageToken' && typeof value === 'string' && value !== '') pageToken = { page: place.page, line: place.line };
      page[key] = value;
    },
    problem: ({ kind, message, line, pointer }) => {
      if (kind === 'truncated' || kind === 'broken') normaliser.brokeOff();
      const what = kind === 'truncated' || kind === 'broken' ? 'the rest of the file' : 'a part of the file';
      book.gap(`json ${kind}`, { what, why: 'unreadable', detail: `line ${line}: ${message}`, file: file.source, line, pointer });
    },
  });
  for await (const chunk of chunks) if (!stream.push(chunk)) break;
  stream.end();
  endPage();
  reader.noteUnknown(file.source);
  if (pageToken !== undefined && pageToken.page === number) {
    normaliser.brokeOff();
    const detail = 'the last page says that another follows';
    book.gap('page', { what: 'the rest of the list', why: 'not-given', detail, file: file.source, line: pageToken.line });
  }
}

/** The list of domain-wide delegation as the Admin console shows it. */
async function readDelegations(chunks: AsyncIterable<Buffer>, { book }: GoogleNormaliser, file: Evidence): Promise<void> {
  let columns: ReturnType<typeof delegationColumns>;
  let isFirst = true;
  for await (const { line, fields } of readCsv(chunks)) {
    if (isFirst) {
      columns = delegationColumns(fields);
      isFirst = false;
      continue;
    }
    if (columns === undefined) return;
    const client = (fields[columns.client] ?? '').trim();
    if (/^\d{15,}$/.test(client)) {
      emitDelegation(client, scopesIn(fields[columns.scopes] ?? ''), fields[columns.name], { ...file, line }, book);
      continue;
    }
    const detail = `line ${line}: the client id is not one`;
    book.gap('delegation row', { what: 'a row of the list of domain-wide delegation', why: 'unreadable', detail, file: file.source, line });
  }
}

/**
 * What the policy in a file is attached to, from the file's name: `project-acme-iam-policy.json`, `organization-123.json`,
 * `ci@acme.iam.gserviceaccount.com.json`. `gcloud ... get-iam-policy` does not say it.
 */
export function resourceInFileName(name: string): string | undefined {
  const bare = name
    .replace(/\.json(?:\.gz)?$/i, '')
    .replace(/[-_.](?:get[-_.])?(?:iam[-_.]?)?polic(?:y|ies)$/i, '')
    .replace(/^(?:iam[-_.]?)?policy[-_.]/i, '');
  const email = /[\w.-]+@[\w.-]*gserviceaccount\.com/.exec(bare)?.[0];
  if (email !== undefined) return `//iam.googleapis.com/projects/-/serviceAccounts/${email}`;
  const [, level, id] = /(?:^|[-_.])(project|folder|organization|org)s?[-_.=]([a-z0-9][a-z0-9:.-]*)$/i.exec(bare) ?? [];
  if (level === undefined || id === undefined) {
    const bucket = /^bucket[-_.=]([a-z0-9][\w.-]+)$/i.exec(bare)?.[1];
    return bucket === undefined ? undefined : `//storage.googleapis.com/${bucket}`;
  }
  const kind = level.toLowerCase().startsWith('org') ? 'organizations' : `${level.toLowerCase()}s`;
  return kind !== 'projects' && !/^\d+$/.test(id) ? undefined : `//cloudresourcemanager.googleapis.com/${kind}/${id}`;
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
