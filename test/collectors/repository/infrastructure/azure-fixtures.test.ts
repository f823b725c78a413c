import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan } from '../scan.ts';
import { type AzureSummary, azureSummaryOf } from './azure-summary.ts';
import { summaryOf } from './summary.ts';

const cases = JSON.parse(readFileSync(new URL('azure-cases.json', import.meta.url), 'utf8')) as Readonly<Record<string, AzureSummary>>;
const fixture = (name: string): string => fileURLToPath(new URL(`../../../../fixtures/infrastructure/${name}`, import.meta.url));

describe('what code declares for Azure and Entra', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    expect(await azureSummaryOf(fixture(name))).toEqual(cases[name]);
  });
});

test('where there is nothing to flag nothing is', async () => {
  const { findings, gaps, credentials } = await summaryOf(fixture('azure-nothing'));
  expect({ findings, gaps, credentials }).toEqual({ findings: [], gaps: [], credentials: [] });
});

const secrets: Readonly<Record<string, readonly string[]>> = {
  'azure-terraform': ['k3Jd92mXq7PzL0aRw8Tt5Yv1', 'mR7xQ2vT9pLs4Kd8', '9fQ2mZx7Lw4Rt8Yk1Vb6Nc3Pj5Hs0Gd'],
  'azure-bicep': ['Vq7tR2xLp9Zs4Km1', 'Zt5Rw8Lq2Xv7Ny4Kp9Md1Bc6', 'Qx8mT3vK7wRb2Lz9Np5Ys1Dc4Hj6Gf0A'],
  'azure-bicepparam': ['Wm4Rk9Tz3Xq7Lb2P', 'Zt5Rw8Lq2Xv7Ny4Kp9Md1Bc6Hs3Gf'],
  'azure-arm': ['Hn6yT2wQ9rLp4Xz8', 'b7Kq3Zx9Rm5Tw1Vp8Ld4Ys6N', 'Kw3pZ8nX5vTq2Rm7'],
};

test.each(Object.keys(secrets))('no secret of %s goes further than its fingerprint', async (name) => {
  const { fragments, inventory } = await scan(fixture(name));
  const text = JSON.stringify(fragments);
  expect([...inventory.credentials.values()].filter((c) => c.fingerprint !== undefined)).toHaveLength(secrets[name]?.length ?? 0);
  for (const secret of secrets[name] ?? []) expect(text).not.toContain(secret);
});
