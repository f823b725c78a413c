import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan } from '../scan.ts';
import { clusterSummary } from './cluster-summary.ts';

const cases = JSON.parse(readFileSync(new URL('kubernetes-cases.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Awaited<ReturnType<typeof clusterSummary>>>
>;

const rootOf = (name: string): string => fileURLToPath(new URL(`../../../../fixtures/kubernetes/${name}`, import.meta.url));

describe('what manifests, charts, kustomizations and Compose files say', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    expect(await clusterSummary(rootOf(name))).toEqual(cases[name]);
  });
});

test('no secret goes further than its fingerprint', async () => {
  const planted = [
    'Zr6Kw2Tn8Xq4',
    'Tq7Wn3Zx9Lk5Vb2M',
    'Hs6Dk2Wq8Zt4Nx7L',
    'Vk4Xz8Qn2Tb6Wm9R',
    'Wn5Rk9Tz3Xq7Lb2P',
    'Zb8Xt4Wk6Qn2Rm5L',
    'Kd3Vn7Xp9Tz2Wq6H',
  ];
  let found = 0;
  for (const name of Object.keys(cases)) {
    const { fragments } = await scan(rootOf(name));
    found += fragments.filter((f) => f.type === 'credential' && f.value.fingerprint !== undefined).length;
    const text = JSON.stringify(fragments);
    for (const secret of planted) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 14));
    }
  }
  expect(found).toBeGreaterThanOrEqual(planted.length);
});
