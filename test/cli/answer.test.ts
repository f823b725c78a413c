import { describe, expect, test } from 'vitest';
import { type Answered, answerText, whoCanText } from '../../src/cli/answer.ts';

const answered: Answered = {
  id: 'aws:role/418273645501/release-of-storefront',
  name: 'a-role-with-a-long-name',
  explanation: {
    decision: 'conditional',
    reasons: ['a statement allows it where a condition holds of which nothing is known here, and nothing else stands in the way'],
    missing: ['the policies of the organization, which may take away what a policy of the account gives'],
    conditionKeys: [],
    statements: [
      {
        policy: 'release-of-the-storefront',
        statement: 'statement 2',
        through: 'deployers-of-the-storefront',
        evidence: [
          {
            source: 's',
            file: 'dumps/authorization-details.json',
            line: 4260,
            note: 'Allow s3:PutObject, s3:GetObject, s3:ListBucket on all',
          },
        ],
      },
    ],
  },
};
const asked = { plane: 'aws', action: 's3:PutObject', resource: undefined } as const;

describe.each([60, 80])('at %i columns', (width) => {
  const fits = (text: string): void => {
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
  };
  test('nhi can', () => fits(answerText(answered, asked, { color: false, width })));
  test('nhi who-can', () => fits(whoCanText([answered], asked, { color: false, width })));
});

test('an identity is one line where there is no terminal', () => {
  expect(whoCanText([answered], asked, { color: false }).split('\n')).toHaveLength(3);
});

test('whom only a policy that was not given may let in is counted, not listed', () => {
  const reasons = ["none of the identity's policies allows it", 'the policy of arn:aws:s3:::b/k was not given'];
  const open: Answered = {
    id: 'aws:role/1/a',
    name: 'a',
    explanation: { decision: 'unknown', reasons, missing: [], conditionKeys: [], statements: [], leftToResource: true },
  };
  const lines = whoCanText([answered, open, { ...open, id: 'aws:role/1/b' }], asked, { color: false }).split('\n');
  expect(lines[0]).toContain(answered.id);
  expect(lines.slice(1).join(' ')).not.toContain('aws:role/1/a');
  expect(lines.slice(1).join(' ')).toContain(
    'unknown of 2 identities whose own policies do not allow it: the policy of arn:aws:s3:::b/k was not given',
  );
  expect(lines.join(' ')).toContain('1 conditional, 2 unknown');
});
