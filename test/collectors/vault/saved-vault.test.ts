import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collector } from '../../../src/collectors/vault/collector.ts';
import { readSaved, valuesOf } from './vault-world.ts';

const saved = 'fixtures/vault/saved';

/** A copy of the saved answers that a test may change. */
function copy(): string {
  const root = mkdtempSync(join(tmpdir(), 'nhi-vault-'));
  cpSync(saved, root, { recursive: true });
  return root;
}

describe('saved answers of a vault', () => {
  test('roles, users, entities and what makes credentials are identities', async () => {
    const { fragments, scope } = await readSaved(saved);
    expect(scope).toBe('acme-vault');
    expect(valuesOf(fragments, 'identity').map((i) => [i.id, i.kind, i.nature, i.enabled])).toEqual([
      ['vault:role/acme-vault/approle/batch', 'vault-approle', 'workload', undefined],
      ['vault:role/acme-vault/approle/onboarding', 'vault-approle', 'workload', undefined],
      ['vault:role/acme-vault/aws/ops', 'vault-aws-login-role', 'workload', undefined],
      ['vault:role/acme-vault/github-actions/deploy', 'vault-jwt-role', 'workload', undefined],
      ['vault:role/acme-vault/k8s/prod/web', 'vault-kubernetes-role', 'workload', undefined],
      ['vault:role/acme-vault/userpass/alice', 'vault-user', 'human', undefined],
      ['vault:entity/acme-vault/6f0a2c1e-0000-4000-8000-000000000001', 'vault-entity', 'unknown', false],
      ['vault:credentials/acme-vault/aws/deployer', 'vault-aws-credentials', 'workload', undefined],
      ['aws:role/111122223333/deployer', 'aws-iam-role', 'unknown', undefined],
    ]);
  });

  test('a token that was made when no time is was made at no known time', async () => {
    const root = mkdtempSync(join(tmpdir(), 'nhi-vault-'));
    cpSync('fixtures/vault/joined/answers', root, { recursive: true });
    const path = join(root, 'auth/token/accessors/AbCd01.json');
    const answer: { readonly data: object } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ data: { ...answer.data, issue_time: '', creation_time: 1e300 } }));
    const token = valuesOf((await readSaved(root)).fragments, 'credential').find((c) => c.id.endsWith('/AbCd01'));
    expect(token?.kind).toBe('vault-token');
    expect(token).not.toHaveProperty('createdAt');
  });

  test('say how long their tokens live', async () => {
    const { fragments } = await readSaved(saved);
    const facts = Object.fromEntries(valuesOf(fragments, 'identity').map((i) => [i.name, i.vault]));
    expect(facts['approle/batch']).toMatchObject({
      token_seconds: 1200,
      token_max_seconds: 3600,
      token_periodic: false,
      network_bound: false,
    });
    expect(facts['approle/onboarding']).toMatchObject({ network_bound: true });
    // Without its own limit the mount's counts; a period has none.
    expect(facts['github-actions/deploy']).toMatchObject({ token_seconds: 86400, token_max_seconds: 7200, token_periodic: true });
    expect(facts['aws/ops']?.token_seconds).toBeUndefined();
  });

  test('a secret id without an end is a static credential, and one with an end is none', async () => {
    const { fragments } = await readSaved(saved);
    expect(valuesOf(fragments, 'credential').map((c) => [c.identity, c.static, c.expiresAt, c.limits])).toEqual([
      ['vault:role/acme-vault/approle/batch', true, null, []],
      ['vault:role/acme-vault/approle/onboarding', false, undefined, ['ips']],
    ]);
  });

  test('whom roles let in stands claim by claim', async () => {
    const { fragments } = await readSaved(saved);
    expect(
      valuesOf(fragments, 'trust').map((t) => [
        t.identity.slice('vault:role/acme-vault/'.length),
        t.principalKind,
        t.principal,
        t.condition,
      ]),
    ).toEqual([
      ['aws/ops', 'identity', 'arn:aws:iam::111122223333:role/ops', undefined],
      [
        'github-actions/deploy',
        'oidc',
        'token.actions.githubusercontent.com',
        {
          StringEquals: { 'token.actions.githubusercontent.com:aud': ['https://vault.acme.example'] },
          StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/storefront:ref:refs/heads/*'] },
        },
      ],
      [
        'k8s/prod/web',
        'federated',
        'prod.eks.example:443',
        { StringLike: { 'kubernetes:sub': ['system:serviceaccount:*:web'], 'kubernetes:aud': ['vault'] } },
      ],
    ]);
  });

  test('policies are read in HCL and JSON, and what a role names without its being there stays open', async () => {
    const { fragments } = await readSaved(saved);
    const policies = Object.fromEntries(valuesOf(fragments, 'policy').map((p) => [p.name, p.paths]));
    expect(policies).toEqual({
      default: [{ path: 'auth/token/lookup-self', capabilities: ['read'] }],
      deploy: [
        { path: 'aws/sts/deployer', capabilities: ['update'] },
        { path: 'secret/data/shop/*', capabilities: ['read'] },
      ],
      onboard: [{ path: 'auth/approle/role/*', capabilities: ['create', 'update'] }],
      operator: [{ path: 'sys/policies/acl/*', capabilities: ['create', 'update'] }],
      reader: [
        { path: 'secret/*', capabilities: ['read', 'list'] },
        { path: 'secret/data/payroll/*', capabilities: ['deny'] },
      ],
    });
    const held = valuesOf(fragments, 'grant').filter((g) => g.holder.endsWith('/alice'));
    expect(held.map((g) => g.name)).toEqual(['default', 'missing']);
  });

  test('an engine that assumes roles leads to them; a vault without audit devices says so', async () => {
    const { fragments } = await readSaved(saved);
    expect(valuesOf(fragments, 'link').map((l) => [l.from, l.to])).toEqual([
      ['vault:credentials/acme-vault/aws/deployer', 'aws:role/111122223333/deployer'],
    ]);
    expect(valuesOf(fragments, 'scope').map((s) => [s.id, s.settings])).toEqual([['vault:cluster/acme-vault', { audit_devices: [] }]]);
  });

  test('methods that are not read are a note', async () => {
    const { fragments } = await readSaved(saved);
    expect(valuesOf(fragments, 'gap').map((g) => [g.what, g.why, g.partial])).toEqual([
      ['who logs in by badges (acme-badges)', 'unsupported', false],
    ]);
  });
});

describe('what is broken among saved answers is a gap, and the rest is read', () => {
  test.each([
    ['a role that is cut short', 'auth/approle/role/batch.json', '{"data":{"token_pol', 'role batch of approle'],
    ['a policy that is no policy', 'sys/policies/acl/deploy.hcl', 'path "x" {\n', 'a part of policy deploy'],
    ['mounts that are a list', 'sys/mounts.json', '[]', 'secrets engines'],
  ])('%s', async (_, path, text, what) => {
    const root = copy();
    writeFileSync(join(root, path), text);
    const { fragments } = await readSaved(root);
    expect(valuesOf(fragments, 'gap').map((g) => g.what)).toContain(what);
    expect(valuesOf(fragments, 'identity').map((i) => i.name)).toContain('github-actions/deploy');
  });

  test('a policy of which a part was not understood allows nothing that is known', async () => {
    const root = copy();
    writeFileSync(
      join(root, 'sys/policies/acl/reader.json'),
      JSON.stringify({ data: { policy: 'path "secret/*" { capabilities = var.all }' } }),
    );
    const { fragments } = await readSaved(root);
    expect(valuesOf(fragments, 'policy').find((p) => p.name === 'reader')?.paths).toBeUndefined();
  });

  test('a listing that names what is not among the files', async () => {
    const root = copy();
    writeFileSync(join(root, 'auth/approle/role.json'), JSON.stringify(['batch', 'onboarding', 'ghost']));
    const { fragments } = await readSaved(root);
    expect(valuesOf(fragments, 'gap').map((g) => [g.what, g.why])).toContainEqual(['roles of approle: ghost', 'not-given']);
  });

  test('without the configuration of a method it is not known whom it lets in', async () => {
    const root = copy();
    rmSync(join(root, 'auth/github-actions/config.json'));
    const { fragments } = await readSaved(root);
    expect(valuesOf(fragments, 'gap').map((g) => g.what)).toContain('whom role deploy of github-actions lets in');
    expect(valuesOf(fragments, 'trust').some((t) => t.identity.endsWith('/deploy'))).toBe(false);
  });

  test('nothing outside the directory is opened, by a name or by a link', async () => {
    const root = copy();
    const outside = mkdtempSync(join(tmpdir(), 'nhi-outside-'));
    writeFileSync(join(outside, 'leak.json'), JSON.stringify({ data: { token_policies: ['root'] } }));
    mkdirSync(join(root, 'auth/x'), { recursive: true });
    symlinkSync(join(outside, 'leak.json'), join(root, 'auth/approle/role/leak.json'));
    writeFileSync(join(root, 'sys/auth.json'), JSON.stringify({ '../../x/': { type: 'approle' }, 'approle/': { type: 'approle' } }));
    const { fragments } = await readSaved(root);
    expect(valuesOf(fragments, 'identity').map((i) => i.name)).not.toContain('approle/leak');
    expect(valuesOf(fragments, 'grant').some((g) => g.name === 'root')).toBe(false);
  });
});

test('a directory without answers of a vault is none', async () => {
  expect(await collector.findTree?.('fixtures/spiffe')).toEqual([]);
});

describe('methods of other clouds', () => {
  const rows: readonly (readonly [type: string, role: string, config: object | undefined, answer: object, lets: object])[] = [
    [
      'alicloud',
      'role/ops',
      undefined,
      { arn: 'acs:ram::5138828231865461:role/ops', token_policies: ['ops'] },
      { principal: 'acs:ram::5138828231865461:role/ops' },
    ],
    [
      'cf',
      'roles/ops',
      { cf_api_addr: 'https://api.sys.brindle.example' },
      { bound_application_ids: ['09d7eb6a'], bound_space_ids: ['21005ebb'], bound_instance_ids: [] },
      {
        principal: 'api.sys.brindle.example',
        condition: { StringEquals: { 'cf:application_id': ['09d7eb6a'], 'cf:space_id': ['21005ebb'] } },
      },
    ],
    ['cf', 'roles/ops', undefined, {}, { principal: 'Cloud Foundry' }],
    [
      'azure',
      'role/ops',
      undefined,
      { bound_locations: ['westeurope'], bound_resource_groups: ['rg-orders'] },
      { principal: 'rg-orders', principalKind: 'account' },
    ],
    [
      'azure',
      'role/ops',
      undefined,
      { bound_subscription_ids: ['s1'], bound_locations: ['westeurope'] },
      { principal: 's1', principalKind: 'account' },
    ],
    [
      'oci',
      'role/ops',
      { home_tenancy_id: 'ocid1.tenancy.oc1..aaaa' },
      { ocid_list: ['ocid1.group.oc1..bbbb', 'ocid1.dynamicgroup.oc1..cccc'] },
      {
        principal: 'ocid1.tenancy.oc1..aaaa',
        condition: { StringEquals: { 'oci:group': ['ocid1.group.oc1..bbbb', 'ocid1.dynamicgroup.oc1..cccc'] } },
      },
    ],
  ];

  test.each(rows)('%s lets in whom %s names', async (type, role, config, answer, lets) => {
    const root = copy();
    const put = (path: string, data: object): void => {
      mkdirSync(join(root, 'auth', type, path, '..'), { recursive: true });
      writeFileSync(join(root, 'auth', type, `${path}.json`), JSON.stringify({ data }));
    };
    const methods = join(root, 'sys/auth.json');
    const before = JSON.parse(readFileSync(methods, 'utf8')) as { readonly data: object };
    writeFileSync(methods, JSON.stringify({ ...before, data: { ...before.data, [`${type}/`]: { type, config: {} } } }));
    if (config !== undefined) put('config', config);
    put(role, answer);
    const { fragments } = await readSaved(root);
    rmSync(root, { recursive: true });
    const id = `vault:role/acme-vault/${type}/ops`;
    expect(valuesOf(fragments, 'identity').find((i) => i.id === id)).toMatchObject({ kind: `vault-${type}-login-role` });
    expect(valuesOf(fragments, 'trust').filter((t) => t.identity === id)).toMatchObject([{ principalKind: 'federated', ...lets }]);
  });
});
