import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHead } from '../../../src/collectors/files.ts';
import { collector } from '../../../src/collectors/spiffe/collector.ts';
import { collectSpireFile } from '../../../src/collectors/spiffe/spire-file.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { openTo } from '../../../src/inventory/spiffe-entry.ts';
import { inventoryOf } from '../../graph/small-inventory.ts';

async function read(path: string) {
  const fragments: Fragment[] = [];
  const collected = await collectSpireFile(path, {
    source: 'spire.json',
    emit: (fragment) => fragments.push(fragment),
    environment: {},
    now: new Date('2026-11-22T09:00:00Z'),
    progress: () => {},
    fingerprint: () => '',
    foundAccessKeyIds: () => [],
  });
  const identities = fragments.flatMap((f) => (f.type === 'identity' ? [f.value] : []));
  const credentials = fragments.flatMap((f) => (f.type === 'credential' ? [f.value] : []));
  const gaps = fragments.flatMap((f) => (f.type === 'gap' ? [f.value] : []));
  return { collected, identities, credentials, gaps };
}

function fileWith(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'nhi-spire-')), 'spire.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('entries are identities with who is given them, for how long, and who hands them out', async () => {
  const { collected, identities, gaps } = await read('fixtures/spiffe/entries.json');
  expect(collected).toEqual({ plane: 'spiffe', scope: 'acme.example', requests: 0 });
  expect(identities.map((i) => [i.id, i.kind, i.enabled, i.createdAt])).toEqual([
    ['spiffe://acme.example/ns/shop/sa/checkout', 'spiffe-workload', true, '2025-10-09T08:53:20.000Z'],
    ['spiffe://acme.example/batch', 'spiffe-workload', false, undefined],
    ['spiffe://acme.example/spire/nested', 'spire-downstream-server', true, undefined],
  ]);
  expect(identities[0]?.spiffe).toEqual({
    trust_domain: 'acme.example',
    selectors: ['k8s:ns:shop', 'k8s:sa:checkout'],
    entries: ['k8s:ns:shop + k8s:sa:checkout from spiffe://acme.example/spire/agent/k8s_psat/prod-eu/7f1c'],
    open_to: [],
    certificate_seconds: 3600,
    token_seconds: undefined,
    federates_with: ['partner.example'],
    downstream: false,
    admin: false,
    parent: 'spiffe://acme.example/spire/agent/k8s_psat/prod-eu/7f1c',
  });
  expect(identities[1]?.spiffe?.certificate_seconds).toBeUndefined();
  expect(identities[2]?.evidence[0]).toEqual({ source: 'spire.json', file: 'spire.json', line: 27, pointer: '/entries/2' });
  // Without a name of an account anybody in the namespace is given it.
  expect(identities.map((i) => i.spiffe?.open_to)).toEqual([[], [], ['every pod of namespace spire']]);
  expect(gaps).toEqual([]);
});

test('agents are identities, and one that is banned is turned off; that entries are not there is a note', async () => {
  const { identities, gaps } = await read('fixtures/spiffe/agents.json');
  expect(identities.map((i) => [i.kind, i.enabled])).toEqual([
    ['spire-agent', true],
    ['spire-agent', false],
  ]);
  expect(gaps.map((g) => [g.what, g.why, g.partial])).toEqual([['the registration entries', 'not-given', false]]);
});

test('trust domains that are federated with are third parties, with where their keys come from', async () => {
  const { identities, credentials, gaps } = await read('fixtures/spiffe/federation.json');
  expect(identities.map((i) => [i.id, i.nature, i.spiffe?.bundle_endpoint])).toEqual([
    ['spiffe://partner.example', 'third-party', 'https://spire.partner.example:8443 (https_spiffe)'],
    ['spiffe://data.example', 'third-party', 'https://keys.data.example/bundle (https_web)'],
  ]);
  expect(credentials.map((c) => [c.name, c.identity, c.expiresAt])).toEqual([
    ['authority k1 of partner.example', 'spiffe://partner.example', '2027-01-15T08:00:00.000Z'],
  ]);
  expect(gaps.map((g) => g.what)).toEqual(['the registration entries']);
});

test.each([
  ['bundle list', 'fixtures/spiffe/bundles.json', ['acme.example']],
  ['bundle list -format spiffe', 'fixtures/spiffe/bundles.txt', ['acme.example', 'partner.example']],
  ['bundle show -format spiffe', 'fixtures/spiffe/bundle.json', ['acme.example']],
])('%s: whose keys it holds, and until when', async (_, path, domains) => {
  expect(await collector.recognises?.(await readHead(path))).toBe(true);
  const { identities, credentials } = await read(path);
  expect(identities.map((i) => i.name)).toEqual(domains);
  expect(credentials.every((c) => c.static === false && c.expiresAt !== undefined)).toBe(true);
  expect(credentials.length).toBeGreaterThan(0);
});

