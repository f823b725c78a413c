import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainYaml } from '../../../src/collectors/repository/tree/plain-yaml.ts';
import { readAnyYaml } from '../../../src/collectors/repository/tree/yaml.ts';

/** What lines of YAML are made of, right and wrong. */
const keys = ['a', 'name', 'Key_2', 'app.io/x', 'null', 'True', '1', '"q"', "'s'", 'two words', '<<', '? k', '-x'];
const values = [
  ...['', ' ', 'x', 'two words', 'a:b', 'a: b', 'a:', 'a #b', 'a#b', ' # note', '#no', '-', '- y', '-1', '--flag', '12', '0', '010', '1.5'],
  ...['1.2.3', '0x1f', '1e3', '.5', '.inf', '~', 'null', 'false', 'TRUE', '"x y"', '"a" # b', '"a\\n"', '"open', "'it''s'", "'s'", "'s' x"],
  ...[
    '[]',
    '{}',
    '[a, b]',
    '{a: 1}',
    '|',
    '|-',
    '|+',
    '| # c',
    '>',
    '>-',
    '&a x',
    '*a',
    '!t x',
    '%x',
    '@x',
    '`x',
    'ü: é',
    'x  ',
    'a\tb',
    '---',
    '…',
  ],
];
const marker = fc.constantFrom('---', '...', '# note', '  # note', '', '   ', '%YAML 1.2', '--- # x', '--- x', '\ufeffa: 1', 'a: 1\r', 'x');
const line = fc.oneof(
  { weight: 1, arbitrary: marker },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.nat(6),
        fc.constantFrom('', '', '', '- ', '-', '-  ', '- - '),
        fc.constantFrom(...keys.slice(0, 4), ...keys),
        fc.constantFrom(...values),
      )
      .map(([indent, hyphens, key, value]) => `${' '.repeat(indent)}${hyphens}${key}:${value === '' ? '' : ` ${value}`}`),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(6), fc.constantFrom('- ', '', '-', '- - '), fc.constantFrom(...values))
      .map(([indent, hyphens, value]) => `${' '.repeat(indent)}${hyphens}${value}`),
  },
);
const value = fc.oneof(fc.constantFrom(...values), fc.constantFrom('', 'x', '12', 'a b # c', '"q"', '|\n      text', '[]'));
/** Documents that are right more often than chance makes them. */
const document: fc.Arbitrary<string> = fc
  .letrec<{ node: string[]; map: string[]; list: string[] }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      value.map((v) => [` ${v}`]),
      tie('map'),
      tie('list'),
    ),
    map: fc
      .array(fc.tuple(fc.constantFrom(...keys.slice(0, 4)), tie('node'), fc.constantFrom(0, 2, 2, 4)), { minLength: 1, maxLength: 4 })
      .map((entries) => [
        '',
        ...entries.flatMap(([key, [head = '', ...rest], by]) => [`${key}:${head}`, ...rest.map((l) => ' '.repeat(by) + l)]),
      ]),
    list: fc
      .array(fc.tuple(tie('node'), fc.boolean()), { minLength: 1, maxLength: 4 })
      .map((items) => [
        '',
        ...items.flatMap(([[head = '', ...rest], isCompact]) =>
          isCompact && rest.length > 0
            ? [`- ${rest[0]}`, ...rest.slice(1).map((l) => `  ${l}`)]
            : [`-${head}`, ...rest.map((l) => `  ${l}`)],
        ),
      ]),
  }))
  .node.map((lines) => lines.join('\n'));

function agrees(text: string): void {
  const tree = readPlainYaml(text);
  if (tree !== undefined) expect({ text, tree, problems: [] }).toEqual({ text, ...readAnyYaml(text) });
}

describe('YAML as it is mostly written', () => {
  it('is read as the library reads it', () => {
    const text = fc.oneof(
      fc.array(line, { minLength: 1, maxLength: 7 }).map((lines) => lines.join('\n')),
      document,
      fc.tuple(document, line, fc.nat(6)).map(([whole, extra, at]) => whole.split('\n').toSpliced(at, 0, extra).join('\n')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('', '\n', '\n\n', '\n  '), (body, end) => agrees(body + end)),
      { numRuns: Number(process.env.RUNS ?? 3000) },
    );
  });
});
