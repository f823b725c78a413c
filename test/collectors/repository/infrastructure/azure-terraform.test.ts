// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the templates of Terraform and of GitHub.
import { describe, expect, test } from 'vitest';
import { readExpression } from '../../../../src/collectors/azure-model/federation.ts';
import { federationEdges } from '../../../../src/graph/federates.ts';
import { scan, write } from '../scan.ts';
import { summarise } from './azure-summary.ts';

const subscription = '0b7c2d1e-3f4a-4b5c-8d6e-7f8091a2b3c4';
const client = '3d5e7f90-1a2b-4c3d-8e4f-506172839405';
const object = '8a9b0c1d-2e3f-4051-8627-38495a6b7c8d';
const identity = `/subscriptions/${subscription}/resourceGroups/rg-shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-deploy`;
const issuer = 'https://token.actions.githubusercontent.com';

const resource = (type: string, name: string, attributes: object): object => ({ mode: 'managed', type, name, instances: [{ attributes }] });
const state = JSON.stringify({
  version: 4,
  terraform_version: '1.14.0',
  serial: 1,
  lineage: 'x',
  resources: [
    resource('azurerm_user_assigned_identity', 'deploy', {
      id: identity,
      name: 'id-deploy',
      resource_group_name: 'rg-shop',
      client_id: client,
      principal_id: object,
    }),
    resource('azurerm_federated_identity_credential', 'main', {
      name: 'main',
      parent_id: identity,
      issuer,
      subject: 'repo:acme/shop:environment:production',
      audience: ['api://AzureADTokenExchange'],
    }),
    resource('azurerm_role_assignment', 'owner', {
      scope: `/subscriptions/${subscription}`,
      role_definition_name: 'Owner',
      role_definition_id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
      principal_id: object,
      condition: '',
    }),
    resource('azuread_application_password', 'ops', {
      application_id: '/applications/11111111-2222-4333-8444-555555555555',
      key_id: '99999999-8888-4777-8666-555555555555',
      display_name: 'ops',
      end_date: '2028-01-01T00:00:00Z',
      value: 'Xy8~Q7mVt2Lp9Rk4Zs6Wd1Bn5Hc3Jf0Ga-Te_uoi',
    }),
  ],
});

test('a state tells ids, subscription and the secrets in it', async () => {
  const { inventory, fragments } = await scan(write({ 'terraform.tfstate': state }));
  expect(summarise(inventory, 'shop')).toMatchObject({
    identities: [`azure:managed-identity/${subscription}/rg-shop/id-deploy azure-managed-identity declared - terraform.tfstate:1`],
    grants: [
      `azure:managed-identity/${subscription}/rg-shop/id-deploy | Owner | azure:role/8e3af657-a8ff-443c-a75c-2fe8c4bcb635 | /subscriptions/${subscription} terraform.tfstate:1`,
    ],
    credentials: [
      'entra:credential/99999999-8888-4777-8666-555555555555 entra-client-secret ops - entra:principal/11111111-2222-4333-8444-555555555555 terraform.tfstate:1',
    ],
  });
  const { aliases } = [...inventory.identities.values()][0] ?? {};
  expect(aliases).toEqual([`entra:application/${client}`, `entra:service-principal/${object}`]);
  expect(JSON.stringify(fragments)).not.toContain('Xy8~Q7');
});

test('the code beside a state is the same deployment', async () => {
  const code = 'resource "azurerm_user_assigned_identity" "deploy" {\n  name = "id-deploy"\n  resource_group_name = "rg-shop"\n}\n';
  const { inventory } = await scan(write({ 'terraform.tfstate': state, 'main.tf': code }));
  expect([...inventory.identities.keys()]).toEqual([`azure:managed-identity/${subscription}/rg-shop/id-deploy`]);
});

test('a plan knows whose principal it is by the references in it', async () => {
  const values = (address: string, type: string, values: object): object => ({ address, mode: 'managed', type, values });
  const change = (address: string, unknown: object): object => ({ address, change: { after_unknown: unknown } });
  const plan = {
    format_version: '1.2',
    terraform_version: '1.14.0',
    planned_values: {
      root_module: {
        resources: [
          values('azurerm_linux_web_app.a', 'azurerm_linux_web_app', {
            name: 'web',
            resource_group_name: 'rg',
            identity: [{ type: 'SystemAssigned' }],
          }),
          values('azurerm_role_assignment.r', 'azurerm_role_assignment', {
            role_definition_name: 'Reader',
            scope: `/subscriptions/${subscription}`,
          }),
        ],
      },
    },
    resource_changes: [change('azurerm_role_assignment.r', { principal_id: true })],
    configuration: {
      root_module: {
        resources: [
          {
            address: 'azurerm_role_assignment.r',
            expressions: {
              principal_id: {
                references: [
                  'azurerm_linux_web_app.a.identity[0].principal_id',
                  'azurerm_linux_web_app.a.identity[0]',
                  'azurerm_linux_web_app.a.identity',
                  'azurerm_linux_web_app.a',
                ],
              },
            },
          },
        ],
      },
    },
  };
  const { inventory } = await scan(write({ 'plan.json': JSON.stringify(plan) }));
  expect([...inventory.grants.keys()]).toEqual(['azure:system-identity/stack.shop.azure/rg/microsoft.web/sites/web']);
});