test('an entry that ended says less than another of the same identity', async () => {
  const entry = (selector: string, expires: number) => ({
    spiffe_id: 'spiffe://a.example/x',
    selectors: [{ type: 'unix', value: selector }],
    expires_at: String(expires),
  });
  const { identities } = await read(fileWith({ entries: [entry('uid:1', 1_600_000_000), entry('uid:2', 0), entry('uid:3', 0)] }));
  const merged = inventoryOf(identities.map((value) => ({ type: 'identity', value }) as const)).identities.get('spiffe://a.example/x');
  expect([merged?.enabled, [...(merged?.spiffe?.entries ?? [])].sort()]).toEqual([true, ['unix:uid:2', 'unix:uid:3']]);
  expect([...(merged?.spiffe?.open_to ?? [])].sort()).toEqual(['every process of user 2', 'every process of user 3']);
});

test.each([
  ['k8s:ns:shop k8s:sa:web', undefined],
  ['k8s:ns:shop', 'every pod of namespace shop'],
  ['k8s:ns:shop k8s:pod-label:app:web', 'every pod of namespace shop that is given pod-label:app:web'],
  ['k8s:ns:shop k8s:container-image:r.example/web@sha256:0a1b', undefined],
  ['k8s:ns:shop k8s:container-image:r.example/web:1', 'every pod of namespace shop that is given container-image:r.example/web:1'],
  ['k8s:sa:web', 'every pod of an account web, in any namespace'],
  ['k8s:pod-label:app:web', 'every pod that is given pod-label:app:web'],
  ['unix:uid:1000', 'every process of user 1000'],
  ['unix:uid:1000 unix:path:/usr/bin/web', undefined],
  ['unix:uid:1000 unix:sha256:0a1b', undefined],
  ['docker:label:app:web', 'every container that is given label:app:web'],
  ['docker:image_id:sha256:0a1b', undefined],
  ['aws_iid:tag:env:prod', undefined],
])('%s lets in besides: %s', (selectors, who) => {
  expect(openTo({ selectors: selectors.split(' ') })).toBe(who);
});

test.each([
  ['snake case', { entries: [{ spiffe_id: { trust_domain: 'a.example', path: '/x' } }] }, ['spiffe://a.example/x']],
  ['camel case', { entries: [{ spiffeId: { trustDomain: 'a.example', path: '/x' } }] }, ['spiffe://a.example/x']],
  ['as text', { entries: [{ spiffe_id: 'spiffe://A.example/x' }] }, ['spiffe://a.example/x']],
  ['a trust domain alone', { entries: [{ spiffe_id: { trust_domain: 'a.example' } }] }, ['spiffe://a.example']],
])('an id in %s is read', async (_, content, ids) => {
  expect((await read(fileWith(content))).identities.map((i) => i.id)).toEqual(ids);
});

test.each([
  ['an entry that is no object', { entries: ['x', { spiffe_id: 'spiffe://a.example/x' }] }, 'a SPIRE registration entry'],
  ['an id that is none', { entries: [{ spiffe_id: 7 }, { spiffe_id: 'spiffe://a.example/x' }] }, 'a SPIRE registration entry'],
  [
    'a name with a control character',
    { entries: [{ spiffe_id: 'spiffe://a\u001b.example/x' }, { spiffe_id: 'spiffe://a.example/x' }] },
    'a SPIRE registration entry',
  ],
  ['more pages', { entries: [{ spiffe_id: 'spiffe://a.example/x' }], next_page_token: 'y' }, 'entries after the first page'],
  ['a file that is cut short', '{"entries":[{"spiffe_id":"spiffe://a.example/x"},{"spi', 'a part of the file'],
])('%s is a gap, and the rest is read', async (_, content, what) => {
  const { identities, gaps } = await read(fileWith(content));
  expect(identities.map((i) => i.id)).toEqual(['spiffe://a.example/x']);
  expect(gaps.map((g) => g.what)).toEqual([what]);
});

test.each([[1e300], ['soon'], [{ toString: 1 }]])('a time that is %j is none, and the rest is read', async (time) => {
  const entry = { spiffe_id: 'spiffe://a.example/x', created_at: time, expires_at: time, x509_svid_ttl: time };
  const agent = { id: 'spiffe://a.example/y', x509svid_expires_at: time };
  const bundle = { trust_domain: 'a.example', jwt_authorities: [{ key_id: 'k', expires_at: time }] };
  expect((await read(fileWith({ entries: [entry] }))).identities).toMatchObject([{ id: 'spiffe://a.example/x', enabled: true }]);
  expect((await read(fileWith({ agents: [agent] }))).identities).toMatchObject([{ id: 'spiffe://a.example/y', enabled: true }]);
  expect((await read(fileWith({ bundles: [bundle] }))).credentials.map((c) => c.expiresAt ?? null)).toEqual([null]);
});

test.each([
  ['fixtures/spiffe/entries.json', true],
  ['fixtures/spiffe/agents.json', true],
  ['package.json', false],
])('%s: is it recognised? %s', async (path, expected) => {
  expect(await collector.recognises?.(await readHead(path))).toBe(expected);
});

test('another list of entries is somebody else’s', async () => {
  expect(await collector.recognises?.(await readHead(fileWith({ entries: [{ id: 1 }] })))).toBe(false);
});
