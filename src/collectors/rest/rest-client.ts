import { setTimeout as pause } from 'node:timers/promises';
import { RepeatedPage } from '../repeated-page.ts';
import { failureOfAnswer, failureOfError, RestFailure } from './rest-failure.ts';

/** One request to an API that answers JSON. */
export interface RestRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestSettings {
  /** The bearer token; `again`: the one given before was not accepted. */
  readonly token: (again: boolean) => Promise<string>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests at a time; 4 unless told. */
  readonly concurrency?: number;
  /** Tries of one request; 5 unless told. */
  readonly maxAttempts?: number;
  /** Told the headers of every answer, before it is handed over: what is left of a quota. */
  readonly onAnswer?: (headers: Headers) => void | Promise<void>;
  /** Told when a request has to wait for long, in seconds. */
  readonly onWait?: (seconds: number) => void;
  /** In place of the network, and of time, in tests. */
  readonly send?: typeof fetch;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** No single answer is waited for longer than this. */
const answerTimeout = 60_000;
/** A server that asks for a longer pause is left alone: what was asked for is a gap. */
const longestPause = 90_000;
/** After so many requests that nobody answered, each is made once: a provider that is down is not waited for again and again. */
const patience = 3;
/** No listing of any cloud has so many pages; one that does goes round in circles. */
const mostPages = 100_000;

/**
 * Asks an API, and asks again where that may help: after 429 and 5xx (with `Retry-After`, else with growing pauses), after
 * broken connections, and once with a new token after 401. Follows no redirect, since the token would go along.
 */
export class RestClient {
  /** Requests made, repetitions included. */
  requests = 0;
  readonly #settings: RestSettings;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  /** Requests in a row that nobody answered, however often they were made. */
  #unanswered = 0;

  constructor(settings: RestSettings) {
    this.#settings = settings;
    this.#free = settings.concurrency ?? 4;
  }

  /** The answer, parsed. Throws RestFailure. */
  async json(request: RestRequest): Promise<unknown> {
    await this.#enter();
    try {
      return await this.#ask(request);
    } finally {
      this.#leave();
    }
  }

  /**
   * Every page of a listing. `next` says what to ask for after an answer; undefined after the last. A page that cannot be
   * read is thrown as RestFailure once those before it were handed over, and so is a listing that names the same page twice, or gives it twice.
   */
  async *pages(first: RestRequest, next: (answer: unknown, asked: RestRequest) => RestRequest | undefined): AsyncGenerator<unknown> {
    const seen = new Set<string>();
    const repeated = new RepeatedPage();
    let request: RestRequest | undefined = first;
    while (request !== undefined) {
      const key = `${request.url}\n${JSON.stringify(request.body) ?? ''}`;
      if (seen.has(key) || seen.size >= mostPages)
        throw new RestFailure({ why: 'unreadable', detail: 'the pages of the answer do not end' });
      seen.add(key);
      const answer = await this.json(request);
      yield answer;
      request = next(answer, request);
      if (request !== undefined && repeated.isNext(answer))
        throw new RestFailure({ why: 'unreadable', detail: 'the pages of the answer do not end' });
    }
  }

  async #ask(request: RestRequest): Promise<unknown> {
    const { maxAttempts = 5, wait = pause, onWait } = this.#settings;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#send(request, await this.#token(false));
        this.#unanswered = 0;
        return answer;
      } catch (error) {
        const failure = failureOfError(error, hostOf(request.url));
        if (failure.status === 401 && !renewed) {
          renewed = true;
          await this.#token(true);
          continue;
        }
        // A refusal is an answer too.
        if (failure.why !== 'unreachable') this.#unanswered = 0;
        const rest = failure.retryAfter ?? 500 * 2 ** attempt;
        if (!mayPass(failure) || attempt >= maxAttempts || rest > longestPause || this.#unanswered >= patience) {
          if (failure.why === 'unreachable') this.#unanswered++;
          throw failure;
        }
        if (rest >= 5000) onWait?.(Math.ceil(rest / 1000));
        await wait(rest);
      }
    }
  }

  async #send({ url, method = 'GET', body, headers }: RestRequest, token: string): Promise<unknown> {
    this.requests++;
    const answer = await (this.#settings.send ?? fetch)(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#settings.headers,
        ...headers,
        authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerTimeout),
    });
    const text = await answer.text();
    await this.#settings.onAnswer?.(answer.headers);
    if (!answer.ok) throw failureOfAnswer(answer.status, text, answer.headers.get('retry-after'), answer.headers.get('date'));
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new RestFailure({ why: 'unreadable', detail: `${hostOf(url)} answered something that is not JSON` });
    }
  }

  /** What gives tokens throws errors of its own; whatever they say, no request can be made. */
  async #token(again: boolean): Promise<string> {
    try {
      return await this.#settings.token(again);
    } catch (error) {
      if (error instanceof RestFailure) throw error;
      const words = error instanceof Error ? error.message : 'for an unknown reason';
      throw new RestFailure({ why: 'denied', detail: `no token: ${words}`, credentials: true });
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

/** Whether the same request may be answered later. */
function mayPass({ why, status, code, credentials }: RestFailure): boolean {
  return !credentials && (why === 'throttled' || why === 'unreachable') && status !== 501 && !hopeless.test(code);
}

/** Nobody is there, or not the one that was meant: waiting changes nothing. */
const hopeless = /^(?:ECONNREFUSED|ENOTFOUND|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/;

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none';
}
