import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { PolicyStatement } from '../../../src/inventory/policy.ts';
import { AwsPermissions } from '../../../src/permissions/aws/aws-permissions.ts';
import { account, universe } from '../world.ts';

const evidence = [{ source: 'dump.json' }];

/** Lists of actions as collectors hand them over: one copy of each. */
const lists = [
  ['s3:GetObject'],
  ['s3:PutObject', 's3:DeleteObject'],
  ['dynamodb:GetItem', 'dynamodb:PutItem'],
  ['sqs:*'],
  ['secretsmanager:GetSecretValue'],
  ['lambda:InvokeFunction', 'lambda:CreateFunction'],
  ['iam:PassRole'],
  ['iam:PutRolePolicy', 'iam:GetRole'],
  ['iam:CreatePolicyVersion'],
  ['sts:AssumeRole'],
  ['s3:NoSuchAction'],
  ['logs:*', 'kms:Decrypt'],
  ['iam:GetUser'],
];
const conditions = [
  { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } },
  { Bool: { 'aws:SecureTransport': ['false'] } },
  { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
  { StringEquals: { 'aws:PrincipalTag/team': ['shop'] } },
  { StringEquals: { 'aws:ResourceTag/team': ['shop'] } },
];
const named = ['arn:aws:s3:::shop-1/*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'arn:aws:iam::111122223333:role/r-1'];
const wide = ['*', 'arn:aws:s3:::*', 'arn:aws:s3:::*/*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:dynamodb:eu-west-1:*:table/*'];

const action = fc.constantFrom(...lists);
const small = fc.record({
  effect: fc.constant('Allow' as const),
  action,
  resource: fc.subarray(named, { minLength: 1 }),
  condition: fc.option(fc.constantFrom(...conditions), { nil: undefined, freq: 4 }),
});
const other = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  action,
  resource: fc.subarray([...named, ...wide, `arn:aws:s3:::\${aws:username}/*`], { minLength: 1, maxLength: 2 }),
  condition: fc.option(fc.constantFrom(...conditions), { nil: undefined }),
});
const negated = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  notAction: action,
  resource: fc.constantFrom(['*'], ['arn:aws:s3:::*']),
  condition: fc.option(fc.constantFrom(...conditions), { nil: undefined }),
});
const plain = ({
  condition,
  ...statement
}: Omit<PolicyStatement, 'condition'> & { condition?: PolicyStatement['condition'] | undefined }): PolicyStatement =>
  condition === undefined ? statement : { ...statement, condition };
const document = (statement: fc.Arbitrary<Parameters<typeof plain>[0]>, most: number) =>
  fc.array(statement.map(plain), { minLength: 1, maxLength: most });

/** Policies that all hold, a boundary, a control policy, and what each holds besides. */
interface World {
  readonly policies: readonly (readonly PolicyStatement[])[];
  readonly boundary?: readonly PolicyStatement[] | undefined;
  readonly control?: readonly PolicyStatement[] | undefined;
  readonly holders: readonly (readonly PolicyStatement[])[];
}

const world: fc.Arbitrary<World> = fc.record({
  policies: fc.array(document(fc.oneof(small, other, negated), 2), { maxLength: 2 }),
  boundary: fc.option(document(fc.oneof(other, negated), 2), { nil: undefined }),
  control: fc.option(document(fc.oneof(other, negated), 2), { nil: undefined }),
  holders: fc.array(document(fc.oneof({ arbitrary: small, weight: 20 }, { arbitrary: other, weight: 1 }), 2), {
    minLength: 6,
    maxLength: 8,
  }),
});

const idOf = (n: number): string => `aws:role/${account}/r-${n}`;

function read({ policies, boundary, control, holders }: World): Inventory {
  const builder = new InventoryBuilder();
  const add = (id: string, statements: readonly PolicyStatement[]): void =>
    builder.add({ type: 'document', value: { id, version: '2012-10-17', statements } });
  const grant = (holder: string, kind: 'attached' | 'inline' | 'boundary' | 'scp', name: string): void =>
    builder.add({ type: 'grant', value: { id: `${holder}#${kind}/${name}`, holder, kind, name, document: name, evidence } });
  policies.forEach((statements, n) => {
    add(`policy-${n}`, statements);
  });
  if (control !== undefined) {
    add('control', control);
    grant(`aws:account/${account}`, 'scp', 'control');
  }
  if (boundary !== undefined) add('boundary', boundary);
  holders.forEach((own, n) => {
    const id = idOf(n);
    const identity = { id, plane: 'aws', kind: 'aws-iam-role', name: `r-${n}`, scope: account, nature: 'workload', agent: false } as const;
    builder.add({ type: 'identity', value: { ...identity, standing: 'observed', grantsListed: true, aws: { path: '/' }, evidence } });
    for (const policy of policies.keys()) grant(id, 'attached', `policy-${policy}`);
    if (boundary !== undefined) grant(id, 'boundary', 'boundary');
    add(`own-${n}`, own);
    grant(id, 'inline', `own-${n}`);
  });
  return builder.finish([]);
}

