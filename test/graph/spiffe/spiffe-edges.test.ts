import { describe, expect, test } from 'vitest';
import { spiffeEdges } from '../../../src/graph/spiffe/spiffe-edges.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { writeEntry } from '../../../src/inventory/spiffe-entry.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import { identity, inventoryOf } from '../small-inventory.ts';

const agent = 'spiffe://acme.example/spire/agent/k8s_psat/prod/7f1c';
const workload = 'spiffe://acme.example/checkout';
const account = (path: string): string => `kubernetes:service-account/${path}`;

function spiffe(id: string, facts: Identity['spiffe'] = {}, more: Partial<Identity> = {}): Fragment {
  return identity(id, { plane: 'spiffe', kind: 'spiffe-workload', name: id, spiffe: { trust_domain: 'acme.example', ...facts }, ...more });
}

const accounts = ['prod/shop/web', 'prod/shop/cart', 'prod/test/web', 'dev/shop/web'].map((path) =>
  identity(account(path), { plane: 'kubernetes', kind: 'kubernetes-service-account' }),
);
const entry = (selectors: string, parent: string | undefined = agent): Identity['spiffe'] => ({
  entries: [writeEntry({ selectors: selectors.split(' '), parent })],
});

const edgesOf = (...fragments: readonly Fragment[]): readonly string[] =>
  spiffeEdges(inventoryOf(fragments))
    .filter((e) => !e.from.startsWith('class:'))
    .map((e) => `${e.from.replace('kubernetes:service-account/', '')} > ${e.to} ${e.certainty}`)
    .sort();
const holders = (facts: Identity['spiffe'], ...more: readonly Fragment[]): readonly string[] =>
  edgesOf(...accounts, spiffe(workload, facts), ...more).flatMap((e) =>
    e.includes(`> ${workload} `) ? [e.replace(` > ${workload}`, '')] : [],
  );

