import { describe, expect, test } from 'vitest';
import { noteOnAction, readAzureAction } from '../../src/cli/known-action.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { knownActions } from '../../src/permissions/azure/known-actions.ts';
import { makeDirectory, nhi } from './nhi.ts';

const evidence = [{ source: 'roles.json' }];
const builder = new InventoryBuilder();
builder.add({
  type: 'policy',
  value: {
    id: 'gcp:role/projects/acme/roles/reads',
    kind: 'gcp-role',
    name: 'reads',
    providerManaged: false,
    permissions: ['storage.objects.getIamPolicy'],
    evidence,
  },
});
builder.add({
  type: 'policy',
  value: {
    id: 'azure:role/1',
    kind: 'azure-role',
    name: 'packs',
    providerManaged: false,
    allows: [{ actions: ['Microsoft.Acme/boxes/pack/action'], notActions: [], dataActions: [], notDataActions: [] }],
    evidence,
  },
});
const inventory = builder.finish([]);

describe('an action of Azure', () => {
  test('ends with what is done', () => {
    expect(() => readAzureAction('Microsoft.Storage/storageAccounts/reed')).toThrow(
      /ends with \/read, \/write, \/delete or \/action; did you mean "Microsoft\.Storage\/storageAccounts\/read"\?$/,
    );
    expect(() => readAzureAction('Microsoft.Compute/')).toThrow(/ends with/);
    const { control, data } = knownActions();
    expect([...control.values(), ...data.values()].filter((action) => readAzureAction(action) !== action)).toEqual([]);
  });

  test.each([
    ['Microsoft.Storage/storageAccounts/listKeys/action', undefined],
    ['microsoft.storage/STORAGEACCOUNTS/delete', undefined],
    ['Microsoft.Acme/boxes/pack/action', undefined],
    [
      'Microsoft.Storage/storageAccounts/listKey/action',
      'Microsoft.Storage/storageAccounts/listKey/action is not known to this version; did you mean "Microsoft.Storage/storageAccounts/listkeys/action"?',
    ],
    [
      'Microsoft.Unheard/of/reverberations/amplify/action',
      'Microsoft.Unheard/of/reverberations/amplify/action is not known to this version',
    ],
    // A real one that no built-in role names; listSecrets is something else.
    ['Microsoft.Web/sites/functions/listkeys/action', 'Microsoft.Web/sites/functions/listkeys/action is not known to this version'],
  ])('%s', (action, note) => {
    expect(noteOnAction('azure', action, inventory)).toBe(note);
  });
});

test.each([
  ['storage.objects.get', undefined],
  ['storage.objects.getIamPolicy', undefined],
  ['storage.objects.gett', 'storage.objects.gett is not known to this version; did you mean "storage.objects.get"?'],
  ['storage.object.gett', 'storage.object.gett is not known to this version; did you mean "storage.objects.get"?'],
  ['compute.instances.list', undefined],
  ['compute.instance.list', 'compute.instance.list is not known to this version; did you mean "compute.instances.list"?'],
  ['resourcemanager.projects.getIamPolicy', undefined],
  ['compute.networks.create', 'compute.networks.create is not known to this version'],
  ['logging.logEntries.list', 'logging.logEntries.list is not known to this version'],
  ['storag.objects.get', 'no service storag of Google Cloud is known to this version; did you mean "storage"?'],
])('a permission of Google Cloud: %s', (permission, note) => {
  expect(noteOnAction('gcp', permission, inventory)).toBe(note);
});

test('the answer says what is not known', async () => {
  const cwd = makeDirectory({
    'main.tf': 'resource "google_service_account" "reader" {\n  account_id = "reader"\n  project    = "acme"\n}\n',
  });
  const ask = (...args: string[]) => nhi([...args, '.', '-q'], { cwd });
  const note = 'storage.objects.gett is not known to this version; did you mean "storage.objects.get"?';
  expect((await ask('can', 'reader@acme.iam.gserviceaccount.com', 'storage.objects.gett')).out).toContain(`\n  ${note}\n`);
  expect((await ask('who-can', 'storage.objects.gett')).out).toMatch(/\nstorage\.objects\.gett is not known to this version;/);
  const json = await ask('who-can', 'storage.objects.gett', '--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({ note });
});

test('a misspelt end of an action of Azure is refused', async () => {
  const refused = await nhi(['who-can', 'Microsoft.Storage/storageAccounts/reed', 'demo'], {});
  expect(refused.code).toBe(2);
  expect(refused.err.trim().split('\n')).toHaveLength(1);
});
