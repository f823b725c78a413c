import { describe, expect, it } from 'vitest';
import { csvRow } from '../../src/reporters/csv-row.ts';

describe('a cell of CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =cmd|x', "' =cmd|x"],
    ['\uff1dHYPERLINK()', "'\uff1dHYPERLINK()"],
    ['\t=1', '\\t=1'],
    ['a\nb', 'a\\nb'],
    [' padded', '" padded"'],
    [null, ''],
    [undefined, ''],
    [-5, '-5'],
    [true, 'true'],
  ])('%j is %j', (value, expected) => expect(csvRow([value])).toBe(`${expected}\n`));
});