describe('who is given an identity', () => {
  test.each<[string, Identity['spiffe'], readonly string[]]>([
    ['one account', entry('k8s:ns:shop k8s:sa:web'), ['prod/shop/web confirmed']],
    ['a whole namespace', entry('k8s:ns:shop'), ['prod/shop/cart confirmed', 'prod/shop/web confirmed']],
    ['pods with a label', entry('k8s:ns:shop k8s:pod-label:app:web'), ['prod/shop/cart conditional', 'prod/shop/web conditional']],
    ['a name in any namespace', entry('k8s:sa:web'), ['prod/shop/web confirmed', 'prod/test/web confirmed']],
    ['nobody of that name', entry('k8s:ns:shop k8s:sa:nobody'), []],
    ['processes of a machine', entry('unix:uid:1000'), []],
    [
      'an account of a cluster that is not told',
      entry('k8s:ns:shop k8s:sa:web', 'spiffe://acme.example/spire/agent/join_token/x'),
      ['dev/shop/web possible', 'prod/shop/web possible'],
    ],
    [
      'an account of a cluster that was not read',
      entry('k8s:ns:shop k8s:sa:web', 'spiffe://acme.example/spire/agent/k8s_psat/other/x'),
      ['dev/shop/web possible', 'prod/shop/web possible'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(holders(facts)).toEqual(expected);
  });

  test('the cluster of a group of nodes', () => {
    const group = 'spiffe://acme.example/nodes';
    const nodes = spiffe(group, entry('k8s_psat:cluster:prod', 'spiffe://acme.example/spire/server'));
    expect(holders(entry('k8s:ns:shop k8s:sa:web', group), nodes)).toEqual(['prod/shop/web confirmed', `${group} confirmed`]);
  });

  test('the agent that hands it out, and none that is banned', () => {
    expect(holders(entry('unix:uid:1'), spiffe(agent, {}, { kind: 'spire-agent' }))).toEqual([`${agent} confirmed`]);
    expect(edgesOf(spiffe(workload, entry('k8s:ns:shop'), { enabled: false }), ...accounts)).toEqual([]);
  });

  test('a server below another issues every identity of the trust domain, and of no other', () => {
    const nested = 'spiffe://acme.example/nested';
    const elsewhere = spiffe('spiffe://b.example/x', { trust_domain: 'b.example' });
    const edges = spiffeEdges(inventoryOf([spiffe(nested, { downstream: true }), spiffe(workload), elsewhere]));
    expect(edges.filter((e) => e.from === nested).map((e) => e.to)).toEqual(['class:spiffe-identities/acme.example']);
    expect(edges.flatMap((e) => (e.from.startsWith('class:') ? [e.to] : [])).sort()).toEqual([workload, nested].sort());
  });

  test('what a mesh calls by an account is that account, of whichever cluster', () => {
    const named = spiffe('spiffe://cluster.local/ns/test/sa/web', { trust_domain: 'cluster.local' });
    expect(edgesOf(...accounts, named)).toEqual(['prod/test/web > spiffe://cluster.local/ns/test/sa/web possible']);
  });
});

const target = 'aws:role/111122223333/deploy';
const google = 'gcp:service-account/deploy@acme.iam.gserviceaccount.com';
const trust = (value: Partial<Trust> & Pick<Trust, 'principal' | 'principalKind'>, to = target): Fragment => ({
  type: 'trust',
  value: {
    id: `${to}#trust`,
    identity: to,
    kind: to === target ? 'aws-role-trust' : 'gcp-trust',
    effect: 'Allow',
    actions: [to === target ? 'sts:AssumeRoleWithWebIdentity' : 'iam.serviceAccounts.getAccessToken'],
    evidence: [],
    ...value,
  },
});
const issuer = 'oidc.acme.example';
const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const rolesAnywhere = { principal: 'rolesanywhere.amazonaws.com', principalKind: 'service', actions: ['sts:AssumeRole'] } as const;
const pool = 'projects/100/locations/global/workloadIdentityPools/shop';

describe('where a workload is let in by its id', () => {
  test.each<[string, Fragment, string, string | undefined]>([
    [
      'a token',
      trust({ principal: provider, principalKind: 'oidc', condition: { StringEquals: { [`${issuer}:sub`]: [workload] } } }),
      workload,
      'conditional',
    ],
    [
      'a token of another',
      trust({
        principal: provider,
        principalKind: 'oidc',
        condition: { StringEquals: { [`${issuer}:sub`]: ['spiffe://acme.example/other'] } },
      }),
      workload,
      undefined,
    ],
    [
      'a pattern',
      trust({ principal: provider, principalKind: 'oidc', condition: { StringLike: { [`${issuer}:sub`]: ['spiffe://acme.example/*'] } } }),
      workload,
      'conditional',
    ],
    [
      'a pattern of another trust domain',
      trust({ principal: provider, principalKind: 'oidc', condition: { StringLike: { [`${issuer}:sub`]: ['spiffe://b.example/*'] } } }),
      workload,
      undefined,
    ],
    [
      'a certificate to Roles Anywhere',
      trust({ ...rolesAnywhere, condition: { StringEquals: { 'aws:PrincipalTag/x509SAN/URI': [workload] } } }),
      workload,
      'conditional',
    ],
    [
      'a certificate with another name',
      trust({ ...rolesAnywhere, condition: { StringEquals: { 'aws:PrincipalTag/x509SAN/URI': ['spiffe://acme.example/other'] } } }),
      workload,
      undefined,
    ],
    [
      'a certificate to Google Cloud',
      trust({ principal: `principal://iam.googleapis.com/${pool}/subject/${workload}`, principalKind: 'federated' }, google),
      workload,
      'conditional',
    ],
    [
      'an identity that Google manages',
      trust({ principal: `principal://iam.googleapis.com/${pool}/subject/ns/web/sa/shop`, principalKind: 'federated' }, google),
      'spiffe://shop.global.100.workload.id.goog/ns/web/sa/shop',
      'confirmed',
    ],
    [
      'an identity that Google manages in another project',
      trust({ principal: `principal://iam.googleapis.com/${pool}/subject/ns/web/sa/shop`, principalKind: 'federated' }, google),
      'spiffe://shop.global.200.workload.id.goog/ns/web/sa/shop',
      undefined,
    ],
  ])('%s', (_, given, id, certainty) => {
    const inventory = inventoryOf([identity(target), identity(google, { plane: 'gcp' }), spiffe(id, { entries: [] }), given]);
    expect(spiffeEdges(inventory).find((e) => e.from === id)?.certainty).toBe(certainty);
  });
});
