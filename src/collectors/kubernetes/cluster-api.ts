import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isPlain, listIn, type Plain, recordIn, textIn } from '../kubernetes-objects/plain.ts';
import { RestClient } from '../rest/rest-client.ts';
import { failureOfError, RestFailure } from '../rest/rest-failure.ts';
import type { ClusterSession } from './session.ts';

const pageSize = 500;
/** How often a listing is begun again whose place the server has forgotten. */
const mostRestarts = 3;

/** How a list is asked for. */
export interface ListForm {
  readonly limit?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly selector?: string;
  /** The items of a page; undefined where it holds none of what was asked for. */
  readonly itemsOf?: (page: Plain) => readonly unknown[] | undefined;
}

/** An API server that is asked for lists. Only GET is used. */
export class ClusterApi {
  readonly #client: RestClient;
  readonly #server: string;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor({ server, tls, token }: ClusterSession, onWait: (seconds: number) => void) {
    this.#server = server;
    const isPlainHttp = server.startsWith('http:');
    this.#agent = isPlainHttp ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true, ...tls });
    this.#client = new RestClient({ token, onWait, send: (url, init) => send(String(url), init ?? {}, this.#agent) });
  }

  get requests(): number {
    return this.#client.requests;
  }

  close(): void {
    this.#agent.destroy();
  }

  /**
   * The objects of a list, page by page. A place that the server no longer knows (410) is asked for again from the start, and
   * what was handed over is left out (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
   * Throws RestFailure.
   */
  async *list(path: string, form: ListForm = {}): AsyncGenerator<Plain> {
    const { headers = {}, selector } = form;
    const itemsOf = form.itemsOf ?? itemsOfList;
    const query = `?limit=${form.limit ?? pageSize}${selector === undefined ? '' : `&fieldSelector=${encodeURIComponent(selector)}`}`;
    const seen = new Set<string>();
    for (let restarts = 0; ; restarts++) {
      try {
        const first = { url: `${this.#server}${path}${query}`, headers };
        const pages = this.#client.pages(first, (answer) => {
          const next = textIn(recordIn(answer, 'metadata'), 'continue');
          return next === undefined ? undefined : { ...first, url: `${first.url}&continue=${encodeURIComponent(next)}` };
        });
        for await (const page of pages) {
          const items = isPlain(page) ? itemsOf(page) : undefined;
          if (items === undefined) throw new RestFailure({ why: 'unreadable', detail: 'the answer holds no list' });
          for (const item of items) {
            if (!isPlain(item)) continue;
            const metadata = recordIn(item, 'metadata');
            const key = `${textIn(metadata, 'namespace') ?? ''}/${textIn(metadata, 'name') ?? ''}`;
            if (seen.has(key)) continue;
            seen.add(key);
            yield item;
          }
        }
        return;
      } catch (error) {
        const failure = failureOfError(error, this.#server);
        if (failure.status !== 410 || restarts >= mostRestarts) throw failure;
      }
    }
  }

  /** One answer. Throws RestFailure. */
  answer(path: string): Promise<unknown> {
    return this.#client.json({ url: `${this.#server}${path}` });
  }

  /** Whether a list is answered at all. Throws RestFailure. */
  async probe(path: string): Promise<void> {
    await this.#client.json({ url: `${this.#server}${path}?limit=1` });
  }
}

function itemsOfList(page: Plain): readonly unknown[] | undefined {
  return Array.isArray(page.items) ? listIn(page, 'items') : undefined;
}

/** As `fetch` does, which knows no client certificates. */
function send(url: string, init: RequestInit, agent: HttpAgent | HttpsAgent): Promise<Response> {
  const { authorization, ...headers } = init.headers as Readonly<Record<string, string>>;
  // A certificate stands in place of a token.
  const sent = authorization === undefined || authorization.trim() === 'Bearer' ? headers : { ...headers, authorization };
  const request = url.startsWith('http:') ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const signal = init.signal ?? undefined;
    const asked = request(url, { agent, headers: sent, ...(signal === undefined ? {} : { signal }) }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const status = answer.statusCode ?? 500;
        const retryAfter = answer.headers['retry-after'];
        const body = Buffer.concat(chunks).toString('utf8');
        resolve(
          new Response(status === 204 || status === 304 ? null : status < 400 ? body : refusalOf(body), {
            status: status < 200 ? 500 : status,
            ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
          }),
        );
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The words of a Status, which says of every refusal only that it is a failure (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/). */
function refusalOf(body: string): string {
  try {
    const status: unknown = JSON.parse(body);
    return isPlain(status) && status.kind === 'Status' ? JSON.stringify({ error: { message: status.message } }) : body;
  } catch {
    return body;
  }
}
