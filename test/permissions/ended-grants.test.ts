import { expect, test } from 'vitest';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { withoutEndedGrants } from '../../src/permissions/ended-grants.ts';
import { application, inventoryOf } from './entra/directory-world.ts';

function grant(name: string, until?: string): Fragment {
  const value = { id: name, holder: application, kind: 'attached', name, evidence: [], ...(until === undefined ? {} : { until }) } as const;
  return { type: 'grant', value };
}

const now = new Date('2026-12-01T00:00:00Z');

test('what has ended is left out, to the second', () => {
  const inventory = inventoryOf(
    grant('for-ever'),
    grant('ended', '2026-12-01T00:00:00Z'),
    grant('ended-elsewhere', '2026-12-01T00:59:00+01:00'),
    grant('ends', '2026-12-01T00:00:01Z'),
    grant('some-day', 'when it suits'),
  );
  const left = withoutEndedGrants(inventory, now).grants.get(application) ?? [];
  expect(left.map((g) => g.name)).toEqual(['for-ever', 'ends', 'some-day']);
});

test('where nothing has ended nothing is copied', () => {
  const inventory = inventoryOf(grant('for-ever'), grant('ends', '2027-01-01T00:00:00Z'));
  expect(withoutEndedGrants(inventory, now)).toBe(inventory);
});
