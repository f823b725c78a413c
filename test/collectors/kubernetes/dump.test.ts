import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readHead } from '../../../src/collectors/files.ts';
import { collector } from '../../../src/collectors/kubernetes/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const fixture = new URL('../../../fixtures/kubectl/prod.json', import.meta.url);
const dump = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly items: readonly Record<string, unknown>[] };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhi-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readText(text: string, name = 'prod.json') {
  const path = join(folder, name);
  writeFileSync(path, text);
  const fragments: Fragment[] = [];
  const recognised = await collector.recognises?.(await readHead(path));
  const collected = await collector.collectFile?.(path, {
    source: name,
    emit: (fragment) => fragments.push(fragment),
    environment: {},
    now: new Date('2026-06-01T00:00:00Z'),
    progress: () => {},
    fingerprint: (secret) => `print-${secret.length}`,
    foundAccessKeyIds: () => [],
  });
  const of = <T extends Fragment['type']>(type: T) =>
    fragments.flatMap((f) => (f.type === type ? [f.value as Extract<Fragment, { readonly type: T }>['value']] : []));
  return { recognised, collected, of, text: JSON.stringify(fragments) };
}

const names = (read: Awaited<ReturnType<typeof readText>>): readonly string[] =>
  [
    ...new Set(
      read
        .of('identity')
        .filter((i) => i.plane === 'kubernetes')
        .map((i) => i.name),
    ),
  ].sort();

