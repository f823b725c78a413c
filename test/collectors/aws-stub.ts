import { createServer, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './on-loopback.ts';

/** What the stub answers to one request. `drop` closes the connection at once, `cut` in the middle of the body. */
export type StubAnswer =
  | { readonly xml: string }
  | { readonly json: unknown; readonly status?: number }
  | { readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly html: string; readonly status: number }
  | 'drop'
  | 'cut';

/** Answers by action name; the second argument counts the calls of that action from 0, the third is the access key id that signed. */
export type StubHandler = (parameters: Readonly<Record<string, string>>, call: number, key: string) => StubAnswer | Promise<StubAnswer>;

export interface Stub {
  readonly url: string;
  /** Actions in the order in which they arrived, with their parameters. */
  readonly calls: {
    readonly action: string;
    readonly parameters: Readonly<Record<string, string>>;
    /** The access key id and the region of the signature. */
    readonly key: string;
    readonly region: string;
  }[];
  close(): Promise<void>;
}

/**
 * A server on loopback that speaks the AWS query protocol (XML) and, for Organizations, JSON 1.1. An action without a handler answers
 * like a server that does not implement it: HTML with 404.
 */
export async function startStub(handlers: Readonly<Record<string, StubHandler>>): Promise<Stub> {
  const calls: Stub['calls'] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const target = request.headers['x-amz-target'];
      const json = typeof target === 'string';
      const parameters = json ? textValues(JSON.parse(body)) : Object.fromEntries(new URLSearchParams(body));
      const action = json ? (target.split('.')[1] ?? '') : (parameters.Action ?? '');
      const [, key = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      calls.push({ action, parameters, key, region });
      const call = counts.get(action) ?? 0;
      counts.set(action, call + 1);
      const answer = (await handlers[action]?.(parameters, call, key)) ?? {
        html: '<html><body>Not Implemented</body></html>',
        status: 404,
      };
      write(response, answer, action, json);
    });
  });
  return { ...(await listenOnLoopback(server)), calls };
}

function textValues(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)]));
}

function write(response: ServerResponse, answer: StubAnswer, action: string, json: boolean): void {
  if (answer === 'drop') {
    response.destroy();
  } else if (answer === 'cut') {
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' });
    response.write(`<${action}Response><${action}Result>`);
    setImmediate(() => response.destroy());
  } else if ('html' in answer) {
    send(response, answer.status, 'text/html', answer.html);
  } else if ('json' in answer) {
    send(response, answer.status ?? 200, 'application/x-amz-json-1.1', JSON.stringify(answer.json));
  } else if ('xml' in answer) {
    const result = `<${action}Result>${answer.xml}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>`;
    send(response, 200, 'text/xml', `<${action}Response>${result}</${action}Response>`);
  } else {
    const { error, message = 'no words', status = 400 } = answer;
    if (json) send(response, status, 'application/x-amz-json-1.1', JSON.stringify({ __type: error, Message: message }));
    else {
      const body = `<Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error><RequestId>r</RequestId>`;
      send(response, status, 'text/xml', `<ErrorResponse>${body}</ErrorResponse>`);
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
