import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonPlace, type JsonProblem, JsonStream, limits } from '../../src/collectors/json-stream.ts';

interface Read {
  readonly elements: { key: string; value: unknown; place: JsonPlace }[];
  readonly values: { key: string; value: unknown; place: JsonPlace }[];
  readonly keys: string[];
  readonly problems: JsonProblem[];
}

function read(input: string | Buffer, chunk = 1 << 20, lists = ['A', 'B']): Read {
  const out: Read = { elements: [], values: [], keys: [], problems: [] };
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const stream = new JsonStream({
    lists: new Set(lists),
    element: (key, value, place) => out.elements.push({ key, value, place }),
    value: (key, value, place) => out.values.push({ key, value, place }),
    key: (key) => out.keys.push(key),
    problem: (problem) => out.problems.push(problem),
  });
  for (let i = 0; i < bytes.length; i += chunk) if (!stream.push(bytes.subarray(i, i + chunk))) break;
  stream.end();
  return out;
}

const brief = (r: Read): unknown[] => r.elements.map((e) => [e.place.pointer, e.place.line, e.value]);

describe('JsonStream', () => {
  it.each([1, 5, 1000])('looks at the bytes of each element, in chunks of %i', (chunk) => {
    const bytes = Buffer.from('{"A":[{"a":"plain"},{"a":"odd"},"plain"]}');
    const seen: unknown[] = [];
    const stream = new JsonStream({
      lists: new Set(['A']),
      screen: (element) => !Buffer.from(element).includes('odd'),
      element: (_, value, { isBare }) => seen.push([value, isBare]),
      problem: () => {},
    });
    for (let i = 0; i < bytes.length; i += chunk) stream.push(bytes.subarray(i, i + chunk));
    expect(seen).toEqual([
      [{ a: 'plain' }, true],
      [{ a: 'odd' }, false],
      ['plain', true],
    ]);
  });

  it.each([
    [
      'one object',
      '{"A":[1,"x",{"y":[]}],"B":[]}',
      [
        ['/A/0', 1, 1],
        ['/A/1', 1, 'x'],
        ['/A/2', 1, { y: [] }],
      ],
    ],
    [
      'pretty, with lines',
      '{\n  "A": [\n    {\n      "a": 1\n    },\n    2\n  ]\n}\n',
      [
        ['/A/0', 3, { a: 1 }],
        ['/A/1', 6, 2],
      ],
    ],
    [
      'appended pages',
      '{"A":[1]}\n{"A":[2]}',
      [
        ['/A/0', 1, 1],
        ['/A/0', 2, 2],
      ],
    ],
    [
      'appended without a break',
      '{"A":[1]}{"A":[2]}',
      [
        ['/A/0', 1, 1],
        ['/A/0', 1, 2],
      ],
    ],
    [
      'an array of pages',
      '[{"A":[1]},{"A":[2],"B":[3]}]',
      [
        ['/0/A/0', 1, 1],
        ['/1/A/0', 1, 2],
        ['/1/B/0', 1, 3],
      ],
    ],
    [
      'a key twice',
      '{"A":[1],"A":[2]}',
      [
        ['/A/0', 1, 1],
        ['/A/0', 1, 2],
      ],
    ],
    ['a byte order mark', '\uFEFF{"A":[1]}', [['/A/0', 1, 1]]],
    [
      'escapes before quotes',
      '{"A":["\\\\","\\"]","a\\\\\\""]}',
      [
        ['/A/0', 1, '\\'],
        ['/A/1', 1, '"]'],
        ['/A/2', 1, 'a\\"'],
      ],
    ],
  ])('reads %s', (_name, text, expected) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const got = read(text, size);
      expect(brief(got)).toEqual(expected);
      expect(got.problems).toEqual([]);
    }
  });

  it('gives other top-level values and says which page they are of', () => {
    const got = read('[{"A":[],"IsTruncated":true,"Marker":"m"},{"IsTruncated":false}]');
    expect(got.values.map((v) => [v.key, v.value, v.place.page])).toEqual([
      ['IsTruncated', true, 0],
      ['Marker', 'm', 0],
      ['IsTruncated', false, 1],
    ]);
  });

  it('gives a wanted key that is not a list as a value', () => {
    expect(read('{"A":{"x":1}}').values).toEqual([{ key: 'A', value: { x: 1 }, place: { pointer: '/A', line: 1, page: 0 } }]);
  });

  it('escapes pointers', () => {
    expect(read('{"a/~b":[1]}', 5, ['a/~b']).elements[0]?.place.pointer).toBe('/a~1~0b/0');
  });

  it.each([
    ['an element that is no JSON', '{"A":[1,{x},3]}', [1, 3], 'syntax', '/A/1'],
    ['a missing comma', '{"A":[{} {}]}', [{}, {}], 'syntax', '/A/1'],
    ['a document that is no object', '7 {"A":[1]}', [1], 'not-an-object', ''],
    ['a lost structure', '{"A":[1,2}', [1, 2], 'broken', '/A/2'],
    ['a merge conflict', '{"A":[1,\n<<<<<<< HEAD\n2]}', [1, 2], 'syntax', '/A/1'],
  ])('reports %s and reads the rest', (_name, text, values, kind, pointer) => {
    const got = read(text, 3);
    expect(got.elements.map((e) => e.value)).toEqual(values);
    expect(got.problems[0]).toMatchObject({ kind, pointer });
  });

  it('skips an element that is nested too deeply, and only that', () => {
    const deep = '['.repeat(limits.depth + 1) + ']'.repeat(limits.depth + 1);
    const fine = '['.repeat(limits.depth) + ']'.repeat(limits.depth);
    const got = read(`{"A":[${deep},${fine},2]}`, 11);
    expect(got.elements.map((e) => e.place.pointer)).toEqual(['/A/1', '/A/2']);
    expect(got.problems).toMatchObject([{ kind: 'too-deep', pointer: '/A/0' }]);
  });

  it('leaves out a large value that nobody asked for, silently', () => {
    const got = read(`{"other":"${'x'.repeat(limits.value)}","A":[1]}`, 4096);
    expect(got.keys).toEqual(['other', 'A']);
    expect(got.values).toEqual([]);
    expect(got.elements).toHaveLength(1);
    expect(got.problems).toEqual([]);
  });

  it('never puts the text of a broken element into a message', () => {
    expect(JSON.stringify(read('{"A":[{"key": hunter2}]}').problems)).not.toContain('hunter2');
  });

  const page = fc.record({ A: fc.array(fc.jsonValue()), other: fc.jsonValue(), B: fc.array(fc.jsonValue()) });
  const spaced = fc.constantFrom(undefined, 1, '\t', 4);

  it('gives the elements that JSON.parse gives, for any value and any chunk size', () => {
    fc.assert(
      fc.property(page, spaced, fc.integer({ min: 1, max: 64 }), (doc, space, chunk) => {
        const text = JSON.stringify(doc, null, space);
        const parsed = JSON.parse(text) as typeof doc;
        const got = read(text, chunk);
        expect(got.elements.filter((e) => e.key === 'A').map((e) => e.value)).toEqual(parsed.A);
        expect(got.elements.filter((e) => e.key === 'B').map((e) => e.value)).toEqual(parsed.B);
        expect(got.values.map((v) => v.value)).toEqual([parsed.other]);
        expect(got.problems).toEqual([]);
      }),
    );
  });

  it('loses nothing that came before a cut, and says that the input was cut', () => {
    fc.assert(
      fc.property(page, spaced, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 64 }), (doc, space, part, chunk) => {
        const bytes = Buffer.from(JSON.stringify(doc, null, space));
        const cut = Math.floor(part * bytes.length);
        const whole = read(bytes, chunk);
        const got = read(bytes.subarray(0, cut), chunk);
        expect(got.elements).toEqual(whole.elements.slice(0, got.elements.length));
        // One byte more completes at most one element: so none was ever passed over.
        const next = read(bytes.subarray(0, cut + 1), chunk).elements.length;
        expect(next - got.elements.length).toBeGreaterThanOrEqual(0);
        expect(next - got.elements.length).toBeLessThanOrEqual(1);
        if (cut > 0 && cut < bytes.length) expect(got.problems.map((p) => p.kind)).toContain('truncated');
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (bytes, chunk) => {
        expect(() => read(Buffer.from(bytes), chunk)).not.toThrow();
      }),
    );
  });
});
