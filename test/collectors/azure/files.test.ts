import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { recognisesAzureFile } from '../../../src/collectors/azure/recognise.ts';
import { readHead } from '../../../src/collectors/files.ts';
import { fixtures, lineOf, readAzureFile } from './read-fixture.ts';

/** What each fixture hands over, line by line; written by hand review of `UPDATE_CASES=1`. */
const casesFile = fileURLToPath(new URL('./file-cases.json', import.meta.url));
const cases: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(casesFile, 'utf8')) as Record<string, string[]>;

const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();

describe('answers of Azure in files', () => {
  test.each(files)('%s', async (name) => {
    const path = join(fixtures, name);
    expect(recognisesAzureFile(await readHead(path))).toBe(true);
    const { fragments } = await readAzureFile(path);
    const lines = fragments.map(lineOf);
    if (process.env.UPDATE_CASES === '1') {
      const now = JSON.parse(readFileSync(casesFile, 'utf8')) as Record<string, string[]>;
      const all = { ...now, [name]: lines };
      const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
      writeFileSync(casesFile, `${JSON.stringify(sorted, null, 2)}\n`);
      return;
    }
    expect(lines).toEqual(cases[name]);
  });

  test('every fixture has its lines', () => {
    expect(Object.keys(cases)).toEqual(files);
  });
});