describe('what kubectl printed', () => {
  const whole = ['ops/deployer', 'ops/idle', 'system:kube-scheduler', 'web/default', 'web/shop'];

  test.each<readonly [string, string, string]>([
    ['a list', 'prod.json', JSON.stringify(dump, null, 2)],
    ['a list with its keys in another order', 'prod.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: dump.items })],
    ['objects one after the other', 'prod.json', dump.items.map((i) => JSON.stringify(i)).join('\n')],
    ['a YAML list', 'prod.yaml', stringify(dump)],
    ['YAML documents', 'prod.yaml', dump.items.map((i) => stringify(i)).join('---\n')],
  ])('%s is read', async (_, name, text) => {
    const read = await readText(text, name);
    expect(read.recognised).toBe(true);
    expect(read.collected).toEqual({ plane: 'kubernetes', scope: 'prod', requests: 0 });
    expect(names(read)).toEqual(whole);
    expect(read.of('gap')).toEqual([]);
    expect(read.of('identity').filter((i) => i.grantsListed === true)).toHaveLength(4);
    expect(read.of('credential')).toMatchObject([{ id: 'kubernetes:token/prod/ops/deployer-token', lastUsedAt: '2026-02-03T00:00:00Z' }]);
  });

  test('places name the line and the pointer', async () => {
    const read = await readText(readFileSync(fixture, 'utf8'));
    const shop = read.of('identity').findLast((i) => i.name === 'web/shop');
    expect(shop?.evidence).toEqual([{ source: 'prod.json', file: 'prod.json', line: 15, pointer: '/items/1/metadata/name' }]);
    expect(shop?.createdAt).toBe('2026-03-01T08:00:00Z');
  });

  test('pods stand for what made them', async () => {
    const read = await readText(JSON.stringify(dump));
    expect(read.of('workload').map((w) => w.id)).toEqual([
      'kubernetes:workload/prod/web/deployment/shop',
      'kubernetes:workload/prod/web/deployment/shop',
      'kubernetes:workload/prod/ops/cronjob/report',
    ]);
  });

  test('a list of one kind need not repeat it, and may tell it last', async () => {
    const items = [{ metadata: { name: 'shop', namespace: 'web', uid: '1' } }];
    for (const text of [
      JSON.stringify({ kind: 'ServiceAccountList', apiVersion: 'v1', items }),
      JSON.stringify({ apiVersion: 'v1', items, kind: 'ServiceAccountList' }),
    ]) {
      expect(names(await readText(text))).toEqual(['web/shop']);
    }
  });

  test('without all bindings, what accounts may do is not known', async () => {
    const items = dump.items.filter((i) => i.kind !== 'ClusterRoleBinding');
    const read = await readText(JSON.stringify({ ...dump, items }));
    expect(read.of('identity').some((i) => i.grantsListed === true)).toBe(false);
    expect(read.of('gap')).toMatchObject([{ what: 'the role bindings', why: 'not-given' }]);
  });

  test('what is broken is a gap, and the rest is read', async () => {
    const text = JSON.stringify(dump);
    const read = await readText(text.slice(0, text.indexOf('"kind":"ClusterRole"')));
    expect(names(read)).toEqual(['ops/deployer', 'ops/idle', 'web/default', 'web/shop']);
    expect(read.of('gap').map((g) => g.what)).toContain('a part of the file');
  });

  test('a list that goes on, or that is cut short, is not whole', async () => {
    const isWhole = (read: Awaited<ReturnType<typeof readText>>) =>
      read.of('identity').some((i) => i.grantsListed === true) || read.of('scope').some((s) => s.supplies !== undefined);
    const text = JSON.stringify({ ...dump, metadata: undefined }, null, 1);
    expect(isWhole(await readText(text))).toBe(true);
    expect(isWhole(await readText(JSON.stringify({ ...dump, metadata: { continue: 'abc' } })))).toBe(false);
    expect(isWhole(await readText(text.slice(0, -20)))).toBe(false);
    expect(isWhole(await readText(`${stringify(dump)}---\n{ a: [\n`, 'prod.yaml'))).toBe(false);
  });

  test.each([
    ['a manifest', 'x.json', JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'shop' } })],
    ['a dashboard', 'x.json', JSON.stringify({ apiVersion: 'v1', kind: 'Dashboard', metadata: { name: 'shop', resourceVersion: '7' } })],
    ['a manifest that sets up a dashboard', 'x.yaml', stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { uid: 'prometheus' } })],
  ])('%s is none', async (_, name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    expect(await collector.recognises?.(await readHead(path))).toBe(false);
  });

  test('old versions of the API say the same', async () => {
    const metadata = (name: string) => ({ name, namespace: 'web', uid: '00000000-0000-4000-8000-000000000001' });
    const template = { spec: { serviceAccountName: 'shop', containers: [{ name: 'main', image: 'shop' }] } };
    const objects = [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1beta1',
        kind: 'Role',
        metadata: metadata('r'),
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1alpha1',
        kind: 'RoleBinding',
        metadata: metadata('b'),
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [{ kind: 'ServiceAccount', name: 'shop' }],
      },
      { apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata: metadata('d'), spec: { template } },
      { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: metadata('c'), spec: { jobTemplate: { spec: { template } } } },
    ];
    const read = await readText(objects.map((o) => JSON.stringify(o)).join('\n'));
    expect(read.of('policy').map((p) => p.id)).toEqual(['kubernetes:role/prod/web/r']);
    expect(read.of('grant').map((g) => g.holder)).toEqual(['kubernetes:service-account/prod/web/shop']);
    expect(read.of('workload').map((w) => w.kind)).toEqual(['kubernetes-deployment', 'kubernetes-cronjob']);
  });

  test('a secret in a variable is fingerprinted, and stands nowhere', async () => {
    const secret = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3gH5'}`;
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'shop', namespace: 'web', uid: '1' },
      spec: { containers: [{ name: 'main', image: 'shop', env: [{ name: 'GITHUB_TOKEN', value: secret }] }] },
    };
    const read = await readText(JSON.stringify(pod));
    expect(read.of('credential')).toMatchObject([{ name: 'GITHUB_TOKEN', provider: 'github', fingerprint: 'print-40' }]);
    expect(read.of('workload')).toMatchObject([{ settings: { env_secrets: ['GITHUB_TOKEN'] } }]);
    expect(read.text).not.toContain(secret);
  });
});

