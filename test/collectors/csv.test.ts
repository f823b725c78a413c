import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/collectors/csv.ts';

async function read(text: string, size = 5): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  const out: unknown[] = [];
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  for await (const record of readCsv(chunks())) out.push([record.line, ...record.fields]);
  return out;
}

describe('readCsv', () => {
  it.each([
    [
      'plain',
      'a,b\nc,d\n',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'CRLF and no end',
      'a,b\r\nc,',
      [
        [1, 'a', 'b'],
        [2, 'c', ''],
      ],
    ],
    [
      'quotes',
      '"a,""x""\ny",b\n"",c',
      [
        [1, 'a,"x"\ny', 'b'],
        [3, '', 'c'],
      ],
    ],
    ['blank lines', '\n\na\n\n', [[3, 'a']]],
    ['an open quote', '"a,b\nc', [[1, 'a,b\nc']]],
    ['nothing', '', []],
  ])('reads %s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it('gives back what was written', async () => {
    const row = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const text = rows.map((r) => r.map((f) => `"${f.replaceAll('"', '""')}"`).join(',')).join('\n');
        const got = (await read(text, size)) as [number, ...string[]][];
        expect(got.map(([, ...fields]) => fields)).toEqual(rows);
      }),
    );
  });
});
