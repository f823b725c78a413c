import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { summaryOf } from './summary.ts';

const cases = JSON.parse(readFileSync(new URL('infrastructure-cases.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Awaited<ReturnType<typeof summaryOf>>>
>;

describe('what infrastructure code declares', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    const root = fileURLToPath(new URL(`../../../../fixtures/infrastructure/${name}`, import.meta.url));
    expect(await summaryOf(root)).toEqual(cases[name]);
  });
});
