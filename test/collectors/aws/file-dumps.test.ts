import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { accountInName, collectAwsFile, recognisesAwsFile } from '../../../src/collectors/aws/file-dumps.ts';
import { readHead } from '../../../src/collectors/files.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { fixture, inventoryOf, lasting, readFixture, valuesOf } from './read-fixture.ts';

const account = '111122223333';

const folder = mkdtempSync(join(tmpdir(), 'nhi-dumps-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('recognisesAwsFile', () => {
  it.each([
    'details/authorization-details.json',
    'details/appended-pages.json',
    'details/array-of-pages.json',
    'report/credential-report.csv',
    'report/get-credential-report.json',
    'lists/list-users.json',
    'lists/list-roles.json',
    'lists/get-role.json',
    'lists/list-access-keys.json',
    'lists/list-attached-user-policies.json',
    'lists/account-summary.json',
    'lists/get-policy-version.json',
    'lists/list-oidc-providers.json',
    'organization/describe-policy.json',
    'organization/list-policies.json',
    'organization/list-accounts.json',
    'broken/kinds.json',
    'broken/cut.json',
  ])('knows %s', async (name) => {
    expect((await readFixture(name)).recognised).toBe(true);
  });

  it.each([
    ['roles of something else', '{"Roles": [{"name": "admin"}], "Users": []}'],
    ['other JSON', '{"bindings": []}'],
    ['other CSV', 'user,arn,colour\na,b,c\n'],
  ])('leaves %s to others', async (_name, text) => {
    const path = join(folder, 'other');
    writeFileSync(path, text);
    expect(recognisesAwsFile(await readHead(path))).toBe(false);
  });
});

describe('what was looked through for known secrets', () => {
  it('is what came out of a record whose bytes hold none, whenever it is read', async () => {
    const token = ['ghp', 'Zk3vQ8mN1xTb7Rw5YcL9sHd2JfGa4PeUoI6q'].join('_');
    const role = (name: string, note: string, more: object = { Arn: `arn:aws:iam::${account}:role/${name}` }): object => ({
      RoleName: name,
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [{ Key: 'note', Value: note }],
      ...more,
    });
    // The first waits for another to tell the account.
    const roles = [role('waits', token, {}), role('clean', 'a note'), role('holder', token), role('escaped', 'TOKEN')];
    const path = join(folder, 'secrets.json');
    writeFileSync(path, JSON.stringify({ RoleDetailList: roles }).replace('TOKEN', token.replace('g', '\\u0067')));
    const said: unknown[] = [];
    await collectAwsFile(path, {
      source: 'secrets.json',
      fingerprint: () => 'f',
      emit: ({ type, value }, isBare) => {
        if (type === 'identity') said.push([value.name, isBare]);
        if (type === 'gap') expect(isBare).not.toBe(true);
      },
    });
    expect(said).toEqual([
      ['waits', false],
      ['clean', true],
      ['holder', false],
      ['escaped', false],
    ]);
  });
});

