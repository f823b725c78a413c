import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimOfAttribute, readClaimCondition } from '../../../src/graph/gcp/claim-conditions.ts';

const mapping = {
  'google.subject': 'assertion.sub',
  'attribute.repository': 'assertion.repository',
  'attribute.both': 'assertion.a + assertion.b',
};
const is = (claim: string, ...values: readonly string[]): unknown => ({ claim, values, like: false });
const like = (claim: string, value: string): unknown => ({ claim, values: [value], like: true });

describe('an attribute condition, claim by claim', () => {
  test.each([
    ["assertion.repository == 'acme/shop'", [[is('repository', 'acme/shop')]]],
    ["'acme' == assertion.repository_owner", [[is('repository_owner', 'acme')]]],
    ["assertion['repository_id'] == '7'", [[is('repository_id', '7')]]],
    ["attribute.repository == 'acme/shop'", [[is('repository', 'acme/shop')]]],
    ["google.subject == 'x'", [[is('sub', 'x')]]],
    ["attribute.both == 'x'", [[{ unread: "attribute.both == 'x'" }]]],
    [
      "assertion.repository_owner == 'acme' && assertion.ref == 'refs/heads/main'",
      [[is('repository_owner', 'acme'), is('ref', 'refs/heads/main')]],
    ],
    ["assertion.repository in ['a/b', 'c/d']", [[is('repository', 'a/b', 'c/d')]]],
    ["assertion.repository == 'a/b' || assertion.repository == 'c/d'", [[is('repository', 'a/b', 'c/d')]]],
    ["assertion.repository == 'a/b' || assertion.actor == 'ada'", [[is('repository', 'a/b')], [is('actor', 'ada')]]],
    ["assertion.sub.startsWith('repo:acme/')", [[like('sub', 'repo:acme/*')]]],
    ["assertion.repository.contains('acme')", [[like('repository', '*acme*')]]],
    ["assertion.repository_owner != ''", [[]]],
    ["assertion.repository_owner != 'evil'", [[{ unread: "assertion.repository_owner != 'evil'" }]]],
    ['true', [[]]],
    ["assertion.sub.matches('repo:acme/.*')", [[{ unread: "assertion.sub.matches('repo:acme/.*')" }]]],
    ['not CEL at all (', [[{ unread: 'not CEL at all (' }]]],
  ] as const)('%s', (condition, expected) => {
    expect(readClaimCondition(condition, mapping)).toEqual(expected);
  });

  test('any text is read, and never as one that lets everybody in but where it says so', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readClaimCondition(text, {}).length).toBeGreaterThan(0);
      }),
    );
  });
});

test.each([
  ['google.subject', 'sub'],
  ['attribute.both', undefined],
  ['attribute.none', undefined],
])('the claim of %s is %s', (attribute, claim) => {
  expect(claimOfAttribute(attribute, mapping)).toBe(claim);
});
