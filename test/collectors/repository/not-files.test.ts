import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRepository } from '../../../src/collectors/repository/read-repository.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const root = mkdtempSync(join(tmpdir(), 'nhi-not-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function gaps(): readonly string[] {
  const out: Fragment[] = [];
  readRepository(root, { source: '.', emit: (f) => out.push(f), fingerprint: () => 'f' });
  return out.flatMap((f) => (f.type === 'gap' ? [`${f.value.file}: ${f.value.detail}`] : []));
}

test('a directory in the place of a configuration is a gap, a folder called .env is none', () => {
  mkdirSync(join(root, '.mcp.json'));
  mkdirSync(join(root, '.env'));
  writeFileSync(join(root, '.env', 'pyvenv.cfg'), '');
  expect(gaps()).toEqual(['.mcp.json: it is a directory']);
});

test('a pipe in the place of a configuration is a gap and is not opened', (context) => {
  mkdirSync(join(root, '.cursor'), { recursive: true });
  if (spawnSync('mkfifo', [join(root, '.cursor', 'mcp.json')]).status !== 0) context.skip('no mkfifo here');
  expect(gaps()).toContain('.cursor/mcp.json: it is not a regular file');
  rmSync(join(root, '.cursor'), { recursive: true });
});
