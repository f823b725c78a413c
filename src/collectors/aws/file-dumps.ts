import { basename } from 'node:path';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Gap } from '../../inventory/gap.ts';
import { accountOfArn } from '../../inventory/id.ts';
import type { Collected, FileHead } from '../collector.ts';
import { readCsv } from '../csv.ts';
import { checkUtf8, lineNotUtf8, openText } from '../decode.ts';
import { readError } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { type JsonPlace, JsonStream } from '../json-stream.ts';
import { isPlainlyBare } from '../known-formats.ts';
import { isCredentialReport } from './credential-report.ts';
import { aboutInName, type DumpKind, elementKind, lists, marks, organizationKinds, type RecordKind, valueKinds } from './dump-kinds.ts';
import { AwsNormaliser } from './normalise.ts';
import type { AwsRecord } from './records.ts';
import { ResourceAnswers } from './resource-answers.ts';
import { wholeAnswers } from './services/answer-shapes.ts';
import { isServiceKind } from './services/service-kinds.ts';
import { answerKeys, PageAnswers } from './use/page-answers.ts';

/** What reading a file needs of the outside. */
export interface FileContext {
  /** The file as the user named it. */
  readonly source: string;
  readonly emit: (fragment: Fragment, isBare?: boolean) => void;
  /** Keyed hash of a secret value. */
  readonly fingerprint: (secret: string) => string;
}

/** Whether a file is an AWS dump, by what stands in its head. */
export function recognisesAwsFile(head: FileHead): boolean {
  if (head.format === 'csv') return isCredentialReport(columnsOf(head.text));
  return (
    head.format === 'json' && marks.some((mark) => head.keys.includes(mark.key) && (mark.shows === undefined || mark.shows.test(head.text)))
  );
}

/** What a JSON file with a key of an AWS answer lacks to be one. */
export function whatAwsFileLacks(head: FileHead): string | undefined {
  const mark = head.format === 'json' ? marks.find(({ key }) => head.keys.includes(key)) : undefined;
  if (mark === undefined) return undefined;
  const isEmpty = new RegExp(`"${mark.key}"\\s*:\\s*(?:\\[\\s*\\]|\\{\\s*\\}|null)`).test(head.text);
  return isEmpty
    ? `${mark.key} is empty, so that nothing shows whether it is an answer of AWS; expected at least one entry with its ARN (arn:aws:iam::...)`
    : `${mark.key} does not look like an answer of AWS; expected entries as the AWS CLI prints them, with their ARNs (arn:aws:iam::...)`;
}

/**
 * Reads an AWS dump of any size.
 * @throws UserError where the file cannot be read at all. What is wrong inside it becomes gaps.
 */
