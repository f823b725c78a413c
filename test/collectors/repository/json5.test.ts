import { describe, expect, test } from 'vitest';
import { readJson5 } from '../../../src/collectors/repository/tree/json5.ts';
import { at, textOf } from '../../../src/collectors/repository/tree/tree.ts';

describe('JSON5', () => {
  test.each([
    ['strict JSON', '{"a":{"b":"x // y"}}'],
    ['JSON with comments', '{"a":{"b":"x // y"}, // c\n}'],
    ['names without quotes', "// first\n{ a: { b: 'x // y' }, /* c\n */ d: [1, 2,], }"],
  ])('%s', (_name, text) => {
    const { tree, problems } = readJson5(text);
    expect(problems).toEqual([]);
    expect(textOf(at(tree, 'a', 'b'))).toBe('x // y');
  });

  test('places stay', () => {
    expect(at(readJson5("{ /* one\n two */ a: { b: 'x' } }").tree, 'a', 'b')).toMatchObject({ line: 2, column: 17 });
  });

  test.each([
    ['comments that do not end', '/*'.repeat(30_000)],
    ['texts that do not end', '\\"'.repeat(30_000)],
    ['brackets that do not end', '{a:'.repeat(5000)],
    ['nothing', ''],
    ['prose', 'what is this'],
  ])('of %s no settings are read', (_name, text) => {
    expect(at(readJson5(text).tree, 'a', 'b')).toBeUndefined();
  });
});