describe('files that are given together', () => {
  const write = (name: string, value: unknown): { readonly path: string; readonly source: string } => {
    const path = join(folder, name);
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
    return { path, source: name };
  };

  async function readTogether(files: readonly { readonly path: string; readonly source: string }[]) {
    const fragments: Fragment[] = [];
    const collected = await collector.collectTogether?.(files, {
      emit: (fragment) => fragments.push(fragment),
      environment: {},
      now: new Date('2026-06-01T00:00:00Z'),
      progress: () => {},
      fingerprint: (secret) => `print-${secret.length}`,
      foundAccessKeyIds: () => [],
    });
    const of = <T extends Fragment['type']>(type: T) =>
      fragments.flatMap((f) => (f.type === type ? [f.value as Extract<Fragment, { readonly type: T }>['value']] : []));
    return { collected, of };
  }

  test('a file for each kind is one cluster', async () => {
    const kinds = [...new Set(dump.items.map((i) => String(i.kind)))];
    const files = kinds.map((kind) =>
      write(`prod-${kind.toLowerCase()}s.json`, { apiVersion: 'v1', kind: 'List', items: dump.items.filter((i) => i.kind === kind) }),
    );
    const { collected, of } = await readTogether(files);
    expect(collected?.parts?.map((p) => [p.source, p.scope, p.status])).toEqual(files.map((f) => [f.source, 'prod', 'complete']));
    expect([
      ...new Set(
        of('identity')
          .filter((i) => i.plane === 'kubernetes')
          .map((i) => i.scope),
      ),
    ]).toEqual(['prod']);
    expect(of('identity').filter((i) => i.grantsListed === true)).toHaveLength(4);
    expect(of('gap')).toEqual([]);
  });

  test('clusters stay apart, and one that is broken is a gap of its own', async () => {
    const files = [
      write('prod.json', dump),
      write('staging.json', { apiVersion: 'v1', kind: 'List', items: dump.items }),
      write('config.yaml', 'apiVersion: v1\nkind: Config\nusers: ['),
    ];
    const { collected, of } = await readTogether(files);
    expect(collected?.parts?.map((p) => [p.scope, p.status])).toEqual([
      ['prod', 'complete'],
      ['staging', 'complete'],
      ['', 'failed'],
    ]);
    expect(of('gap')).toMatchObject([{ source: 'config.yaml', why: 'unreadable' }]);
  });

  test('a table of secrets shows their types and no values; another table is a gap', async () => {
    const columnDefinitions = ['Name', 'Type', 'Data', 'Age'].map((name) => ({ name, type: 'string' }));
    const metadata = {
      name: 'deployer-token',
      namespace: 'ops',
      uid: '00000000-0000-4000-8000-000000000001',
      annotations: { 'kubernetes.io/service-account.name': 'deployer' },
    };
    const row = {
      cells: ['deployer-token', 'kubernetes.io/service-account-token', 3, '9d'],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
    };
    const table = { kind: 'Table', apiVersion: 'meta.k8s.io/v1', columnDefinitions };
    const files = [
      write('secrets.json', { ...table, rows: [row] }),
      write('pods.json', { ...table, columnDefinitions: [{ name: 'Name' }, { name: 'Ready' }], rows: [row] }),
    ];
    const { of } = await readTogether(files);
    expect(of('credential')).toMatchObject([{ id: 'kubernetes:token/cluster/ops/deployer-token', static: true }]);
    expect(of('gap').filter((g) => g.what === 'a table of objects')).toMatchObject([{ source: 'pods.json', why: 'unsupported' }]);
  });
});