export async function collectAwsFile(path: string, context: FileContext): Promise<Collected> {
  const account = accountInName(basename(path));
  const { source, fingerprint } = context;
  const of = { source, fingerprint, numbersDocuments: true } as const;
  const normaliser = new AwsNormaliser(context.emit, { ...of, ...(account === undefined ? {} : { account }) });
  const reading = new DumpReading(context, normaliser, regionInName(basename(path)));
  let utf8 = true;
  try {
    const chunks = checkUtf8(openText(path), () => {
      utf8 = false;
    });
    const first = await chunks.next();
    if (first.done !== true) {
      const all = prepend(first.value, chunks);
      if (/^\s*[[{]/.test(first.value.toString('latin1', 0, 4096))) await reading.readJson(all);
      else await reading.readReport(all);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const problem = readError(context.source, error);
    if (!reading.started) throw problem;
    // A gzip file that is cut short has been read up to there.
    reading.gap('the rest of the file', 'unreadable', problem.message);
  }
  if (!utf8) await reading.notUtf8(path);
  reading.finish(normaliser.onlyAccount);
  const { account: scope } = normaliser.finish();
  return { plane: 'aws', scope, requests: 0 };
}

class DumpReading {
  readonly #context: FileContext;
  readonly #normaliser: AwsNormaliser;
  readonly #gaps = new GapCounter();
  readonly #seen = new Set<RecordKind>();
  readonly #answers = new PageAnswers((record) => this.#give(record));
  #page: DumpPage = { number: -1, keys: new Set() };
  /** Pages that promise another one, which has not come yet. */
  #waiting: readonly DumpPage[] = [];
  /** What the page at hand says of one resource. */
  readonly #resource: ResourceAnswers;
  started = false;

  /** Values of the page at hand that may be parts of an answer that is the thing itself. */
  readonly #whole = new Map<string, unknown>();
  #wholePlace: JsonPlace | undefined;
  readonly #region: string | undefined;

  constructor(context: FileContext, normaliser: AwsNormaliser, region: string | undefined) {
    this.#context = context;
    this.#normaliser = normaliser;
    this.#region = region;
    this.#resource = new ResourceAnswers(basename(context.source), region);
  }

  async readJson(chunks: AsyncIterable<Buffer>): Promise<void> {
    let content: string | undefined;
    const stream = new JsonStream({
      lists,
      wholes: new Set(['Content', ...promises, ...answerKeys]),
      key: (key, place) => this.#key(key, place),
      element: (key, value, place) => {
        this.#page.account ??= accountIn(value);
        const kind = elementKind(key, value);
        if (kind === undefined) this.#unusedList(key, place);
        else this.#add(kind, value, place, key.endsWith('DetailList'));
      },
      value: (key, value, place) => {
        if (key === 'Content' && typeof value === 'string') content = value;
        else this.#value(key, value, place);
      },
      screen: isPlainlyBare,
      problem: ({ kind, message, line, pointer }) => {
        const what = kind === 'truncated' || kind === 'broken' ? 'the rest of the file' : 'a part of the file';
        this.#note(`json ${kind}`, { what, why: 'unreadable', detail: `line ${line}: ${message}`, line, pointer });
      },
    });
    for await (const chunk of chunks) if (!stream.push(chunk)) break;
    stream.end();
    this.#endAnswer();
    this.#answers.flush();
    if (content !== undefined) await this.#reportInside(content);
  }

  async readReport(chunks: AsyncIterable<Buffer>): Promise<void> {
    let columns: readonly string[] | undefined;
    for await (const { line, fields } of readCsv(chunks)) {
      if (columns === undefined) {
        columns = fields;
        if (!isCredentialReport(columns)) {
          this.gap('the credential report', 'unreadable', `line ${line}: the first line does not hold the columns of a credential report`);
          return;
        }
        continue;
      }
      const at = { source: this.#context.source, file: this.#context.source, line };
      if (fields.length !== columns.length) {
        const detail = `line ${line}: the row has ${fields.length} fields and the header ${columns.length}; it was left out`;
        this.#note('report row', { what: 'a row of the credential report', why: 'unreadable', detail, line });
        continue;
      }
      const raw = Object.fromEntries(columns.map((column, i) => [column, fields[i] ?? '']));
      this.#give({ kind: 'credential-report-row', raw, at });
    }
  }

  /** Says what the input as a whole does not hold. `account`: the only one it is of. */
  finish(account: string | undefined): void {
    this.#closePage();
    for (const { number, promise } of this.#waiting) {
      const says = promise === 'IsTruncated' ? 'IsTruncated is true' : `it has a ${promise}`;
      const follows = number === this.#page.number ? 'no page follows' : 'no page that continues it follows';
      const detail = `the dump stops after page ${number + 1}: ${says} and ${follows}`;
      const permission = 'run the AWS CLI without --no-paginate and --max-items';
      this.#note(`after page ${number}`, { what: 'the rest of the account', why: 'not-given', detail, permission });
    }
    if (this.#seen.has('user-detail') && !this.#seen.has('credential-report-row')) {
      this.#note('no credentials', {
        what: 'passwords, MFA and access keys of users',
        why: 'not-given',
        detail: 'the input describes users but not their credentials; the credential report shows them',
        permission: 'aws iam generate-credential-report && aws iam get-credential-report',
        partial: false,
        ...(account === undefined ? {} : { settledBy: `aws:account/${account}#credentials` }),
      });
    }
    this.#gaps.flush(this.#context.emit);
  }

  /** Letters that were lost may be part of names, and then of whose grants they are. */
  async notUtf8(path: string): Promise<void> {
    const line = await lineNotUtf8(path).catch(() => undefined);
    const at = line === undefined ? '' : `line ${line}: `;
    this.#note('not UTF-8', {
      what: 'letters of the file',
      why: 'unreadable',
      detail: `${at}not UTF-8 (it may be Latin-1): names with such letters were read wrong`,
      permission: 'the file saved as UTF-8 (iconv -f LATIN1 -t UTF-8)',
      ...(line === undefined ? {} : { line }),
    });
  }

  gap(what: string, why: Gap['why'], detail: string, permission?: string): void {
    this.#note(what, { what, why, detail, ...(permission === undefined ? {} : { permission }) });
  }

  #key(key: string, place: JsonPlace): void {
    this.started = true;
    if (place.page !== this.#page.number) {
      this.#closePage();
      this.#page = { number: place.page, keys: new Set() };
    }
    if (this.#page.keys.has(key) && lists.has(key)) {
      const detail = `line ${place.line}: ${key} stands twice in one object; both are read`;
      this.#note('duplicate key', {
        what: `a second ${key}`,
        why: 'unreadable',
        detail,
        line: place.line,
        pointer: place.pointer,
        partial: false,
      });
    }
    this.#page.keys.add(key);
    if (key === 'trailList') this.#add('cloudtrail-list', {}, place);
    if (key === 'guardrailsConfig') this.#add('bedrock-enforced-guardrail', {}, place);
  }

  #closePage(): void {
    const page = this.#page;
    const [continued] = this.#waiting.filter((before) => continues(page, before)).slice(-1);
    const waiting = this.#waiting.filter((before) => before !== continued);
    this.#waiting = page.promise === undefined ? waiting : [...waiting, page];
    this.#endAnswer();
  }

  /** An answer without a key around it is known only when all of it was seen. */
  #endAnswer(): void {
    const answer = wholeAnswers.find(({ has }) => has.every((key) => this.#whole.has(key)));
    const { line, page } = this.#wholePlace ?? { line: 1, page: 0 };
    if (answer !== undefined) this.#add(answer.kind, Object.fromEntries(this.#whole), { pointer: '', line, page });
    // The policy of a function or a secret comes with the answer.
    const record = this.#resource.finish();
    if (record && answer === undefined) this.#give(record);
    this.#whole.clear();
    this.#wholePlace = undefined;
  }

  #value(key: string, value: unknown, place: JsonPlace): void {
    // Other answers tell by it which thing they are of.
    if (key === 'Arn') this.#whole.set(key, value);
    if (this.#answers.take(key, value, place.page, this.#at(place)) && !promises.has(key)) return;
    if (promises.has(key)) {
      if (promisesMore(key, value)) this.#page.promise = key;
      return;
    }
    // The roles of an identity pool are no list of roles.
    const isMap = key === 'Roles' && typeof value === 'object' && value !== null;
    if (lists.has(key) && !isMap) {
      const detail = `line ${place.line}: ${key} is not a list`;
      this.#note(`not a list ${key}`, {
        what: `the entries of ${key}`,
        why: 'unreadable',
        detail,
        line: place.line,
        pointer: place.pointer,
      });
      return;
    }
    this.#whole.set(key, value);
    this.#wholePlace ??= place;
    if (this.#resource.take(key, value, this.#at(place))) return;
    const kind = key === 'Policy' ? elementKind('Policies', value) : valueKinds.get(key);
    if (kind !== undefined) this.#add(kind, value, place);
  }

  #at({ line, pointer }: JsonPlace): Evidence {
    return { source: this.#context.source, file: this.#context.source, line, pointer };
  }

  #add(kind: DumpKind, raw: unknown, place: JsonPlace, detail = false): void {
    const at = this.#at(place);
    if (kind !== 'access-key-last-used') {
      const about = organizationKinds.has(kind) || kind === 'saml-provider' ? aboutInName(basename(this.#context.source), kind) : undefined;
      const region = this.#region === undefined ? {} : { region: this.#region };
      const record: AwsRecord = isServiceKind(kind)
        ? { kind, raw, at, ...region }
        : detail
          ? { kind, raw, at, detail, isBare: place.isBare === true }
          : { kind, raw, at };
      this.#give(about === undefined ? record : { ...record, about });
      return;
    }
    const message = 'get-access-key-last-used does not say which key it is of; the credential report does';
    this.#note('key use', {
      what: 'when an access key was last used',
      why: 'not-given',
      detail: message,
      line: place.line,
      partial: false,
    });
  }

  #give(record: AwsRecord): void {
    this.started = true;
    this.#seen.add(record.kind);
    this.#normaliser.add(record);
  }

  #unusedList(key: string, place: JsonPlace): void {
    this.#note(`list ${key}`, {
      what: `whose ${key} the file lists`,
      why: 'not-given',
      detail: `line ${place.line}: ${key} does not say which user or role it is of`,
      permission: 'aws iam get-account-authorization-details',
      line: place.line,
      pointer: place.pointer,
    });
  }

  /** `aws iam get-credential-report` gives the report in base64. */
  async #reportInside(content: string): Promise<void> {
    const text = Buffer.from(content, 'base64');
    await this.readReport(prepend(text, []));
  }

  #note(group: string, gap: Omit<Gap, 'source'>): void {
    this.#gaps.add(group, { source: this.#context.source, file: this.#context.source, ...gap });
  }
}

