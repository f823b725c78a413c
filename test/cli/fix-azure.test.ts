import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nhi } from './nhi.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-fix-azure-'));
afterAll(() => rmSync(folder, { recursive: true }));

const subscription = '9b1f0c52-6c1e-4f27-8a3d-0e6b5d7a1c44';
const group = `/subscriptions/${subscription}/resourceGroups/rg-orders`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/orders`;
const principal = '4d0e7a91-2b6f-4f0b-9c55-000000000001';
const read = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

function assignment(n: number, role: string, roleName: string, scope: string): unknown {
  const name = `4d0e7a91-2b6f-4f0b-9c55-0000000001${String(n).padStart(2, '0')}`;
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    principalId: principal,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    roleDefinitionName: roleName,
    scope,
    type: 'Microsoft.Authorization/roleAssignments',
  };
}

const identity = {
  id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders`,
  name: 'orders',
  clientId: '4d0e7a91-2b6f-4f0b-9c55-000000000002',
  principalId: principal,
  resourceGroup: 'rg-orders',
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
};

writeFileSync(join(folder, 'identities.json'), JSON.stringify([identity]));
writeFileSync(
  join(folder, 'assignments.json'),
  JSON.stringify([
    assignment(1, 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor', `/subscriptions/${subscription}`),
    assignment(2, 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', 'Storage Blob Data Owner', `/subscriptions/${subscription}`),
  ]),
);

const sources = ['identities.json', 'assignments.json'].map((file) => join(folder, file));
const run = (command: string, ...words: readonly string[]): ReturnType<typeof nhi> =>
  nhi([command, ...words, ...sources, '--now', '2026-12-01']);
const fix = (...more: readonly string[]): ReturnType<typeof nhi> => run('fix', 'orders', ...more);

describe('nhi fix for an identity of Azure', () => {
  test('names the built-in role, on the resource, and what to take away', async () => {
    const { code, out, err } = await fix('--need', `${read}:${account}`);
    expect(code).toBe(0);
    const plan = JSON.parse(out) as Readonly<Record<string, unknown>>;
    expect(plan).toEqual({
      identity: `azure:managed-identity/${subscription}/rg-orders/orders`,
      assign: [{ role: { id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', name: 'Storage Blob Data Reader' }, scope: account.toLowerCase() }],
      remove: [
        { role: 'Contributor', id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', scope: `/subscriptions/${subscription}` },
        { role: 'Storage Blob Data Owner', id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', scope: `/subscriptions/${subscription}` },
      ],
      leaveGroups: [],
    });
    expect(err).toMatch(/orders: \d{3,} known actions now, \d{1,2} with these roles/);
  });

  test('writes commands with a role of its own', async () => {
    const { out } = await fix('--need', 'Microsoft.Web/sites/restart/action', '--format', 'cli');
    expect(out).toContain('az role definition create --role-definition \'{"Name":"nhi-fix-orders"');
    expect(out).toContain(`az role assignment create --assignee-object-id ${principal} --assignee-principal-type ServicePrincipal`);
    expect(out).toContain(`az role assignment delete --assignee ${principal} --role b24988ac-6180-42a0-ab88-20f7382dd24c`);
  });

  test('writes Terraform', async () => {
    const { out } = await fix('--need', `${read}:${account}`, '--need', 'Microsoft.Web/sites/restart/action', '--format', 'terraform');
    expect(out).toContain('role_definition_name = "Storage Blob Data Reader"');
    expect(out).toContain('resource "azurerm_role_definition" "nhi_fix_orders_2" {');
  });

  test('tells what would change', async () => {
    const { out } = await fix('--need', `${read}:${account}`, '--what-if');
    expect(out).toContain('orders: escalate now, read with the smaller policy');
    expect(out).toContain('azure-mi-contributor-broad');
  });

  test('says what is needed and not held', async () => {
    const { err } = await fix('--need', 'Microsoft.Authorization/roleAssignments/write', '--need', `${read}:${account}`);
    expect(err).toContain('declared as needed and not held now, so not given: Microsoft.Authorization/roleAssignments/write');
  });

  test.each([
    [['--need', 's3:GetObject'], 'is an action of another plane than the identity'],
    [[], 'no record of use of orders was read; give the Activity Log (az monitor activity-log list), or say what it needs with --need'],
  ])('%j is refused in one line', async (more, why) => {
    const { code, err } = await fix(...more);
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

test('nhi can and who-can take actions of Azure and ARM ids', async () => {
  const answer = await run('can', 'orders', 'Microsoft.Compute/virtualMachines/runCommand/action', group);
  expect(answer.out).toMatch(/^allowed {2}orders: .*\n( {9}.*\n)? {2}a role that it holds allows it\n {2}Contributor, on subscription /);
  expect((await run('can', 'orders', 'Microsoft.Authorization/roleAssignments/write')).out).toMatch(/^denied /);
  expect((await run('who-can', 'Microsoft.Storage/storageAccounts/listKeys/action', account)).out).toMatch(
    /^allowed {5}azure:managed-identity\//,
  );
});

test('a role that comes through a group of a group is taken away by leaving the group that it is in', async () => {
  const [holding, own] = ['4d0e7a91-2b6f-4f0b-9c55-00000000000a', '4d0e7a91-2b6f-4f0b-9c55-00000000000b'];
  const base = mkdtempSync(join(tmpdir(), 'nhi-fix-azure-groups-'));
  try {
    const [file, groups] = [join(base, 'assignments.json'), join(base, 'groups.json')];
    const held = assignment(1, 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor', `/subscriptions/${subscription}`) as object;
    writeFileSync(file, JSON.stringify([{ ...held, principalId: holding, principalType: 'Group' }]));
    const member = (kind: string, id: string): object => ({ '@odata.type': `#microsoft.graph.${kind}`, id });
    writeFileSync(
      groups,
      JSON.stringify({
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups(members())',
        value: [
          { id: holding, displayName: 'holding', members: [member('group', own)] },
          { id: own, displayName: 'own', members: [member('servicePrincipal', principal)] },
        ],
      }),
    );
    const { code, out, err } = await nhi([
      'fix',
      'orders',
      '--need',
      read,
      '--need',
      'Microsoft.Compute/virtualMachines/read',
      sources[0] ?? '',
      file,
      groups,
    ]);
    expect({ code, groups: (JSON.parse(out) as { leaveGroups: unknown }).leaveGroups }).toEqual({ code: 0, groups: [own] });
    expect(err).toMatch(/known actions now, 1 with these roles/);
  } finally {
    rmSync(base, { recursive: true });
  }
});
