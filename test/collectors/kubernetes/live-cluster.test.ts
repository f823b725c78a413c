import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CollectContext } from '../../../src/collectors/collector.ts';
import { collector } from '../../../src/collectors/kubernetes/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { type Answers, clusterServer, list, refused } from './cluster-server.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const token = 'a-token-of-the-test';
let folder: string | undefined;

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

const account = (namespace: string, name: string) => ({ metadata: { namespace, name } });
const namespaces = list({ metadata: { name: 'ops' } }, { metadata: { name: 'web' } });

function kubeconfig(url: string, user: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'nhi-test-'));
  const path = join(folder, 'config');
  writeFileSync(
    path,
    `apiVersion: v1
kind: Config
current-context: shop
contexts:
  - { name: shop, context: { cluster: one, user: reader, namespace: web } }
clusters:
  - { name: one, cluster: { server: '${url}' } }
users:
  - { name: reader, user: ${user} }
`,
  );
  return path;
}

async function readCluster(answers: Answers, user = `{ token: ${token} }`, source = 'k8s:shop') {
  const server = await clusterServer(answers);
  const fragments: Fragment[] = [];
  const context: CollectContext = {
    emit: (fragment) => fragments.push(fragment),
    environment: { KUBECONFIG: kubeconfig(server.url, user), PATH: process.env.PATH },
    now: new Date('2026-06-01T00:00:00Z'),
    progress: () => {},
    fingerprint: () => 'print',
    foundAccessKeyIds: () => [],
  };
  try {
    const collected = await collector.collect(source, context);
    const of = <T extends Fragment['type']>(type: T) =>
      fragments.flatMap((f) => (f.type === type ? [f.value as Extract<Fragment, { readonly type: T }>['value']] : []));
    return { collected, of, asked: server.asked, text: JSON.stringify(fragments) };
  } finally {
    await server.close();
  }
}

