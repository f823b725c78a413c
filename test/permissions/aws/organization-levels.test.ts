import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { AwsPermissions } from '../../../src/permissions/aws/aws-permissions.ts';
import { levelsOver, onlyInUnit } from '../../../src/permissions/aws/organization-levels.ts';
import { account, parseStatement, type StatementText, universe } from '../world.ts';

const evidence = [{ source: 's' }];
const top = 'aws:organization';
const own = `aws:account/${account}`;
const id = `aws:role/${account}/app`;
const full = 'Allow * on *';

/** A role that may do everything, under levels of service control policies. */
interface Tree {
  /** Holder -> its policies. */
  readonly scps: Readonly<Record<string, readonly (readonly StatementText[])[]>>;
  /** Child -> parent. */
  readonly parents: Readonly<Record<string, string>>;
  readonly management?: true;
}

function builderOf({ scps, parents, management }: Tree): InventoryBuilder {
  const builder = new InventoryBuilder();
  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: 'aws-iam-role',
      name: 'app',
      scope: account,
      nature: 'workload',
      agent: false,
      standing: 'observed',
      grantsListed: true,
      aws: { path: '/' },
      evidence,
    },
  });
  const hold = (holder: string, kind: 'inline' | 'scp', name: string, statements: readonly StatementText[]): void => {
    const document = `${holder} ${name}`;
    builder.add({ type: 'document', value: { id: document, version: '2012-10-17', statements: statements.map(parseStatement) } });
    builder.add({ type: 'grant', value: { id: `${holder}#${kind}/${name}`, holder, kind, name, document, evidence } });
  };
  hold(id, 'inline', 'everything', [full]);
  for (const [holder, policies] of Object.entries(scps)) {
    for (const [at, policy] of policies.entries()) hold(holder, 'scp', `p${at}`, policy);
  }
  for (const [child, parent] of Object.entries(parents)) {
    const scope: Scope = { id: child, plane: 'aws', name: child, parent };
    builder.add({ type: 'scope', value: scope });
  }
  if (management) builder.add({ type: 'scope', value: { id: own, plane: 'aws', name: account, management } });
  return builder;
}

const answers = (tree: Tree): readonly string[] => {
  const engine = new AwsPermissions(builderOf(tree).finish([]), universe);
  return ['iam:CreateUser', 's3:GetObject'].map((action) => engine.decide(id, action).answer);
};

const chain = { [own]: 'aws:ou/ou-b', 'aws:ou/ou-b': 'aws:ou/ou-a', 'aws:ou/ou-a': top };
const noUsers = ['Deny iam:CreateUser on *'];

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
const cases: readonly [name: string, tree: Tree, createUser: string, getObject: string][] = [
  [
    'everything allowed at every level',
    { parents: chain, scps: { [top]: [[full]], 'aws:ou/ou-a': [[full]], 'aws:ou/ou-b': [[full]], [own]: [[full]] } },
    'allowed',
    'allowed',
  ],
  ['a deny at the unit above the nearest', { parents: chain, scps: { 'aws:ou/ou-a': [[full], noUsers] } }, 'denied', 'allowed'],
  ['a deny at the nearest unit', { parents: chain, scps: { 'aws:ou/ou-b': [[full], noUsers] } }, 'denied', 'allowed'],
  ['a deny at a unit beside', { parents: chain, scps: { 'aws:ou/ou-c': [[full], noUsers] } }, 'allowed', 'allowed'],
  [
    'a level that allows only S3, under one that allows everything',
    { parents: chain, scps: { [top]: [[full]], 'aws:ou/ou-b': [['Allow s3:* on *']] } },
    'denied',
    'allowed',
  ],
  [
    'two levels that allow nothing in common',
    { parents: chain, scps: { [top]: [['Allow s3:* on *']], 'aws:ou/ou-b': [['Allow iam:* on *']] } },
    'denied',
    'denied',
  ],
  [
    'an allow at a unit does not bring back what the root left out',
    { parents: chain, scps: { [top]: [['Allow s3:* on *']], 'aws:ou/ou-a': [[full]] } },
    'denied',
    'allowed',
  ],
  [
    'the management account under the same units',
    { parents: chain, management: true, scps: { 'aws:ou/ou-a': [[full], noUsers] } },
    'allowed',
    'allowed',
  ],
  ['a deny at a unit that the account may be in', { parents: {}, scps: { 'aws:ou/ou-a': [[full], noUsers] } }, 'conditional', 'allowed'],
  [
    'an allow-list at a unit that the account may be in',
    { parents: {}, scps: { 'aws:ou/ou-a': [['Allow s3:* on *']] } },
    'conditional',
    'allowed',
  ],
  [
    'a known unit whose parents are not known',
    { parents: { [own]: 'aws:ou/ou-b' }, scps: { 'aws:ou/ou-b': [[full], noUsers] } },
    'denied',
    'allowed',
  ],
  [
    'a deny at a unit that may be above a known one',
    { parents: { [own]: 'aws:ou/ou-b' }, scps: { 'aws:ou/ou-a': [[full], noUsers] } },
    'conditional',
    'allowed',
  ],
  [
    'units in a circle',
    {
      parents: { [own]: 'aws:ou/ou-b', 'aws:ou/ou-b': 'aws:ou/ou-a', 'aws:ou/ou-a': 'aws:ou/ou-b' },
      scps: { 'aws:ou/ou-a': [[full], noUsers] },
    },
    'denied',
    'allowed',
  ],
];

