import { describe, expect, test } from 'vitest';
import { readActionTable } from '../../src/cli/action-table.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import type { PolicyStatement } from '../../src/inventory/policy.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { account, id, identity, inventoryOf } from './small-inventory.ts';

/** What makes a policy one that a technique can count on. */
const universe = new ActionUniverse(readActionTable());
const policy = `arn:aws:iam::${account}:policy/strong`;
const group = `aws:group/${account}/strong`;
const allow = (rest: Partial<PolicyStatement>): PolicyStatement => ({ effect: 'Allow', resource: ['*'], ...rest });
const deny = (rest: Partial<PolicyStatement>): PolicyStatement => ({ ...allow(rest), effect: 'Deny' });
const elsewhere = { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } };

const cases: readonly { readonly name: string; readonly says: readonly PolicyStatement[]; readonly strong: boolean | 'conditional' }[] = [
  { name: 'everything', says: [allow({ action: ['*'] })], strong: true },
  { name: 'all of IAM', says: [allow({ action: ['iam:*'] })], strong: true },
  { name: 'everything but EC2', says: [allow({ notAction: ['ec2:*'] })], strong: true },
  { name: 'everything but IAM', says: [allow({ notAction: ['IAM:*'] })], strong: false },
  { name: 'everything, and some of it denied', says: [allow({ action: ['*'] }), deny({ action: ['s3:DeleteBucket'] })], strong: true },
  { name: 'everything, and all of it denied', says: [allow({ action: ['*'] }), deny({ action: ['*'] })], strong: false },
  { name: 'everything, and IAM denied', says: [allow({ action: ['*'] }), deny({ action: ['iam:Put*', 'iam:Attach*'] })], strong: false },
  { name: 'everything, and all but reading denied', says: [allow({ action: ['*'] }), deny({ notAction: ['s3:Get*'] })], strong: false },
  {
    name: 'everything, and IAM denied elsewhere',
    says: [allow({ action: ['*'] }), deny({ action: ['iam:*'], condition: elsewhere })],
    strong: true,
  },
  { name: 'everything under a condition', says: [allow({ action: ['*'], condition: elsewhere })], strong: 'conditional' },
  { name: 'everything on one thing', says: [allow({ action: ['*'], resource: ['arn:aws:s3:::b'] })], strong: false },
];

function edges(action: string, on: string, condition: PolicyStatement['condition'], says: readonly PolicyStatement[], holder?: string) {
  const own: PolicyStatement = { effect: 'Allow', action: [action], resource: [on], ...(condition ? { condition } : {}) };
  const dev = id('user/dev');
  const place = { id: `${dev}#inline/own`, holder: dev, kind: 'inline', name: 'own', document: 'own', evidence: [] } as const;
  const fragments: readonly Fragment[] = [
    { type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, supplies: [] } },
    identity('user/dev', { grantsListed: true }),
    { type: 'document', value: { id: 'own', version: '2012-10-17', statements: [own] } },
    { type: 'grant', value: place },
    { type: 'document', value: { id: 'strong', version: '2012-10-17', statements: says } },
    ...(holder === undefined
      ? [
          {
            type: 'policy',
            value: { id: policy, kind: 'aws-managed-policy', name: 'strong', providerManaged: false, document: 'strong', evidence: [] },
          } as const,
        ]
      : [{ type: 'grant', value: { ...place, id: `${holder}#inline/strong`, holder, name: 'strong', document: 'strong' } } as const]),
  ];
  const inventory = inventoryOf(fragments);
  return buildGraph(inventory, new AwsPermissions(inventory, universe))
    .edgesFrom(dev)
    .map((e) => `${e.technique} ${e.certainty}`);
}

describe.each(cases)('$name', ({ says, strong }) => {
  test('as the only policy that may be attached', () => {
    const found = edges('iam:AttachUserPolicy', `arn:aws:iam::${account}:user/dev`, { ArnEquals: { 'iam:PolicyARN': [policy] } }, says);
    expect(found).toEqual(strong ? [`iam-008 ${strong === true ? 'confirmed' : strong}`] : []);
  });

  test('as the policy of the only group that may be joined', () => {
    const found = edges('iam:AddUserToGroup', `arn:aws:iam::${account}:group/strong`, undefined, says, group);
    expect(found).toEqual(strong ? [`iam-013 ${strong === true ? 'confirmed' : strong}`] : []);
  });
});

describe('an identity that is administrator', () => {
  const edgesOf = (says: readonly PolicyStatement[]) => {
    const dev = id('user/dev');
    const inventory = inventoryOf([
      identity('user/dev', { grantsListed: true }),
      { type: 'document', value: { id: 'own', version: '2012-10-17', statements: says } },
      {
        type: 'grant',
        value: { id: `${dev}#inline/own`, holder: dev, kind: 'inline', name: 'own', document: 'own', evidence: [] },
      },
    ]);
    return buildGraph(inventory, new AwsPermissions(inventory, universe))
      .edgesFrom(dev)
      .filter((e) => e.to === `class:aws-admin/${account}` && e.technique === undefined)
      .map((e) => [e.certainty, e.reason]);
  };
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } };

  test.each([
    ['outright', [allow({ action: ['*'] })], ['confirmed', `is administrator of ${account}`]],
    [
      'with MFA',
      [allow({ action: ['*'], condition: mfa })],
      ['conditional', `is administrator of ${account} under a condition (aws:MultiFactorAuthPresent)`],
    ],
    [
      'unless denied without MFA',
      [allow({ action: ['*'] }), deny({ action: ['*'], condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': ['false'] } } })],
      ['conditional', `is administrator of ${account} under a condition (aws:MultiFactorAuthPresent)`],
    ],
    ['of all but IAM, with MFA', [allow({ notAction: ['iam:*'], condition: mfa })], undefined],
    ['of one user, with MFA', [allow({ action: ['iam:*'], resource: [`arn:aws:iam::${account}:user/x`], condition: mfa })], undefined],
    ['with MFA, and IAM denied', [allow({ action: ['*'], condition: mfa }), deny({ action: ['iam:*'] })], undefined],
    ['by a key that nobody has', [allow({ action: ['*'], condition: { StringEquals: { 'aws:username': ['other'] } } })], undefined],
  ] as const)('%s', (_, says, expected) => {
    expect(edgesOf(says)).toEqual(expected === undefined ? [] : [expected]);
  });
});
