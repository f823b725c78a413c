import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteSkimmer, type Depth, type Skimmer } from '../../src/collectors/json-depth.ts';
import { blockSkimmer, shallow } from '../../src/collectors/json-skim.ts';

/** What matters to where a value ends, whether or not it is JSON. */
const piece = fc.constantFrom(
  '"',
  '\\',
  '\\\\',
  '\\"',
  '\n',
  '{',
  '}',
  '[',
  ']',
  '"key":',
  '"a longer text with letters é"',
  ',',
  '0123456789',
);
const value = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(`{${pieces.join('')}`));

function ends(skimmer: Skimmer, bytes: Buffer, cuts: readonly number[]): unknown {
  const at: Depth = { depth: 0, deepest: 0, line: 1, quoted: false, escaped: false };
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const answers: unknown[] = [];
  let before = 0;
  for (const place of [...places, bytes.length]) {
    if (place === before) continue;
    skimmer.load(bytes.subarray(before, place));
    const stop = skimmer.skim(0, at);
    answers.push([stop, { ...at, deepest: Math.max(at.deepest, shallow) }]);
    if (stop !== undefined) return answers;
    before = place;
  }
  return answers;
}

test('sixteen bytes at once end where they end one by one, wherever they are cut', () => {
  const block = blockSkimmer();
  if (block === undefined) throw new Error('there is no WebAssembly');
  fc.assert(
    fc.property(value, fc.array(fc.nat(), { maxLength: 4 }), (bytes, cuts) => {
      expect(ends(block, bytes, cuts)).toEqual(ends(byteSkimmer(), bytes, cuts));
    }),
    { numRuns: 2000 },
  );
});

test('values of every length are found in a long chunk', () => {
  const block = blockSkimmer();
  if (block === undefined) throw new Error('there is no WebAssembly');
  const texts = Array.from({ length: 300 }, (_, n) => JSON.stringify({ name: 'x'.repeat(n), list: [[n], { '"': '\\' }] }));
  const bytes = Buffer.from(texts.join(','));
  block.load(bytes);
  let from = 0;
  for (const text of texts) {
    const at: Depth = { depth: 0, deepest: 0, line: 1, quoted: false, escaped: false };
    expect(block.skim(from, at)).toBe(from + text.length);
    expect(at).toMatchObject({ depth: 0, line: 1, quoted: false, escaped: false });
    from += text.length + 1;
  }
});
