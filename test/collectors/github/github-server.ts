import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a path is answered in place of what the fixture holds; the nth time it is asked. Undefined: the fixture. */
export type Faults = (path: string, time: number, body: string) => Reply | undefined;

export interface GithubServer {
  readonly url: string;
  /** Method, path and query of every request. */
  readonly asked: string[];
  /** The tokens that were presented. */
  readonly tokens: Set<string>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../../fixtures/github/organization/', import.meta.url));
export const notFound: Reply = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};
export const forbidden: Reply = {
  status: 403,
  body: { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest', status: '403' },
};

/** Answers as GitHub does, out of the fixture, in pages of `size`. */
export async function serveGithub(faults: Faults = () => undefined, size = 100): Promise<GithubServer> {
  const asked: string[] = [];
  const tokens = new Set<string>();
  const times = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    tokens.add(request.headers.authorization ?? '');
    const time = (times.get(url.pathname) ?? 0) + 1;
    times.set(url.pathname, time);
    const path = url.pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api(?=\/graphql)/, '');
    const reply = faults(path, time, body) ?? (path === '/graphql' ? graphql(body) : rest(path, url, size, request.headers.host ?? ''));
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
    response.end(JSON.stringify(reply.body));
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    tokens,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function read(path: string): unknown {
  const file = join(root, `${path}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
}

function rest(path: string, url: URL, size: number, host: string): Reply {
  const body = read(path.slice(1));
  if (body === undefined) return notFound;
  const key = Array.isArray(body)
    ? undefined
    : Object.keys(body as object).find((name) => Array.isArray((body as Record<string, unknown>)[name]));
  const whole = Array.isArray(body)
    ? (body as unknown[])
    : key === undefined || !('total_count' in (body as object))
      ? undefined
      : (body as Record<string, unknown[]>)[key];
  if (whole === undefined) return { body };
  const page = Number(url.searchParams.get('page') ?? 1);
  const part = whole.slice((page - 1) * size, page * size);
  url.searchParams.set('page', String(page + 1));
  const next =
    page * size < whole.length
      ? { link: `<http://${host}${url.pathname}${url.search}>; rel="next", <http://${host}/last>; rel="last"` }
      : {};
  return { body: Array.isArray(body) ? part : { ...(body as object), [key as string]: part }, headers: next };
}

/** Which question it is shows in what it asks for. */
export function graphql(body: string): Reply {
  const { query } = JSON.parse(body) as { readonly query: string };
  const name =
    ['membersWithRole', 'teams(', 'repositories(first: $first', 'rulesets(first: $first'].find((word) => query.includes(word)) ?? '';
  const files: Readonly<Record<string, string>> = {
    membersWithRole: 'members',
    'teams(': 'teams',
    'repositories(first: $first': 'repositories',
    'rulesets(first: $first': 'rulesets',
  };
  const file = files[name];
  if (file !== undefined) return { body: read(`graphql/${file}`) };
  const all = read('graphql/repositories') as { data: { repositoryOwner: { repositories: { nodes: unknown[] } } } };
  return { body: { data: { repository: all.data.repositoryOwner.repositories.nodes[0] } } };
}
