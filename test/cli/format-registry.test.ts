import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allReporters, loadReporter } from '../../src/cli/format-registry.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { UserError } from '../../src/user-error.ts';

describe('format registry', () => {
  it('finds every reporter by its file, and nothing else', async () => {
    const folder = new URL('../../src/reporters/', import.meta.url);
    const exporting = readdirSync(folder).filter((file) => /export const reporter\b/.test(readFileSync(new URL(file, folder), 'utf8')));
    expect((await allReporters()).map((r) => `${r.format}.ts`)).toEqual(exporting.sort());
    expect(exporting).toContain('table.ts');
  });

  it.each(['table', 'json', 'sarif'])('loads %s', async (format) => {
    expect((await loadReporter(format)).format).toBe(format);
  });

  it.each([
    ['sarf', 'unknown format "sarf": did you mean sarif?'],
    ['JSON', 'unknown format "JSON": did you mean json?'],
    ['pdf', 'unknown format "pdf": use one of json, sarif, table'],
    ['escape', 'unknown format "escape": use one of json, sarif, table'],
    ['../cli/main', 'unknown format "../cli/main": use one of json, sarif, table'],
    ['', 'unknown format "": use one of json, sarif, table'],
  ])('refuses %j', async (format, message) => {
    await expect(loadReporter(format)).rejects.toThrow(new UserError(message));
  });
});

describe('nearest', () => {
  it.each([
    ['teble', ['json', 'table'], 'table'],
    ['tabel', ['json', 'table'], 'table'],
    ['severty', ['severity', 'title'], 'severity'],
    ['x', ['json'], undefined],
    ['aws-iam-key-odl', ['aws-iam-key-old', 'aws-iam-key-unused'], 'aws-iam-key-old'],
    ['a', [], undefined],
  ])('%s of %j', (word, candidates, expected) => expect(nearest(word, candidates)).toBe(expected));
});
