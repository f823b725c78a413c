import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allReporters, loadReporter } from '../../src/cli/format-registry.ts';
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
    ['sarf', 'unknown format "sarf"; did you mean "sarif"? (formats: json, sarif, table)'],
    ['JSON', 'unknown format "JSON"; did you mean "json"? (formats: json, sarif, table)'],
    ['pdf', 'unknown format "pdf" (formats: json, sarif, table)'],
    ['escape', 'unknown format "escape" (formats: json, sarif, table)'],
    ['../cli/main', 'unknown format "../cli/main" (formats: json, sarif, table)'],
    ['', 'unknown format "" (formats: json, sarif, table)'],
  ])('refuses %j', async (format, message) => {
    await expect(loadReporter(format)).rejects.toThrow(new UserError(message));
  });
});
