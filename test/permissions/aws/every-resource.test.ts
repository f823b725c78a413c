import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  everyResource,
  everyResourceOf,
  inAnyRegion,
  isNarrow,
  isNarrowAsWritten,
  type ResourceKind,
} from '../../../src/permissions/aws/every-resource.ts';
import { regionOf } from '../../../src/permissions/aws/region.ts';
import { canonicalPattern, covers } from '../../../src/permissions/aws/wildcard.ts';

const kinds = Object.keys(everyResource) as ResourceKind[];

describe('a narrow region', () => {
  test.each([
    ['arn:aws:s3:::reports/*', true],
    ['arn:aws:s3:::reports', true],
    ['arn:aws:dynamodb:eu-west-1:123456789012:orders/*', true],
    ['arn:aws:dynamodb:*:123456789012:table/*', false],
    ['arn:aws:dynamodb:eu-west-1:123456789012:table/*', false],
    ['arn:aws:s3:::*', false],
    ['*', false],
  ])('%s: %s', (pattern, narrow) => {
    expect(isNarrow(regionOf([pattern], false))).toBe(narrow);
  });

  test('is not a NotResource', () => {
    expect(isNarrow(regionOf(['arn:aws:s3:::reports/*'], true))).toBe(false);
  });

  test('covers every resource of no kind', () => {
    const account = '123456789012';
    const part = fc.constantFrom('arn:', 'aws', ':', '*', '?', 's3', 'dynamodb', 'iam', account, 'eu-west-1', 'table', 'role', '/', 'x');
    const whole = fc.constantFrom(...kinds).chain((kind) => {
      const text = everyResourceOf(kind, account);
      return fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom('*', '?', '?*', '', 'x')).map(([a, b, put]) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        return text.slice(0, from) + put + text.slice(to);
      });
    });
    const pattern = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      whole,
    );
    fc.assert(
      fc.property(pattern, fc.constantFrom(...kinds), (raw, kind) => {
        const canonical = canonicalPattern(raw);
        const every = everyResourceOf(kind, account);
        const wide = covers(canonical, every) || covers(inAnyRegion(canonical), every);
        const narrow = isNarrow(regionOf([raw], false));
        return !(wide && narrow) && (narrow || !isNarrowAsWritten(raw));
      }),
      { numRuns: 3000 },
    );
  });
});
