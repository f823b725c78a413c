import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import { type AwsPermission, awsCall } from './calls.ts';
import { type Failure, failureOf, UnreadableAnswer } from './live-failure.ts';
import { eachPage, inParallel } from './live-pages.ts';
import type { AwsRecord } from './records.ts';

/** Where what was read goes. */
export interface Sink {
  record(record: AwsRecord): void;
  gap(gap: Gap): void;
}

/** Keeps what was read until its turn, so that the order of the output does not depend on which answer came first. */
export class HeldSink implements Sink {
  readonly #held: ((sink: Sink) => void)[] = [];

  record(record: AwsRecord): void {
    this.#held.push((sink) => sink.record(record));
  }

  gap(gap: Gap): void {
    this.#held.push((sink) => sink.gap(gap));
  }

  pour(sink: Sink): void {
    for (const hand of this.#held) hand(sink);
    this.#held.length = 0;
  }
}

/** What the readers of one run learn together about the services. */
export interface ServiceHealth {
  readonly answered: Set<string>;
  readonly silent: Set<string>;
  /** The first time that the credentials themselves were not accepted. */
  credentials?: Failure;
}

type RecordBody = AwsRecord extends infer R ? (R extends AwsRecord ? Omit<R, 'at' | 'account'> : never) : never;

/** Requests at a time, for calls that are made once per thing. */
const width = 8;

/** Asks AWS and turns refusals into gaps. Nothing that AWS answers makes it throw. */
export class LiveReader {
  readonly #source: string;
  readonly #account: string | undefined;
  readonly #sink: Sink;
  readonly #health: ServiceHealth;
  readonly #region: string | undefined;

  /** `region`: named in gaps, for services that are read in several. */
  constructor(source: string, account: string | undefined, sink: Sink, health: ServiceHealth, region?: string) {
    this.#region = region;
    this.#source = source;
    this.#account = account;
    this.#sink = sink;
    this.#health = health;
  }

  /** Hands over one record, with the call that answered it and the place in the answer. */
  record(permission: AwsPermission, body: RecordBody, pointer?: string, line?: number): void {
    this.#sink.record({
      ...body,
      at: {
        source: this.#source,
        ...(line === undefined ? {} : { line }),
        ...(pointer === undefined ? {} : { pointer }),
        note: permission,
      },
      ...(this.#account === undefined ? {} : { account: this.#account }),
    });
  }

  /** Writes down that a call did not give what it should. */
  missed(permission: AwsPermission, failure: Pick<Failure, 'why' | 'detail'>, more: Partial<Pick<Gap, 'what' | 'partial'>> = {}): void {
    const { unseen, promised } = awsCall(permission);
    const { what = unseen, ...rest } = more;
    this.#sink.gap({
      source: this.#source,
      what: this.#region === undefined ? what : `${what} in ${this.#region}`,
      why: failure.why,
      detail: failure.detail,
      permission,
      ...(promised && !this.#isElsewhere(failure) ? {} : { partial: false }),
      ...rest,
    });
  }

  /** A service that a region does not have has no name there; that the network is there is known from who the caller is. */
  #isElsewhere({ detail }: Pick<Failure, 'detail'>): boolean {
    return this.#region !== undefined && detail.includes('(ENOTFOUND)') && this.#account !== undefined;
  }

  /** Makes one call. The failure is returned, not written down. */
  async attempt<T>(permission: AwsPermission, call: () => Promise<T>): Promise<{ answer: T } | { failure: Failure }> {
    const service = serviceOf(permission);
    if (this.#health.silent.has(service)) {
      return { failure: { why: 'unreachable', detail: `not asked: ${service} did not answer before`, code: '', credentials: false } };
    }
    try {
      const answer = await call();
      this.#health.answered.add(service);
      return { answer };
    } catch (error) {
      if (error instanceof UserError) throw error;
      const failure = failureOf(error);
      if (failure.credentials) this.#health.credentials ??= failure;
      if (failure.code !== '') this.#health.answered.add(service);
      else if (failure.why === 'unreachable' && !this.#health.answered.has(service)) this.#health.silent.add(service);
      return { failure };
    }
  }

  /** Makes one call; undefined, and a gap, where it fails. */
  async ask<T>(permission: AwsPermission, call: () => Promise<T>): Promise<T | undefined> {
    const result = await this.attempt(permission, call);
    if ('answer' in result) return result.answer;
    this.missed(permission, result.failure);
    return undefined;
  }

  /**
   * Reads all pages. `take` returns the members that every answer must have, where one is missing the answer is not of AWS. Pages read
   * before a failure stand. Returns the failure, where there was one; the gap is written unless `quiet` says otherwise.
   */
  async askPages<Page>(
    permission: AwsPermission,
    fetch: (marker: string | undefined) => Promise<Page>,
    nextMarker: (page: Page) => string | undefined,
    take: (page: Page) => readonly (readonly unknown[] | undefined)[],
    quiet: (failure: Failure) => boolean = () => false,
  ): Promise<Failure | undefined> {
    let pages = 0;
    const result = await this.attempt(permission, async () => {
      for await (const page of eachPage(fetch, nextMarker)) {
        if (take(page).every((member) => member === undefined)) throw new UnreadableAnswer('an answer without its lists');
        pages += 1;
        this.#health.answered.add(serviceOf(permission));
      }
    });
    if ('answer' in result) return undefined;
    if (pages > 0) this.missed(permission, result.failure, { what: `${awsCall(permission).unseen} after page ${pages}` });
    else if (!quiet(result.failure)) this.missed(permission, result.failure);
    return result.failure;
  }

  /**
   * Makes one call per item. One gap says for how many it failed. After three refusals without one answer the rest is not asked. Results
   * are in the order of the items; undefined where it failed.
   */
  async askEach<Item, T>(
    permission: AwsPermission,
    items: readonly Item[],
    call: (item: Item) => Promise<T>,
    tolerate: (failure: Failure) => boolean = () => false,
  ): Promise<(T | undefined)[]> {
    let answers = 0;
    let refusals = 0;
    let unseen = 0;
    const failures = new Map<number, Failure>();
    const results = await inParallel(items, width, async (item, index) => {
      if (answers === 0 && refusals >= 3) {
        unseen += 1;
        return undefined;
      }
      const result = await this.attempt(permission, () => call(item));
      if ('answer' in result) {
        answers += 1;
        return result.answer;
      }
      if (tolerate(result.failure)) return undefined;
      if (result.failure.why === 'denied') refusals += 1;
      unseen += 1;
      failures.set(index, result.failure);
      return undefined;
    });
    const first = failures.get(Math.min(...failures.keys()));
    if (first !== undefined) {
      const count = items.length === 1 ? '' : ` (${unseen} of ${items.length} not seen)`;
      this.missed(permission, { why: first.why, detail: `${first.detail}${count}` });
    }
    return results;
  }
}

function serviceOf(permission: AwsPermission): string {
  return permission.slice(0, permission.indexOf(':'));
}
