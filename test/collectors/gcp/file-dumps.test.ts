import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readHead } from '../../../src/collectors/files.ts';
import { resourceInFileName } from '../../../src/collectors/gcp/file-dumps.ts';
import { recognisesGoogleFile } from '../../../src/collectors/gcp/recognise-file.ts';
import { type Reading, readFile, readFixture } from './read-fixture.ts';

const api = 'gcp:service-account/api@shop-prod.iam.gserviceaccount.com';

function write(name: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'nhi-gcp-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

function read(value: unknown, name = 'file.json'): Promise<Reading> {
  return readFile(write(name, typeof value === 'string' ? value : JSON.stringify(value)));
}

describe('answers of gcloud and of the APIs', () => {
  test('when accounts and keys were last used', async () => {
    const reading = await readFixture('gcloud/activities.json');
    expect(reading.one('identity', 'api@')).toMatchObject({
      lastUsedAt: '2026-02-02T08:00:00Z',
      factEvidence: { unused_days: [{ note: 'last authenticated 2026-02-02 (observed from 2025-01-01 to 2026-11-20)' }] },
    });
    expect(reading.one('credential', 'a'.repeat(40)).lastUsedAt).toBe('2026-01-01T08:00:00Z');
  });

  test('insights: what was used of all roles, and accounts that were not used at all', async () => {
    const reading = await readFixture('gcloud/insights.json');
    expect(reading.all('use')).toMatchObject([
      {
        identity: api,
        recorder: 'recommender',
        days: ['2026-08-22/2026-11-19'],
        services: { iam: '2026-11-19T07:00:00Z', storage: '2026-11-19T07:00:00Z' },
        actions: {
          'iam.workloadIdentityPools.get': expect.any(String),
          'storage.buckets.list': expect.any(String),
          'storage.objects.get': expect.any(String),
        },
      },
    ]);
    expect(reading.one('identity', 'mailer@').lastUsedAt).toBe('2026-08-21T07:00:00Z');
  });

  test('HMAC keys', async () => {
    expect((await readFixture('gcloud/hmac-keys.json')).one('credential', 'hmac-key')).toMatchObject({
      id: 'gcp:hmac-key/GOOG1EEXAMPLE',
      identity: api,
      enabled: true,
      createdAt: '2025-03-03T00:00:00Z',
    });
  });

  test('machines, one by one and by zone', async () => {
    expect((await readFixture('gcloud/instances.json')).one('workload', 'vm-1')).toMatchObject({
      identity: api,
      settings: { full_scope: false },
    });
    expect((await readFixture('gcloud/aggregated-instances.json')).one('workload', 'vm-2')).toMatchObject({
      settings: { full_scope: true },
    });
  });

  test('roles listed without their permissions', async () => {
    const reading = await readFixture('gcloud/roles.json');
    expect(reading.all('policy').map((p) => p.permissions)).toEqual([['run.services.get']]);
    expect(reading.gaps).toEqual(['the permissions of roles: roles/run.invoker is listed without its permissions']);
  });

  test('the members of a group', async () => {
    expect((await readFixture('gcloud/group-members.json')).all('membership')).toEqual([
      { identity: api, group: 'gcp:group/ops@corp.example' },
      { identity: 'gcp:group/inner@corp.example', group: 'gcp:group/ops@corp.example' },
    ]);
  });

  test.each(['gcloud/delegation.json', 'gcloud/delegation.csv'])('domain-wide delegation: %s', async (name) => {
    const reading = await readFixture(name);
    const [client] = reading.all('identity');
    expect(client).toMatchObject({ id: 'gcp:oauth-client/100000000000000000003', name: 'Mailer', standing: 'declared' });
    expect(client?.gcp?.delegated_scopes).toContain('https://mail.google.com/');
    expect(reading.gaps).toHaveLength(name.endsWith('csv') ? 1 : 0);
  });

  test('a policy, by the name of its file', async () => {
    const named = await readFixture('gcloud/project-shop-prod-iam-policy.json');
    expect(named.all('grant')).toMatchObject([{ holder: api, scope: 'gcp:project/shop-prod' }]);
    const open = await readFixture('gcloud/policy.json');
    expect(open.all('grant')).toMatchObject([{ holder: api, policy: 'gcp:role/roles/viewer' }]);
    expect(open.all('grant')[0]?.scope).toBeUndefined();
    expect(open.gaps.join()).toMatch(/^what the roles of a policy are given on/);
  });

  test('policies of a project and of all above it', async () => {
    const reading = await readFixture('gcloud/ancestors-policy.json');
    expect(reading.all('grant').map((g) => g.scope)).toEqual(['gcp:project/shop-prod', 'gcp:organization/4400']);
    expect(reading.one('scope', 'project/shop-prod').parent).toBe('gcp:folder/77');
    expect(reading.all('scope').map((s) => s.supplies)).toEqual([['grants'], ['grants'], ['grants']]);
  });

  test('a list of assets that holds keys holds all of its projects', async () => {
    const reading = await readFixture('organization/assets.json');
    const listed = reading.all('scope').filter((s) => s.supplies?.includes('keys') === true);
    expect(listed.map((s) => s.id)).toEqual([...new Set(listed.map((s) => s.id))]);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.length).toBeLessThan(reading.all('scope').length);
  });

  test('search results', async () => {
    const reading = await readFixture('gcloud/search.json');
    expect(reading.all('grant')).toMatchObject([{ holder: api, scope: 'gcp:project/shop-prod' }]);
    expect(reading.one('scope', 'project/').parent).toBe('gcp:folder/77');
  });

  test('several answers in one file, and what is none of them', async () => {
    const reading = await readFixture('gcloud/mixed.json');
    expect(reading.all('identity')).toHaveLength(1);
    expect(reading.gaps).toEqual(['what strange holds: 2 rows of strange: nothing that this version reads']);
  });
});

