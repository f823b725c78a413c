import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan } from '../scan.ts';
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

test('no secret of a state goes further than its fingerprint', async () => {
  const { fragments } = await scan(fileURLToPath(new URL('../../../../fixtures/infrastructure/state', import.meta.url)));
  const text = JSON.stringify(fragments);
  expect(fragments.filter((f) => f.type === 'credential').length).toBeGreaterThan(1);
  for (const secret of ['pQ7dkW2mZx4Rn8Tt1Yb6Lc3Vf9Hj0Sg5Ae+uI/oE', 'Xk39dksLLqpz81MabWq7']) expect(text).not.toContain(secret);
});
