import { createServer } from 'node:http';
import { listenOnLoopback } from './on-loopback.ts';

/** What a service answers: JSON, text as it stands with a status, or nothing at all. */
export type ServiceAnswer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string; readonly status?: number }
  | 'drop';

/** By operation: the name in the target header or the query, or `METHOD /path` for services with paths; after the name in the signature where several services have it. */
export type ServiceHandlers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>, call: number) => ServiceAnswer>>;

export interface ServiceStub {
  readonly url: string;
  readonly calls: { readonly operation: string; readonly region: string; readonly service: string }[];
  close(): Promise<void>;
}

/** A server on loopback that plays services of all three protocols. What has no handler is denied. */
export async function startServices(handlers: ServiceHandlers): Promise<ServiceStub> {
  const calls: ServiceStub['calls'] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const url = new URL(request.url ?? '/', 'http://x');
      const target = request.headers['x-amz-target'];
      const form = request.headers['content-type']?.includes('form-urlencoded') === true;
      const input: Record<string, unknown> = {
        ...Object.fromEntries(url.searchParams),
        ...(form ? Object.fromEntries(new URLSearchParams(body)) : body === '' ? {} : (JSON.parse(body) as object)),
      };
      const operation =
        typeof target === 'string' ? (target.split('.')[1] ?? '') : form ? String(input.Action) : `${request.method} ${url.pathname}`;
      const [, region = '', service = ''] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      calls.push({ operation, region, service });
      const call = counts.get(operation) ?? 0;
      counts.set(operation, call + 1);
      const answer = (handlers[`${service} ${operation}`] ?? handlers[operation])?.(input, call) ?? refuse(operation);
      if (answer === 'drop') response.destroy();
      else {
        response.writeHead(answer.status ?? 200, { 'content-type': 'text/plain' });
        response.end('json' in answer ? JSON.stringify(answer.json) : answer.text);
      }
    });
  });
  return { ...(await listenOnLoopback(server)), calls };
}

export function refuse(operation: string): ServiceAnswer {
  return {
    status: 403,
    json: { __type: 'AccessDeniedException', message: `User: reader is not authorized to perform: ${operation}` },
  };
}
