import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { GoogleNormaliser } from '../../../src/collectors/gcp/normalise.ts';
import { AnswerReader } from '../../../src/collectors/gcp/read-answer.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** What is expected nowhere: also objects of which no text can be made. */
const strange: readonly unknown[] = [{ toString: 1 }, [{ toString: 1 }], { length: 3, includes: 1, trim: {} }, 7, true, null, [[]], ''];

function answersIn(name: string): readonly unknown[] {
  const text = readFileSync(`${fixtures}${name}`, 'utf8');
  const answers: unknown = name.endsWith('.ndjson') ? text.trim().split('\n').map(parse) : parse(text);
  return Array.isArray(answers) ? answers : [answers];
}

function parse(text: string): unknown {
  return JSON.parse(text);
}

/** All that becomes of an answer where one value in it is a strange one. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* strange;
  if (Array.isArray(value)) for (const [n, one] of value.entries()) for (const other of spoilt(one)) yield value.with(n, other);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) for (const other of spoilt(one)) yield { ...value, [key]: other };
}

test.each([
  'everything-wrong/gcp/roles-and-pools.json',
  'everything-wrong/gcp/shop-assets.json',
  'everything-wrong/gcp/shop-org-policies.json',
  'gcp/gcloud/ancestors-policy.json',
  'gcp/gcloud/insights.json',
  'gcp/gcloud/search.json',
  'gcp/organization/policies.ndjson',
])('one strange value anywhere in %s does not end the reading', (name) => {
  for (const answer of answersIn(name)) {
    for (const value of spoilt(answer)) {
      const read = (): void => {
        const normaliser = new GoogleNormaliser(
          () => undefined,
          'file.json',
          () => 'fp',
        );
        new AnswerReader(normaliser).read(value, { source: 'file.json', file: 'file.json', line: 1, pointer: '' });
        normaliser.finish();
      };
      expect(read, JSON.stringify(value)).not.toThrow();
    }
  }
});
