import { resolve } from 'node:path';
import { findTarget, type TargetFile } from '../../collectors/target-file.ts';
import { severities } from '../../findings/finding.ts';
import { gate } from '../../findings/gate.ts';
import type { Reporter } from '../../reporters/reporter.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import { loadReporter } from '../format-registry.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { readAndAnalyse } from '../prepare.ts';
import { writeFileWhole } from '../write-file.ts';

/** `nhi scan [SOURCE...]`: read, judge, print, gate. */
export async function scan(words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  // Formats are checked before anything is read: a misspelt one must not cost a scan.
  const reporter = await loadReporter(options.format ?? 'table');
  const failOn = options.failOn === undefined ? undefined : readOneOf(options.failOn, [...severities, 'none'] as const, '--fail-on');
  const files = await Promise.all((options.report ?? []).map(parseReport));
  checkDistinct(files.map((f) => f.target));
  const { report, findings, notes, config } = await readAndAnalyse(words, options, io);
  const color = wantsColor(io, options.color);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  for (const file of files) writeFileWhole(file.target, file.reporter.render(report, { color: false }));
  await writeAll(io.stdout, reporter.render(report, { color, all: options.all === true, ...(width === undefined ? {} : { width }) }));
  if (options.quiet !== true) for (const note of notes) io.stderr.write(`nhi: ${note}\n`);
  return gate(findings, report.scan.sources, {
    failOn: failOn ?? config.failOn ?? 'high',
    allowGaps: options.allowGaps === true,
  });
}

async function parseReport(text: string): Promise<{ readonly reporter: Reporter; readonly target: TargetFile }> {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw new UserError(`--report "${text}" is not FORMAT=FILE, like sarif=nhi.sarif`);
  return { reporter: await loadReporter(text.slice(0, at)), target: findTarget(text.slice(at + 1)) };
}

/** @throws UserError where two reports would be written over each other. */
function checkDistinct(targets: readonly TargetFile[]): void {
  const seen = new Set<string>();
  for (const { path, shown, stream } of targets) {
    const place = resolve(path);
    if (!stream && seen.has(place))
      throw new UserError(`--report: two reports cannot go to one file (${shown}); name another for one of them`);
    seen.add(place);
  }
}