/** One answer of a dump that may be one of several. */
interface DumpPage {
  readonly number: number;
  /** Its top-level keys, to notice repeats and what it is an answer to. */
  readonly keys: Set<string>;
  /** The account of the first record that tells one. */
  account?: string | undefined;
  /** The key by which it says that more is to come. */
  promise?: string;
}

/** Whether a page can be the one that an earlier page promises: of the same call, and of no other account. */
function continues(page: DumpPage, before: DumpPage): boolean {
  if (page.account !== undefined && before.account !== undefined && page.account !== before.account) return false;
  return [...page.keys].some((key) => lists.has(key) && (before.keys.has(key) || (isDetail(key) && [...before.keys].some(isDetail))));
}

/** Lists of get-account-authorization-details: a page of it may hold any of them. */
function isDetail(key: string): boolean {
  return key.endsWith('DetailList') || key === 'Policies';
}

function accountIn(value: unknown): string | undefined {
  const arn = typeof value === 'object' && value !== null && 'Arn' in value ? value.Arn : undefined;
  return typeof arn === 'string' ? accountOfArn(arn) : undefined;
}

/** Keys by which a page says whether more is to come. */
const promises: ReadonlySet<string> = new Set(['IsTruncated', 'Marker', 'NextToken']);

/**
 * Whether a key of a page says that more is to come. `aws --max-items` leaves IsTruncated as it was and writes a NextToken
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html); what is none of the ways to say no is a yes.
 */
function promisesMore(key: string, value: unknown): boolean {
  const no = value === undefined || value === null || value === false || value === '';
  return !no && !(key === 'IsTruncated' && typeof value === 'string' && value.toLowerCase() === 'false');
}

/** An account id in a file name; twelve digits that read as a time (`gaad-202506070809.json`) are none. */
export function accountInName(name: string): string | undefined {
  const digits = /(?<!\d)\d{12}(?!\d)/.exec(name)?.[0];
  return digits !== undefined && /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/.test(digits)
    ? undefined
    : digits;
}

/** A region in a file name (`123456789012-eu-west-1-model-logging.json`): a few answers do not say theirs. */
function regionInName(name: string): string | undefined {
  return /(?:^|[^a-z0-9])((?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?-(?:[a-z]+)-\d)(?![0-9])/.exec(name)?.[1];
}

function columnsOf(text: string): readonly string[] {
  return text
    .slice(0, /[\r\n]|$/.exec(text)?.index ?? 0)
    .split(',')
    .map((c) => c.trim().replace(/^"|"$/g, ''));
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
