import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { collectGoogleFiles } from '../../../src/collectors/gcp/file-dumps.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { Reading, readFixture } from './read-fixture.ts';

const assets = readFixture('organization/assets.json');
const policies = readFixture('organization/policies.ndjson');
const number = '900000000001';

describe('a list of assets', () => {
  test('accounts, with what stands for them elsewhere', async () => {
    const read = await assets;
    expect(read.one('identity', 'service-account/api@')).toMatchObject({
      kind: 'gcp-service-account',
      scope: 'shop-prod',
      nature: 'workload',
      standing: 'observed',
      enabled: true,
      environment: 'production',
      aliases: ['gcp:service-account/100000000000000000001', 'gcp:oauth-client/100000000000000000001'],
      gcp: { project: 'shop-prod', unique_id: '100000000000000000001', default_account: false },
      evidence: [{ line: expect.any(Number), pointer: '/6/resource/data', note: 'as of 2026-11-20T08:00:00Z' }],
    });
    expect(read.one('identity', 'service-account/ci@').enabled).toBe(false);
    expect(read.one('identity', `${number}-compute@`)).toMatchObject({
      aliases: expect.arrayContaining(['gcp:service-account/shop-prod-compute@developer.gserviceaccount.com']),
      gcp: { default_account: true },
    });
  });

  test('keys that people made, and none of Google’s own', async () => {
    const read = await assets;
    expect(read.all('credential').filter((c) => c.kind === 'gcp-service-account-key')).toHaveLength(2);
    expect(read.one('credential', 'a'.repeat(40))).toMatchObject({
      identity: 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com',
      enabled: true,
      static: true,
      createdAt: '2025-01-01T00:00:00Z',
      expiresAt: null,
    });
    expect(read.one('credential', 'b'.repeat(40))).toMatchObject({
      enabled: false,
      expiresAt: '2026-12-31T00:00:00Z',
      evidence: [{ note: 'as of 2026-11-20T08:00:00Z; uploaded; disabled (EXPOSED); exposed' }],
    });
  });

  test('API keys, by the project that a later row gives a name', async () => {
    const read = await assets;
    expect(read.one('credential', 'maps-1')).toMatchObject({
      id: 'gcp:api-key/shop-prod/maps-1',
      name: 'Maps',
      scope: 'shop-prod',
      limits: ['apis', 'referrers'],
      enabled: true,
    });
    expect(read.one('credential', 'bound-1')).toMatchObject({
      identity: 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com',
      limits: [],
    });
  });

  test('roles, with permissions as they are written everywhere else', async () => {
    const read = await assets;
    expect(read.one('policy', 'roles/deployer')).toMatchObject({
      id: 'gcp:role/projects/shop-prod/roles/deployer',
      kind: 'gcp-role',
      providerManaged: false,
      permissions: ['iam.workloadIdentityPools.list', 'run.services.update'],
    });
    expect(read.one('policy', 'roles/gone').permissions).toEqual([]);
  });

  test('providers of pools', async () => {
    const read = await assets;
    const pool = 'gcp:workload-identity-provider/projects/shop-prod/locations/global/workloadIdentityPools/code/providers/';
    expect(read.one('provider', `${pool}github`)).toMatchObject({
      kind: 'oidc',
      issuer: 'token.actions.githubusercontent.com',
      audiences: [],
      condition: "assertion.repository_owner_id == '4711'",
      mapping: { 'google.subject': 'assertion.sub', 'attribute.repository_owner_id': 'assertion.repository_owner_id' },
      enabled: true,
    });
    expect(read.one('provider', `${pool}amazon`)).toMatchObject({
      kind: 'aws',
      condition: null,
      enabled: false,
      mapping: { 'google.subject': 'assertion.arn' },
    });
    expect(read.one('provider', 'workforce-provider/locations/global/workforcePools/staff/providers/okta').kind).toBe('saml');
  });

  test('what limits roles', async () => {
    const read = await assets;
    const policy = read.one('policy', 'gcp:deny-policy/folder/77/no-keys');
    expect(policy.denies).toEqual([
      {
        principals: ['*'],
        exceptPrincipals: [
          'gcp:service-account/ci@shop-prod.iam.gserviceaccount.com',
          'gcp:group/ops@corp.example',
          'gcp:project/shop-prod',
        ],
        permissions: ['iam.serviceAccountKeys.create', 'resourcemanager.projects.delete'],
        exceptPermissions: [],
        condition: "!resource.matchTag('4400/env', 'test')",
      },
    ]);
    expect(read.one('grant', 'gcp:folder/77#scp/no-keys')).toMatchObject({ kind: 'scp', holder: 'gcp:folder/77', policy: policy.id });
    expect(read.one('policy', 'gcp:access-boundary/').limitedTo).toEqual(['gcp:organization/4400']);
    expect(read.one('grant', '#boundary/all')).toMatchObject({
      kind: 'boundary',
      holder: 'gcp:project/shop-prod',
      policy: 'gcp:access-boundary/organizations/4400/locations/global/principalAccessBoundaryPolicies/inside',
    });
    expect(read.one('grant', 'when asked for')).toMatchObject({
      holder: 'gcp:group/ops@corp.example',
      policy: 'gcp:role/roles/owner',
      scope: 'gcp:project/shop-prod',
      eligible: true,
    });
  });

  test('what runs as an account', async () => {
    const read = await assets;
    const api = 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com';
    const compute = `gcp:service-account/${number}-compute@developer.gserviceaccount.com`;
    expect(Object.fromEntries(read.all('workload').map((w) => [w.id, w.identity]))).toEqual({
      'gcp:compute-instance/shop-prod/old-vm': compute,
      'gcp:run-service/shop-prod/web': api,
      'gcp:run-job/shop-prod/nightly': api,
      'gcp:cloud-function/shop-prod/first': 'gcp:service-account/shop-prod@appspot.gserviceaccount.com',
      'gcp:cloud-function/shop-prod/second': compute,
      'gcp:gke-cluster/shop-prod/main': undefined,
      'gcp:gke-node-pool/shop-prod/plain': compute,
      'gcp:build-trigger/shop-prod/on-push': 'gcp:service-account/ci@shop-prod.iam.gserviceaccount.com',
      'gcp:custom-job/shop-prod/9': api,
    });
    expect(read.one('workload', 'old-vm').settings).toEqual({ full_scope: true });
    expect(read.one('workload', 'gke-cluster').settings).toEqual({
      issuer: 'container.googleapis.com/v1/projects/shop-prod/locations/europe-west1/clusters/main',
      workload_pool: 'shop-prod.svc.id.goog',
    });
  });

  test('agents, by the identity that each has', async () => {
    const read = await assets;
    const agents = read.all('identity').filter((i) => i.agent);
    const principal = `principal://agents.global.org-4400.system.id.goog/resources/aiplatform/projects/${number}/locations/europe-west1/reasoningEngines/501`;
    expect(agents.map(({ id, name, aliases, actsAs, gcp }) => ({ id, name, aliases, actsAs, is: gcp?.agent_identity }))).toEqual([
      {
        id: 'gcp:reasoning-engine/shop-prod/501',
        name: 'helper',
        aliases: [`gcp:principal/${principal}`, 'gcp:reasoning-engine/shop-prod/helper'],
        actsAs: undefined,
        is: 'own',
      },
      {
        // Two agents of one name: which of them code means is not known.
        id: 'gcp:reasoning-engine/shop-prod/502',
        name: 'sorter',
        aliases: undefined,
        actsAs: `gcp:service-account/service-${number}@gcp-sa-aiplatform-re.iam.gserviceaccount.com`,
        is: 'shared',
      },
      {
        id: 'gcp:reasoning-engine/shop-prod/503',
        name: 'sorter',
        aliases: undefined,
        actsAs: 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com',
        is: 'account',
      },
    ]);
  });

  test('the tree', async () => {
    const read = await assets;
    expect(read.scope).toBe('gcp:organization/4400');
    expect(read.all('scope').map(({ id, name, parent, number: n, environment }) => [id, name, parent, n, environment])).toEqual([
      ['gcp:organization/4400', 'corp.example', undefined, undefined, undefined],
      ['gcp:folder/77', 'shops', 'gcp:organization/4400', undefined, undefined],
      ['gcp:project/shop-prod', 'Shop', 'gcp:folder/77', number, 'production'],
      ['gcp:project/lone-lab', 'lone-lab', undefined, '900000000002', undefined],
    ]);
    expect(read.one('scope', 'shop-prod').settings).toMatchObject({
      uses_models: true,
      model_services: ['generativelanguage.googleapis.com'],
    });
    expect(read.gaps).toEqual([]);
  });
});

