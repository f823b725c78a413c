import { describe, expect, test } from 'vitest';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import { isPlainlyBare } from '../../src/collectors/known-formats.ts';
import { secretDoor, withoutKnownSecrets } from '../../src/collectors/known-secrets.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';

const token = ['ghp', 'Zk3vQ8mN1xTb7Rw5YcL9sHd2JfGa4PeUoI6q'].join('_');

describe('free text of a provider', () => {
  test.each([
    [token, 'redacted'],
    [`deploy with ${token} please`, 'deploy with redacted please'],
    ['team-checkout', 'team-checkout'],
    ['repo:acme/*', 'repo:acme/*'],
    ['5b0c0c1e-7d52-4e0e-9a57-2c1f2f1b9a10', '5b0c0c1e-7d52-4e0e-9a57-2c1f2f1b9a10'],
  ])('%s becomes %s', (text, expected) => {
    expect(withoutKnownSecrets(text)).toBe(expected);
  });

  test('a token in a tag, a Sid or a condition goes nowhere', () => {
    const out: Fragment[] = [];
    const normaliser = new AwsNormaliser((f) => out.push(f), { source: 'dump.json', fingerprint: () => 'f' });
    const statement = (more: object) => ({ Sid: token, Effect: 'Allow', Condition: { StringEquals: { 'aws:UserAgent': token } }, ...more });
    normaliser.add({
      kind: 'role-detail',
      at: { source: 'dump.json', pointer: '/RoleDetailList/0' },
      raw: {
        RoleName: 'integration',
        Arn: 'arn:aws:iam::210987654321:role/integration',
        Path: '/',
        CreateDate: '2025-02-03T04:05:06Z',
        Tags: [
          { Key: 'owner', Value: token },
          { Key: token, Value: 'x' },
        ],
        AttachedManagedPolicies: [],
        RolePolicyList: [
          {
            PolicyName: 'own',
            PolicyDocument: { Version: '2012-10-17', Statement: [statement({ Action: 's3:GetObject', Resource: '*' })] },
          },
        ],
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [statement({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::999900001111:root' } })],
        },
      },
    });
    normaliser.finish();
    expect(out.some((f) => f.type === 'trust')).toBe(true);
    expect(JSON.stringify(out)).not.toContain(token.slice(4, 20));
  });
});

describe('a piece of JSON as its bytes stand', () => {
  test.each([
    ['{"Key":"owner","Value":"team-checkout"}', true],
    [`{"Key":"owner","Value":"${token}"}`, false],
    [`{"${token}":1}`, false],
    // Written otherwise than it reads.
    [`{"Value":"${token.replace('g', '\\u0067')}"}`, false],
    [`{"Document":"%7B${token.replace('h', '%68')}%7D"}`, false],
  ])('%s', (text, bare) => {
    expect(isPlainlyBare(Buffer.from(text))).toBe(bare);
  });
});

describe('the last door', () => {
  const door = secretDoor((secret) => `${secret.length}${secret.at(-1)}`);
  const other = token.replace('Zk3', 'Zk4').replace(/q$/, 'r');

  test('what holds no secret comes out as it is', () => {
    const value = { a: [{ b: 'arn:aws:iam::210987654321:role/deployment-of-checkout', c: 1, d: null }], e: undefined };
    expect(door(value)).toBe(value);
  });

  test('texts and keys at any depth, and different secrets stay different', () => {
    expect(door({ [`x-${token}`]: [{ a: `of ${token}!` }, other] })).toEqual({
      'x-redacted-40q': [{ a: 'of redacted-40q!' }, 'redacted-40r'],
    });
  });

  test('a text that differs little from one that was found clean is looked at again', () => {
    const clean = `a ${'x'.repeat(token.length)} of team-checkout`;
    for (let turn = 0; turn < 3; turn++) {
      expect(door(clean)).toBe(clean);
      expect(door(clean.replace(/x+/, token))).toBe('a redacted-40q of team-checkout');
    }
  });

  test('behind another word', () => {
    expect(door(`Own${token}`)).toBe('Ownredacted-40q');
  });

  test('names of the spelling of a format that has little of its own stay', () => {
    for (const name of ['pa-frontend-production-eu-central-1-artifact-store', 'as-deployment-worker-0000001', 'api-gateway-of-checkout-01'])
      expect(door(name)).toBe(name);
  });

  test('what a gap quotes and cuts short', () => {
    const detail = `unknown element "${token.slice(0, 20)}..."`;
    expect(door({ detail, name: 'x' })).toEqual({ detail: 'unknown element "redacted"', name: 'x' });
  });
});
