import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type OnLoopback } from '../on-loopback.ts';

/** An answer that is no list of rows. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rows of a call of ARM (by path) or of a table of Resource Graph (by its words); a refusal in their place. */
export type Answers = Readonly<Record<string, readonly unknown[] | Refusal | ((count: number) => readonly unknown[] | Refusal)>>;

export interface StubOptions {
  /** Rows of a page. */
  readonly page?: number;
  /** What Resource Graph says there are, in place of what it gives. */
  readonly total?: Readonly<Record<string, number>>;
  /** The token that is accepted; undefined once the server has answered so many requests. */
  readonly expiresAfter?: number;
}

export interface StubAzure extends OnLoopback {
  readonly asked: readonly string[];
}

/** The words by which a query is known. */
const tables = ['resourcecontainers', 'roleassignments', "'CustomRole'", 'name in~', 'managedserviceresources', 'resources |'];

/** A server that answers like Azure Resource Manager: lists with links to next pages, and Resource Graph with skip tokens. */
export async function startAzure(answers: Answers, options: StubOptions = {}): Promise<StubAzure> {
  const asked: string[] = [];
  const counts = new Map<string, number>();
  const { page = 1000 } = options;
  const server = createServer((request, response) => void answer(request, response));
  let url = '';

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const address = new URL(request.url ?? '/', 'http://stub');
    const body = text === '' ? undefined : (JSON.parse(text) as { query: string; options: { $skipToken?: string } });
    const key =
      body === undefined ? address.pathname : (tables.find((t) => body.query.startsWith(t) || body.query.includes(t)) ?? body.query);
    asked.push(key);
    if (options.expiresAfter !== undefined && asked.length > options.expiresAfter) {
      send(response, 401, {
        error: { code: 'ExpiredAuthenticationToken', message: 'The access token expiry UTC time is earlier than now.' },
      });
      return;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const given = answers[key] ?? [];
    const rows = typeof given === 'function' ? given(count) : given;
    if ('status' in rows) {
      send(response, rows.status, rows.body, rows.headers);
      return;
    }
    const from = Number(body?.options.$skipToken ?? address.searchParams.get('from') ?? 0);
    const part = rows.slice(from, from + page);
    const more = from + page < rows.length;
    if (body === undefined) {
      // ARM names itself in its links, whatever address it was asked at.
      const next = `https://management.azure.com${address.pathname}?api-version=x&from=${from + page}`;
      send(response, 200, { value: part, ...(more ? { nextLink: next } : {}) });
    } else {
      const totalRecords = options.total?.[key] ?? rows.length;
      const skip = more ? { $skipToken: String(from + page) } : {};
      send(
        response,
        200,
        { totalRecords, count: part.length, data: part, facets: [], resultTruncated: 'false', ...skip },
        { 'x-ms-user-quota-remaining': '14' },
      );
    }
  }

  const loopback = await listenOnLoopback(server);
  url = loopback.url;
  return { url, asked, close: loopback.close };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A refusal in ARM's words. */
export function forbidden(action: string, scope: string): Refusal {
  const message = `The client 'reader' with object id 'x' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`;
  return { status: 403, body: { error: { code: 'AuthorizationFailed', message } } };
}