/** More questions than are answered at once. */
const many = ['Get', 'Put', 'Delete'].flatMap((verb) =>
  ['Object', 'ObjectAcl', 'ObjectTagging', 'BucketPolicy', 'BucketWebsite', 'ObjectVersionTagging', 'AccountPublicAccessBlock'].map(
    (what) => [`s3:${verb}${what}`],
  ),
);

/** All that an engine says of an identity. */
function told(engine: AwsPermissions, id: string): unknown {
  const { level, read, write, execute, grant, secrets, conditional, because, unreadable } = engine.powerOf(id);
  const asked = ['s3:GetObject', 'lambda:CreateFunction', 'iam:PassRole'];
  return {
    power: { level, read, write, execute, grant, secrets, conditional, because, unreadable },
    actions: [...engine.actionsOf(id)].sort(),
    answers: asked.map((one) => [engine.answerOf(id, one), engine.answerOf(id, one, '*'), engine.decide(id, one).answer]),
    none: [...lists, ...many, ...lists].map((list) => engine.allowsNoneOf(id, list)),
    later: many.map(([one = '']) => engine.answerOf(id, one)),
    conditions: new Set(engine.conditionsOf(id)),
  };
}

function expectAlike(one: World): void {
  const inventory = read(one);
  const together = new AwsPermissions(inventory, universe);
  for (const n of one.holders.keys()) {
    const alone = new AwsPermissions(inventory, universe);
    expect(told(together, idOf(n))).toEqual(told(alone, idOf(n)));
  }
}

test('who is measured by his like is measured as by himself', () => {
  fc.assert(fc.property(world, expectAlike), { numRuns: 15 });
});

const allow = (actions: readonly string[], ...resource: string[]): PolicyStatement => ({ effect: 'Allow', action: actions, resource });
const when = (statement: PolicyStatement, condition: (typeof conditions)[number]): PolicyStatement => ({ ...statement, condition });
const shop = 'arn:aws:s3:::shop-1/*';
const [lambda, tables] = ['arn:aws:lambda:eu-west-1:111122223333:function:shop-1', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'];
const [vpc, tls, region] = conditions as [(typeof conditions)[0], (typeof conditions)[1], (typeof conditions)[2]];
/** Two to know the frame by, one to be alike, and one that differs from it in what facets do not tell. */
const alike: Readonly<Record<string, World>> = {
  'a function made beside the right to pass any role': {
    policies: [[allow(['iam:PassRole'], '*')]],
    holders: [
      [['lambda:UpdateFunctionConfiguration'], lambda],
      [['states:StartExecution'], lambda],
      [['codebuild:StartBuild'], lambda],
      [['ec2:RunInstances'], lambda],
    ].map(([action, on]) => [allow(action as string[], on as string)]),
  },
  'a role that may change itself': {
    policies: [],
    holders: ['iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutRolePolicy'].map((action) => [
      allow([action], `arn:aws:iam::${account}:role/r-3`),
    ]),
  },
  'a Deny of some resources': {
    policies: [[{ effect: 'Deny', action: ['s3:GetObject'], resource: [shop] }]],
    holders: [tables, `${tables}-2`, `${tables}-3`, shop].map((on) => [allow(['s3:GetObject'], on)]),
  },
  'a Deny of some resources under a condition': {
    policies: [[when({ effect: 'Deny', action: ['s3:GetObject'], resource: [shop] }, vpc)]],
    holders: [tables, `${tables}-2`, `${tables}-3`, shop].map((on) => [allow(['s3:GetObjectAcl'], on)]),
  },
  'a Deny of everything without TLS but of some actions': {
    policies: [[when({ effect: 'Deny', notAction: ['s3:*'], resource: ['*'] }, tls)]],
    holders: [['s3:GetObject'], ['s3:GetObjectAcl'], ['s3:ListBucket'], ['dynamodb:GetItem']].map((action) => [allow(action, shop)]),
  },
  'a Deny of some actions': {
    policies: [[{ effect: 'Deny', action: ['s3:GetObject'], resource: ['*'] }]],
    holders: [['s3:GetObjectAcl'], ['s3:GetObjectTagging'], ['s3:GetObjectVersion'], ['s3:GetObject']].map((action) => [
      allow(action, shop),
    ]),
  },
  'a Deny outside of regions, and a call to IAM': {
    policies: [[when({ effect: 'Deny', notAction: ['s3:*'], resource: ['*'] }, region)]],
    holders: [['dynamodb:GetItem'], ['dynamodb:Query'], ['dynamodb:Scan'], ['iam:GetRole']].map((action) => [allow(action, tables)]),
  },
  'a boundary that allows one action, and another one on one resource': {
    policies: [],
    boundary: [allow(['s3:GetObject', 's3:ListBucket'], '*'), allow(['dynamodb:GetItem'], tables)],
    holders: [
      [allow(['s3:GetObject'], shop)],
      [allow(['s3:ListBucket'], shop)],
      [allow(['dynamodb:Query'], shop)],
      ...[shop, `${shop}a/*`, `${shop}b/*`, tables].map((on) => [allow(['dynamodb:GetItem'], on)]),
    ],
  },
};

test.each(Object.entries(alike))('%s tells identities apart', (_, one) => {
  expectAlike(one);
});
