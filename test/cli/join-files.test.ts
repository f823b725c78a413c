import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { joinFiles } from '../../src/cli/join-files.ts';
import type { Source } from '../../src/cli/sources.ts';
import { discoverCollectors } from '../../src/collectors/discover.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'nhi-join-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const file = (path: string): Source => ({ form: 'file', word: path, path });
const shown = (sources: readonly Source[]): readonly (readonly string[])[] =>
  sources.map((s) => [s.form, ...(s.form === 'together' ? s.files.map((f) => f.source) : [s.word])]);

test('files of one directory are read together, in the place of the first; others stay', async () => {
  const here = folder();
  const [a, b] = [join(here, 'applications.json'), join(here, 'roles.json')];
  copyFileSync(join(fixtures, 'entra/tenant/applications.json'), a);
  copyFileSync(join(fixtures, 'entra/tenant/roleAssignments.json'), b);
  const broken = join(here, 'broken.json');
  writeFileSync(broken, '');
  const live = { form: 'directory', word: here, path: here } as const;
  const joined = await joinFiles([file(broken), file(a), live, file(b), file(join(here, 'gone.json'))], await discoverCollectors());
  expect(shown(joined)).toEqual([
    ['file', broken],
    ['together', a, b],
    ['directory', here],
    ['file', join(here, 'gone.json')],
  ]);
});

test('one file is read by itself', async () => {
  const only = file(join(fixtures, 'entra/tenant/applications.json'));
  expect(await joinFiles([only], await discoverCollectors())).toEqual([only]);
});