test.each([
  ['project-acme-prod.json', '//cloudresourcemanager.googleapis.com/projects/acme-prod'],
  ['projects-acme-get-iam-policy.json', '//cloudresourcemanager.googleapis.com/projects/acme'],
  ['iam-policy.folder-123.json.gz', '//cloudresourcemanager.googleapis.com/folders/123'],
  ['org_456_policy.json', '//cloudresourcemanager.googleapis.com/organizations/456'],
  ['ci@acme.iam.gserviceaccount.com.json', '//iam.googleapis.com/projects/-/serviceAccounts/ci@acme.iam.gserviceaccount.com'],
  ['bucket-acme-orders.json', '//storage.googleapis.com/acme-orders'],
  ['folder-shops.json', undefined],
  ['policy.json', undefined],
])('%s names %s', (name, resource) => {
  expect(resourceInFileName(name)).toBe(resource);
});

describe('what is broken', () => {
  const account = (n: number): object => ({
    email: `a${n}@acme.iam.gserviceaccount.com`,
    uniqueId: String(n),
    name: `projects/acme/serviceAccounts/a${n}@acme.iam.gserviceaccount.com`,
  });

  test('an export that stops in the middle', async () => {
    const whole = JSON.stringify({ accounts: [account(1), account(2)] });
    const reading = await read(whole.slice(0, -20));
    expect(reading.all('identity').map((i) => i.name)).toEqual(['a1@acme.iam.gserviceaccount.com']);
    expect(reading.gaps.join()).toMatch(/the rest of the file/);
  });

  test('accounts of which one id is told stay two', async () => {
    const reading = await read(JSON.stringify([1, 2].map((n) => ({ ...account(n), oauth2ClientId: '7' }))));
    expect(reading.all('identity').map((i) => i.aliases)).toEqual([
      ['gcp:service-account/1', 'gcp:oauth-client/7'],
      ['gcp:service-account/2'],
    ]);
  });

  test('a row in the middle that is none', async () => {
    const reading = await read(`${JSON.stringify(account(1))}\n"text"\n{"assetType":7,"name":[]}\n${JSON.stringify(account(2))}\n`);
    expect(reading.all('identity')).toHaveLength(2);
    expect(reading.gaps).toHaveLength(1);
  });

  test('an export of one asset a line: a line that is none, and one that is cut short', async () => {
    const line = (n: number): string => JSON.stringify({ assetType: 'iam.googleapis.com/ServiceAccount', resource: { data: account(n) } });
    const reading = await read(`${line(1)}\n${line(2)}\nnot JSON\n\n[1]\n${line(3)}\n${line(4).slice(0, 90)}`);
    expect(reading.all('identity').map((i) => i.evidence[0]?.line)).toEqual([1, 2, 6]);
    expect(reading.gaps).toEqual([
      'a part of the file: line 3: no JSON object; it was left out (and 1 more like it)',
      'the rest of the file: line 7: the file ends in the middle of a line: what stood before was read',
    ]);
  });

  test('a list that says there is more is not taken for all', async () => {
    const organization = {
      name: '//cloudresourcemanager.googleapis.com/organizations/1',
      assetType: 'cloudresourcemanager.googleapis.com/Organization',
      iamPolicy: { bindings: [], etag: 'a' },
      ancestors: ['organizations/1'],
    };
    const resource = {
      name: '//iam.googleapis.com/projects/acme/serviceAccounts/1',
      assetType: 'iam.googleapis.com/ServiceAccount',
      resource: { data: account(1) },
      ancestors: ['projects/acme', 'organizations/1'],
    };
    const listed = async (more: object): Promise<unknown> =>
      (await read({ assets: [organization, resource], ...more })).one('identity', 'a1@').grantsListed;
    expect(await listed({})).toBe(true);
    expect(await listed({ nextPageToken: 'x' })).toBeUndefined();
  });

  test('a key whose name does not say which it is', async () => {
    const reading = await read([
      {
        assetType: 'iam.googleapis.com/ServiceAccountKey',
        name: '//iam.googleapis.com/x',
        resource: { data: { keyType: 'USER_MANAGED' } },
      },
      { assetType: 'iam.googleapis.com/ServiceAccount', name: '//iam.googleapis.com/y', resource: { data: {} } },
      { assetType: 'iam.googleapis.com/PolicyV2', name: '//iam.googleapis.com/z', resource: { data: { rules: 'none' } } },
    ]);
    expect(reading.gaps).toEqual([
      'a key of a service account: its name does not say which it is',
      'a service account: it has no address',
      'a deny policy: its name does not say what it limits',
    ]);
  });

  test('secrets in names and conditions do not come through', async () => {
    const token = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
    const reading = await read({
      bindings: [
        { role: 'roles/viewer', members: ['user:a@x.example', `user:${token}`], condition: { expression: `resource.name == "${token}"` } },
      ],
      etag: 'a',
    });
    expect(JSON.stringify(reading.all('grant').map((g) => [g.name, g.condition]))).not.toContain(token);
  });

  test('whatever JSON comes in, nothing is thrown', async () => {
    const keys = [
      'assetType',
      'name',
      'resource',
      'data',
      'iamPolicy',
      'bindings',
      'members',
      'role',
      'etag',
      'ancestors',
      'policy',
      'policies',
      'rules',
      'type',
      'id',
      'email',
      'uniqueId',
      'spec',
    ];
    const words = [
      'iam.googleapis.com/ServiceAccount',
      'projects/p/locations/global/keys/k',
      'projects/1',
      'roles/owner',
      'serviceAccount:a@b',
      'organizations/1',
      'project',
      '',
    ];
    const leaf = fc.oneof(fc.constantFrom(...words), fc.integer(), fc.boolean(), fc.constant(null));
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(node, { maxLength: 4 }), async (value) => {
        await read(value);
      }),
      { numRuns: 200 },
    );
  });
});