test.each(cases)('%s', (_name, tree, createUser, getObject) => {
  expect(answers(tree)).toEqual([createUser, getObject]);
});

test('what turns on the unit is said by the key that AWS has for it', () => {
  const engine = new AwsPermissions(builderOf({ parents: {}, scps: { 'aws:ou/ou-a': [[full], noUsers] } }).finish([]), universe);
  expect(engine.decide(id, 'iam:CreateUser').conditionKeys).toEqual(['aws:PrincipalOrgPaths']);
});

describe('a policy of which it is not known where it is attached', () => {
  const assumed = (supplies: readonly string[]) => {
    const builder = builderOf({ parents: chain, scps: {} });
    builder.add({ type: 'grant', value: { id: `${top}#scp/*/x`, holder: top, kind: 'scp', name: 'x', assumed: true, evidence } });
    for (const holder of [top, 'aws:ou/ou-a', 'aws:ou/ou-b', own])
      builder.add({ type: 'scope', value: { id: holder, plane: 'aws', name: holder, supplies } });
    return levelsOver(account, 'scp', builder.finish([])).flatMap((level) => level.grants);
  };
  test('counts while a level may hold it', () => {
    expect(assumed([])).toHaveLength(1);
    expect(assumed(['policies:rcp'])).toHaveLength(1);
  });
  test('does not where every level over the account was listed', () => {
    expect(assumed(['policies:scp'])).toHaveLength(0);
  });
});

test('a deny keeps its own condition beside that of the unit', () => {
  const [deny] = onlyInUnit(
    [{ effect: 'Deny', action: ['*'], resource: ['*'], condition: { StringEquals: { 'aws:PrincipalTag/x': ['1'] } } }],
    'ou-a',
  );
  expect(deny?.condition).toEqual({
    StringEquals: { 'aws:PrincipalTag/x': ['1'] },
    'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['*/ou-a/*'] },
  });
});

describe('a resource control policy of a unit', () => {
  const secret = `arn:aws:secretsmanager:eu-west-1:${account}:secret:key-AbCdEf`;
  const decide = (parents: Tree['parents']) => {
    const builder = builderOf({ parents, scps: {} });
    const statements = [parseStatement('Deny secretsmanager:GetSecretValue on * to *')];
    builder.add({ type: 'document', value: { id: 'guard', version: '2008-10-17', statements } });
    const holder = 'aws:ou/ou-a';
    builder.add({
      type: 'grant',
      value: { id: `${holder}#rcp/guard`, holder, kind: 'rcp', name: 'guard', document: 'guard', evidence },
    });
    return new AwsPermissions(builder.finish([]), universe).decide(id, 'secretsmanager:GetSecretValue', secret);
  };
  test('counts for the resources of the accounts below it', () => {
    expect(decide(chain).answer).toBe('denied');
  });
  test('does not count for those of an account beside it', () => {
    expect(decide({ [own]: 'aws:ou/ou-b', 'aws:ou/ou-b': top }).answer).toBe('allowed');
  });
  test('turns on where the resource is, when that is not known', () => {
    expect(decide({})).toMatchObject({ answer: 'conditional', conditionKeys: ['aws:ResourceOrgPaths'] });
  });
});

describe('two organizations read together', () => {
  const policy = (organization: string, name: string) =>
    `arn:aws:organizations::444455556666:policy/${organization}/service_control_policy/${name}`;
  const held = (organizationId: string | undefined): readonly (string | undefined)[] => {
    const builder = builderOf({ parents: { [own]: top }, scps: {} });
    const ids = organizationId === undefined ? {} : { organizationId };
    builder.add({ type: 'scope', value: { id: own, plane: 'aws', name: account, ...ids } });
    const arns = [
      policy('o-own', 'p-1'),
      policy('o-other', 'p-2'),
      'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
    ];
    for (const arn of arns)
      builder.add({ type: 'grant', value: { id: `${top}#scp/${arn}`, holder: top, kind: 'scp', name: arn, policy: arn, evidence } });
    return levelsOver(account, 'scp', builder.finish([])).flatMap(({ grants }) => grants.map((g) => g.policy?.split('/').at(-1)));
  };

  test("the other's policies do not limit an account", () => {
    expect(held('o-own')).toEqual(['p-1', 'p-FullAWSAccess']);
    expect(held('o-other')).toEqual(['p-2', 'p-FullAWSAccess']);
  });

  test('an account of which it is not known is limited by all', () => {
    expect(held(undefined)).toEqual(['p-1', 'p-2', 'p-FullAWSAccess']);
  });
});
