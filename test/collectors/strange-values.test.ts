import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recogniseFile } from '../../src/cli/recognise.ts';
import { discoverCollectors } from '../../src/collectors/discover.ts';

/** A copy of an answer with a value put in one place of it. */
function withValue(answer: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(answer)) return answer.map((one: unknown, n) => (n === key ? withValue(one, rest, value) : one));
  const object = answer as Readonly<Record<string, unknown>>;
  return { ...object, [key]: withValue(object[key], rest, value) };
}

/** Of an object whose `toString` is no function no text can be made. */
test.each<[file: string, place: readonly (string | number)[]]>([
  ['entra/batch/answers.json', ['responses', 0, 'status']],
  ['github/organization/graphql/rulesets.json', ['data', 'organization', 'rulesets', 'nodes', 0, 'databaseId']],
  ['github/organization/orgs/acme/hooks.json', [0, 'config', 'insecure_ssl']],
  ['aws/organization/describe-policy.json', ['Policy', 'PolicySummary', 'Type']],
])('%s is read where an object stands at %j', async (file, place) => {
  const answer: unknown = JSON.parse(readFileSync(`fixtures/${file}`, 'utf8'));
  const path = join(mkdtempSync(join(tmpdir(), 'nhi-strange-')), 'answer.json');
  writeFileSync(path, JSON.stringify(withValue(answer, place, { toString: 1 })));
  const collector = await recogniseFile({ form: 'file', path, word: 'answer.json' }, await discoverCollectors());
  const context = {
    source: 'answer.json',
    emit: () => {},
    environment: {},
    now: new Date('2026-11-22T09:00:00Z'),
    progress: () => {},
    fingerprint: () => '',
    foundAccessKeyIds: () => [],
  };
  await expect(collector.collectFile?.(path, context)).resolves.toBeDefined();
});
