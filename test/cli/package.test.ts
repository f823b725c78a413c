import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, runProgram } from './nhi.ts';

/** Files below a directory of the project, relative to the root. */
function filesBelow(directory: string): readonly string[] {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}

test('the package holds everything that a run needs, and nothing of the tests', async () => {
  const ran = await runProgram('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], { cwd: root });
  const [packed] = JSON.parse(ran.out) as [{ files: { path: string }[] }];
  const paths = packed.files.map((f) => f.path);
  const needed = [
    ...filesBelow('rules'),
    // npm leaves some names out by itself; the demo must not lose its dotfiles.
    ...filesBelow('fixtures/acme'),
    'bin/nhi.js',
    'dist/cli/main.js',
    'dist/rules.json',
    'dist/permissions/aws/actions.json',
    'dist/permissions/aws/actions-without-resource.json',
    'src/reporters/nhi-report-1.schema.json',
    'LICENSE',
    'README.md',
  ];
  expect(paths).toEqual(expect.arrayContaining(needed));
  expect(needed.filter((path) => /\/\./.test(path)).length).toBeGreaterThan(10);
  expect(paths.filter((path) => /^(test|src\/(?!reporters\/nhi-report))|\.test\.|^fixtures\/(?!acme)/.test(path))).toEqual([]);
});
