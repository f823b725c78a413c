import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { collectAzureFiles } from '../../../src/collectors/azure/read-file.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const subscription = '/subscriptions/6f1d3c52-0a4b-4c1e-9f37-2b7f0c9d1e01';
const custom = '0b1c2d3e-4f50-4a6b-8c7d-000000000090';
const identity = `${subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`;
const assignment = (scope: string): object => ({
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${scope.length}`,
  properties: { principalId: 'p', roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${custom}`, scope },
});

/** Each names what another describes. */
const answers: Readonly<Record<string, unknown>> = {
  'assignments.json': { value: [assignment(subscription)] },
  'groups.json': [{ id: `${subscription}/resourceGroups/rg`, name: 'rg', tags: { env: 'prod' } }],
  'identities.json': [{ id: identity, name: 'app', principalId: 'p', clientId: 'c', tags: {} }],
  'more-assignments.json': { value: [assignment(`${subscription}/resourceGroups/rg`)] },
  'roles.json': [{ id: `x/${custom}`, name: custom, properties: { roleName: 'Shop operator', type: 'CustomRole', permissions: [] } }],
};

function write(): readonly { readonly path: string; readonly source: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-azure-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return Object.entries(answers).map(([source, answer]) => {
    const path = join(folder, source);
    writeFileSync(path, JSON.stringify(answer));
    return { path, source };
  });
}

test('what one file names another describes, and each has a status of its own', async () => {
  const fragments: Fragment[] = [];
  const files = write();
  const { parts } = await collectAzureFiles([...files, { path: '/nowhere/gone.json', source: 'gone.json' }], {
    emit: (f) => fragments.push(f),
    fingerprint: () => 'hash',
  });
  expect(fragments.flatMap((f) => (f.type === 'grant' ? [[f.value.holder, f.value.name]] : []))).toEqual([
    ['entra:service-principal/p', 'Shop operator'],
    ['entra:service-principal/p', 'Shop operator'],
  ]);
  const environments = fragments.flatMap((f) => (f.type === 'identity' && f.value.name === 'app' ? [f.value.environment] : []));
  expect(environments).toEqual([undefined, 'production']);
  expect(fragments.some((f) => f.type === 'scope' && f.value.supplies?.includes('grants') === true)).toBe(true);
  expect(parts?.map((p) => `${p.source} ${p.status} ${p.identities}`)).toEqual([
    'assignments.json complete 0',
    'groups.json complete 0',
    'identities.json complete 1',
    'more-assignments.json complete 0',
    'roles.json complete 0',
    'gone.json failed 0',
  ]);
});
