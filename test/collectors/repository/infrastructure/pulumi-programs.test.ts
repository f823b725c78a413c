import { expect, test } from 'vitest';
import { scan, write } from '../scan.ts';

const state = (project: string): string =>
  JSON.stringify({
    version: 3,
    deployment: { resources: [{ urn: `urn:pulumi:prod::${project}::pulumi:pulumi:Stack::x`, type: 'pulumi:pulumi:Stack' }] },
  });

const cases: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ['a program in TypeScript', { 'Pulumi.yaml': 'name: shop\nruntime: nodejs\n', 'index.ts': 'new aws.iam.Role("x", {});' }, 1],
  ['one with settings of what runs it', { 'Pulumi.yaml': 'name: shop\nruntime: { name: python, options: { virtualenv: venv } }\n' }, 1],
  ['one with a state', { 'Pulumi.yaml': 'name: shop\nruntime: go\n', '.pulumi/stacks/shop/prod.json': state('shop') }, 0],
  ['one with the state of another', { 'Pulumi.yaml': 'name: shop\nruntime: go\n', 'exported.json': state('other') }, 1],
  ['a program in YAML', { 'Pulumi.yaml': 'name: shop\nruntime: yaml\nresources: {}\n' }, 0],
  ['a runtime that nobody knows', { 'Pulumi.yaml': 'name: shop\nruntime: constructor\n' }, 0],
];

test.each(cases)('%s', async (_, files, count) => {
  const { gaps } = (await scan(write(files))).inventory;
  expect(gaps.map((g) => [g.file, g.partial])).toEqual(Array(count).fill(['Pulumi.yaml', false]));
});
