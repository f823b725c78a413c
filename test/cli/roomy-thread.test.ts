import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needsRoom } from '../../src/cli/roomy-thread.ts';
import { discoverCollectors } from '../../src/collectors/discover.ts';
import { addFile, bin, makeDirectory, nhi, root, runProgram } from './nhi.ts';

const small = readFileSync(join(root, 'fixtures/acme/aws/418273645501-authorization-details.json'), 'utf8');
/** The same, and one value that nobody asks for. */
const large = small.replace(/\}\s*$/, `,"Padding":"${'x'.repeat(33 * 1024 * 1024)}"}\n`);
const [few, much] = [makeDirectory({ 'gaad.json': small }), makeDirectory({ 'gaad.json': large })];
/** Collectors of files alone. */
const readsNothingLive: ReadonlySet<string> = new Set(['repository', 'spiffe']);
const scan = ['scan', 'gaad.json', '--now', '2026-11-22', '--format', 'json'];

describe('a large input', () => {
  it('is told by the size of a file', () => {
    expect(needsRoom(['scan', join(few, 'gaad.json')])).toBe(false);
    expect(needsRoom(['scan', join(much, 'gaad.json')])).toBe(true);
  });

  it('stays in the main thread beside what needs signals or a person', () => {
    const file = join(much, 'gaad.json');
    expect(needsRoom(['collect', file, '-o', 'out.nhi'])).toBe(false);
    expect(needsRoom(['scan', file, '--list-tools'])).toBe(false);
    expect(needsRoom(['scan', file, 'aws:org'])).toBe(false);
  });

  it('knows the live sources of every collector by their spelling', async () => {
    const file = join(much, 'gaad.json');
    const collectors = await discoverCollectors();
    const starts = [...collectors.flatMap(({ name, plane }) => [name, plane]), 'k8s'];
    const words = starts.flatMap((start) => [start, `${start}:x`, `${start}:subscription/x`]);
    for (const collector of collectors) {
      const taken = words.filter((word) => collector.accepts(word));
      if (!readsNothingLive.has(collector.name)) expect(taken, collector.name).not.toEqual([]);
      expect(taken.filter((word) => needsRoom(['scan', file, word]))).toEqual([]);
    }
  });

  it('gives the same output and exit code as a small one', async () => {
    const plain = await nhi(scan, { cwd: few });
    expect(plain.code).toBe(1);
    expect(await nhi(scan, { cwd: much })).toEqual(plain);
  });

  it('has mistakes told in one line', async () => {
    const run = await nhi(['show', 'nobody', 'gaad.json'], { cwd: much });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/^nhi: [^\n]*nobody[^\n]*\n$/);
    const broken = addFile(much, 'other.json', 'x'.repeat(33 * 1024 * 1024));
    expect(await nhi(['scan', broken], { cwd: much })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^nhi: [^\n]*other\.json[^\n]*\n$/),
    });
  });

  it('ends quietly when its reader has seen enough', async () => {
    const piped = await runProgram('sh', ['-c', `"$0" "$1" ${scan.join(' ')} | head -c 10; exit 0`, process.execPath, bin], { cwd: much });
    expect(piped).toMatchObject({ code: 0, out: expect.stringMatching(/^.{10}$/s), err: expect.stringMatching(/^exit code 1: [^\n]+\n$/) });
  });

  it('is told to be too much for the memory given', async () => {
    const run = await nhi(scan, { cwd: much, env: { NODE_OPTIONS: '--max-old-space-size=16' } });
    expect(run).toMatchObject({ code: 2, err: expect.stringMatching(/^nhi: [^\n]*memory[^\n]*\n$/) });
  });
});