describe('authorization details', () => {
  it('gives identities with their facts', async () => {
    const { identities } = await inventoryOf('details/authorization-details.json');
    expect(identities.get(`aws:user/${account}/deploy-bot`)).toMatchObject({
      kind: 'aws-iam-user',
      scope: account,
      nature: 'unknown',
      standing: 'observed',
      owner: 'platform',
      environment: 'production',
      createdAt: '2022-01-02T03:04:05Z',
      grantsListed: true,
      aws: { account, path: '/ci/', bedrock_user: false },
      evidence: [{ source: 'details/authorization-details.json', line: 3, pointer: '/UserDetailList/0' }],
    });
    expect(identities.get(`aws:user/${account}/BedrockAPIKey-ab12`)).toMatchObject({ nature: 'workload', aws: { bedrock_user: true } });
    expect(identities.get(`aws:role/${account}/orders-staging-api`)).toMatchObject({
      nature: 'workload',
      environment: 'staging',
      lastUsedAt: '2025-05-06T07:08:09Z',
      providerManaged: false,
      aws: { trusted_services: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'], compute: true, agent_runtime: false },
    });
    expect(identities.get(`aws:role/${account}/AWSServiceRoleForSupport`)).toMatchObject({
      nature: 'service-agent',
      providerManaged: true,
      lastUsedAt: null,
      aws: { service_linked: true },
    });
    expect(identities.get(`aws:role/${account}/AWSReservedSSO_Admin_1a`)).toMatchObject({ nature: 'human' });
    const agent = identities.get(`aws:role/${account}/agent-runtime`);
    expect(agent).toMatchObject({ agent: true, nature: 'workload', aws: { agent_runtime: true } });
    expect(agent).not.toHaveProperty('lastUsedAt');
  });

  it('gives grants, boundaries, memberships and one document for equal policies', async () => {
    const { grants, memberships, policies, documents, workloads } = await inventoryOf('details/authorization-details.json');
    const user = `aws:user/${account}/deploy-bot`;
    const push = grants.get(user)?.find((g) => g.kind === 'inline');
    expect(grants.get(user)?.map((g) => [g.id, g.kind, g.policy])).toEqual([
      [`${user}#inline/push`, 'inline', undefined],
      [`${user}#attached/ship`, 'attached', `arn:aws:iam::${account}:policy/ship`],
      [`${user}#boundary/ship`, 'boundary', `arn:aws:iam::${account}:policy/ship`],
    ]);
    expect(grants.get(`aws:role/${account}/orders-staging-api`)?.[0]?.document).toBe(push?.document);
    // The group's ARN says `aws` for the account; it belongs to the account of the dump.
    const group = `aws:group/${account}/deployers`;
    expect(memberships.get(user)).toEqual([group]);
    expect(grants.get(group)?.map((g) => g.name)).toEqual(['ship']);
    const ship = policies.get(`arn:aws:iam::${account}:policy/ship`);
    expect(documents.get(ship?.document ?? '')?.statements[0]?.action).toEqual(['s3:PutObject']);
    expect(policies.get('arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess')?.providerManaged).toBe(true);
    expect(workloads.get(`aws:instance-profile/${account}/web-profile`)?.identity).toBe(`aws:role/${account}/web`);
  });

  it('notes only that credentials stand elsewhere', async () => {
    const read = await readFixture('details/authorization-details.json');
    expect(read.collected).toEqual({ plane: 'aws', scope: account, requests: 0 });
    expect(valuesOf(read, 'gap')).toMatchObject([{ why: 'not-given', partial: false, what: 'passwords, MFA and access keys of users' }]);
  });

  it.each(['details/appended-pages.json', 'details/array-of-pages.json'])('reads the same from %s', async (name) => {
    const strip = (f: readonly Fragment[]): string[] =>
      lasting(f)
        .map((x) => JSON.stringify(x, (k, v: unknown) => (k === 'evidence' || k === 'source' || k === 'file' ? undefined : v)))
        .sort();
    expect(strip((await readFixture(name)).fragments)).toEqual(strip((await readFixture('details/authorization-details.json')).fragments));
  });

  it('says where a dump stops, and does not take missing groups and policies for powerless', async () => {
    const read = await readFixture('details/first-page-only.json');
    expect(
      valuesOf(read, 'gap')
        .filter((g) => g.partial !== false)
        .map((g) => [g.what, g.why]),
    ).toEqual([
      ['the rest of the account', 'not-given'],
      ['the policies of groups', 'not-given'],
      ['the documents of managed policies', 'not-given'],
    ]);
    expect(valuesOf(read, 'gap')[0]?.detail).toContain('after page 1');
    const { grants } = await inventoryOf('details/first-page-only.json');
    expect(grants.get(`aws:group/${account}/deployers`)).toMatchObject([{ id: `aws:group/${account}/deployers#attached/*` }]);
  });

  const page = (rest: object) => JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [], ...rest });
  const allow = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const role = {
    RoleName: 'deploy',
    Arn: `arn:aws:iam::${account}:role/deploy`,
    Path: '/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [allow] },
    RolePolicyList: [],
    AttachedManagedPolicies: [],
  };
  const { RolePolicyList: _inline, ...withoutInline } = role;
  const { AttachedManagedPolicies: _attached, ...withoutAttached } = role;
  const { AssumeRolePolicyDocument: _trust, ...withoutTrust } = role;
  const user = { UserName: 'bot', Arn: `arn:aws:iam::${account}:user/bot`, GroupList: [], AttachedManagedPolicies: [] };
  const { AttachedManagedPolicies: _none, ...withoutEither } = user;

  async function readText(text: string) {
    const path = join(folder, 'page.json');
    writeFileSync(path, text);
    const builder = new InventoryBuilder();
    const gaps: (readonly [what: string, detail: string])[] = [];
    await collectAwsFile(path, {
      fingerprint: () => 'f',
      source: 'page',
      emit: (f) => {
        builder.add(f);
        if (f.type === 'gap' && f.value.partial !== false) gaps.push([f.value.what, f.value.detail]);
      },
    });
    return { inventory: builder.finish([]), gaps };
  }

  it.each([
    ['a NextToken', page({ NextToken: 'eyJ' }), 'it has a NextToken'],
    ['a Marker', page({ Marker: 'abc' }), 'it has a Marker'],
    ['a Marker before IsTruncated false', page({ Marker: 'abc', IsTruncated: false }), 'it has a Marker'],
    ['IsTruncated in text', page({ IsTruncated: 'true' }), 'IsTruncated is true'],
    ['a token on the last page', page({ Marker: 'a' }) + page({ NextToken: 'b' }), 'after page 2: it has a NextToken'],
  ])('takes %s for a dump that is cut short', async (_name, text, detail) => {
    const { gaps } = await readText(text);
    expect(gaps).toEqual([['the rest of the account', expect.stringContaining(detail)]]);
  });

  it.each([
    ['no key', page({})],
    ['IsTruncated false', page({ IsTruncated: false, Marker: '', NextToken: null })],
    ['IsTruncated false in text', page({ IsTruncated: 'False' })],
    ['a page that follows', page({ Marker: 'a', IsTruncated: true }) + page({ IsTruncated: false })],
  ])('takes %s for a whole dump', async (_name, text) => {
    expect((await readText(text)).gaps).toEqual([]);
  });

  const full = (more: object): string => page({ RoleDetailList: [role], ...more });
  const ofOther = (text: string): string => text.replaceAll(account, '444455556666');

  it.each([
    ['a page of another account', full({ Marker: 'a' }) + ofOther(full({})), 1],
    ['an answer to another call', page({ Marker: 'a' }) + JSON.stringify({ Users: [], IsTruncated: false }), 1],
    ['another account, cut short as well', full({ Marker: 'a' }) + ofOther(full({ Marker: 'b' })), 2],
    ['another account and its own next page', full({ Marker: 'a' }) + ofOther(full({})) + full({}), 0],
    ['an empty last page', page({ Marker: 'a' }) + JSON.stringify({ Policies: [], IsTruncated: false }), 0],
  ])('asks whether what follows continues it: %s', async (_name, text, gaps) => {
    const found = (await readText(text)).gaps.filter(([what]) => what === 'the rest of the account');
    expect(found).toHaveLength(gaps);
  });

  it.each([
    ['a role without RolePolicyList', { RoleDetailList: [withoutInline] }, 'RolePolicyList of a role', 'role/111122223333/deploy'],
    [
      'a role without AttachedManagedPolicies',
      { RoleDetailList: [withoutAttached] },
      'AttachedManagedPolicies of a role',
      'role/111122223333/deploy',
    ],
    [
      'a user without AttachedManagedPolicies',
      { UserDetailList: [withoutEither] },
      'AttachedManagedPolicies of a user',
      'user/111122223333/bot',
    ],
  ])('does not take %s for powerless, whatever others list', async (_name, lists, what, id) => {
    const others = { RoleDetailList: [{ ...role, RoleName: 'other', Arn: `arn:aws:iam::${account}:role/other` }] };
    const { inventory, gaps } = await readText(page(lists) + page(others));
    expect(gaps).toEqual([[what, expect.stringContaining('is missing')]]);
    expect(inventory.identities.get(`aws:${id}`)?.grantsListed).toBeUndefined();
    expect(inventory.grants.get(`aws:${id}`)).toMatchObject([{ id: `aws:${id}#attached/*` }]);
    expect(inventory.identities.get('aws:role/111122223333/other')?.grantsListed).toBe(true);
  });

  it('lets a user without inline policies have no UserPolicyList', async () => {
    const { inventory, gaps } = await readText(page({ UserDetailList: [user] }));
    expect(gaps).toEqual([]);
    expect(inventory.identities.get('aws:user/111122223333/bot')?.grantsListed).toBe(true);
  });

  it.each([[{ PolicyName: 'x' }], [{ PolicyName: 'x', PolicyArn: '' }], [{ PolicyName: 'x', PolicyArn: null }]])(
    'does not pass over an attached policy without an ARN (%j)',
    async (policy) => {
      const { inventory, gaps } = await readText(page({ RoleDetailList: [{ ...role, AttachedManagedPolicies: [policy] }] }));
      expect(gaps).toEqual([["PolicyArn of a role's attached policy", expect.stringContaining('is missing')]]);
      const [grant] = inventory.grants.get('aws:role/111122223333/deploy') ?? [];
      expect(grant).toMatchObject({ name: 'x' });
      expect(grant).not.toHaveProperty('policy');
    },
  );

  it('does not know who may become a role without a trust policy', async () => {
    const { inventory, gaps } = await readText(page({ RoleDetailList: [withoutTrust] }));
    expect(gaps).toEqual([['the trust policy of role deploy', expect.stringContaining('there is no document')]]);
    expect(inventory.identities.get('aws:role/111122223333/deploy')?.aws).not.toHaveProperty('trusted_services');
  });

  it('reads a gzipped dump, and what a cut one still holds', async () => {
    // Enough that the cut leaves whole pages before it.
    const packed = gzipSync(readFileSync(fixture('details/appended-pages.json'), 'utf8').repeat(2000));
    const read = async (name: string, bytes: Buffer): Promise<Fragment[]> => {
      const fragments: Fragment[] = [];
      writeFileSync(join(folder, name), bytes);
      await collectAwsFile(join(folder, name), { source: name, fingerprint: (s) => `${s.length}`, emit: (f) => fragments.push(f) });
      return fragments;
    };
    const identities = (f: Fragment[]): number => new Set(f.flatMap((x) => (x.type === 'identity' ? [x.value.id] : []))).size;
    expect(identities(await read('a.json.gz', packed))).toBe(7);
    const cut = await read('cut.json.gz', packed.subarray(0, packed.length - 20));
    expect(identities(cut)).toBe(7);
    expect(cut.filter((f) => f.type === 'gap').map((f) => f.value.what)).toContain('the rest of the file');
  });
});

