import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collector } from '../../../src/collectors/vault/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { contextFor, readSaved, valuesOf } from './vault-world.ts';

const root = 'fixtures/vault/saved';
let server: Server;
let address: string;
/** Paths that the server refuses, and how. */
const refused = new Map<string, number>();
const asked: string[] = [];

/** Answers like a vault, from the saved answers: GET alone, a listing with list=true, 404 for what is not there. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://vault');
    const path = url.pathname.replace(/^\/v1\//, '');
    asked.push(`${request.method} ${path}`);
    const send = (status: number, body: unknown): void => void response.writeHead(status).end(JSON.stringify(body));
    if (request.headers.authorization !== 'Bearer hvs.example') return send(403, { errors: ['permission denied'] });
    const status = refused.get(path);
    if (status !== undefined) return send(status, { errors: ['permission denied'] });
    if (url.searchParams.get('list') === 'true') {
      const folder = join(root, path.replace(/auth\/aws\/roles$/, 'auth/aws/role'));
      const names = existsSync(folder) && lstatSync(folder).isDirectory() ? readdirSync(folder).filter((n) => /\.(json|hcl)$/.test(n)) : [];
      return names.length === 0 ? send(404, { errors: [] }) : send(200, { data: { keys: names.map((n) => n.replace(/\.\w+$/, '')) } });
    }
    const [json, hcl] = [join(root, `${path}.json`), join(root, `${path}.hcl`)];
    if (existsSync(json)) return void response.writeHead(200).end(readFileSync(json));
    return existsSync(hcl) ? send(200, { data: { policy: readFileSync(hcl, 'utf8') } }) : send(404, { errors: [] });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));
beforeEach(() => {
  refused.clear();
  asked.length = 0;
});

async function collect(environment: Readonly<Record<string, string>> = { VAULT_ADDR: address, VAULT_TOKEN: 'hvs.example' }) {
  const fragments: Fragment[] = [];
  const collected = await collector.collect('vault', contextFor(fragments, environment));
  return { fragments, collected };
}

const withoutPlaces = (fragments: readonly Fragment[]): readonly unknown[] =>
  fragments.map((f) => JSON.parse(JSON.stringify({ ...f, value: { ...f.value, evidence: [] } })));

describe('a live vault', () => {
  test('says what its saved answers say, by reading alone', async () => {
    const { fragments, collected } = await collect();
    expect(withoutPlaces(fragments)).toEqual(withoutPlaces((await readSaved(root)).fragments));
    expect(collected).toEqual({ plane: 'vault', scope: 'acme-vault', requests: asked.length });
    expect(asked.filter((a) => !a.startsWith('GET ') || /secret\/(?!metadata)|creds|sts|token\/(?!roles)/.test(a))).toEqual([]);
  });

  test('what it refuses is a gap with the permission that is missing', async () => {
    refused.set('auth/approle/role', 403);
    refused.set('sys/policies/acl/deploy', 403);
    const { fragments } = await collect();
    expect(
      valuesOf(fragments, 'gap')
        .filter((g) => g.why === 'denied')
        .map((g) => [g.what, g.permission]),
    ).toEqual([
      ['roles of approle', 'list on auth/approle/role'],
      ['policy deploy', 'read on sys/policies/acl/deploy'],
    ]);
    expect(valuesOf(fragments, 'identity').map((i) => i.name)).toContain('github-actions/deploy');
  });

  test('the check says what the token lacks', async () => {
    refused.set('sys/audit', 403);
    const lines = await collector.doctor?.('vault', contextFor([], { VAULT_ADDR: address, VAULT_TOKEN: 'hvs.example' }));
    expect(lines?.map((l) => l.status)).toEqual(['ok', 'ok', 'missing']);
    expect(lines?.[2]?.remedy).toContain('read on sys/audit');
  });

  test.each([
    ['no address', {}, /^no vault is named; set VAULT_ADDR/],
    ['no token', { VAULT_ADDR: 'https://vault.example', HOME: '/nowhere' }, /^no token for the vault/],
    [
      'a token that would go over the network in the clear',
      { VAULT_ADDR: 'http://vault.example', VAULT_TOKEN: 'x' },
      /^VAULT_ADDR must be an https address/,
    ],
    ['a vault that is not there', { VAULT_ADDR: 'http://127.0.0.1:65533', VAULT_TOKEN: 'x' }, /does not answer/],
  ])('%s is one line', async (_, environment, message) => {
    await expect(collect(environment as Readonly<Record<string, string>>)).rejects.toThrow(message);
  });
});

test('the policy that is asked for reads no secret and writes nothing', () => {
  const policy = collector.permissionDocument?.() ?? '';
  const rules = [...policy.matchAll(/path "([^"]+)" \{\n {2}capabilities = \[([^\]]+)\]/g)].map((m) => [m[1], m[2]]);
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter(([, capabilities]) => /create|update|patch|delete/.test(capabilities ?? ''))).toEqual([]);
  expect(rules.filter(([path]) => /(?:^|\/)(?:creds|sts|data)(?:\/|$)/.test(path ?? ''))).toEqual([]);
});
