import { describe, expect, it } from 'vitest';
import { PolicyReader } from '../../../src/collectors/aws-policy/policy-document.ts';
import { principalKind, readTrusts } from '../../../src/collectors/aws-policy/trust-policy.ts';

const id = 'aws:role/111122223333/r';
const at = { source: 's', line: 4, pointer: '/RoleDetailList/0' };
const read = (statement: unknown) => readTrusts({ Version: '2012-10-17', Statement: statement }, id, at, new PolicyReader());

describe('principalKind', () => {
  it.each([
    ['*', '*', 'anyone'],
    ['AWS', '*', 'anyone'],
    ['AWS', '999988887777', 'account'],
    ['AWS', 'arn:aws:iam::999988887777:root', 'account'],
    ['AWS', 'arn:aws-us-gov:iam::999988887777:root', 'account'],
    ['AWS', 'arn:aws:iam::999988887777:user/a', 'identity'],
    ['AWS', 'arn:aws:sts::999988887777:assumed-role/r/s', 'identity'],
    ['AWS', 'arn:aws:sts::999988887777:federated-user/u', 'identity'],
    ['AWS', 'AROAEXAMPLEGONE', 'identity'],
    ['Service', 'ec2.amazonaws.com', 'service'],
    ['Federated', 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', 'oidc'],
    ['Federated', 'cognito-identity.amazonaws.com', 'oidc'],
    ['Federated', 'arn:aws:iam::111122223333:saml-provider/corp', 'saml'],
    ['Federated', 'login.example.com', 'federated'],
  ])('%s %s is %s', (type, name, kind) => {
    expect(principalKind(type, name)).toBe(kind);
  });
});

describe('readTrusts', () => {
  it('gives one record per statement and principal', () => {
    const { trusts, problems } = read([
      { Effect: 'Allow', Principal: { AWS: ['999988887777', '*'], Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      {
        Sid: 'no',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    expect(problems).toEqual([]);
    expect(trusts?.map((t) => [t.id, t.effect, t.evidence[0]?.pointer])).toEqual([
      [`${id}#trust/account/999988887777`, 'Allow', '/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0'],
      [`${id}#trust/anyone/*`, 'Allow', '/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0'],
      [`${id}#trust/service/ec2.amazonaws.com`, 'Allow', '/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0'],
      [`${id}#trust/anyone/*#2`, 'Deny', '/RoleDetailList/0/AssumeRolePolicyDocument/Statement/1'],
    ]);
    expect(trusts?.[3]).toMatchObject({ condition: { Bool: { 'aws:SecureTransport': ['false'] } }, evidence: [{ note: 'Sid no' }] });
  });

  it('reads "everybody but" as everybody with an exception', () => {
    const { trusts } = read({
      Effect: 'Deny',
      NotPrincipal: { AWS: ['arn:aws:iam::999988887777:root', 'arn:aws:iam::1:role/x'] },
      Action: 'sts:*',
    });
    expect(trusts).toMatchObject([
      {
        effect: 'Deny',
        principalKind: 'anyone',
        condition: {
          StringNotEquals: { 'aws:PrincipalAccount': ['999988887777'] },
          ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::1:role/x'] },
        },
      },
    ]);
  });

  it('does not claim to know whom NotPrincipal lets in, which AWS does not support', () => {
    const { trusts } = read({ Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::1:role/x' }, Action: 'sts:AssumeRole' });
    expect(trusts?.map((t) => t.unread)).toEqual([['NotPrincipal']]);
  });

  it('leaves out one identity where its account is named beside it', () => {
    const NotPrincipal = { AWS: ['arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:root', '999988887777'] };
    const { trusts } = read({ Effect: 'Deny', NotPrincipal, Action: 'sts:*' });
    expect(trusts?.[0]?.condition).toEqual({
      ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:user/ann'] },
      StringNotEquals: { 'aws:PrincipalAccount': ['999988887777'] },
    });
  });

  it('leaves out what NotAction excepts', () => {
    const { trusts } = read({ Effect: 'Deny', Principal: '*', NotAction: 'sts:AssumeRole*' });
    expect(trusts?.[0]?.actions).toEqual(['sts:SetSourceIdentity', 'sts:TagSession']);
  });

  it('does not know the trusts of a policy it cannot read', () => {
    const { trusts, problems } = read([{ Effect: 'Allow', Action: 'sts:AssumeRole' }]);
    expect(trusts).toBeUndefined();
    expect(problems).toHaveLength(1);
  });
});

describe('patterns made to exhaust a reader', () => {
  const trustOf = (NotAction: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', NotAction }] });
  const at = { source: 'x' };

  it.each([
    [`${'*'.repeat(200)}x`, 5],
    ['STS:assumerole', 4],
    ['sts:AssumeRole*', 2],
    ['sts:?agSession', 4],
    ['*', 0],
  ])('NotAction %s leaves %i actions', (pattern, count) => {
    expect(readTrusts(trustOf(pattern), 'i', at, new PolicyReader()).trusts?.[0]?.actions).toHaveLength(count);
  });

  it('a pattern of more than 2048 characters makes the document unreadable', () => {
    const { trusts, problems } = readTrusts(trustOf('a'.repeat(2049)), 'i', at, new PolicyReader());
    expect(trusts).toBeUndefined();
    expect(problems).toEqual(['the NotAction of statement 1 holds a text of more than 2048 characters']);
    expect(readTrusts(trustOf(`sts:${'a'.repeat(2044)}`), 'i', at, new PolicyReader()).trusts).toHaveLength(1);
  });
});
