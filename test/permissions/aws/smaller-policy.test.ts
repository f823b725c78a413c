import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { PolicyStatement } from '../../../src/inventory/policy.ts';
import { ActionUniverse } from '../../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../../src/permissions/aws/aws-permissions.ts';
import { widerInEffect, widerInWriting } from '../../../src/permissions/aws/never-wider.ts';
import { PolicyShrinker } from '../../../src/permissions/aws/smaller-policy.ts';
import { parseStatement, type StatementText, universe } from '../world.ts';

const shrinker = new PolicyShrinker(universe);
const statements = (...texts: StatementText[]): PolicyStatement[] => texts.map(parseStatement);
const only =
  (...actions: string[]) =>
  (action: string): boolean =>
    actions.includes(action);

describe('byUse', () => {
  test('keeps conditions, resources and denies', () => {
    const before = statements('Allow s3:* on arn:aws:s3:::a/* if aws:SourceVpc', 'Deny s3:PutObject on *');
    expect(shrinker.byUse(before, only('s3:GetObject', 's3:PutObject')).statements).toEqual([
      { effect: 'Allow', action: ['s3:GetObject', 's3:PutObject'], resource: ['arn:aws:s3:::a/*'], condition: before[0]?.condition },
      { effect: 'Deny', action: ['s3:PutObject'], resource: ['*'] },
    ]);
  });

  test('leaves a pattern of which everything is kept as it was written', () => {
    const before = statements('Allow sqs:Send*,sns:* on *');
    expect(shrinker.byUse(before, (a) => a.startsWith('sqs:') || a === 'sns:Publish').statements[0]?.action).toEqual([
      'sns:Publish',
      'sqs:Send*',
    ]);
  });

  test('leaves a NotAction of which everything is kept, and writes out what is left of others', () => {
    const before = statements('Allow not iam:* on *');
    expect(shrinker.byUse(before, () => true).statements).toEqual(before);
    const after = shrinker.byUse(before, (a) => a.startsWith('sqs:') || a === 's3:GetObject' || a === 'iam:CreateUser').statements;
    expect(after).toEqual([{ effect: 'Allow', action: ['s3:GetObject', 'sqs:*'], resource: ['*'] }]);
  });

  test('keeps what the table does not know', () => {
    expect(shrinker.byUse(statements('Allow quantum:Leap,s3:GetObject on *'), () => false)).toEqual({
      statements: [{ effect: 'Allow', action: ['quantum:Leap'], resource: ['*'] }],
      unknownActions: ['quantum:Leap'],
    });
  });
});

