import { resolve } from 'node:path';
import { findTarget, type TargetFile } from '../../collectors/target-file.ts';
import { severities } from '../../findings/finding.ts';
import { type FailLevel, type GateOptions, gate } from '../../findings/gate.ts';
import type { Reporter } from '../../reporters/reporter.ts';
import { UserError } from '../../user-error.ts';
import { readBaseline } from '../baseline-file.ts';
import type { CommonOptions } from '../common-options.ts';
import { withBaseline } from '../compare-findings.ts';
import { loadReporter } from '../format-registry.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { pageParts } from '../page-parts.ts';
import { readAndAnalyse } from '../prepare.ts';
import { writeFileWhole } from '../write-file.ts';

/** `nhi scan [SOURCE...]`: read, judge, print, gate. */
export async function scan(words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  // Formats are checked before anything is read: a misspelt one must not cost a scan.
  const reporter = await loadReporter(options.format ?? 'table');
  const failOn = levelOf(options.failOn, '--fail-on');
  const failOnNew = levelOf(options.failOnNew, '--fail-on-new');
  if (failOnNew !== undefined && options.baseline === undefined) {
    throw new UserError('--fail-on-new says nothing without a baseline: name one with --baseline FILE (nhi baseline writes it)');
  }
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const files = await Promise.all((options.report ?? []).map(parseReport));
  checkDistinct(files.map((f) => f.target));
  const analysis = await readAndAnalyse(words, options, io);
  const { notes, config } = analysis;
  const { report } = baseline === undefined ? analysis : withBaseline(analysis, baseline);
  const color = wantsColor(io, options.color);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const levels = failLevels({ all: failOn ?? config.failOn, forNew: failOnNew ?? config.failOnNew }, baseline !== undefined);
  const { failOnKnown = 'none' } = levels;
  for (const file of files) writeFileWhole(file.target, file.reporter.render(report, { color: false, page: pageParts, failOnKnown }));
  await writeAll(
    io.stdout,
    reporter.render(report, { color, page: pageParts, failOnKnown, all: options.all === true, ...(width === undefined ? {} : { width }) }),
  );
  // The file is everybody's who works here, with a baseline or without: other than the option, its level alone does not stop a run.
  const unasked =
    baseline === undefined && config.failOnNew !== undefined
      ? [`${config.file}: fail_on_new was not asked, because no --baseline was given; every finding is judged at ${levels.failOn}`]
      : [];
  if (options.quiet !== true) for (const note of [...notes, ...unasked]) io.stderr.write(`nhi: ${note}\n`);
  const { findings, paths, scan: read } = report;
  const { code, reasons } = gate(
    { findings, paths, sources: read.sources, nameOf: (id) => report.nameOf(id) },
    { ...levels, rules: config.ruleThresholds, paths: config.pathThresholds, allowGaps: options.allowGaps === true },
  );
  if (options.quiet !== true) for (const reason of reasons) io.stderr.write(`exit code ${code}: ${reason}\n`);
  return code;
}

function levelOf(text: string | undefined, option: string): FailLevel | undefined {
  return text === undefined ? undefined : readOneOf(text, [...severities, 'none'] as const, option);
}

/** With a baseline, known findings fail a run only where there is a level for new ones and one for all. */
function failLevels(
  { all, forNew }: { readonly all: FailLevel | undefined; readonly forNew: FailLevel | undefined },
  hasBaseline: boolean,
): Pick<GateOptions, 'failOn' | 'failOnKnown' | 'levelOption'> {
  if (!hasBaseline) return { failOn: all ?? 'high' };
  if (forNew === undefined) return { failOn: all ?? 'high', failOnKnown: 'none' };
  return { failOn: forNew, failOnKnown: all ?? 'none', levelOption: '--fail-on-new' };
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