it.each([
  ['keys-111122223333.json', '111122223333'],
  ['111122223333', '111122223333'],
  ['gaad-202506070809.json', undefined],
  ['x1111222233334.json', undefined],
  ['gaad.json', undefined],
])('reads the account in the name %s', (name, account) => {
  expect(accountInName(name)).toBe(account);
});

describe('lists', () => {
  it('does not take a user without listed policies for powerless, until another source lists them', async () => {
    const user = `aws:user/${account}/ana`;
    const alone = await inventoryOf('lists/list-users.json');
    expect(alone.grants.get(user)).toMatchObject([{ id: `${user}#attached/*`, kind: 'attached' }]);
    expect(alone.gaps.map((g) => [g.what, g.partial])).toContainEqual(['the permissions of users and roles', false]);
    expect(alone.credentials.get(`aws:password/${account}/ana`)?.lastUsedAt).toBe('2025-01-01T00:00:00Z');

    const role = `aws:role/${account}/web`;
    expect((await inventoryOf('lists/get-role.json')).grants.get(role)).toHaveLength(1);
    for (const order of [
      ['lists/get-role.json', 'details/authorization-details.json'],
      ['details/authorization-details.json', 'lists/get-role.json'],
    ]) {
      const both = await inventoryOf(...order);
      expect(both.grants.get(role)).toBeUndefined();
      expect(both.identities.get(role)?.lastUsedAt).toBeNull();
    }
  });

  it('decodes trust policies as the API writes them', async () => {
    const { trusts } = await inventoryOf('lists/list-roles.json');
    expect(trusts.get(`aws:role/${account}/web`)).toMatchObject([{ principalKind: 'account', principal: '999988887777' }]);
  });

  it.each([
    ['lists/list-attached-user-policies.json', 'whose AttachedPolicies the file lists'],
    ['lists/get-policy-version.json', 'the policy that a policy version is of'],
    ['lists/account-summary.json', 'the root user'],
    ['lists/list-access-keys.json', 'which account credentials belong to'],
  ])('says what %s does not tell', async (name, what) => {
    expect(valuesOf(await readFixture(name), 'gap')).toMatchObject([{ what, why: 'not-given' }]);
  });

  it('takes the account from the file name, and joins keys with the credential report', async () => {
    const { credentials, identities } = await inventoryOf(`lists/list-access-keys-${account}.json`, 'report/credential-report.csv');
    const key = credentials.get('aws:access-key/AKIAEXAMPLE111111111');
    expect(key).toMatchObject({
      name: 'AKIAEXAMPLE111111111',
      identity: `aws:user/${account}/deploy-bot`,
      enabled: true,
      createdAt: '2022-01-03T03:04:05Z',
      lastUsedAt: '2025-06-07T08:09:00Z',
    });
    expect(credentials.get('aws:access-key/AKIAEXAMPLE222222222')).toMatchObject({ enabled: false, lastUsedAt: null });
    expect([...credentials.values()].filter((c) => c.identity === key?.identity)).toHaveLength(2);
    expect(identities.get(`aws:user/${account}/deploy-bot`)).toMatchObject({ standing: 'observed', aws: { active_keys: 1 } });
  });

  it('reads service-specific credentials', async () => {
    const { credentials } = await inventoryOf(`lists/service-credentials-${account}.json`);
    expect(credentials.get('aws:service-specific/ACCAEXAMPLE1')).toMatchObject({
      kind: 'aws-bedrock-api-key',
      identity: `aws:user/${account}/BedrockAPIKey-ab12`,
      purpose: 'model',
      static: false,
      enabled: true,
      expiresAt: '2025-08-31T00:00:00Z',
    });
    expect(credentials.get('aws:service-specific/ACCAEXAMPLE2')).toMatchObject({ static: true, enabled: false, expiresAt: null });
  });

  it('reads the account summary, and one root key however many sources tell of it', async () => {
    const name = `lists/account-summary-${account}.json`;
    const alone = await inventoryOf(name);
    expect(alone.identities.get(`aws:root/${account}`)).toMatchObject({ kind: 'aws-root', aws: { mfa: false } });
    expect([...alone.credentials.values()].map((c) => [c.kind, c.enabled])).toEqual([['aws-root-access-key', true]]);
    for (const order of [
      [name, 'report/credential-report.csv'],
      ['report/credential-report.csv', name],
    ]) {
      const both = await inventoryOf(...order);
      expect([...both.credentials.values()].filter((c) => c.kind === 'aws-root-access-key')).toHaveLength(1);
    }
  });
});

