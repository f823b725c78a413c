import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allReporters, formatNames, loadReporter } from '../../src/cli/format-registry.ts';
import { UserError } from '../../src/user-error.ts';

const names = formatNames().join(', ');

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
    ['sarf', `unknown format "sarf"; did you mean "sarif"? (formats: ${names})`],
    ['JSON', `unknown format "JSON"; did you mean "json"? (formats: ${names})`],
    ['pdf', `unknown format "pdf" (formats: ${names})`],
    ['escape', `unknown format "escape" (formats: ${names})`],
    ['../cli/main', `unknown format "../cli/main" (formats: ${names})`],
    ['', `unknown format "" (formats: ${names})`],
  ])('refuses %j', async (format, message) => {
    await expect(loadReporter(format)).rejects.toThrow(new UserError(message));
  });
});