describe('allow policies as a table of exports writes them', () => {
  test('roles on every level, with conditions as written', async () => {
    const read = await policies;
    const held = read
      .all('grant')
      .filter((g) => g.holder === 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com')
      .map(({ policy, scope, condition }) => [policy, scope, condition]);
    expect(held).toEqual([
      ['gcp:role/roles/editor', 'gcp:project/shop-prod', undefined],
      ['gcp:role/projects/shop-prod/roles/deployer', 'gcp:project/shop-prod', 'a condition that the answer does not show'],
      ['gcp:role/roles/secretmanager.secretAccessor', '//secretmanager.googleapis.com/projects/shop-prod/secrets/db', undefined],
    ]);
    expect(read.one('grant', 'gcp:allUsers#attached/roles/storage').scope).toBe('//storage.googleapis.com/shop-orders');
    expect(read.one('grant', 'gcp:user/ann@corp.example')).toMatchObject({
      scope: '//iam.googleapis.com/projects/-/serviceAccounts/api@shop-prod.iam.gserviceaccount.com',
      condition: 'request.time < timestamp("2027-03-01T00:00:00Z")',
      until: '2027-03-01T00:00:00Z',
    });
  });

  test('who may become an account, though the policy names it by number', async () => {
    const read = await policies;
    const trusts = read.all('trust').filter((t) => t.identity === 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com');
    expect(trusts.map(({ principalKind, principal, actions }) => [principalKind, principal, actions[0]])).toEqual([
      [
        'federated',
        `principalSet://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/code/attribute.repository_owner_id/4711`,
        'iam.serviceAccounts.getAccessToken',
      ],
      ['federated', 'serviceAccount:shop-prod.svc.id.goog[shop/web]', 'iam.serviceAccounts.getAccessToken'],
      ['identity', 'serviceAccount:ci@shop-prod.iam.gserviceaccount.com', 'iam.serviceAccounts.getAccessToken'],
      ['identity', 'user:ann@corp.example', 'iam.serviceAccounts.getAccessToken'],
    ]);
  });

  test('members that were deleted, and those that hold roles without an account', async () => {
    const read = await policies;
    expect(read.one('identity', 'gcp:deleted/')).toMatchObject({
      standing: 'named',
      name: 'deleted:serviceAccount:old@shop-prod.iam.gserviceaccount.com?uid=123456789012345678901',
    });
    expect(read.one('identity', 'subject/repo:shop/web')).toMatchObject({
      kind: 'gcp-federated-principal',
      scope: 'shop-prod',
      grantsListed: true,
    });
    expect(read.one('identity', 'reasoningEngines/501')).toMatchObject({ kind: 'gcp-agent-identity', agent: true });
    expect(read.one('identity', 'gcp-sa-pubsub')).toMatchObject({ nature: 'service-agent', providerManaged: true, scope: 'shop-prod' });
  });

  test('the project of a bucket, of which its own name says nothing', async () => {
    expect((await policies).one('resource', 'shop-orders')).toMatchObject({
      id: 'gcp:resource/storage.googleapis.com/shop-orders',
      kind: 'gcp-bucket',
      scope: 'shop-prod',
    });
  });

  test('every role is known once the organization’s own policy was listed', async () => {
    const read = await policies;
    expect(read.one('identity', 'service-account/api@').grantsListed).toBe(true);
    expect((await assets).one('identity', 'service-account/api@').grantsListed).toBeUndefined();
  });

  test('audit logs', async () => {
    // Everything is read-logged; writes are only for IAM, since elsewhere somebody is left out.
    expect((await policies).one('scope', 'project/shop-prod').settings?.unlogged_services).toEqual([
      'aiplatform.googleapis.com',
      'secretmanager.googleapis.com',
      'sts.googleapis.com',
    ]);
  });

  test('a member that nobody knows is a gap', async () => {
    expect((await policies).gaps).toEqual(['whom roles are given to: martian:x@y is no member that this version knows']);
  });
});

test('what two exports say of one thing comes together', async () => {
  const builder = new InventoryBuilder();
  for (const { fragments } of [await policies, await assets]) for (const fragment of fragments) builder.add(fragment);
  const inventory = builder.finish([]);
  const agent = inventory.identities.get('gcp:reasoning-engine/shop-prod/501');
  expect(agent).toMatchObject({ name: 'helper', kind: 'gcp-reasoning-engine' });
  expect(inventory.grants.get('gcp:reasoning-engine/shop-prod/501')?.map((g) => g.name)).toEqual(['roles/viewer']);
});

test('organization policies: the innermost counts, and what no policy asks for is off', async () => {
  const read = await readFixture('organization/org-policies.json');
  expect(read.one('scope', 'project/shop-prod').settings).toMatchObject({ key_creation_allowed: true, key_upload_allowed: false });
  expect(read.one('scope', 'project/shop-dev').settings).toMatchObject({ key_creation_allowed: false, key_upload_allowed: false });
  // Of a list it is not told whom it is for.
  expect(read.one('scope', 'project/shop-prod').settings?.tokens_extended).toBe(false);
  expect(read.one('scope', 'project/shop-dev').settings?.tokens_extended).toBeUndefined();
});

test('files of one run tell each other’s names, and each has a status of its own', async () => {
  const fragments: Fragment[] = [];
  const file = (name: string): { readonly path: string; readonly source: string } => ({
    path: fileURLToPath(new URL(`../../../fixtures/gcp/${name}`, import.meta.url)),
    source: name,
  });
  const { parts, scope } = await collectGoogleFiles(
    [file('organization/policies.ndjson'), file('organization/assets.json'), file('gcloud/mixed.json'), file('gcloud/absent.json')],
    { emit: (fragment) => fragments.push(fragment), fingerprint: () => 'fp' },
  );
  expect(scope).toBe('gcp:organization/4400');
  expect(parts?.map((part) => [part.source, part.status])).toEqual([
    ['organization/policies.ndjson', 'partial'],
    ['organization/assets.json', 'complete'],
    ['gcloud/mixed.json', 'partial'],
    ['gcloud/absent.json', 'failed'],
  ]);
  expect(new Set(parts?.flatMap((part) => part.gaps.map((gap) => gap.source)))).toEqual(
    new Set(['organization/policies.ndjson', 'gcloud/mixed.json', 'gcloud/absent.json']),
  );
  const both = new Reading(
    fragments.filter((f) => f.type !== 'identity'),
    scope,
  );
  // By the project's name, which the other file tells.
  expect(both.one('provider', 'providers/github').id).toContain('/projects/shop-prod/');
});
