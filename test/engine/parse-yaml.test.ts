import { expect, test } from 'vitest';
import { parseYaml } from '../../src/engine/parse-yaml.ts';

function problemOf(text: string): string {
  try {
    parseYaml(text, 'f.yaml');
  } catch (error) {
    expect((error as Error).name).toBe('UserError');
    return (error as Error).message;
  }
  return 'read';
}

const nine = (anchor: string) => `[${Array.from({ length: 9 }, () => anchor).join(', ')}]`;

test.each([
  [
    'alias bomb',
    `a: &a ${nine('x')}\nb: &b ${nine('*a')}\nc: &c ${nine('*b')}\nd: &d ${nine('*c')}\ne: ${nine('*d')}`,
    'f.yaml:1: too many values; aliases count each time they are used',
  ],
  ['alias of itself', 'a: &a [*a]', 'f.yaml:1: nested too deeply'],
  ['alias of nothing', 'a: *b', 'f.yaml:1: no anchor "b"'],
  ['many aliases', `a: &a x\nb:\n${'  - *a\n'.repeat(12_000)}${'  - *a\n'.repeat(12_000)}`, 'f.yaml:10001: too many values'],
  ['10 MB', 'x'.repeat(10_000_000), 'f.yaml: larger than 256 KiB; no rule or configuration file is that large'],
  ['deep brackets', '['.repeat(200_000), 'f.yaml:1: nested too deeply'],
  ['deep braces', `a: ${'{a: '.repeat(50_000)}`, 'f.yaml:1: nested too deeply'],
  ['deep dashes', `${'- '.repeat(100_000)}x`, 'f.yaml:1: nested too deeply'],
  ['deep maps', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'f.yaml:202: nested too deeply'],
  ['moderately deep', `a: ${'['.repeat(40)}${']'.repeat(40)}`, 'f.yaml:1: nested too deeply'],
  ['two documents', 'a: 1\n---\nb: 2', 'f.yaml:2: not valid YAML: '],
  ['a list as a key', '? [a]\n: b', 'f.yaml:1: not valid YAML: '],
  ['nothing', '', 'f.yaml:1: the file is empty'],
])('%s is one line', (_name, text, start) => {
  const problem = problemOf(text);
  expect(problem).not.toContain('\n');
  expect(problem.startsWith(start)).toBe(true);
});

test('keys are texts as written, also those that look like numbers or prototypes', () => {
  const keys = parseYaml('012345: a\n1.10: b\ntrue: c\n__proto__: d\n', 'f.yaml')
    .entries()
    .map(([key]) => key);
  expect(keys).toEqual(['012345', '1.10', 'true', '__proto__']);
});

test('on, off, yes and no are texts', () => {
  const values = parseYaml('[on, off, yes, no, 2020-01-01]', 'f.yaml').strings();
  expect(values).toEqual(['on', 'off', 'yes', 'no', '2020-01-01']);
});
