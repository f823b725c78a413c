import { expect, test } from 'vitest';
import type { Grant } from '../../src/inventory/grant.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { summaryOfGrants } from '../../src/permissions/grant-summary.ts';

test('what there is among the grants', () => {
  const builder = new InventoryBuilder();
  const add = (holder: string, policy: string, more: Partial<Grant> = {}): void =>
    builder.add({
      type: 'grant',
      value: { id: `${holder}#attached/${policy}`, holder, kind: 'attached', name: policy, policy, evidence: [], ...more },
    });
  add('gcp:user/a', 'gcp:role/roles/viewer', { until: '2027-03-01T00:00:00Z' });
  add('gcp:user/a', 'gcp:role/roles/editor', { until: '2027-02-01T01:00:00+01:00' });
  add('gcp:user/a', 'gcp:role/roles/owner', { until: 'some day' });
  add('gcp:project/p', 'gcp:deny-policy/d', { kind: 'scp' });
  add('azure:managed-identity/m', 'azure:role/r', { declared: true });
  add('azure:managed-identity/n', 'azure:deny/x', { kind: 'scp' });
  add('aws:role/1/r', 'arn:aws:iam::aws:policy/ReadOnlyAccess', { kind: 'boundary' });
  const summary = summaryOfGrants(builder.finish([]));
  expect([...summary.policies].sort()).toEqual(['azure:deny', 'azure:role', 'gcp:deny-policy', 'gcp:role']);
  expect([...summary.given].sort()).toEqual(['azure:deny', 'gcp:deny-policy', 'gcp:role']);
  expect([...summary.limited].sort()).toEqual(['aws:role/1/r', 'azure:managed-identity/n', 'gcp:project/p']);
  expect(new Date(summary.firstEnd).toISOString()).toBe('2027-02-01T00:00:00.000Z');
});
