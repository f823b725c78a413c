import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { postureOf } from '../../src/posture/identity-facts.ts';
import { makeWorld, type World } from '../../src/posture/world.ts';
import { universe } from '../permissions/world.ts';

const account = '111122223333';
const policyOf = (statement: object): object => ({ Version: '2012-10-17', Statement: [statement] });
const allow = (action: string | readonly string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});

const statements: readonly object[] = [
  allow('*'),
  allow(['s3:GetObject', 's3:PutObject']),
  allow('ec2:DescribeInstances'),
  allow('iam:PutUserPolicy'),
  allow('iam:PutUserPolicy', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
  allow('s3:DeleteObject', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
  allow('verifiedpermissions:IsAuthorized'),
  allow('secretsmanager:GetSecretValue'),
];
const principals: readonly object[] = [
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ec2.amazonaws.com' },
  { Service: 'bedrock.amazonaws.com' },
  { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] },
  { Service: '["lambda.amazonaws.com","edgelambda.amazonaws.com"]' },
  { AWS: '444455556666' },
  { AWS: `arn:aws:iam::${account}:user/u0` },
  { Federated: `arn:aws:iam::${account}:saml-provider/office` },
];

const held = fc.record({
  policies: fc.array(fc.constantFrom(...statements), { maxLength: 2 }),
  unread: fc.boolean(),
});
const role = fc.record({ held, trusts: fc.constantFrom(...principals), session: fc.constantFrom(undefined, 3600, 43_200) });
const row = fc.constantFrom(undefined, 'no key', 'a key', 'a password');
const user = fc.record({ held, row });
const told = fc.record({
  roles: fc.array(role, { minLength: 5, maxLength: 8 }),
  users: fc.array(user, { minLength: 3, maxLength: 5 }),
  whole: fc.boolean(),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

function policiesOf({ policies, unread }: Told['users'][number]['held'], list: string): object {
  return {
    [list]: policies.map((statement, i) => ({ PolicyName: `p${i}`, PolicyDocument: policyOf(statement) })),
    AttachedManagedPolicies: unread ? [{ PolicyName: 'gone', PolicyArn: `arn:aws:iam::${account}:policy/gone` }] : [],
  };
}

function worldOf({ roles, users, whole }: Told): () => World {
  const builder = new InventoryBuilder();
  const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', account, fingerprint: () => 'f' });
  const add = (kind: AwsRecord['kind'], raw: object): void => normaliser.add({ kind, raw, at: { source: 's' } } as AwsRecord);
  roles.forEach(({ held: of, trusts, session }, i) => {
    add('role-detail', {
      RoleName: `r${i}`,
      Arn: `arn:aws:iam::${account}:role/r${i}`,
      AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }),
      ...(session === undefined ? {} : { MaxSessionDuration: session }),
      ...policiesOf(of, 'RolePolicyList'),
    });
  });
  users.forEach(({ held: of, row: reported }, i) => {
    const arn = `arn:aws:iam::${account}:user/u${i}`;
    add('user-detail', { UserName: `u${i}`, Arn: arn, ...policiesOf(of, 'UserPolicyList') });
    if (reported === undefined) return;
    const password = String(reported === 'a password');
    const key = String(reported === 'a key');
    add('credential-report-row', {
      user: `u${i}`,
      arn,
      password_enabled: password,
      access_key_1_active: key,
      access_key_2_active: 'false',
    });
  });
  normaliser.finish();
  const scope = { id: `aws:account/${account}`, plane: 'aws', name: account, ...(whole ? { supplies: ['workloads'] } : {}) } as const;
  builder.add({ type: 'scope', value: scope });
  const inventory = builder.finish([]);
  const permissions = new AwsPermissions(inventory, universe);
  const graph = buildGraph(inventory, permissions);
  return () => makeWorld(inventory, permissions, graph, { now: 0, knownAccounts: new Set(), vendors: {} });
}

test('the four answers for a role or user do not turn on whose were worked out before', () => {
  let shared = 0;
  fc.assert(
    fc.property(told, (of) => {
      const makeAgain = worldOf(of);
      const together = makeAgain();
      const seen = new Set<unknown>();
      for (const identity of together.inventory.identities.values()) {
        const posture = postureOf(together, identity);
        expect([identity.id, answersOf(posture)]).toEqual([identity.id, answersOf(postureOf(makeAgain(), identity))]);
        if (seen.has(posture.lifetime)) shared++;
        seen.add(posture.lifetime);
      }
    }),
    { numRuns: 150 },
  );
  expect(shared).toBeGreaterThan(20);
});

/** Evidence is looked up where somebody asks for it. */
function answersOf(posture: ReturnType<typeof postureOf>): unknown {
  return Object.entries(posture).map(([question, { answer, because, evidence }]) => ({ question, answer, because, evidence }));
}
