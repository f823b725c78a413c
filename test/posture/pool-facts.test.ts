import { expect, test } from 'vitest';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { Provider } from '../../src/inventory/provider.ts';
import type { Trust } from '../../src/inventory/trust.ts';
import { poolFacts } from '../../src/posture/pool-facts.ts';

const pool = 'projects/100/locations/global/workloadIdentityPools/ci';
const provider = `gcp:workload-identity-provider/${pool}/providers/one`;

const cases: readonly (readonly [name: string, told: Pick<Provider, 'kind'> & Partial<Provider>, open: boolean | undefined])[] = [
  ['GitHub gives tokens to anybody', { kind: 'oidc', issuer: 'token.actions.githubusercontent.com' }, true],
  ['an issuer of one’s own does not', { kind: 'oidc', issuer: 'login.corp.example' }, false],
  ['an issuer that was not read', { kind: 'oidc' }, undefined],
  ['a provider of AWS names one account', { kind: 'aws', account: '123456789012' }, false],
  ['an account that was not read', { kind: 'aws' }, undefined],
  ['SAML is of one identity provider', { kind: 'saml' }, false],
  ['X.509 is of one’s own authorities', { kind: 'x509' }, false],
];

/** Lets in every identity of the pool. */
const member = `principalSet://iam.googleapis.com/${pool}/*`;
const trust: Trust = {
  id: 't',
  identity: 'gcp:service-account/a@b.iam.gserviceaccount.com',
  kind: 'gcp-trust',
  effect: 'Allow',
  principalKind: 'federated',
  principal: member,
  pool: { provider, member },
  actions: ['iam.serviceAccounts.getAccessToken'],
  evidence: [],
};

test.each(cases)('whether anybody can get tokens of the issuer: %s', (_, told, open) => {
  const builder = new InventoryBuilder();
  builder.add({ type: 'provider', value: { id: provider, condition: null, evidence: [], ...told } });
  expect(poolFacts(trust, builder.finish([]), []).open_issuer).toBe(open);
});

test.each([
  [null, true],
  ["assertion.repository_owner != ''", true],
  ['has(assertion.repository)', true],
  ["assertion.repository.startsWith('')", true],
  ["assertion.repository_owner != '' && assertion.repository_owner_id == '123'", false],
  ["assertion.repository_owner_id == '123' || true", true],
  ["assertion.repository.startsWith('acme')", false],
  ['size(assertion.sub) > 5', false],
  ['this is no condition', false],
] as const)('whether the pool takes every token of its issuer where the condition is %s', (condition, all) => {
  const builder = new InventoryBuilder();
  builder.add({
    type: 'provider',
    value: { id: provider, kind: 'oidc', issuer: 'token.actions.githubusercontent.com', condition, evidence: [] },
  });
  expect(poolFacts(trust, builder.finish([]), []).unconditioned).toBe(all);
});
