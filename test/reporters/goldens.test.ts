import { describe, expect, it } from 'vitest';
import { loadReporter } from '../../src/cli/format-registry.ts';
import { expectGolden } from './golden.ts';
import { quietReport, sampleReport } from './sample-report.ts';

/** Formats whose whole text is held against a file. Others have tests of their own. */
const formats = {
  csv: 'csv',
  'csv-inventory': 'csv',
  dot: 'dot',
  junit: 'xml',
  markdown: 'md',
  mermaid: 'mmd',
} as const;

describe.each(Object.entries(formats))('%s', (format, ending) => {
  it.each([
    ['the sample', sampleReport, ''],
    ['a quiet scan', quietReport, '-quiet'],
  ])('renders %s', async (_, report, suffix) => {
    const reporter = await loadReporter(format);
    expectGolden(`${format}${suffix}.${ending}`, [...reporter.render(report, { color: false })].join(''));
  });

  it('depends on the report alone', async () => {
    const reporter = await loadReporter(format);
    const render = (): string => [...reporter.render(sampleReport, { color: true, width: 80 })].join('');
    expect(render()).toBe(render());
  });
});
