import { setTimeout as pause } from 'node:timers/promises';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Gap } from '../../inventory/gap.ts';
import { isObject } from '../../plain-object.ts';
import type { GapCounter } from '../gap-counter.ts';
import type { KeptLists, KeptRow } from '../kept-lists.ts';
import type { RestClient, RestRequest } from '../rest/rest-client.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import type { GraphCall } from './calls.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Requests that one batch takes (https://learn.microsoft.com/graph/json-batching). */
const batchSize = 20;
const batchTries = 5;
/** Reports answer five requests in ten seconds (https://learn.microsoft.com/graph/throttling-limits). */
const reportPause = 2100;

/** What a call is about, where it is one of many. */
export interface BatchItem {
  readonly path: string;
  /** The object that the answer is of. */
  readonly about: string;
}

/**
 * Asks Graph, page by page. A refusal becomes a gap that names the permission, and once the credentials themselves are no
 * longer accepted, or nobody answers, nothing more is asked: each call that was not made is a gap of its own.
 */
export class GraphReader {
  readonly #client: RestClient;
  readonly #base: string;
  readonly #source: string;
  readonly #gaps: GapCounter;
  readonly #wait: (milliseconds: number) => Promise<unknown>;
  #stopped: RestFailure | undefined;
  /** Calls that got no answer at all since one did: the second such call is the last. */
  #silent = 0;
  #answered = false;

  constructor(parts: {
    readonly client: RestClient;
    readonly base: string;
    readonly source: string;
    readonly gaps: GapCounter;
    readonly wait?: (milliseconds: number) => Promise<unknown>;
  }) {
    this.#client = parts.client;
    this.#base = parts.base;
    this.#source = parts.source;
    this.#gaps = parts.gaps;
    this.#wait = parts.wait ?? pause;
  }

  /** What an interrupted run had read, and where this one keeps what it reads. */
  kept: KeptLists | undefined;

  /** Why nothing more is asked: the credentials are no longer accepted, or nobody answers. */
  get stopped(): RestFailure | undefined {
    return this.#stopped;
  }

  /** Every object of a list. @returns whether all of it came. */
  async list(call: GraphCall, take: (object: Raw, at: Evidence) => void): Promise<boolean> {
    const version = call.beta === true ? 'beta' : 'v1.0';
    const name = `${version}${call.path}`;
    const before = this.kept?.read(name);
    if (before !== undefined) {
      for (const [object, at] of before) take(object, at);
      return true;
    }
    const kept: KeptRow[] = [];
    const ways = [call.path, ...(call.plainly ?? [])];
    for (const [i, path] of ways.entries()) {
      let taken = 0;
      try {
        if (this.#stopped !== undefined) throw this.#stopped;
        for await (const answer of this.#client.pages({ url: `${this.#base}/${version}${path}` }, (page) => this.#next(page))) {
          if (taken > 0 && call.beta === true) await this.#wait(reportPause);
          taken++;
          this.#answered = true;
          this.#silent = 0;
          for (const object of objectsIn(answer, call.what)) {
            const row: KeptRow = [withType(object, call.type), this.#at(path, object)];
            if (this.kept !== undefined) kept.push(row);
            take(row[0], row[1]);
          }
        }
        this.kept?.keep(name, kept);
        return true;
      } catch (error) {
        if (!(error instanceof RestFailure)) throw error;
        // What an expansion or a selection cannot do is asked for without it.
        if (taken === 0 && i < ways.length - 1 && mayAskPlainly(error)) continue;
        this.failed(call, error, taken > 0);
        return false;
      }
    }
    return false;
  }

  /** The same question about many objects, twenty in a request. @returns those whose answer did not come whole. */
  async batch(
    items: readonly BatchItem[],
    of: Pick<GraphCall, 'what' | 'permission' | 'optional'>,
    take: (about: string, object: Raw, at: Evidence) => void,
  ): Promise<ReadonlySet<string>> {
    const missing = new Set<string>();
    const name = items.map((item) => item.path).join(' ');
    const before = this.kept?.read(name);
    if (before !== undefined) {
      for (const [object, at, about = ''] of before) take(about, object, at);
      return missing;
    }
    const kept: KeptRow[] = [];
    let waiting = [...items];
    for (let attempt = 1; waiting.length > 0; attempt++) {
      const again: BatchItem[] = [];
      let rest = 0;
      for (let i = 0; i < waiting.length; i += batchSize) {
        const some = waiting.slice(i, i + batchSize);
        const answers = await this.#askBatch(some, of);
        for (const [n, item] of some.entries()) {
          const answer = answers?.get(String(n));
          const status = answer?.status;
          if (status === 200 && isObject(answer?.body)) {
            for (const object of objectsIn(answer.body, of.what)) {
              const at = this.#at(item.path, object);
              if (this.kept !== undefined) kept.push([object, at, item.about]);
              take(item.about, object, at);
            }
            const next = answer.body['@odata.nextLink'];
            if (typeof next === 'string') again.push({ path: this.#below(next), about: item.about });
          } else if (answers !== undefined && (status === 429 || status === 503 || status === 504) && attempt < batchTries) {
            again.push(item);
            rest = Math.max(rest, Number(isObject(answer?.headers) ? answer.headers['Retry-After'] : 0) || 2 ** attempt);
          } else {
            missing.add(item.about);
            if (answers !== undefined) this.failed(of, failureOf(answer), false);
          }
        }
      }
      if (rest > 0) await this.#wait(Math.min(rest, 90) * 1000);
      waiting = again;
    }
    if (missing.size === 0 && items.length > 0) this.kept?.keep(name, kept);
    return missing;
  }

  /** Notes what a call did not bring. */
  failed({ what, permission, optional }: Pick<GraphCall, 'what' | 'permission' | 'optional'>, failure: RestFailure, some: boolean): void {
    const silent = failure.why === 'unreachable' && failure.status === undefined;
    this.#silent = silent ? this.#silent + 1 : 0;
    if (failure.credentials || (silent && (!this.#answered || this.#silent > 1))) this.#stopped ??= failure;
    const premium = /NonPremiumTenant|premium|license/i.test(`${failure.code} ${failure.detail}`);
    const absent = optional !== undefined && (premium || failure.status === 400 || failure.status === 404);
    const gap: Gap = {
      source: this.#source,
      what: some ? `the rest of ${what}` : what,
      why: absent || premium ? 'unsupported' : failure.why,
      detail: absent ? `${failure.detail} (${optional})` : failure.detail,
      ...(failure.credentials || silent || absent || premium ? {} : { permission }),
      ...(absent || premium ? { partial: false } : {}),
    };
    this.#gaps.add(`live ${what} ${gap.why}`, gap);
  }

  async #askBatch(
    items: readonly BatchItem[],
    of: Pick<GraphCall, 'what' | 'permission' | 'optional'>,
  ): Promise<ReadonlyMap<string, Raw> | undefined> {
    const requests = items.map(({ path }, n) => ({ id: String(n), method: 'GET', url: path }));
    try {
      if (this.#stopped !== undefined) throw this.#stopped;
      const answer = await this.#client.json({ url: `${this.#base}/v1.0/$batch`, method: 'POST', body: { requests } });
      const responses = isObject(answer) && Array.isArray(answer.responses) ? (answer.responses as unknown[]) : undefined;
      if (responses === undefined) throw new RestFailure({ why: 'unreadable', detail: 'the answer to a batch holds no responses' });
      return new Map(responses.filter(isObject).map((one) => [String(one.id), one]));
    } catch (error) {
      if (!(error instanceof RestFailure)) throw error;
      this.failed(of, error, false);
      return undefined;
    }
  }

  /** Pages of Graph name the next one; it must be Graph's own, for the token goes along. */
  #next(page: unknown): RestRequest | undefined {
    const next = isObject(page) ? page['@odata.nextLink'] : undefined;
    if (typeof next !== 'string' || next === '') return undefined;
    if (!URL.canParse(next) || new URL(next).origin !== new URL(this.#base).origin)
      throw new RestFailure({ why: 'unreadable', detail: 'the next page is said to be at another address' });
    return { url: next };
  }

  /** The path of a page inside a batch. */
  #below(next: string): string {
    if (!URL.canParse(next)) return next;
    const { pathname, search } = new URL(next);
    return `${pathname.replace(/^.*?\/(?:v1\.0|beta)(?=\/)/, '')}${search}`;
  }

  #at(path: string, object: Raw): Evidence {
    const plain = path.split('?', 1)[0] ?? path;
    return { source: this.#source, pointer: typeof object.id === 'string' ? `${plain}/${object.id}` : plain };
  }
}

function objectsIn(answer: unknown, what: string): readonly Raw[] {
  if (!isObject(answer)) throw new RestFailure({ why: 'unreadable', detail: `the answer for ${what} is no object` });
  if (!('value' in answer)) return [answer];
  if (!Array.isArray(answer.value)) throw new RestFailure({ why: 'unreadable', detail: `the answer for ${what} holds no list` });
  return (answer.value as unknown[]).filter(isObject);
}

function withType(object: Raw, type: string | undefined): Raw {
  return type === undefined ? object : { '@odata.type': type, ...object };
}

function mayAskPlainly({ status, code, detail }: RestFailure): boolean {
  return status === 400 || status === 501 || (status === 403 && /signInActivity|NonPremium|premium|AuditLog/i.test(`${code} ${detail}`));
}

function failureOf(answer: Raw | undefined): RestFailure {
  const error = isObject(answer?.body) && isObject(answer.body.error) ? answer.body.error : undefined;
  const status = typeof answer?.status === 'number' ? answer.status : undefined;
  const code = typeof error?.code === 'string' ? error.code : '';
  const message =
    typeof error?.message === 'string' ? error.message : answer === undefined ? 'no answer' : `answered with HTTP status ${status}`;
  return new RestFailure({
    why:
      status === 401 || status === 403
        ? 'denied'
        : status === 404
          ? 'not-found'
          : status === 429
            ? 'throttled'
            : answer === undefined || (status ?? 500) >= 500
              ? 'unreachable'
              : 'unsupported',
    detail: code === '' ? message : `${code}: ${message}`,
    code,
    status,
    credentials: status === 401,
  });
}
