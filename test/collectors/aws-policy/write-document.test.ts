import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DocumentWriter } from '../../../src/collectors/aws-policy/write-document.ts';
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

test('documents are written as JSON writes them', () => {
  const writer = new DocumentWriter();
  fc.assert(
    fc.property(fc.constantFrom('2012-10-17', '2008-10-17', 'unknown'), fc.array(statement, { maxLength: 4 }), (version, statements) => {
      // Twice, and with the same parts in other statements.
      const document = { version, statements: [...statements, ...statements.map((s) => ({ ...s, effect: 'Deny' as const }))] };
      expect(writer.write(document)).toBe(JSON.stringify(document));
    }),
  );
});

test('many different parts are forgotten, and written again', () => {
  const writer = new DocumentWriter();
  const documents = Array.from({ length: 3000 }, (_, n) => ({
    version: '2012-10-17',
    statements: [{ sid: `S${n % 1500}`, effect: 'Allow' as const, action: ['s3:GetObject'], resource: ['*'] }],
  }));
  for (const document of documents) expect(writer.write(document)).toBe(JSON.stringify(document));
});
