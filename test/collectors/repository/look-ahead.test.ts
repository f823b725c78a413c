import { mkdirSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { walk } from '../../../src/collectors/repository/files/walk.ts';
import { isTakenByName } from '../../../src/collectors/repository/first-look.ts';
import { Gathering } from '../../../src/collectors/repository/gathering.ts';
import { type Ahead, withoutEmpty } from '../../../src/collectors/repository/look-ahead/look-ahead.ts';
import { readRepository } from '../../../src/collectors/repository/read-repository.ts';
import { treeParts } from '../../../src/collectors/repository/tree-parts.ts';
import { root as project } from '../../cli/nhi.ts';
import { checksummed } from '../../token-shapes.ts';
import { write } from './scan.ts';

/** The thread as it is built, and threads that are no good. */
const thread = pathToFileURL(join(project, 'dist/collectors/repository/look-ahead/thread.js'));
const ahead: Ahead = { thread, files: 8 };
const program = (code: string): Ahead => ({ thread: new URL(`data:text/javascript,${encodeURIComponent(code)}`), files: 8 });

const many: Record<string, string> = { 'package.json': '{}', '.mcp.json': '{"mcpServers":{"a":{"command":"npx","args":["a"]}}}' };
for (let i = 0; i < 60; i++)
  many[`src/${String(i).padStart(2, '0')}.ts`] = i % 20 === 7 ? `const t = '${checksummed('ghp_', i)}';\n` : 'let x = 1;\n';
many['deploy/role.tf'] = 'resource "aws_iam_role" "r" {}\n';
many['src/agent.py'] = 'from crewai import Agent\n';

function filesOf(root: string): readonly string[] {
  return [...walk({ root, matters: (path) => path === '.mcp.json', others: true, entersIgnored: () => false, onGap: () => {} })].map(
    (met) => met.path,
  );
}

/** What is left to look at where the thread has time after the first file. */
async function left(root: string, how: Ahead, ms: number): Promise<{ readonly left: string[]; readonly out: string[] }> {
  const out: string[] = [];
  const mets = walk({ root, matters: (path) => path === '.mcp.json', others: true, entersIgnored: () => false, onGap: () => {} });
  const files: string[] = [];
  for (const { path } of withoutEmpty(mets, root, how, (met) => out.push(met.path))) {
    files.push(path);
    if (files.length === 1) await pause(ms);
  }
  return { left: files, out };
}

describe('a thread that looks ahead', () => {
  test.skipIf(availableParallelism() < 2)('spares the looking at files that hold nothing, and no other', async () => {
    const root = write(many);
    let found = await left(root, ahead, 200);
    for (let ms = 400; found.out.length === 0 && ms < 20_000; ms *= 2) found = await left(root, ahead, ms);
    expect(found.out.length).toBeGreaterThan(0);
    expect(
      found.out.filter(
        (path) => !/^src\/\d\d\.ts$|^package\.json$/.test(path) || (path.endsWith('7.ts') && Number(path.slice(4, 6)) % 20 === 7),
      ),
    ).toEqual([]);
    expect([...found.left, ...found.out].sort()).toEqual([...filesOf(root)].sort());
    expect(found.left).toEqual(filesOf(root).filter((path) => !found.out.includes(path)));
  });

  test('leaves links and what cannot be read to the scan', async () => {
    const root = write(many);
    mkdirSync(join(root, 'z'));
    symlinkSync('../src/00.ts', join(root, 'z', 'link.ts'));
    symlinkSync('/etc/hostname', join(root, 'z', 'out.ts'));
    const found = await left(root, ahead, 500);
    expect(found.out.filter((path) => path.startsWith('z/'))).toEqual([]);
  });

  test.each([
    ['there is none', { thread: new URL('./none.js', thread), files: 8 }],
    ['it ends at once', program('process.exit(1)')],
    ['it fails', program('throw new Error("no")')],
    [
      'it fails at work',
      program('import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("no"); })'),
    ],
    [
      'it takes files and is never done',
      program('import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ states }) => { states.fill(1); for (;;); })'),
    ],
  ])('changes nothing where %s', async (_, how) => {
    const root = write(many);
    expect(await left(root, how, 300)).toEqual({ left: filesOf(root), out: [] });
  });

  test('is not started for few files', async () => {
    const root = write({ 'a.ts': '', 'b.ts': '' });
    expect(
      await left(
        root,
        program('import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ states }) => states.fill(2))'),
        100,
      ),
    ).toEqual({ left: ['a.ts', 'b.ts'], out: [] });
  });

  test('changes nothing of what is told', () => {
    const root = write(many);
    const told = (how: Ahead | undefined): readonly unknown[] => {
      const out: unknown[] = [];
      readRepository(root, {
        source: '.',
        emit: (f) => out.push(f),
        fingerprint: (s) => `f${s.length}`,
        ...(how === undefined ? {} : { ahead: how }),
      });
      return out;
    };
    const plain = told(undefined);
    expect(JSON.stringify(plain)).toContain('secret:f40');
    expect(told(ahead)).toEqual(plain);
  });
});

test('what a reader may take whatever it holds is told by its name', () => {
  const out = new Gathering(
    '.',
    'r',
    () => {},
    () => '',
  );
  const parts = treeParts(out, { read: () => ({ why: '' }), committed: () => undefined, applicationOf: () => '' });
  const segment = fc.constantFrom(
    'templates',
    'a',
    'Chart',
    'values',
    'kustomization',
    'Kustomization',
    'serverless',
    'Pulumi',
    'main',
    'x.tf',
    'x.template',
    'x.min',
  );
  const ending = fc.constantFrom(
    '',
    '.yaml',
    '.YML',
    '.json',
    '.tf',
    '.tfvars',
    '.tfstate',
    '.tpl',
    '.bicep',
    '.bicepparam',
    '.hcl',
    '.md',
    '.py',
    '.ts',
    '.jsx',
    '.txt',
    '.auto.tfvars.json',
  );
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), ending, (segments, end) => {
      const path = segments.join('/') + end;
      if (parts.some((part) => part.wants(path) === 'any')) expect(isTakenByName(path), path).toBe(true);
    }),
  );
});
