import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { endpointOf } from '../../../src/collectors/rest/endpoint.ts';
import { RestClient, type RestSettings } from '../../../src/collectors/rest/rest-client.ts';
import { RestFailure } from '../../../src/collectors/rest/rest-failure.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

async function serve(answer: Answer): Promise<string> {
  let count = 0;
  server = createServer((request, response) => answer(request, response, ++count));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(settings: Partial<RestSettings> = {}): { readonly client: RestClient; readonly pauses: number[] } {
  const pauses: number[] = [];
  const wait = async (ms: number): Promise<void> => void pauses.push(ms);
  return { client: new RestClient({ token: async () => 'one', wait, ...settings }), pauses };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}

const failing = async (work: Promise<unknown>): Promise<RestFailure> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof RestFailure)) throw new Error('it did not fail as a RestFailure');
  return error;
};

describe('a request', () => {
  test('carries the token and the headers, and its answer is parsed', async () => {
    const url = await serve(({ headers }, response) => send(response, 200, { said: headers.authorization, quota: headers['x-quota'] }));
    const { client: c } = client({ headers: { 'x-quota': 'p' } });
    expect(await c.json({ url })).toEqual({ said: 'Bearer one', quota: 'p' });
    expect(c.requests).toBe(1);
  });

  test('is made again after 429, as late as the server says, and after 503 with pauses that grow', async () => {
    const url = await serve((_, response, n) =>
      n === 1 ? send(response, 429, {}, { 'retry-after': '7' }) : n < 4 ? send(response, 503, 'busy') : send(response, 200, [n]),
    );
    const { client: c, pauses } = client();
    expect(await c.json({ url })).toEqual([4]);
    expect(pauses[0]).toBe(7000);
    expect(pauses[2]).toBeGreaterThan(pauses[1] ?? Number.POSITIVE_INFINITY);
    expect(c.requests).toBe(4);
  });

  test.each([
    ['Sun, 22 Nov 2026 20:00:12 GMT', 12_000],
    ['Sun, 22 Nov 2026 19:00:00 GMT', 0],
    ['soon', 1000],
  ])('is made again where the server names the time: %s', async (until, pause) => {
    const url = await serve((_, response, n) =>
      n === 1 ? send(response, 503, {}, { 'retry-after': until, date: 'Sun, 22 Nov 2026 20:00:00 GMT' }) : send(response, 200, [n]),
    );
    const { client: c, pauses } = client();
    expect(await c.json({ url })).toEqual([2]);
    expect(pauses).toEqual([pause]);
  });

  test('is given up where the server wants a long pause, or goes on refusing', async () => {
    const url = await serve((request, response) => send(response, 429, {}, request.url === '/long' ? { 'retry-after': '3600' } : {}));
    const { client: c } = client({ maxAttempts: 3 });
    expect((await failing(c.json({ url: `${url}/long` }))).why).toBe('throttled');
    expect(c.requests).toBe(1);
    expect((await failing(c.json({ url }))).why).toBe('throttled');
    expect(c.requests).toBe(4);
  });

  test('is made once where those before it were not answered, and more often again once one is', async () => {
    let isDown = true;
    const url = await serve((_, response, n) => (isDown ? send(response, 500, {}) : send(response, 200, [n])));
    const { client: c } = client({ maxAttempts: 2 });
    for (let i = 0; i < 4; i++) await failing(c.json({ url }));
    expect(c.requests).toBe(7);
    isDown = false;
    expect(await c.json({ url })).toEqual([8]);
    isDown = true;
    await failing(c.json({ url }));
    expect(c.requests).toBe(10);
  });

  test('asks for a new token once after 401', async () => {
    const url = await serve(({ headers }, response) =>
      headers.authorization === 'Bearer two' ? send(response, 200, 'true') : send(response, 401, {}),
    );
    let current = 'one';
    const token = async (again: boolean): Promise<string> => {
      if (again) current = 'two';
      return current;
    };
    expect(await client({ token }).client.json({ url })).toBe(true);
    const still = await failing(client().client.json({ url }));
    expect(still.credentials).toBe(true);
    expect(still.why).toBe('denied');
  });

  test('says what Google, ARM and Graph say of a refusal', async () => {
    const bodies: Readonly<Record<string, unknown>> = {
      '/google': {
        error: {
          code: 403,
          message: "Permission 'x' denied",
          status: 'PERMISSION_DENIED',
          details: [{ reason: 'IAM_PERMISSION_DENIED', metadata: { permission: 'iam.roles.list' } }],
        },
      },
      '/arm': {
        error: {
          code: 'AuthorizationFailed',
          message: "The client 'c' does not have authorization to perform action 'Microsoft.A/b/read' over scope '/s'.",
        },
      },
      '/graph': { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges\nto complete' } },
      '/proxy': '<html>',
    };
    const url = await serve((request, response) => send(response, 403, bodies[request.url ?? '']));
    const { client: c } = client();
    const google = await failing(c.json({ url: `${url}/google` }));
    expect([google.why, google.reason, google.permission, google.code]).toEqual([
      'denied',
      'IAM_PERMISSION_DENIED',
      'iam.roles.list',
      'PERMISSION_DENIED',
    ]);
    expect((await failing(c.json({ url: `${url}/arm` }))).permission).toBe('Microsoft.A/b/read');
    expect((await failing(c.json({ url: `${url}/graph` }))).detail).toBe('Authorization_RequestDenied: Insufficient privileges');
    expect((await failing(c.json({ url: `${url}/proxy` }))).detail).toBe('answered with HTTP status 403');
    expect(c.requests).toBe(4);
  });

  test('follows no redirect, and names the host that does not answer', async () => {
    const url = await serve((_, response) => send(response, 302, '', { location: 'https://elsewhere.example/' }));
    expect((await failing(client({ maxAttempts: 1 }).client.json({ url }))).why).toBe('unreachable');
    const gone = await failing(client({ maxAttempts: 1 }).client.json({ url: 'http://127.0.0.1:1/' }));
    expect(gone.detail).toMatch(/127\.0\.0\.1:1$/);
    const { client: patient, pauses } = client();
    await failing(patient.json({ url: 'http://127.0.0.1:65533/' }));
    expect(pauses).toEqual([]);
  });

  test('whose answer is no JSON is unreadable, and not asked again', async () => {
    const url = await serve((_, response) => send(response, 200, '{"half":'));
    const { client: c } = client();
    expect((await failing(c.json({ url }))).why).toBe('unreadable');
    expect(c.requests).toBe(1);
  });

  test('that nothing gives a token for is a refusal of the credentials', async () => {
    const token = async (): Promise<string> => {
      throw new Error('no account is logged in\n  at somewhere');
    };
    const failure = await failing(client({ token }).client.json({ url: 'http://127.0.0.1:1/' }));
    expect([failure.credentials, failure.detail]).toEqual([true, 'no token: no account is logged in']);
  });

  test('waits until fewer than the allowed number are under way', async () => {
    let open = 0;
    let most = 0;
    const url = await serve((_, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        send(response, 200, 'null');
      }, 5);
    });
    const { client: c } = client({ concurrency: 2 });
    await Promise.all(Array.from({ length: 9 }, () => c.json({ url })));
    expect(most).toBe(2);
  });
});