describe('which files are of Google Cloud', () => {
  const is = async (path: string): Promise<boolean> => recognisesGoogleFile(await readHead(path));
  const fixture = (name: string): string => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));

  test.each([
    'gcp/organization/assets.json',
    'gcp/organization/policies.ndjson',
    'gcp/organization/org-policies.json',
    'gcp/gcloud/activities.json',
    'gcp/gcloud/aggregated-instances.json',
    'gcp/gcloud/ancestors-policy.json',
    'gcp/gcloud/delegation.csv',
    'gcp/gcloud/delegation.json',
    'gcp/gcloud/hmac-keys.json',
    'gcp/gcloud/insights.json',
    'gcp/gcloud/instances.json',
    'gcp/gcloud/policy.json',
    'gcp/gcloud/roles.json',
    'gcp/gcloud/search.json',
  ])('%s is', async (name) => {
    expect(await is(fixture(name))).toBe(true);
  });

  test.each<[string, string]>([
    ['a key file', '{"type":"service_account","project_id":"acme","private_key":"x","client_email":"a@acme.iam.gserviceaccount.com"}'],
    ['a Terraform state', '{"version":4,"terraform_version":"1.9","resources":[{"name":"projects/acme/serviceAccounts/a/keys/b"}]}'],
    ['settings of an application', '{"projectId":"acme","bucket":"acme-orders","role":"admin"}'],
    ['a table of clients', 'client,scopes\nacme,read\n'],
    ['an answer of AWS', '{"Roles":[{"RoleName":"a","Arn":"arn:aws:iam::111122223333:role/a"}]}'],
  ])('%s is not', async (_, text) => {
    expect(await is(write(text.startsWith('{') ? 'a.json' : 'a.csv', text))).toBe(false);
  });
});
