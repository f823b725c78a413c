import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Credential } from '../../src/inventory/credential.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import type { Power } from '../../src/permissions/power.ts';
import { postureOf } from '../../src/posture/identity-facts.ts';
import { vendorAccounts } from '../../src/posture/known-accounts.ts';
import { makeWorld } from '../../src/posture/world.ts';
import { SimpleEngine, type SimpleStatement } from '../graph/simple-engine.ts';
import { identity, inventoryOf, link } from '../graph/small-inventory.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-q7RtLm';
const vault = '/subscriptions/s/resourcegroups/shop/providers/microsoft.keyvault/vaults/shop';

interface Kept {
  readonly kind: string;
  readonly secret: Partial<Credential> & Pick<Credential, 'id'>;
  readonly who: Pick<Identity, 'id' | 'plane'> & Partial<Identity>;
  readonly reads: SimpleStatement;
  readonly more?: readonly Fragment[];
}

const evidence = [{ source: 'test' }];
const kept: readonly Kept[] = [
  {
    kind: 'aws-secret',
    secret: { id: 'aws:secret/111122223333/eu-west-1/orders/db', resource: `aws:resource/${arn}` },
    who: { id: 'aws:role/111122223333/orders', plane: 'aws', kind: 'aws-iam-role', scope: '111122223333' },
    reads: { action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:*:*:secret:orders/*' },
  },
  {
    kind: 'aws-ssm-parameter',
    secret: { id: 'aws:ssm-parameter/111122223333/eu-west-1/shop/key' },
    who: { id: 'aws:role/111122223333/orders', plane: 'aws', kind: 'aws-iam-role', scope: '111122223333' },
    reads: { action: 'ssm:GetParameter', resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/key' },
  },
  {
    kind: 'gcp-secret',
    secret: { id: 'gcp:secret/x', resource: 'gcp:resource/secretmanager.googleapis.com/projects/shop/secrets/db' },
    who: { id: 'gcp:service-account/a@shop.iam.gserviceaccount.com', plane: 'gcp', kind: 'gcp-service-account', scope: 'shop' },
    reads: { action: 'secretmanager.versions.access', resource: '//secretmanager.googleapis.com/projects/shop/secrets/db' },
  },
  {
    kind: 'azure-key-vault-secret',
    secret: { id: 'azure:key-vault-secret/shop/db', scope: vault },
    who: { id: 'azure:managed-identity/s/shop/a', plane: 'azure', kind: 'azure-managed-identity', scope: 's' },
    reads: { action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action', resource: vault },
  },
  {
    kind: 'vault-secret',
    secret: { id: 'vault:secret/acme/team/kv/ci/npm', name: 'team/kv/ci/npm', scope: 'acme' },
    who: { id: 'vault:role/acme/jwt/ci', plane: 'vault', kind: 'vault-jwt-role', scope: 'acme' },
    reads: { action: 'read', resource: 'team/kv/data/ci/*' },
    more: [
      {
        type: 'resource',
        value: { id: 'vault:mount/acme/team/kv', plane: 'vault', kind: 'vault-kv', name: 'team/kv', scope: 'acme', evidence },
      },
    ],
  },
  {
    kind: 'kubernetes-service-account-token',
    secret: { id: 'kubernetes:token/prod/web/old' },
    who: { id: 'kubernetes:service-account/prod/web/shop', plane: 'kubernetes', kind: 'kubernetes-service-account', scope: 'prod' },
    reads: { action: 'get secrets', resource: 'web/*' },
  },
];

class Reader extends SimpleEngine {
  override powerOf(id: string): Power {
    return { ...super.powerOf(id), secrets: 'some' as const };
  }
  override resourcesFor(id: string, action: string) {
    return this.decide(id, action).answer === 'denied' ? [] : super.resourcesFor(id, action);
  }
}

function lifetimeOf(
  one: Kept,
  change: Partial<Credential> = {},
  reads: SimpleStatement = one.reads,
  of = one.who.id,
  more: readonly Fragment[] = [],
) {
  const secret: Credential = {
    kind: one.kind,
    name: 'the secret',
    static: true,
    enabled: true,
    evidence,
    ...one.secret,
    ...change,
  };
  const { id, ...rest } = one.who;
  const inventory = inventoryOf([identity(id, rest), { type: 'credential', value: secret }, ...(one.more ?? []), ...more]);
  const engine = new Reader({ [id]: { statements: [reads] } });
  const settings = { now: Date.parse('2026-11-22T00:00:00Z'), knownAccounts: new Set<string>(), vendors: vendorAccounts };
  const world = makeWorld(inventory, engine, buildGraph(inventory, engine), settings);
  const asked = inventory.identities.get(of);
  if (asked === undefined) throw new Error(`no ${of}`);
  return postureOf(world, asked).lifetime;
}

describe.each(kept.map((one) => [one.kind, one] as const))('a short-lived identity and %s', (_, one) => {
  test('that it may read is not short-lived', () => {
    expect(lifetimeOf(one)).toEqual({
      answer: 'no',
      because: `may read ${one.secret.name ?? 'the secret'}, which stays the same until somebody changes it`,
    });
  });

  test.each<[string, Partial<Credential>, SimpleStatement?]>([
    ['that is renewed by itself', { static: false }],
    ['that was deleted', { enabled: false }],
    ['that it may not read', {}, { action: one.reads.action, resource: 'something else' }],
    ['that it may do something else with', {}, { action: 'another:Action' }],
    ['that it may read under a condition', {}, { ...one.reads, condition: 'aws:SourceIp=10.0.0.1' }],
  ])('%s is', (_name, change, reads) => {
    expect(lifetimeOf(one, change, reads).answer).not.toBe('no');
  });
});

test('whoever becomes an identity that may read one is not short-lived either', () => {
  const [one] = kept.filter((k) => k.kind === 'vault-secret');
  if (one === undefined) throw new Error('no such case');
  const account = 'kubernetes:service-account/prod/web/shop';
  const trust: Fragment = {
    type: 'trust',
    value: {
      id: 't',
      identity: one.who.id,
      kind: 'vault-role',
      effect: 'Allow',
      principalKind: 'oidc',
      principal: 'issuer.example',
      actions: ['login'],
      condition: { StringEquals: { 'issuer.example:sub': ['system:serviceaccount:web:shop'] } },
      evidence,
    },
  };
  const of = (sub: string): string =>
    lifetimeOf(one, {}, one.reads, account, [
      identity(account, { plane: 'kubernetes', kind: 'kubernetes-service-account', scope: 'prod' }),
      trust,
      link('assumes', account, one.who.id, { iss: ['https://issuer.example'], sub: [sub] }),
    ]).answer;
  expect(of('system:serviceaccount:web:shop')).toBe('no');
  expect(of('system:serviceaccount:web:cart')).toBe('unknown');
});