describe('pages', () => {
  const next = (answer: unknown, asked: { readonly url: string }): { readonly url: string } | undefined => {
    const token = (answer as { readonly next?: string }).next;
    return token === undefined ? undefined : { url: `${asked.url.split('?')[0]}?page=${token}` };
  };

  test('are handed over one by one; a bad one comes after the good ones', async () => {
    const url = await serve((request, response) =>
      request.url?.includes('page=2') === true ? send(response, 403, {}) : send(response, 200, { next: '2', items: [1] }),
    );
    const got: unknown[] = [];
    const failure = await failing(
      (async () => {
        for await (const page of client().client.pages({ url }, next)) got.push(page);
      })(),
    );
    expect(got).toHaveLength(1);
    expect(failure.why).toBe('denied');
  });

  test('that go round in circles end', async () => {
    const url = await serve((_, response) => send(response, 200, { next: '2' }));
    const failure = await failing(
      (async () => {
        for await (const _ of client().client.pages({ url }, next));
      })(),
    );
    expect(failure.detail).toBe('the pages of the answer do not end');
  });

  test('that repeat under ever-new tokens end', async () => {
    let asked = 0;
    const url = await serve((_, response) => send(response, 200, { next: String(++asked), items: [{ id: asked % 3 }, { id: 'x' }] }));
    const failure = await failing(
      (async () => {
        for await (const _ of client().client.pages({ url }, next));
      })(),
    );
    expect(failure.detail).toBe('the pages of the answer do not end');
    expect(asked).toBeLessThan(12);
  });
});

test.each([
  [undefined, 'https://usual.example'],
  ['https://management.usgovcloudapi.net/', 'https://management.usgovcloudapi.net'],
  ['http://127.0.0.1:8080/arm/', 'http://127.0.0.1:8080/arm'],
  ['http://elsewhere.example', undefined],
  ['https://me:pass@elsewhere.example', undefined],
  ['nonsense', undefined],
])('the address %s', (given, expected) => {
  const of = (): string => endpointOf({ NHI_X: given }, 'NHI_X', 'https://usual.example');
  if (expected === undefined) expect(of).toThrow(/^NHI_X must be/);
  else expect(of()).toBe(expected);
});
