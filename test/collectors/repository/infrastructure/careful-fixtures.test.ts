import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clusterSummary } from '../kubernetes/cluster-summary.ts';
import { type Summary, summaryOf } from './summary.ts';

const cases = JSON.parse(readFileSync(new URL('careful-cases.json', import.meta.url), 'utf8')) as Readonly<Record<string, Summary>>;
const fixture = (path: string): string => fileURLToPath(new URL(`../../../../fixtures/${path}`, import.meta.url));

test.each(Object.keys(cases))('%s: what is there is read, and nothing of it is flagged', async (name) => {
  const found = await summaryOf(fixture(`infrastructure/${name}`));
  expect(found).toEqual(cases[name]);
  expect({ credentials: found.credentials, findings: found.findings, gaps: found.gaps }).toEqual({
    credentials: [],
    findings: [],
    gaps: [],
  });
});

test('kustomize-careful: placeholders and comments are no secrets', async () => {
  const { identities, credentials, gaps } = await clusterSummary(fixture('kubernetes/kustomize-careful'));
  expect(identities).toEqual(['declared kubernetes-service-account test/app none (none none none none none) base/app.yaml:3']);
  expect({ credentials, gaps }).toEqual({ credentials: [], gaps: [] });
});
