import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nhi } from './nhi.ts';

const tenant = '3d5e7f90-1b2c-4d3e-a4f5-b6c7d8e9fa03';
const scope = '/subscriptions/9b1f0c52-6c1e-4f27-8a3d-0e6b5d7a1c44';
const id = (n: number): string => `4d0e7a91-2b6f-4f0b-9c55-${String(n).padStart(12, '0')}`;

function assignment(n: number, principalName: string): object {
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${id(n + 100)}`,
    name: id(n + 100),
    type: 'Microsoft.Authorization/roleAssignments',
    principalId: id(n),
    principalName,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
    roleDefinitionName: 'Reader',
    scope,
  };
}

const answer = (of: string, value: readonly object[]): string =>
  JSON.stringify({ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${of}`, value });

test('a principal is gone where the directory does not list it, and not where az found its name', async () => {
  const base = mkdtempSync(join(tmpdir(), 'nhi-azure-names-'));
  try {
    writeFileSync(join(base, 'role-assignment-list.json'), JSON.stringify([assignment(1, ''), assignment(2, id(50))]));
    writeFileSync(join(base, 'organization.json'), answer('organization', [{ id: tenant, displayName: 'Acme', verifiedDomains: [] }]));
    const listed = { id: id(3), appId: id(60), displayName: 'other', servicePrincipalType: 'Application', appOwnerOrganizationId: tenant };
    writeFileSync(join(base, 'servicePrincipals.json'), answer('servicePrincipals', [listed]));
    const { out } = await nhi(['scan', base, '--format', 'json']);
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly rule: string; readonly message: string }[] };
    const gone = findings.filter((f) => f.rule === 'azure-orphaned-assignment').map((f) => f.message);
    expect(gone).toHaveLength(1);
    expect(gone[0]).toContain(id(1));
  } finally {
    rmSync(base, { recursive: true });
  }
});
