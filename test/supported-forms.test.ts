import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { summaryOf } from './collectors/repository/infrastructure/summary.ts';
import { supportedForms } from './supported-forms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rows = Object.values(supportedForms).flat();
const paths = rows.flatMap((row) => [row.fixture, row.careful]);

test.each(rows)('$form has a fixture that shows it and one with nothing to flag', ({ fixture, careful }) => {
  expect([fixture, careful].filter((path) => !existsSync(root + path))).toEqual([]);
});

/** Folders of fixtures, one a form; what is broken, what is asked about and tests are no forms. */
const folders = [
  'pipelines',
  'workflows',
  'infrastructure',
  'kubernetes',
  'aws',
  'repository/frameworks/showing',
  'repository/frameworks/careful',
];
const noForms = [
  'fixtures/aws/broken',
  'fixtures/aws/questions',
  'fixtures/repository/frameworks/careful/examples',
  'fixtures/repository/frameworks/careful/tests',
];

test.each(folders)('every fixture of %s has a row', (folder) => {
  const below = (path: string, other: string): boolean => path === other || path.startsWith(`${other}/`);
  const without = readdirSync(`${root}fixtures/${folder}`)
    .map((name) => `fixtures/${folder}/${name}`)
    .filter((path) => !paths.some((other) => below(path, other) || below(other, path)) && !noForms.includes(path));
  expect(without).toEqual([]);
});

describe.each(supportedForms.infrastructure)('$form', ({ fixture, careful }) => {
  test('shows identities or credentials', async () => {
    const { identities, credentials } = await summaryOf(root + fixture);
    expect(identities.length + credentials.length).toBeGreaterThan(0);
  });

  test('has nothing to flag where there is nothing', async () => {
    const { findings, credentials, gaps } = await summaryOf(root + careful);
    expect({ findings, credentials, gaps }).toEqual({ findings: [], credentials: [], gaps: [] });
  });
});
