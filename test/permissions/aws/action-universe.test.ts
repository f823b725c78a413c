import { describe, expect, test } from 'vitest';
import { ActionUniverse } from '../../../src/permissions/aws/action-universe.ts';
import { escalationSets, selfEscalations } from '../../../src/permissions/aws/escalation-sets.ts';
import { facetActions, notGrant } from '../../../src/permissions/aws/facet-actions.ts';
import { sensitiveActions } from '../../../src/permissions/aws/sensitive-actions.ts';
import { universe } from '../world.ts';

const small = new ActionUniverse({
  format: 1,
  data: 'test',
  services: [
    { service: 'iam', counts: [1, 1, 2, 0, 1], names: 'ListRoles GetRole CreateRole PassRole AttachRolePolicy' },
    { service: 's3', counts: [1, 2, 1, 1, 0], names: 'ListBucket GetObject GetObjectAcl PutObject PutObjectTagging' },
  ],
});

function expand(patterns: readonly string[], negated = false): string[] {
  const { set } = small.match(patterns, negated);
  return Array.from({ length: small.size }, (_, index) => index)
    .filter((index) => set.has(index))
    .map((index) => small.nameOf(index));
}

describe('the universe of actions', () => {
  test('gives every action an index and its name back', () => {
    expect(small.size).toBe(10);
    expect(small.nameOf(small.indexOf('S3:GETOBJECT'))).toBe('s3:GetObject');
    expect(small.indexOf('s3:Nothing')).toBe(-1);
    expect(small.indexOf('nothing')).toBe(-1);
  });

  test.each([
    [['s3:GetObject*'], false, ['s3:GetObject', 's3:GetObjectAcl']],
    [['s3:get?bject'], false, ['s3:GetObject']],
    [['*:Get*'], false, ['iam:GetRole', 's3:GetObject', 's3:GetObjectAcl']],
    [['i*:*Role'], false, ['iam:GetRole', 'iam:CreateRole', 'iam:PassRole']],
    [['s3:*', 'iam:PassRole'], true, ['iam:ListRoles', 'iam:GetRole', 'iam:CreateRole', 'iam:AttachRolePolicy']],
    [['sqs:*'], false, []],
    [[], false, []],
    [['*'], true, []],
  ])('%j (not: %s) is %j', (patterns, negated, expected) => expect(expand(patterns, negated)).toEqual(expected));

  test('a star is all of them', () => {
    expect(expand(['*'])).toHaveLength(10);
    expect(expand(['*:*'])).toHaveLength(10);
    expect(expand(['iam:*', 's3:*'])).toEqual(expand(['*']));
    expect(universe.match(['*'], false).set.size).toBe(universe.size);
  });

  test('tells unknown names from patterns that match nothing', () => {
    expect(small.match(['s3:Nothing'], false).unknown).toBe(true);
    expect(small.match(['s3:Nothing*'], false).unknown).toBe(false);
  });

  test('levels part the actions', () => {
    const levels = ['List', 'Read', 'Write', 'Tagging', 'Permissions management'] as const;
    const names = levels.map((level) => {
      const bits = small.ofLevel(level);
      return Array.from({ length: small.size }, (_, i) => i)
        .filter((i) => bits.has(i))
        .map((i) => small.nameOf(i));
    });
    expect(names).toEqual([
      ['iam:ListRoles', 's3:ListBucket'],
      ['iam:GetRole', 's3:GetObject', 's3:GetObjectAcl'],
      ['iam:CreateRole', 'iam:PassRole', 's3:PutObject'],
      ['s3:PutObjectTagging'],
      ['iam:AttachRolePolicy'],
    ]);
  });

  test('holds the services that every account has', () => {
    expect(universe.size).toBeGreaterThan(15_000);
    for (const action of ['iam:PassRole', 's3:GetObject', 'sts:AssumeRole', 'ec2:RunInstances'])
      expect(universe.indexOf(action)).toBeGreaterThanOrEqual(0);
  });

  test('every action that the power tables name exists', () => {
    const named = [
      ...Object.values(facetActions).flatMap((f) => [...f.actions, ...f.all.map(([action]) => action)]),
      ...notGrant.filter((a) => !a.includes('*')),
      ...escalationSets.flatMap((s) => s.needs.map(([action]) => action)),
      ...sensitiveActions.map(([action]) => action),
      ...Object.values(selfEscalations).flat(),
    ];
    expect(named.filter((action) => universe.indexOf(action) < 0)).toEqual([]);
  });
});
