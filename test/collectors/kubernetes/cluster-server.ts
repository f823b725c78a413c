import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type OnLoopback } from '../on-loopback.ts';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers by path; a function is asked anew for each request. What is absent is an empty list. */
export type Answers = Readonly<Record<string, Answer | ((url: URL, request: IncomingMessage) => Answer)>>;

export function refused(message: string): Answer {
  return { status: 403, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403, message } };
}

export function list(...items: readonly unknown[]): Answer {
  return { body: { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items } };
}

/** An API server for tests, with the requests it was asked. */
export async function clusterServer(answers: Answers): Promise<OnLoopback & { readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://cluster');
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    const found = answers[url.pathname];
    const { status = 200, headers = {}, body } = typeof found === 'function' ? found(url, request) : (found ?? list());
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  return { ...(await listenOnLoopback(server)), asked };
}
