import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { makeProgress } from '../../src/cli/progress.ts';
import { readSources } from '../../src/cli/read-sources.ts';
import type { Collector } from '../../src/collectors/collector.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';

function watched(isTTY: boolean, columns = 80) {
  let out = '';
  let at = 0;
  const stderr = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        out += String(chunk);
        done();
      },
    }),
    { isTTY, columns },
  );
  // Each look at the clock is a second later, so that nothing is left out for being too soon.
  const io = { stdout: stderr, stderr, environment: {}, clock: () => new Date(++at * 1000), version: '0' };
  return { io, progress: makeProgress(io, false), out: () => out };
}

const identity: Fragment = {
  type: 'identity',
  value: {
    id: 'aws:role/1/a',
    plane: 'aws',
    kind: 'aws-iam-role',
    name: 'a',
    scope: '1',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    evidence: [{ source: 'aws' }],
  },
};
const gap: Fragment = { type: 'gap', value: { source: 'aws', what: 'roles', why: 'denied', detail: 'no' } };

/** A live source that finds one identity, is refused once, and says where it is before each. */
const collector: Collector = {
  name: 'aws',
  plane: 'aws',
  identityPlanes: ['aws'],
  sources: [],
  permissions: [],
  accepts: () => true,
  collect: async (_, { emit, progress }) => {
    progress('aws: users');
    emit(identity);
    emit(gap);
    progress('aws: roles');
    return { plane: 'aws', scope: '1', requests: 2 };
  },
};

const read = (io: ReturnType<typeof watched>) =>
  readSources([{ form: 'live', word: 'aws', collector }], {
    io: io.io,
    progress: io.progress,
    now: new Date(0),
    collectors: [collector],
  });

test('counts of identities and gaps are shown as they grow, and stay for each live source', async () => {
  const terminal = watched(true);
  await read(terminal);
  expect(terminal.out()).toContain('aws: users (0 identities)');
  expect(terminal.out()).toContain('aws: roles (1 identity, 1 gap)');
  expect(terminal.out()).toContain('nhi: read aws: 1 identity, 1 gap\n');
});

test('nothing of it is shown where nobody watches', async () => {
  const pipe = watched(false);
  await read(pipe);
  expect(pipe.out()).toBe('');
});

test('a line that is written over is never longer than the terminal is wide', () => {
  const narrow = watched(true, 60);
  narrow.progress.say(`reading ${'x'.repeat(200)}`);
  // Without what clears the line.
  expect(narrow.out().replace(/^\r.{4}/, '').length).toBeLessThan(60);
});