describe('a kubeconfig', () => {
  const jwt = (claims: object): string =>
    ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const config = (user: object): string =>
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'shop',
      clusters: [{ name: 'one', cluster: { server: 'https://cluster.example' } }],
      contexts: [{ name: 'shop', context: { cluster: 'one', user: 'me' } }],
      users: [{ name: 'me', user }],
    });

  test('the token of a service account is its credential', async () => {
    const token = jwt({ sub: 'system:serviceaccount:ops:deployer' });
    const read = await readText(config({ token }), 'config.yaml');
    expect(read.recognised).toBe(true);
    expect(read.of('credential')).toMatchObject([
      { kind: 'kubeconfig-service-account-token', identity: 'kubernetes:service-account/shop/ops/deployer', static: true, expiresAt: null },
    ]);
    expect(read.text).not.toContain(token);
  });

  test('a token that says it ends when no time is ends at no known time', async () => {
    const read = await readText(config({ token: jwt({ sub: 'system:serviceaccount:ops:deployer', exp: 1e300 }) }), 'config.yaml');
    expect(read.of('credential')).toMatchObject([{ static: false }]);
    expect(read.of('credential')[0]).not.toHaveProperty('expiresAt');
  });

  /** Made once with openssl: O=system:masters, O=ops, CN=jane; it ends in 2036. The key is thrown away. */
  const certificate = readFileSync(new URL('../../../fixtures/kubectl/jane.pem', import.meta.url), 'utf8');

  test('a client certificate says who its holder is, in which groups, and until when', async () => {
    const user = { 'client-certificate-data': Buffer.from(certificate).toString('base64'), 'client-key-data': 'a2V5' };
    const read = await readText(config(user), 'config.yaml');
    const jane = 'kubernetes:user/shop/jane';
    expect(read.of('credential')).toMatchObject([
      { kind: 'kubernetes-client-certificate', identity: jane, static: false, fingerprint: 'print-4', aliases: ['secret:print-4'] },
    ]);
    expect(read.of('credential')[0]?.expiresAt).toMatch(/^2036-/);
    expect(read.of('membership')).toEqual([
      { identity: jane, group: 'kubernetes:group/shop/system:masters' },
      { identity: jane, group: 'kubernetes:group/shop/ops' },
    ]);
    expect(read.text).not.toContain('a2V5');
  });

  test('one that lies in no checkout is no file of a repository', async () => {
    const read = await readText(config({ token: jwt({ sub: 'system:serviceaccount:ops:deployer' }) }), 'config.yaml');
    expect(read.of('credential')[0]?.found?.[0]?.committed).toBe(false);
  });

  test.each([
    ['a flag', { command: 'kubelogin', args: ['get-token', '--client-id', 'x', '--client-secret', 'hunter2-hunter2'] }, '--client-secret'],
    ['a flag with its value', { command: 'kubelogin', args: ['get-token', '--client-secret=hunter2-hunter2'] }, '--client-secret'],
    ['a variable', { command: 'aws', env: [{ name: 'AWS_SECRET_ACCESS_KEY', value: 'hunter2-hunter2' }] }, 'AWS_SECRET_ACCESS_KEY'],
  ])('a secret in the call of a plugin is one: %s', async (_, exec, key) => {
    const read = await readText(config({ exec }), 'config.yaml');
    expect(read.of('credential')).toMatchObject([{ kind: 'password', name: `${key} of me`, static: true, fingerprint: 'print-15' }]);
    expect(read.text).not.toContain('hunter2');
  });

  test('a token that ends says when', async () => {
    const read = await readText(config({ token: jwt({ sub: 'somebody', exp: 1_800_000_000 }) }), 'config.yaml');
    expect(read.of('credential')).toMatchObject([{ kind: 'token', static: false, expiresAt: '2027-01-15T08:00:00.000Z' }]);
  });

  test('what kubectl config view hides has no fingerprint', async () => {
    const read = await readText(
      config({ token: 'REDACTED', 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' }),
      'c.yaml',
    );
    expect(read.of('credential')).toHaveLength(2);
    for (const credential of read.of('credential')) expect(credential).not.toHaveProperty('fingerprint');
  });

  test('a plugin is no credential, and is not run', async () => {
    const read = await readText(config({ exec: { command: 'no-such-plugin' } }), 'config.yaml');
    expect(read.of('credential')).toEqual([]);
  });

  test('one that is no YAML is one clear line', async () => {
    await expect(readText('apiVersion: v1\nkind: Config\nusers: [', 'config.yaml')).rejects.toThrow(/not a kubeconfig/);
  });
});

describe('users of aws-auth', () => {
  const withAuth = (items: readonly Record<string, unknown>[]) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'aws-auth', namespace: 'kube-system' },
          data: {
            mapUsers: '- { userarn: "arn:aws:iam::111122223333:user/ana", username: ana, groups: [viewers] }',
            mapRoles: [
              '- { rolearn: "arn:aws:iam::111122223333:role/node", username: "system:node:x", groups: [system:nodes] }',
              '- { rolearn: "arn:aws:iam::111122223333:role/ops", username: "ops-{{SessionName}}", groups: [] }',
            ].join('\n'),
          },
        },
        ...items,
      ],
    });
  const listed = async (text: string) =>
    (await readText(text)).of('identity').flatMap((i) => (i.kind === 'kubernetes-user' && i.grantsListed === true ? [i.name] : []));

  // Nodes have an authorizer of their own, and a name that is filled in may be one that bindings name.
  test('may do what bindings of a whole dump say, and nothing else', async () => {
    expect(await listed(withAuth(dump.items))).toEqual(['ana']);
  });

  test('may have others where bindings were not all read', async () => {
    expect(await listed(withAuth(dump.items.filter((i) => i.kind !== 'RoleBinding')))).toEqual([]);
  });
});
