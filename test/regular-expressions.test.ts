// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of programs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { knownFormats } from '../src/collectors/known-formats.ts';
import { canTakeExponentialTime } from './regular-expressions/ambiguity.ts';
import { literalsIn } from './regular-expressions/literals.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(src, name), 'utf8') }));

/** What is found wrong, or why it could not be told. */
function verdict(source: string, flags: string): string | undefined {
  try {
    return canTakeExponentialTime(source, flags) ? 'may take exponential time' : undefined;
  } catch (error) {
    return `cannot be checked: ${error instanceof Error ? error.message : error}`;
  }
}

describe('the check itself', () => {
  test.each([
    ['(a+)+$', true],
    ['(a|a)*$', true],
    ['(?:a|ab|b)*c', true],
    ['(a*)*b', true],
    ['(?:a?b?)*c', true],
    ['(?:a?b)*c', false],
    ['(?:(?:a?|b?)c)*d', true],
    ['(\\w+\\s?)+$', true],
    ['(\\w+\\s)+$', false],
    ['(?:[^"\\\\]|\\\\.)*"', false],
    ['(?:[^"]|\\\\.)*"', true],
    ['(.*)*', false],
    ['(.*)*$', true],
    ['x*x*$', false],
    ['(?=(a+)+b)x', true],
    ['(?:\\d{1,200}){1,200}x', true],
    ['^(?:a{2}|b)*$', false],
    ['(?:aa|aaa)*$', true],
  ])('%s', (source, expected) => {
    expect(canTakeExponentialTime(source, '')).toBe(expected);
  });

  test('case and sets are told apart', () => {
    expect(canTakeExponentialTime('(?:a|A)*b', '')).toBe(false);
    expect(canTakeExponentialTime('(?:a|A)*b', 'i')).toBe(true);
    expect(canTakeExponentialTime('(?:[a-m]|[n-z])*1', '')).toBe(false);
    expect(canTakeExponentialTime('(?:[a-n]|[n-z])*1', '')).toBe(true);
  });

  test('literals are found where they stand, and nothing else is', () => {
    const text = [
      'const a = b / c / d; // /no/',
      'const e = /[/]x\\/y/gi.test(`${f.replace(/z/, "/q/")} /w/`);',
      'if (/k/.test(s)) return /l/u;',
      'const q = (x + y) / 2 / z; /* /m/ */',
    ].join('\n');
    expect(literalsIn(text).map((l) => `${l.line}:${l.source}:${l.flags}`)).toEqual(['2:[/]x\\/y:gi', '2:z:', '3:k:', '3:l:u']);
  });
});

describe('regular expressions', () => {
  const literals = files.flatMap(({ name, text }) => literalsIn(text).map((literal) => ({ name, ...literal })));

  test('they are found', () => {
    expect(literals.length).toBeGreaterThan(700);
  });

  test('none takes exponential time', () => {
    const wrong = literals.flatMap(({ name, line, source, flags }) => {
      const why = verdict(source, flags);
      return why === undefined ? [] : [`${name}:${line} /${source}/${flags} ${why}`];
    });
    expect(wrong).toEqual([]);
  });

  test('none of the formats of credentials does', () => {
    expect(knownFormats.length).toBeGreaterThan(150);
    const wrong = knownFormats.flatMap(({ id, pattern, trace }) =>
      [pattern, trace].flatMap((p) => {
        const why = verdict(p.source, p.flags);
        return why === undefined ? [] : [`${id} ${why}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  /** Where patterns are put together, and of what. */
  const built: Readonly<Record<string, string>> = {
    'collectors/aws-policy/tag-meaning.ts': 'plain words',
    'collectors/aws/file-dumps.ts': 'a key of a table, in front of fixed text',
    'collectors/github/api-path.ts': 'a path of the table of endpoints, with one segment for each name',
    'collectors/github/graph-queries.ts': 'a word of letters, digits and underscores',
    'collectors/known-formats.ts': 'tested above',
    'collectors/repository/agent-frameworks/source-agents.ts': 'names of classes and functions, between fixed sets',
    'collectors/repository/agent-frameworks/source-imports.ts': 'words of frameworks, between fixed sets',
    'collectors/repository/infrastructure/terraform/declare.ts': 'words of resource types, one after another',
    'collectors/repository/pipelines/jenkins/credentials.ts': 'a word in front of fixed text',
    'collectors/repository/pipelines/script-logins.ts': 'names of flags, in front of one bounded set',
    'collectors/repository/secrets/sweep.ts': 'tested above',
    'collectors/repository/servers/borrowed.ts': 'a fixed choice of places',
    'engine/check-condition.ts': 'compiled to see whether it is one, never run',
    'engine/quick-condition.ts': "a rule's own pattern, which the library would run as well",
    'inventory/stack-account.ts': 'a name with its dots escaped',
  };

  test('patterns that are put together are known, and why they are harmless', () => {
    expect(files.filter(({ text }) => text.includes('new RegExp(')).map(({ name }) => name)).toEqual(Object.keys(built));
  });
});