describe('a workflow that logs in to Azure', () => {
  const workflow = (clientId: string, environment: string): string =>
    `on: push\npermissions:\n  id-token: write\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: ${environment}\n    steps:\n      - uses: azure/login@v2\n        with:\n          client-id: ${clientId}\n          tenant-id: x\n          subscription-id: y\n`;
  const remote = '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n';
  const edgesOf = async (clientId: string, environment = 'production'): Promise<readonly string[]> => {
    const files = { '.git/config': remote, '.git/HEAD': 'ref: refs/heads/main\n', 'terraform.tfstate': state };
    const { inventory } = await scan(write({ ...files, '.github/workflows/deploy.yml': workflow(clientId, environment) }));
    return federationEdges(inventory).map((e) => `${e.certainty} ${e.from} -> ${e.to}`);
  };
  const job = 'repository:workflow-job/acme/shop/.github/workflows/deploy.yml#deploy';
  const deploy = `azure:managed-identity/${subscription}/rg-shop/id-deploy`;

  test('becomes the identity of the client id that it names', async () => {
    expect(await edgesOf(client)).toEqual([`confirmed ${job} -> ${deploy}`]);
  });

  test('becomes those that let its subject in where it does not name one', async () => {
    expect(await edgesOf('${{ secrets.AZURE_CLIENT_ID }}')).toEqual([`confirmed ${job} -> ${deploy}`]);
  });

  test('becomes none whose credential is for another environment', async () => {
    expect(await edgesOf(client, 'staging')).toEqual([]);
    expect(await edgesOf('${{ vars.AZURE_CLIENT_ID }}', 'staging')).toEqual([]);
  });
});

test.each([
  ["claims['sub'] eq 'repo:acme/shop:pull_request'", [{ claim: 'sub', operator: 'eq', value: 'repo:acme/shop:pull_request' }]],
  [
    "claims['sub'] matches 'repo:acme/*' and claims['job_workflow_ref'] matches 'acme/w@*'",
    [
      { claim: 'sub', operator: 'matches', value: 'repo:acme/*' },
      { claim: 'job_workflow_ref', operator: 'matches', value: 'acme/w@*' },
    ],
  ],
  ["claims['sub'] startsWith 'x'", undefined],
  ["claims['sub'] eq 'x' and", undefined],
  ['', undefined],
])('%s', (text, claims) => {
  expect(readExpression(text)).toEqual(claims);
});

test('keys that a setting leaves open are neither on nor off', async () => {
  const code =
    'variable "shared" {}\nresource "azurerm_storage_account" "a" {\n  name = "sta"\n  resource_group_name = "rg"\n  shared_access_key_enabled = var.shared\n}\n';
  const { inventory } = await scan(write({ 'main.tf': code }));
  const [key] = [...inventory.credentials.values()];
  expect([key?.kind, key?.enabled]).toEqual(['azure-storage-key', undefined]);
});

test('a storage account says how long signatures made with its keys may last', async () => {
  const account = (name: string, more: string): string =>
    `resource "azurerm_storage_account" "${name}" {\n  name                = "${name}"\n  resource_group_name = "rg"\n${more}}\n`;
  const block = (period: string): string => `  sas_policy {\n    expiration_period = ${period}\n    expiration_action = "Block"\n  }\n`;
  const { inventory } = await scan(
    write({
      'main.tf': `variable "given" {}\n${account('week', block('"07.12:00:00"'))}${account('open', block('var.given'))}${account('none', '')}`,
      'main.bicep': `resource d 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'arm'
  properties: { sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' }, keyPolicy: { keyExpirationPeriodInDays: 90 } }
}
`,
    }),
  );
  const facts = [...inventory.credentials.values()].map(({ name, azure }) => [name, azure] as const);
  expect(Object.fromEntries(facts)).toEqual({
    week: { sas_limited: true, sas_days: 7.5, sas_refused: true },
    open: undefined,
    none: { sas_limited: false },
    arm: { sas_limited: true, sas_days: 1, sas_refused: false, key_days: 90 },
  });
});