describe('broken files', () => {
  it('reads what is good and says what is not', async () => {
    const read = await readFixture('broken/kinds.json');
    expect(valuesOf(read, 'identity').map((i) => i.name)).toEqual(['bad-trust', 'bad-inline', 'bad-fields', 'good']);
    expect(valuesOf(read, 'trust').map((t) => t.identity)).not.toContain(`aws:role/${account}/bad-trust`);
    const whats = valuesOf(read, 'gap').map((g) => g.what);
    for (const what of [
      'the entries of UserDetailList',
      'a role record',
      'RoleName of a role',
      'the trust policy of role bad-trust',
      'inline policy p of role bad-inline',
      "a role's inline policy record",
      'CreateDate of a role',
      'Tags of a role',
      "PolicyArn of a role's attached policy",
    ]) {
      expect(
        whats.some((w) => w.includes(what)),
        `${what} in ${whats.join(' | ')}`,
      ).toBe(true);
    }
    const inline = valuesOf(read, 'grant').filter((g) => g.holder.endsWith('/bad-inline'));
    expect(inline.map((g) => [g.kind, g.document])).toEqual([
      ['inline', undefined],
      ['inline', undefined],
    ]);
  });

  it('delivers what stood before a cut', async () => {
    const read = await readFixture('broken/cut.json');
    expect(valuesOf(read, 'identity').map((i) => i.name)).toEqual(['one']);
    expect(valuesOf(read, 'gap')).toMatchObject([{ what: 'the rest of the file', why: 'unreadable', line: expect.any(Number) }]);
  });

  it('reads a list that stands twice', async () => {
    const read = await readFixture('broken/twice.json');
    expect(valuesOf(read, 'identity').map((i) => i.name)).toEqual(['one', 'two']);
    expect(valuesOf(read, 'gap')).toMatchObject([{ what: 'a second RoleDetailList', partial: false, line: 2 }]);
  });

  it('counts repeats of one problem', async () => {
    const path = join(folder, 'many.json');
    writeFileSync(path, JSON.stringify({ RoleDetailList: Array.from({ length: 1000 }, () => 7) }));
    const gaps: Fragment[] = [];
    await collectAwsFile(path, { source: 'many.json', fingerprint: () => 'f', emit: (f) => gaps.push(f) });
    expect(gaps).toMatchObject([{ type: 'gap', value: { detail: expect.stringMatching(/and 999 more like it/) } }]);
  });

  it('never throws, whatever byte of a dump is changed', async () => {
    const bytes = readFileSync(fixture('details/authorization-details.json'));
    const path = join(folder, 'fuzz.json');
    cpSync(fixture('details/authorization-details.json'), path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, byte) => {
        const changed = Buffer.from(bytes);
        changed[place] = byte;
        writeFileSync(path, changed);
        const fragments: Fragment[] = [];
        await collectAwsFile(path, { source: 'fuzz.json', fingerprint: () => 'f', emit: (f) => fragments.push(f) });
        expect(fragments.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a dump that is not UTF-8', () => {
  const users = (name: string): string =>
    JSON.stringify(
      { Users: [{ UserName: name, Path: '/', Arn: `arn:aws:iam::${account}:user/${name}`, UserId: 'AIDAAAAAAAAAAAAAAAAA' }] },
      null,
      1,
    );
  const read = async (file: string, bytes: Buffer) => {
    const path = join(folder, file);
    writeFileSync(path, bytes);
    const fragments: Fragment[] = [];
    await collectAwsFile(path, { source: file, fingerprint: () => 'f', emit: (f) => fragments.push(f) });
    return fragments.flatMap((f) => (f.type === 'gap' && f.value.what === 'letters of the file' ? [f.value] : []));
  };

  it.each<[string, Buffer]>([
    ['latin1.json', Buffer.from(users('j\u00fcrgen'), 'latin1')],
    ['latin1.json.gz', gzipSync(Buffer.from(users('j\u00fcrgen'), 'latin1'))],
    ['latin1.csv', Buffer.from('user,arn,user_creation_time\n\n\nj\u00fcrgen,x,y\n', 'latin1')],
  ])('is said to be one, with the line: %s', async (file, bytes) => {
    const gaps = await read(file, bytes);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ file, line: 4, why: 'unreadable', detail: expect.stringContaining('line 4: not UTF-8') });
  });

  it.each<[string, Buffer]>([
    ['utf8.json', Buffer.from(users('j\u00fcrgen \u{1f600}'))],
    ['utf16.json', Buffer.from(`\ufeff${users('j\u00fcrgen')}`, 'utf16le')],
    ['many.json', Buffer.from(users('\u20ac'.repeat(1024 * 1024)))],
    ['many-shifted.json', Buffer.from(users(`a${'\u20ac'.repeat(1024 * 1024)}`))],
  ])('is not what %s is', async (file, bytes) => {
    expect(await read(file, bytes)).toEqual([]);
  });

  it('shows at the end of a chunk as well', async () => {
    expect(await read('late.json', Buffer.concat([Buffer.from(users('\u20ac'.repeat(700_000))), Buffer.from([0x0a, 0xc3])]))).toHaveLength(
      1,
    );
  });
});
