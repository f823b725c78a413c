import { expect, test } from 'vitest';
import { parseTemplate, renderTemplate } from '../../src/engine/template.ts';

const context = {
  x: {
    name: 'n',
    list: ['a', 'b'],
    long: ['1', '2', '3', '4', '5', '6', '7'],
    empty: [],
    n: 12.99,
    minus: -0.5,
    yes: true,
    no: false,
    deep: { y: 'z' },
    gone: undefined,
  },
};

test.each([
  ['{x.name}', 'n'],
  ['a {x.name}, {x.deep.y}.', 'a n, z.'],
  ['{x.list}', 'a, b'],
  ['{x.long}', '1, 2, 3, 4, 5 and 2 more'],
  ['{x.empty}', 'none'],
  ['{x.n}', '12'],
  ['{x.minus}', '-1'],
  ['{x.yes} {x.no}', 'yes no'],
  ['{x.gone} {x.never} {y.z} {x.deep}', '? ? ? ?'],
  ['{x.constructor}', '?'],
  ['{{x.name}} {{', '{x.name} {'],
  ['', ''],
])('%s', (text, expected) => {
  const template = parseTemplate(text);
  expect('problem' in template ? template : renderTemplate(template, context)).toBe(expected);
});

test.each([
  ['{', 0],
  ['a }', 2],
  ['{x}', 0],
  ['{x.}', 0],
  ['{x name}', 0],
  ['ab {}', 3],
])('%s is not a template', (text, offset) => {
  expect(parseTemplate(text)).toMatchObject({ offset });
});
