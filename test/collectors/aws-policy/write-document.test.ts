import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeDocument, writeStatement } from '../../../src/collectors/aws-policy/write-document.ts';
import type { PolicyStatement } from '../../../src/inventory/policy.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('arn:aws:s3:::logs/*', 's3:Get*', '"', '\\', '\u2028', '\ud800', ''));
const texts = fc.array(text, { maxLength: 3 });
const principal = fc.dictionary(fc.constantFrom('AWS', 'Service', '*'), texts);
const condition = fc.dictionary(text, fc.dictionary(text, texts));

/** In the order in which policies are read. */
const statement: fc.Arbitrary<PolicyStatement> = fc.record({
  sid: fc.option(text, { nil: undefined }),
  effect: fc.constantFrom('Allow', 'Deny'),
  action: fc.option(texts, { nil: undefined }),
  notAction: fc.option(texts, { nil: undefined, freq: 1 }),
  resource: fc.option(texts, { nil: undefined }),
  notResource: fc.option(texts, { nil: undefined, freq: 1 }),
  principal: fc.option(principal, { nil: undefined, freq: 1 }),
  notPrincipal: fc.option(principal, { nil: undefined, freq: 1 }),
  condition: fc.option(condition, { nil: undefined }),
  unread: fc.option(texts, { nil: undefined, freq: 1 }),
}) as fc.Arbitrary<PolicyStatement>;

const written = (part: unknown): string | undefined => (part === undefined ? undefined : JSON.stringify(part));

test('documents are written as JSON writes them', () => {
  fc.assert(
    fc.property(fc.constantFrom('2012-10-17', '2008-10-17', 'unknown'), fc.array(statement, { maxLength: 4 }), (version, statements) => {
      const document = { version, statements };
      const texts = statements.map((s) => writeStatement(s, written(s.sid), written(s.action), written(s.condition)));
      expect(writeDocument(version, texts)).toBe(JSON.stringify(document));
    }),
  );
});
