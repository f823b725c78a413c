import { describe, expect, test } from 'vitest';
import type { Identity } from '../../src/inventory/identity.ts';
import type { Observed, Use } from '../../src/inventory/use.ts';
import { RecordedUse } from '../../src/posture/recorded-use.ts';
import { build } from '../permissions/world.ts';

const catalogue = build({ policy: [] }).engine.catalogue;
const now = Date.parse('2026-12-01T00:00:00Z');
const identity: Identity = {
  id: 'aws:role/111122223333/app',
  plane: 'aws',
  kind: 'aws-iam-role',
  name: 'app',
  scope: '111122223333',
  nature: 'workload',
  agent: false,
  standing: 'observed',
  createdAt: '2025-01-01T00:00:00Z',
  evidence: [],
};
const base = { id: 'u', identity: identity.id, services: {}, actions: {}, evidence: [] };
const accessed: Use = {
  ...base,
  recorder: 'last-accessed',
  days: ['2025-10-28/2026-12-01'],
  services: { s3: '2026-11-29T00:00:00Z', ec2: null, iam: null, lambda: '2026-11-29T00:00:00Z', sns: '2026-03-01T00:00:00Z' },
  actions: { 'lambda:UpdateFunctionCode': '2026-11-29T00:00:00Z', 'lambda:DeleteFunction': null },
};
const trail: Use = {
  ...base,
  recorder: 'trail',
  actions: { 'iam:CreateRole': '2026-11-28T00:00:00Z', 'secretsmanager:NoSuchCall': '2026-11-28T00:00:00Z' },
};
const observed: Observed = { days: ['2026-07-01/2026-11-30'], reads: true, kms: false, regions: ['eu-west-1'] };

function record(uses: readonly Use[], seen?: Observed, more: Partial<Identity> = {}, days = 90): RecordedUse {
  return new RecordedUse({ ...identity, ...more }, { uses, observed: seen }, catalogue, { now, days });
}

describe('last accessed details', () => {
  test.each([
    ['lambda:UpdateFunctionCode', 'used'],
    ['lambda:DeleteFunction', 'unused'],
    ['lambda:InvokeFunction', 'unknown'],
    ['s3:GetObject', 'unknown'],
    ['ec2:RunInstances', 'unused'],
    ['sns:Publish', 'unused'],
    ['iam:CreateUser', 'unused'],
    ['iam:PassRole', 'unknown'],
    ['glue:CreateJob', 'unknown'],
  ])('say that %s is %s', (action, used) => {
    expect(record([accessed]).ofAction(action)).toBe(used);
  });

  test('say which services are used', () => {
    const use = record([accessed]);
    expect(['s3', 'ec2', 'sns', 'glue'].map((s) => use.ofService(s, [`${s}:X`]))).toEqual(['used', 'unused', 'unused', 'unknown']);
    expect(use.observedDays).toBe(400);
  });
});

describe('a trail', () => {
  test.each([
    ['iam:CreateRole', 'used'],
    ['iam:CreateUser', 'unused'],
    ['iam:TagRole', 'unknown'],
    ['iam:PassRole', 'unknown'],
    ['s3:GetObject', 'unknown'],
    ['s3:DeleteBucket', 'unused'],
    ['execute-api:Invoke', 'unknown'],
    ['kms:Decrypt', 'unknown'],
    // Some event of the service is of a permission that is not known.
    ['secretsmanager:GetSecretValue', 'unknown'],
  ])('says that %s is %s', (action, used) => {
    expect(record([trail], observed).ofAction(action)).toBe(used);
  });

  test('shows only what it records', () => {
    expect(record([trail], { ...observed, kms: true }).ofAction('kms:Decrypt')).toBe('unused');
    expect(record([trail], { ...observed, reads: false }).ofAction('iam:GetRole')).toBe('unknown');
    expect(record([trail], { ...observed, reads: false }).ofAction('iam:CreateUser')).toBe('unused');
  });

  test('speaks of identities that it does not name', () => {
    expect(record([], observed).ofAction('iam:CreateUser')).toBe('unused');
  });

  test('counts days with events, not the time between the first and the last', () => {
    expect(record([], { ...observed, days: ['2026-07-01/2026-07-02', '2026-11-29/2026-11-30'] }).observedDays).toBe(4);
  });
});

describe('how long', () => {
  test('an identity could be used counts from when it was made', () => {
    expect(record([accessed], observed, { createdAt: '2026-11-21T00:00:00Z' }).observedDays).toBe(11);
    const { createdAt: _, ...unknownAge } = identity;
    const use = new RecordedUse(unknownAge, { uses: [accessed], observed }, catalogue, { now, days: 90 });
    expect([use.observedDays, use.ofAction('ec2:RunInstances'), use.ofAction('lambda:UpdateFunctionCode')]).toEqual([
      undefined,
      'unknown',
      'used',
    ]);
  });

  test('a record that ended long ago says nothing', () => {
    const old = { ...accessed, days: ['2024-01-01/2026-01-01'] };
    expect(record([old]).observedDays).toBeUndefined();
    expect(record([old]).ofAction('ec2:RunInstances')).toBe('unknown');
  });

  test('a short record says nothing where a longer one does', () => {
    const short = { ...observed, days: ['2026-11-29/2026-11-30'] };
    expect(record([accessed], short).ofAction('glue:CreateJob')).toBe('unknown');
    expect(record([], short).ofAction('glue:CreateJob')).toBe('unused');
  });

  test('use by any record is use', () => {
    const both = record([accessed, { ...trail, actions: { 'ec2:RunInstances': '2026-11-28T00:00:00Z' } }], observed);
    expect(both.ofAction('ec2:RunInstances')).toBe('used');
  });

  test('use long before the end of the records is none', () => {
    const early = { ...trail, actions: { 'iam:CreateUser': '2026-07-02T00:00:00Z' } };
    expect(record([early], observed).ofAction('iam:CreateUser')).toBe('unused');
    expect(record([early], observed, {}, 200).ofAction('iam:CreateUser')).toBe('used');
  });
});
