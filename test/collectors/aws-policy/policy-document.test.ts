import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PolicyReader, type PolicyUse, readPolicyDocument } from '../../../src/collectors/aws-policy/policy-document.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('readPolicyDocument', () => {
  it('brings a document into one form', () => {
    const statement = {
      Sid: 'one',
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*'],
      Resource: 'arn:aws:s3:::x',
      Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 300 }, Bool: { 'aws:SecureTransport': [true, 'false'] } },
    };
    const { document, problems } = readPolicyDocument({ Statement: statement });
    expect(problems).toEqual([]);
    expect(document).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      version: '2008-10-17',
      statements: [
        {
          sid: 'one',
          effect: 'Deny',
          notAction: ['iam:*', 'sts:*'],
          resource: ['arn:aws:s3:::x'],
          condition: { Bool: { 'aws:SecureTransport': ['true', 'false'] }, NumericLessThan: { 'aws:MultiFactorAuthAge': ['300'] } },
        },
      ],
    });
  });

  it('gives one id to one content, however it is written', () => {
    const object = { Version: '2012-10-17', Statement: [allow] };
    const text = JSON.stringify(
      { Statement: { Resource: ['*'], Action: ['s3:GetObject'], Effect: 'Allow' }, Version: '2012-10-17' },
      null,
      2,
    );
    const ids = [object, text, encodeURIComponent(text)].map((raw) => readPolicyDocument(raw).document?.id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toBeDefined();
    expect(readPolicyDocument({ Statement: [allow] }).document?.id).not.toBe(ids[0]);
  });

  it.each<[string, unknown, PolicyUse, RegExp]>([
    ['text that is no JSON', '{oops', 'identity', /not JSON/],
    ['damaged encoding', '%7B%', 'identity', /URL encoding/],
    ['a number', 7, 'identity', /neither an object nor text/],
    ['nothing', undefined, 'identity', /no document/],
    ['a list', [], 'identity', /not an object/],
    ['no Statement', { Version: '2012-10-17' }, 'identity', /no Statement/],
    ['a statement in text', { Statement: ['x'] }, 'identity', /statement 1 is not an object/],
    ['no Effect', { Statement: [allow, { Action: '*', Resource: '*' }] }, 'identity', /statement 2 has no Effect/],
    ['Effect in lower case', { Statement: { ...allow, Effect: 'allow' } }, 'identity', /no Effect of Allow or Deny/],
    ['Action and NotAction', { Statement: { ...allow, NotAction: 'x' } }, 'identity', /both Action and NotAction/],
    ['neither', { Statement: { Effect: 'Deny', Resource: '*' } }, 'identity', /neither Action nor NotAction/],
    ['no Resource', { Statement: { Effect: 'Deny', Action: '*' } }, 'identity', /neither Resource nor NotResource/],
    ['a Principal where none may be', { Statement: { ...allow, Principal: '*' } }, 'identity', /has a Principal/],
    ['a trust without Principal', { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } }, 'trust', /neither Principal/],
    [
      'an unknown kind of principal',
      { Statement: { Effect: 'Allow', Action: 's3:x', Principal: { Who: 'x' } } },
      'trust',
      /unknown kind "Who"/,
    ],
    ['an action that is no text', { Statement: { ...allow, Action: [1] } }, 'identity', /Action of statement 1/],
    ['an action without a service', { Statement: { ...allow, Action: ['s3:GetObject', 'PutObject'] } }, 'identity', /without a service/],
    [
      'what it leaves out without a service',
      { Statement: { Effect: 'Deny', NotAction: 'GetObject', Resource: '*' } },
      'identity',
      /NotAction/,
    ],
    ['a condition in the wrong case', { Statement: { ...allow, condition: {} } }, 'identity', /wrong case/],
    ['a condition that is no object', { Statement: { ...allow, Condition: 'x' } }, 'identity', /Condition of statement 1/],
    [
      'a condition value that is an object',
      { Statement: { ...allow, Condition: { Bool: { k: {} } } } },
      'identity',
      /value of the Condition/,
    ],
  ])('does not guess at %s', (_name, raw, use, problem) => {
    const read = readPolicyDocument(raw, use);
    expect(read.document).toBeUndefined();
    expect(read.problems.join('; ')).toMatch(problem);
  });

  it('reads on past elements it does not know, and says so', () => {
    const read = readPolicyDocument({ Comment: 1, Version: '2099-01-01', Statement: [{ ...allow, Note: 'x' }] });
    expect(read.document?.statements).toHaveLength(1);
    expect(read.problems).toEqual([
      'unknown policy element "Comment"',
      'unknown policy Version',
      'statement 1 has the unknown element "Note"',
    ]);
  });

  it('shares what it has read before', () => {
    const reader = new PolicyReader();
    const first = reader.read({ Statement: [allow] }, 'identity');
    expect(reader.read({ Statement: [{ ...allow }] }, 'identity').document).toBe(first.document);
    expect(reader.read(JSON.stringify({ Statement: allow }), 'identity').document).toBe(first.document);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.string(), fc.record({ Statement: fc.jsonValue() })),
        fc.constantFrom<PolicyUse>('identity', 'trust'),
        (raw, use) => {
          const read = readPolicyDocument(raw, use);
          expect(read.document !== undefined || read.problems.length > 0).toBe(true);
        },
      ),
    );
  });
});
