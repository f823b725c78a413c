import { expect, test } from 'vitest';
import { nhi } from './nhi.ts';

interface Shown {
  readonly identities: readonly { readonly plane: string }[];
  readonly scan: { readonly sources: readonly { readonly source: string; readonly status: string }[] };
  readonly paths: readonly { readonly certainty: string; readonly steps: readonly { readonly to: string }[] }[];
}

test('the demo company is in every plane that a company has, and each of its sources is read', async () => {
  const { out } = await nhi(['demo', '--format', 'json']);
  const { identities, scan } = JSON.parse(out) as Shown;
  expect([...new Set(identities.map((i) => i.plane))].sort()).toEqual([
    'agent',
    'aws',
    'azure',
    'entra',
    'gcp',
    'github',
    'kubernetes',
    'repository',
  ]);
  expect(scan.sources.filter((s) => s.status === 'failed')).toEqual([]);
});

test.each([
  // A job deploys to Azure, and what runs there loads Google's warehouse.
  ['warehouse / load', ['confirmed', 'entra', 'azure', 'gcp']],
  // Who may push a workflow of any repository is let in by a trust in every repository of the company.
  ['claude', ['confirmed', 'aws']],
  ['site mirror of acme/handbook', ['confirmed', 'aws']],
  // A vendor's agent reads the Secret with the token of a pipeline that may start pods as an account with a role of AWS.
  ['observa/observa-agent', ['confirmed', 'kubernetes', 'kubernetes', 'aws', 'class']],
  // What is well held leads nowhere that is privileged.
  ['preview host of acme/storefront', undefined],
  // EKS says who signs the tokens of the cluster, and the role takes those.
  ['build/image-builder', ['confirmed', 'aws']],
])('%s', async (name, steps) => {
  const { code, out } = await nhi(['path', name, 'demo', '--format', 'json']);
  expect(code).toBe(0);
  const found = (JSON.parse(out) as Shown).paths.map((p) => [p.certainty, ...p.steps.map((step) => step.to.split(':', 1)[0])]);
  if (steps === undefined) expect(found.filter(([certainty]) => certainty === 'confirmed')).toEqual([]);
  else expect(found).toContainEqual(steps);
});

test('who may change what a workflow runs is answered from what GitHub says', async () => {
  const { out } = await nhi(['who-can', 'make-token:ref:refs/heads/main', 'acme/handbook', 'demo']);
  expect(out).toMatch(/^allowed +github:deploy-key\/acme\/handbook\/71902544 /m);
  expect(out).not.toContain('github:deploy-key/acme/storefront/114830276');
});

test('who can become a service account is named without the classes between, and without itself', async () => {
  const { out } = await nhi(['show', 'build/pipeline', 'demo']);
  const list = /Who can become it\n([\s\S]*?)\n\n/.exec(out)?.[1] ?? '';
  expect(list).toContain('observa/observa-agent: ');
  expect(list).not.toContain(': ,');
  expect(list).not.toContain('- build/pipeline');
});
