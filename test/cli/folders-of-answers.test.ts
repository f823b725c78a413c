import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory, nhi, readReport, root } from './nhi.ts';

const dump = readFileSync(join(root, 'fixtures/aws/details/authorization-details.json'), 'utf8');

test.concurrent('answers in folders of a plain folder are read, and those that cannot be are named', async () => {
  const cwd = makeDirectory({
    'one/details.json': dump,
    'one/empty.json': '',
    'one/package.json': '{"name":"x"}',
    'other/empty.json': '',
    'node_modules/package/details.json': dump,
  });
  const { scan } = readReport(await nhi(['scan', '.', '--format', 'json', '-q'], { cwd }));
  expect(scan.sources.map(({ source, status }) => [source, status])).toEqual([
    ['one/details.json', 'complete'],
    ['one/empty.json', 'failed'],
    ['.', 'complete'],
  ]);
});

test.concurrent('answers in a checkout are left alone, and a person is told', async () => {
  const cwd = makeDirectory({ 'details.json': dump });
  mkdirSync(join(cwd, '.git'));
  const ran = await nhi(['scan', '.'], { cwd });
  expect(ran.err).toBe('nhi: . is a checkout: details.json not read; name such a file to have it read\n');
  expect(ran.out).toContain('0 identities');
});
