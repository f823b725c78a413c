import type { Evidence } from '../../inventory/evidence.ts';
import type { GapCounter } from '../gap-counter.ts';
import type { KeptLists } from '../kept-lists.ts';
import { RepeatedPage } from '../repeated-page.ts';
import type { Endpoint } from './endpoint.ts';
import { countOf, isRaw, objectsOf, type Raw } from './raw.ts';
import { type Refusal, refusalOf, Unreadable } from './refusal.ts';
import type { Session } from './session.ts';

export type Parameters = Readonly<Record<string, string>>;

/** What came of a listing. */
export interface Answered {
  readonly items: readonly Raw[];
  /** All of it was read. */
  readonly whole: boolean;
}

export interface AskerSettings {
  readonly session: Session;
  readonly source: string;
  readonly gaps: GapCounter;
  readonly kept?: KeptLists | undefined;
}

type About = Pick<Endpoint, 'what' | 'permission' | 'path'>;

/** No listing has so many pages: one that does goes round in circles. */
const mostPages = 10_000;
const version = '2022-11-28';
/** What may hold secrets is not written to disk: variables, alerts of older servers, addresses of webhooks, configurations of MCP servers. */
const notKept = /\/variables|\/secret-scanning|\/hooks$|\/cloud-agent/;

/** Asks the REST API. What is refused becomes a gap; once the credentials are not accepted, nothing is asked any more. */
export class Asker {
  readonly session: Session;
  readonly source: string;
  /** Why nothing is asked any more. */
  stopped: Refusal | undefined;
  /** Answers that came. */
  answered = 0;
  readonly #gaps: GapCounter;
  readonly #kept: KeptLists | undefined;
  #unanswered = 0;

  constructor({ session, source, gaps, kept }: AskerSettings) {
    this.session = session;
    this.source = source;
    this.#gaps = gaps;
    this.#kept = kept;
  }

  get kept(): KeptLists | undefined {
    return this.#kept;
  }

