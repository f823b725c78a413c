import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { collector } from '../../../src/collectors/azure/collector.ts';
import { recognisesAzureFile } from '../../../src/collectors/azure/recognise.ts';
import { readHead } from '../../../src/collectors/files.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { readAzureFile } from './read-fixture.ts';

const subscription = '6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01';
const role = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const assignment = (more: object = {}): object => ({
  id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/1`,
  type: 'Microsoft.Authorization/roleAssignments',
  principalId: 'a',
  principalType: 'ServicePrincipal',
  roleDefinitionId: role,
  scope: `/subscriptions/${subscription}/resourceGroups/rg`,
  ...more,
});

function fileOf(text: string, name = 'answer.json'): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-azure-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function readText(
  text: string,
): Promise<{ readonly fragments: readonly Fragment[]; readonly hashed: readonly string[]; readonly gaps: readonly string[] }> {
  const { fragments, hashed } = await readAzureFile(fileOf(text));
  return {
    fragments,
    hashed,
    gaps: fragments.flatMap((f) => (f.type === 'gap' && f.value.partial !== false ? [`${f.value.what}: ${f.value.detail}`] : [])),
  };
}

const types = (fragments: readonly Fragment[]): readonly string[] => fragments.map((f) => f.type);

describe('broken answers', () => {
  test('what stood before the end of a file that is cut short is read', async () => {
    const text = JSON.stringify([assignment(), assignment({ principalId: 'b' })]);
    const { fragments, gaps } = await readText(text.slice(0, -40));
    expect(types(fragments).filter((t) => t === 'grant').length).toBeGreaterThanOrEqual(1);
    expect(gaps.some((g) => g.startsWith('the rest of the file'))).toBe(true);
  });

  test.each([
    ['a row that is none', { value: [assignment(), 7, null, 'x', []] }, 'a row of the file'],
    ['a row without an ARM id', { value: [assignment(), { id: 'x', name: 'y' }] }, 'a row of the file'],
    ['an assignment without its role', { value: [assignment({ roleDefinitionId: 3 })] }, 'a role assignment'],
    ['an assignment without its principal', { value: [assignment({ principalId: null })] }, 'a role assignment'],
    [
      'a role whose permissions are none',
      { value: [{ id: role, name: 'x', properties: { roleName: 'x', permissions: [{ actions: 'all' }] } }] },
      'what a role allows',
    ],
    ['an answer with more pages', { value: [assignment()], nextLink: 'https://management.azure.com/next' }, 'the rest of the answer'],
    ['a count that is not reached', { count: 1, total_records: 3, data: [assignment()] }, 'rows of the answer'],
    [
      'a federated credential without issuer',
      {
        value: [
          {
            id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i/federatedIdentityCredentials/f`,
            properties: { subject: 'x' },
          },
        ],
      },
      'whose tokens a federated credential takes',
    ],
    [
      'a flexible credential in words that are not known',
      {
        value: [
          {
            id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i/federatedIdentityCredentials/f`,
            properties: {
              issuer: 'https://gitlab.com',
              claimsMatchingExpression: { value: "claims['sub'] startsWith 'x'", languageVersion: 2 },
            },
          },
        ],
      },
      'whose tokens a federated credential takes',
    ],
  ])('%s is a gap', async (_, answer, gap) => {
    const { gaps } = await readText(JSON.stringify(answer));
    expect(gaps.map((g) => g.slice(0, gap.length))).toContain(gap);
  });

  test('pages that follow each other are one answer', async () => {
    const page = (n: number, more: boolean): string =>
      JSON.stringify({ value: [assignment({ principalId: `p${n}` })], ...(more ? { nextLink: 'https://x/y' } : {}) });
    const { fragments, gaps } = await readText(`${page(1, true)}\n${page(2, true)}\n${page(3, false)}\n`);
    expect(gaps).toEqual([]);
    expect(types(fragments).filter((t) => t === 'grant')).toHaveLength(3);
  });

  test('lines of objects, single objects, and spellings of other tools', async () => {
    const lines = `${JSON.stringify(assignment())}\n${JSON.stringify(assignment({ principalId: 'b' }))}\n`;
    expect(types((await readText(lines)).fragments).filter((t) => t === 'grant')).toHaveLength(2);
    const snake = { id: assignment().toString(), ...assignment(), principal_id: 'c', role_definition_id: role, principal_type: 'User' };
    const { principalId: _p, roleDefinitionId: _r, principalType: _t, ...bare } = snake as Record<string, unknown>;
    const { fragments } = await readText(JSON.stringify(bare));
    expect(fragments.find((f) => f.type === 'grant')?.value).toMatchObject({ holder: 'entra:user/c', name: 'Reader' });
  });

  test('a role is known by the id in its path, whatever its name is', async () => {
    const definition = { id: role, name: 'Viewer', role_name: 'Viewer', permissions: [{ actions: ['*/read'], not_actions: [] }] };
    const { fragments } = await readText(JSON.stringify([definition]));
    expect(fragments[0]?.value).toMatchObject({
      id: 'azure:role/acdd72a7-3385-48ef-bd42-f606fba81ae7',
      name: 'Viewer',
      providerManaged: true,
    });
  });

  test('a subscription below a management group hangs under it', async () => {
    const id = `/providers/Microsoft.Management/managementGroups/Prod/subscriptions/${subscription}`;
    const { fragments } = await readText(JSON.stringify({ value: [{ id, name: subscription, properties: { displayName: 'Shop' } }] }));
    expect(fragments[0]?.value).toMatchObject({
      id: `azure:subscription/${subscription}`,
      name: 'Shop',
      parent: 'azure:management-group/prod',
    });
  });

  test('names of members that mean something to JavaScript are only names', async () => {
    const text = `{"value":[{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a","__proto__":{"type":"x"},"identity":{"type":"UserAssigned","userAssignedIdentities":{"__proto__":{},"/subscriptions/s/resourcegroups/g/providers/microsoft.managedidentity/userassignedidentities/constructor":null}},"tags":{"__proto__":"x","constructor":"y"}}]}`;
    const { fragments } = await readText(text);
    expect(fragments.filter((f) => f.type === 'identity').map((f) => f.value.id)).toEqual(['azure:managed-identity/s/g/constructor']);
    expect(Object.hasOwn(Object.prototype, 'type')).toBe(false);
  });

  test('the same problem, met often, is said once', async () => {
    const { gaps } = await readText(JSON.stringify({ value: [assignment(), ...Array.from({ length: 5000 }, () => ({ id: 'x' }))] }));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain('(and 4999 more like it)');
  });
});

describe('secrets', () => {
  const site = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Web/sites/shop`;
  const values = {
    plain: 'kV7wq2ZLr0HnXb5TyGc9sEuJfMdPa3Q1',
    connection: 'Server=tcp:db.database.windows.net;User ID=app;Password=W0x33PlJ5GGvVqBhz9El;',
    url: 'postgres://app:Jd7Wq2Xm9Rt4Lp6Zc8Vk@db.internal/orders',
  };

  test('are hashed at once, and stand in no fragment', async () => {
    const settings = { id: `${site}/config/appsettings`, properties: { API_KEY: values.plain, ORDERS: values.connection } };
    const strings = { id: `${site}/config/connectionstrings`, properties: { db: { value: values.url, type: 'Custom' } } };
    const { fragments, hashed } = await readText(JSON.stringify({ value: [settings, strings] }));
    expect(hashed).toEqual([values.plain, 'W0x33PlJ5GGvVqBhz9El', 'Jd7Wq2Xm9Rt4Lp6Zc8Vk']);
    expect(fragments.find((f) => f.type === 'workload')?.value.settings?.env_secrets).toEqual(['API_KEY', 'ORDERS', 'db']);
    for (const value of [...Object.values(values), ...hashed]) expect(JSON.stringify(fragments)).not.toContain(value);
  });

  test('references to a key vault and plain settings are none', async () => {
    const properties = {
      DB_PASSWORD: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/db/)',
      APPINSIGHTS_INSTRUMENTATIONKEY: '6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01',
      AzureWebJobsStorage__accountName: 'acmeorders',
      API_KEY: 'your-key-here',
      WEBSITE_CONTENTAZUREFILECONNECTIONSTRING: '@Microsoft.KeyVault(VaultName=v;SecretName=s)',
    };
    const { fragments, hashed } = await readText(JSON.stringify({ id: `${site}/config/appsettings`, properties }));
    expect(hashed).toEqual([]);
    expect(types(fragments)).toEqual(['workload']);
  });

  test('in names and conditions do not pass', async () => {
    const key = 'sk_live_1Kmm1NPjugpRRNd5LUClYa6iV9WrD843WQ8pBqFi';
    const { fragments } = await readText(
      JSON.stringify([assignment({ condition: `x ${key}`, principalName: key, roleDefinitionName: key, roleDefinitionId: '/a/b' })]),
    );
    expect(JSON.stringify(fragments)).not.toContain(key);
  });
});

describe('other files are left alone', () => {
  const others: readonly (readonly [string, unknown])[] = [
    [
      'a template',
      { $schema: 'https://schema.management.azure.com/x', resources: [{ type: 'Microsoft.Web/sites', id: '/subscriptions/a/b/c' }] },
    ],
    [
      'a state of Terraform',
      { version: 4, terraform_version: '1.9', resources: [{ instances: [{ attributes: { id: '/subscriptions/a/resourceGroups/b' } }] }] },
    ],
    ['an export of AzureHound', { data: [{ kind: 'AZVM', data: { id: '/subscriptions/a/resourceGroups/b/x' } }], meta: { type: 'azure' } }],
    [
      'an answer of Graph',
      { '@odata.context': 'x', value: [{ id: '6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01', alternativeNames: ['/subscriptions/x/y'] }] },
    ],
    ['a package', { name: 'x', version: '1.0.0', id: 'y' }],
    ['an asset of Google', [{ name: '//compute.googleapis.com/projects/p', assetType: 'x' }]],
    ['an agent of OpenAI', { object: 'list', data: [{ object: 'assistant', id: 'asst_abcdefghij', tools: [] }] }],
    ['an empty list', []],
  ];
  test.each(others)('%s', async (_, content) => {
    expect(recognisesAzureFile(await readHead(fileOf(JSON.stringify(content))))).toBe(false);
  });

  test.each(['azure:managed-identity/s/g/n', 'azure:resource/s/g/x', 'azure2', 'azurex:subscription/1', './azure'])(
    '%s is no live source',
    (word) => {
      expect(collector.accepts(word)).toBe(false);
    },
  );
});