describe('byNeed', () => {
  const before = statements(
    'Allow s3:* on arn:aws:s3:::a/*,arn:aws:s3:::b/x',
    'Allow ec2:* on * if ec2:Region',
    'Allow sqs:* on not arn:aws:sqs:*:*:secret',
  );

  test.each([
    ['narrows the resource', { action: 's3:GetObject', resource: 'arn:aws:s3:::a/in/*' }, ['arn:aws:s3:::a/in/*']],
    ['never widens the resource', { action: 's3:GetObject', resource: 'arn:aws:s3:::*' }, ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/x']],
    ['keeps the held resource without one', { action: 's3:GetObject' }, ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/x']],
    ['gives nothing elsewhere', { action: 's3:GetObject', resource: 'arn:aws:s3:::c/*' }, undefined],
    ['gives nothing that is not held', { action: 'iam:CreateUser' }, undefined],
    [
      'names a resource that is not left out',
      { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111122223333:q' },
      ['arn:aws:sqs:eu-west-1:111122223333:q'],
    ],
    ['gives nothing that is left out', { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111122223333:secret' }, undefined],
  ])('%s', (_name, need, resource) => {
    expect(shrinker.byNeed(before, [need]).statements[0]?.resource).toEqual(resource);
  });

  test('keeps the condition', () => {
    expect(shrinker.byNeed(before, [{ action: 'ec2:StartInstances' }]).statements[0]?.condition).toEqual({
      StringEquals: { 'ec2:Region': ['x'] },
    });
  });
});

describe('widerInWriting', () => {
  const before = statements(
    'Allow s3:Get* on arn:aws:s3:::a/*',
    'Allow s3:PutObject on * if aws:SourceVpc',
    'Deny s3:GetObject on arn:aws:s3:::a/b',
    'Allow not iam:* on *',
  );

  test.each([
    ['the same', before, false],
    ['a Deny less', before.filter((s) => s.effect === 'Allow'), true],
    ['another action', [...before, ...statements('Allow iam:CreateUser on *')], true],
    ['a wildcard over it', [...before, ...statements('Allow i* on *')], true],
    ['within a NotAction', [...before, ...statements('Allow ec2:* on *')], false],
    ['without the condition', [before[2] as PolicyStatement, ...statements('Allow s3:PutObject on arn:aws:s3:::a/*')], false],
    ['another NotAction', [...before, ...statements('Allow not s3:* on *')], true],
  ])('%s', (_name, after, wider) => {
    expect(widerInWriting(before, after) !== undefined).toBe(wider);
  });

  test('a condition that went is found', () => {
    const held = statements('Allow s3:PutObject on * if aws:SourceVpc');
    expect(widerInWriting(held, statements('Allow s3:PutObject on *'))).toMatch(/s3:PutObject/);
  });
});

const actions = fc.constantFrom(
  '*',
  's3:*',
  's3:Get*',
  's3:PutObject',
  'iam:*',
  'iam:PassRole',
  'iam:Create*',
  's3:Get*',
  'lambda:InvokeFunction',
  'quantum:Leap',
  's?:*',
);
const resources = fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/b', 'arn:aws:s3:::*', 'arn:aws:iam::111122223333:role/*');
const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    negatedAction: fc.boolean(),
    actions: fc.uniqueArray(actions, { minLength: 1, maxLength: 3 }),
    negatedResource: fc.boolean(),
    resources: fc.uniqueArray(resources, { minLength: 1, maxLength: 2 }),
    key: fc.constantFrom('', '', ' if aws:SourceVpc'),
  })
  .map(
    (s) =>
      `${s.effect} ${s.negatedAction ? 'not ' : ''}${s.actions.join(',')} on ${s.negatedResource ? 'not ' : ''}${s.resources.join(',')}${s.key}`,
  );
const policies = fc.array(statement, { minLength: 1, maxLength: 4 });
const needs = fc.array(fc.record({ action: actions, resource: resources }), { minLength: 1, maxLength: 3 });

/** A few actions of some services: the laws do not depend on how many there are. */
const few = new ActionUniverse({
  format: 1,
  data: 'test',
  services: [
    { service: 'iam', counts: [0, 2, 2, 0, 0], names: 'GetRole GetUser CreateUser PassRole' },
    { service: 'lambda', counts: [0, 1, 1, 0, 0], names: 'GetFunction InvokeFunction' },
    { service: 's3', counts: [1, 3, 1, 0, 0], names: 'ListBucket GetBucketAcl GetObject GetObjectAcl PutObject' },
    { service: 'sqs', counts: [0, 0, 1, 0, 0], names: 'SendMessage' },
  ],
});
const small = new PolicyShrinker(few);

function engineOf(policy: readonly PolicyStatement[]): AwsPermissions {
  const builder = new InventoryBuilder();
  const id = 'aws:role/111122223333/app';
  const evidence = [{ source: 'test' }];
  builder.add({ type: 'document', value: { id: 'd', version: '2012-10-17', statements: policy } });
  builder.add({ type: 'grant', value: { id: `${id}#inline/p`, holder: id, kind: 'inline', name: 'p', document: 'd', evidence } });
  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: 'aws-iam-role',
      name: 'app',
      scope: '111122223333',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      grantsListed: true,
      evidence,
    },
  });
  return new AwsPermissions(builder.finish([]), few);
}

function widerBetween(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): string | undefined {
  return widerInEffect('aws:role/111122223333/app', engineOf(before), engineOf(after), few);
}

describe('never wider', () => {
  test('by use, whatever is used', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 7 }), (texts, n) => {
        const before = texts.map(parseStatement);
        const after = small.byUse(before, (action) => action.length % n === 0).statements;
        expect(widerInWriting(before, after)).toBeUndefined();
        expect(widerBetween(before, after)).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });

  test('by need, whatever is needed', () => {
    fc.assert(
      fc.property(policies, needs, (texts, wanted) => {
        const before = texts.map(parseStatement);
        const after = shrinker.byNeed(
          before,
          wanted.map(({ action, resource }) => (resource === '*' ? { action } : { action, resource })),
        ).statements;
        expect(widerInWriting(before, after)).toBeUndefined();
        expect(widerBetween(before, after)).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });

  test('what is not understood of the resource that is kept is no more than what is understood of another that goes', () => {
    const before = statements(
      'Allow * on * if aws:SourceVpc',
      'Allow * on arn:aws:s3:::a/*',
      'Deny s?:* on not arn:aws:iam::111122223333:role/*',
    );
    const after = shrinker.byNeed(before, [{ action: '*', resource: 'arn:aws:s3:::a/b' }]).statements;
    expect(widerBetween(before, after)).toBeUndefined();
  });

  test('the check finds what is wider', () => {
    expect(widerBetween(statements('Allow s3:GetObject on arn:aws:s3:::a/*'), statements('Allow s3:GetObject on *'))).toMatch(
      /s3:GetObject/,
    );
    expect(widerBetween(statements('Allow s3:GetObject on * if aws:SourceVpc'), statements('Allow s3:GetObject on *'))).toMatch(/allowed/);
  });
});