describe('a live cluster', () => {
  test('is read list by list, with what each account is bound to', async () => {
    const { collected, of, asked, text } = await readCluster({
      '/api/v1/namespaces': namespaces,
      '/api/v1/serviceaccounts': list(account('web', 'shop'), account('ops', 'idle')),
      [`${rbac}/clusterrolebindings`]: list({
        metadata: { name: 'admins' },
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', namespace: 'web', name: 'shop' }],
      }),
    });
    expect(collected).toEqual({ plane: 'kubernetes', scope: 'shop', requests: asked.length });
    expect(asked.filter((line) => /^GET \/apis?\/\S+\?limit=500$/.test(line))).toHaveLength(18);
    expect(asked.filter((line) => !line.endsWith('?limit=500')).every((line) => /^GET \/(?:apis|api\/v1\/secrets\?)/.test(line))).toBe(
      true,
    );
    expect(of('grant')).toMatchObject([{ holder: 'kubernetes:service-account/shop/web/shop', name: 'cluster-admin' }]);
    expect(
      of('identity')
        .filter((i) => i.grantsListed === true)
        .map((i) => i.name),
    ).toEqual(['web/shop', 'ops/idle']);
    expect(of('gap').filter((g) => g.partial !== false)).toEqual([]);
    expect(text).not.toContain(token);
  });

  test('sends its token', async () => {
    let seen = '';
    await readCluster({
      '/api/v1/namespaces': (_, request) => {
        seen = request.headers.authorization ?? '';
        return namespaces;
      },
    });
    expect(seen).toBe(`Bearer ${token}`);
  });

  const row = (type: string, metadata: object) => ({
    cells: ['deployer-token', type, 3, '9d'],
    object: { kind: 'PartialObjectMetadata', metadata },
  });
  const table = (...rows: readonly object[]) => ({
    body: { kind: 'Table', columnDefinitions: ['Name', 'Type', 'Data', 'Age'].map((name) => ({ name })), rows },
  });

  test('of secrets only names and types are asked for', async () => {
    const accepted: (string | undefined)[] = [];
    const { of } = await readCluster({
      '/api/v1/secrets': (url, request) => {
        accepted.push(request.headers.accept);
        const type = url.searchParams.get('fieldSelector')?.slice('type='.length) ?? '';
        const annotations = {
          'kubernetes.io/service-account.name': 'deployer',
          'kubectl.kubernetes.io/last-applied-configuration': '{"data":1}',
        };
        return type.endsWith('-token') ? table(row(type, { namespace: 'ops', name: 'deployer-token', annotations })) : table();
      },
    });
    expect(accepted).toEqual(Array.from({ length: 3 }, () => 'application/json;as=Table;v=v1;g=meta.k8s.io'));
    expect(of('credential')).toMatchObject([
      { id: 'kubernetes:token/shop/ops/deployer-token', identity: 'kubernetes:service-account/shop/ops/deployer', expiresAt: null },
    ]);
    expect(of('gap')).toEqual([]);
  });

  test('a server that answers with whole secrets all the same is not listened to', async () => {
    const secret = { metadata: { namespace: 'ops', name: 'login' }, type: 'Opaque', data: { password: 'aHVudGVyMg==' } };
    const { of, text } = await readCluster({ '/api/v1/secrets': list(secret) });
    expect(of('credential')).toEqual([]);
    expect(of('gap')).toMatchObject([{ what: 'long-lived tokens in secrets', why: 'unreadable', partial: false }]);
    expect(text).not.toContain('aHVudGVyMg');
  });

  test('policies of what is installed are read, as the cluster itself names them', async () => {
    const { of } = await readCluster({
      '/apis': {
        body: { groups: [{ name: 'constraints.gatekeeper.sh', preferredVersion: { groupVersion: 'constraints.gatekeeper.sh/v1beta1' } }] },
      },
      '/apis/constraints.gatekeeper.sh/v1beta1': {
        body: {
          resources: [
            { name: 'allowedregistries', kind: 'AllowedRegistries', namespaced: false, verbs: ['list'] },
            { name: 'allowedregistries/status', kind: 'AllowedRegistries', namespaced: false, verbs: ['get'] },
          ],
        },
      },
      '/apis/constraints.gatekeeper.sh/v1beta1/allowedregistries': list({ metadata: { name: 'ours' } }),
    });
    expect(of('scope').map((s) => s.settings?.admission_denies)).toContainEqual(['AllowedRegistries ours (gatekeeper)']);
  });

  test('an older cluster is asked for what it has', async () => {
    const missing = { status: 404, body: { kind: 'Status', code: 404, message: 'the server could not find the requested resource' } };
    const { of, asked } = await readCluster({
      '/apis/batch/v1/cronjobs': missing,
      '/apis/batch/v1beta1/cronjobs': list({
        metadata: { namespace: 'ops', name: 'report' },
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'report' }] } } } } },
      }),
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings': missing,
    });
    expect(of('workload').map((w) => w.id)).toEqual(['kubernetes:workload/shop/ops/cronjob/report']);
    expect(of('gap').filter((g) => g.partial !== false)).toEqual([]);
    expect(asked.filter((line) => line.includes('cronjobs'))).toHaveLength(2);
  });

  test('pages are followed to the end', async () => {
    const { of, asked } = await readCluster({
      '/api/v1/serviceaccounts': (url) =>
        url.searchParams.get('continue') === 'a b'
          ? list(account('web', 'second'))
          : { body: { metadata: { continue: 'a b' }, items: [account('web', 'first')] } },
    });
    expect(of('identity').map((i) => i.name)).toEqual(['web/first', 'web/second']);
    expect(asked.filter((line) => line.includes('/serviceaccounts'))).toHaveLength(2);
  });

  test('a place that the server forgot is asked for again, and nothing is handed over twice', async () => {
    let forgot = 0;
    const { of } = await readCluster({
      '/api/v1/serviceaccounts': (url) => {
        if (url.searchParams.get('continue') === null)
          return { body: { metadata: { continue: 'next' }, items: [account('web', 'first')] } };
        if (forgot++ === 0) return { status: 410, body: { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' } };
        return list(account('web', 'second'));
      },
    });
    expect(of('identity').map((i) => i.name)).toEqual(['web/first', 'web/second']);
    expect(of('gap').filter((g) => g.partial !== false)).toEqual([]);
  });

  test('a place that is forgotten every time is a gap', async () => {
    const { of } = await readCluster({
      '/api/v1/pods': { status: 410, body: { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' } },
    });
    expect(of('gap').filter((g) => g.partial !== false)).toMatchObject([{ what: 'pods of the cluster', permission: 'list pods' }]);
  });

  test('a refusal falls back to the namespaces; those that refuse are gaps, and grants are then not all known', async () => {
    const { of } = await readCluster({
      '/api/v1/namespaces': namespaces,
      '/api/v1/serviceaccounts': refused('serviceaccounts is forbidden: User "reader" cannot list'),
      '/api/v1/namespaces/web/serviceaccounts': list(account('web', 'shop')),
      [`${rbac}/rolebindings`]: refused('rolebindings is forbidden: User "reader" cannot list'),
      [`${rbac}/namespaces/ops/rolebindings`]: refused('rolebindings in ops is forbidden'),
    });
    expect(of('identity')).toMatchObject([{ name: 'web/shop' }]);
    expect(of('identity')[0]).not.toHaveProperty('grantsListed');
    expect(of('gap').filter((g) => g.partial !== false)).toMatchObject([
      {
        what: 'rolebindings of namespace ops',
        why: 'denied',
        detail: 'rolebindings in ops is forbidden',
        permission: 'list rolebindings.rbac.authorization.k8s.io',
      },
    ]);
  });

  test('a refusal without the list of namespaces is a gap, and the own namespace is still read', async () => {
    const { of } = await readCluster({
      '/api/v1/namespaces': refused('namespaces is forbidden'),
      '/api/v1/serviceaccounts': refused('serviceaccounts is forbidden'),
      '/api/v1/namespaces/web/serviceaccounts': list(account('web', 'shop')),
    });
    expect(of('identity')).toMatchObject([{ name: 'web/shop' }]);
    expect(
      of('gap')
        .filter((g) => g.partial !== false)
        .map((g) => g.permission),
    ).toEqual(['list namespaces', 'list serviceaccounts']);
  });

  test('a pause that the cluster asks for is kept', async () => {
    let tries = 0;
    const { of, collected, asked } = await readCluster({
      '/api/v1/serviceaccounts': () =>
        tries++ === 0
          ? { status: 429, headers: { 'retry-after': '0' }, body: { kind: 'Status', code: 429 } }
          : list(account('web', 'shop')),
    });
    expect(of('identity')).toMatchObject([{ name: 'web/shop' }]);
    expect(collected.requests).toBe(asked.length);
    expect(asked.filter((line) => line.includes('/serviceaccounts'))).toHaveLength(2);
  });

  test('a token that is not accepted ends it with one gap', async () => {
    const { of, asked } = await readCluster({ '/api/v1/namespaces': { status: 401, body: { kind: 'Status', message: 'Unauthorized' } } });
    expect(of('gap').filter((g) => g.partial !== false)).toMatchObject([{ what: 'the cluster', why: 'denied', detail: 'Unauthorized' }]);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test('an exec plugin gives the token', async () => {
    let seen = '';
    const print = `process.stdout.write(JSON.stringify({status:{token:'from-'+JSON.parse(process.env.KUBERNETES_EXEC_INFO).kind}}))`;
    await readCluster(
      {
        '/api/v1/namespaces': (_, request) => {
          seen = request.headers.authorization ?? '';
          return namespaces;
        },
      },
      JSON.stringify({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', print] } }),
    );
    expect(seen).toBe('Bearer from-ExecCredential');
  });

  test.each([
    ['an unknown context', 'k8s:other', '{}', /there is no context other in the kubeconfig; it has: shop/],
    ['a plugin that fails', 'k8s', '{ exec: { command: ./no-such-plugin } }', /gave no credentials/],
  ])('%s is one clear line', async (_, source, user, message) => {
    await expect(readCluster({}, user, source)).rejects.toThrow(message);
  });

  test('nobody there is one clear line', async () => {
    const context = {
      emit: () => {},
      environment: { KUBECONFIG: kubeconfig('http://127.0.0.1:9', '{}') },
      now: new Date(0),
      progress: () => {},
      fingerprint: () => '',
      foundAccessKeyIds: () => [],
    };
    await expect(collector.collect('k8s', context)).rejects.toThrow(/the cluster at http:\/\/127.0.0.1:9 does not answer/);
  });
});
