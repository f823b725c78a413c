import { expect, test } from 'vitest';
import { withoutEndedTrusts } from '../../../src/permissions/aws/ended-trusts.ts';
import { inventoryOf, trust } from '../../graph/small-inventory.ts';

const now = new Date('2026-06-01T00:00:00Z');

test.each([
  [{ DateLessThan: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] } }, 0],
  [{ DateLessThan: { 'AWS:currenttime': ['2027-01-01T00:00:00Z'] } }, 1],
  [{ DateGreaterThan: { 'aws:CurrentTime': ['2027-01-01T00:00:00Z'] } }, 1],
  [{ DateLessThan: { 'aws:EpochTime': ['1577836800'] } }, 0],
  [{ DateLessThan: { 'aws:TokenIssueTime': ['2020-01-01T00:00:00Z'] } }, 1],
  [{ DateLessThan: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] }, StringEquals: { 'sts:ExternalId': ['x'] } }, 0],
])('a trust under %j', (condition, left) => {
  const inventory = inventoryOf([trust('role/app', '*', { condition })]);
  expect(withoutEndedTrusts(inventory, now).trusts.get('aws:role/111122223333/app')).toHaveLength(left);
});
