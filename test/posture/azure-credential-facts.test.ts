import { expect, test } from 'vitest';
import type { Credential } from '../../src/inventory/credential.ts';
import { azureCredentialFacts } from '../../src/posture/azure-facts.ts';

const key: Credential = { id: 'k', kind: 'azure-storage-key', name: 'acme', static: true, evidence: [] };

test.each([
  [undefined, ''],
  [{ sas_limited: false }, ', for as long as whoever makes them likes'],
  [{ sas_limited: true, sas_days: 7, sas_refused: true }, ', for 7 days at most'],
  [{ sas_limited: true, sas_days: 1.5, sas_refused: false }, ', for a day by a policy that only logs longer ones'],
  [{ sas_limited: true, sas_days: 0.2, sas_refused: true }, ', for less than a day at most'],
] as const)('how long signatures of a storage account last where its policies say %j', (azure, signatures) => {
  expect(azureCredentialFacts(azure === undefined ? key : { ...key, azure })?.signatures).toBe(signatures);
});

test('other keys make no signatures that a policy limits', () => {
  expect(azureCredentialFacts({ ...key, kind: 'azure-redis-key' })).toBeUndefined();
});