  /**
   * All that an endpoint answers; undefined where it refused, which is a gap then. `optional`: many plans and servers do not
   * have it, and then it is not missing.
   */
  async ask(endpoint: Endpoint, parameters: Parameters, { optional = false, pages = mostPages } = {}): Promise<Answered | undefined> {
    const path = pathOf(endpoint, parameters);
    const kept = notKept.test(path) ? undefined : this.#kept?.read(path);
    if (kept !== undefined) return { items: kept.map(([object]) => object), whole: true };
    if (this.stopped !== undefined) {
      this.note(endpoint, path, this.stopped);
      return undefined;
    }
    const items: Raw[] = [];
    try {
      const whole = await this.#pages(endpoint, parameters, pages, items);
      if (whole && !notKept.test(path))
        this.#kept?.keep(
          path,
          items.map((item) => [item, this.evidence(path)]),
        );
      return { items, whole };
    } catch (error) {
      await this.refused(endpoint, path, refusalOf(error, endpoint), optional);
      return items.length === 0 ? undefined : { items, whole: false };
    }
  }

  evidence(path: string): Evidence {
    return { source: this.source, pointer: path };
  }

  /** Notes a refusal, and stops where no other question can do better. */
  async refused(endpoint: About, path: string, refusal: Refusal, optional = false): Promise<void> {
    if (refusal.why === 'unreachable') this.#unanswered++;
    else this.#unanswered = 0;
    const isOver =
      refusal.status === 401 ? await this.#isRevoked() : refusal.ends === true && (this.answered === 0 || this.#unanswered >= 3);
    if (isOver) this.stopped ??= refusal;
    this.note(endpoint, path, refusal, optional);
  }

  /** Some answers ask for another kind of credentials in the words of one that is not accepted: what everybody may ask tells. */
  async #isRevoked(): Promise<boolean> {
    if (this.answered === 0) return true;
    try {
      await this.session.octokit.request({ method: 'GET', url: `${this.session.base}/rate_limit` });
      return false;
    } catch (error) {
      return error instanceof Error && 'status' in error && error.status === 401;
    }
  }

  async #pages(endpoint: Endpoint, parameters: Parameters, most: number, items: Raw[]): Promise<boolean> {
    const { octokit, base } = this.session;
    const seen = new Set<string>();
    const repeated = new RepeatedPage();
    let url = `${base}${pathOf(endpoint, parameters)}${queryOf(endpoint)}`;
    for (let page = 1; ; page++) {
      if (seen.has(url) || page > mostPages) throw new Unreadable('the pages of the answer do not end');
      if (page > most) return false;
      seen.add(url);
      const answer = await octokit.request({ method: 'GET', url, headers: { 'x-github-api-version': version } });
      const data = bodyOf(answer.data, endpoint);
      if (repeated.isNext(data)) throw new Unreadable('the pages of the answer do not end');
      const { headers } = answer;
      this.answered++;
      this.#unanswered = 0;
      takeAll(data, endpoint, items);
      const next = endpoint.single ? undefined : nextIn(headers.link);
      if (next === undefined) {
        const whole = endpoint.single === true || isWhole(data, items.length);
        if (!whole)
          this.note(endpoint, pathOf(endpoint, parameters), {
            why: 'not-given',
            detail: `${items.length} of more came: some may not be seen with these credentials`,
          });
        return whole;
      }
      // The token goes along: to no other server than the one that was named.
      if (!URL.canParse(next) || new URL(next).origin !== new URL(base).origin) throw new Unreadable('the next page is at another server');
      url = next;
    }
  }

  note({ what, permission, path: template }: About, path: string, refusal: Refusal, optional = false): void {
    const isNote = optional && refusal.why === 'not-found';
    const isMissing = (refusal.why === 'denied' && refusal.status !== 401) || refusal.why === 'not-found';
    this.#gaps.add(`${template} ${refusal.why}`, {
      source: this.source,
      what: template === path ? what : `${what} (${path})`,
      why: refusal.why,
      detail: refusal.detail,
      ...(isMissing ? { permission: refusal.permission ?? permission } : {}),
      pointer: path,
      ...(isNote ? { partial: false } : {}),
    });
  }
}

/**
 * The body of an answer. The client parses those of one type only, and hands over what a proxy says in place of the API as it is.
 * @throws Unreadable where it is not what the endpoint answers.
 */
export function bodyOf(data: unknown, { key, single }: Pick<Endpoint, 'key' | 'single'>): unknown {
  const text = typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : undefined;
  let body = data;
  try {
    if (text !== undefined) body = JSON.parse(text);
  } catch {
    throw new Unreadable('the answer is no JSON');
  }
  if (single ? !isRaw(body) : key === undefined ? !Array.isArray(body) : !isRaw(body) || !Array.isArray(body[key]))
    throw new Unreadable('the answer is not what the documentation says');
  return body;
}

function takeAll(data: unknown, { key, single }: Endpoint, items: Raw[]): void {
  const list = single
    ? [data]
    : key !== undefined && isRaw(data)
      ? (objectsOf(data[key]) ?? [])
      : Array.isArray(data)
        ? (data as unknown[])
        : [data];
  for (const item of list) if (isRaw(item)) items.push(item);
}

/** A count that says more than came: not all of it may be seen. */
function isWhole(data: unknown, count: number): boolean {
  const total = isRaw(data) ? countOf(data.total_count) : undefined;
  return total === undefined || count >= total;
}

function queryOf({ single, query, page = 100 }: Endpoint): string {
  const pairs = Object.entries({ ...(single || page === 0 ? {} : { per_page: String(page) }), ...query });
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

export function pathOf({ path }: Pick<Endpoint, 'path'>, parameters: Parameters): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

/** The next page (https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
function nextIn(link: string | undefined): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
}
