import { existsSync } from 'node:fs';
import { findTarget } from '../../collectors/target-file.ts';
import { type Baseline, sourceOfFinding } from '../../findings/baseline.ts';
import { UserError } from '../../user-error.ts';
import { defaultBaselineFile, readBaseline, renderBaseline } from '../baseline-file.ts';
import type { CommonOptions } from '../common-options.ts';
import { withBaseline } from '../compare-findings.ts';
import type { Io } from '../io.ts';
import { readAndAnalyse } from '../prepare.ts';
import { writeFileWhole } from '../write-file.ts';

/** What the file holds now. Anything else than a baseline may be what somebody else keeps there, and is not written over. */
function readRecorded(file: string): Baseline {
  try {
    return readBaseline(file);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${file}: no baseline that this version reads, and so not written over; delete it, or name another file with -o`);
  }
}

/** `nhi baseline [SOURCE...]`: records the failures that are there now, and says how they differ from those recorded before. */
export async function baseline(words: readonly string[], options: CommonOptions & { readonly output?: string }, io: Io): Promise<number> {
  const file = options.output ?? defaultBaselineFile;
  const earlier = existsSync(file) ? readRecorded(file) : undefined;
  const analysis = await readAndAnalyse(words, options, io);
  const { findings, report } = analysis;
  const evidence = new Map(report.identities.map((i) => [i.id, i.evidence]));
  const seenBy = sourceOfFinding(report.scan.sources, (id) => evidence.get(id) ?? []);
  writeFileWhole(findTarget(file), renderBaseline(findings, seenBy, report.scan.now));
  if (options.quiet !== true) {
    const recorded = findings.filter((f) => f.status === 'fail').length;
    const { comparison } = earlier === undefined ? {} : withBaseline(analysis, earlier);
    const since =
      comparison === undefined
        ? ''
        : `: ${comparison.new} new, ${comparison.worse} worse, ${comparison.known} still there, ${comparison.gone.length} gone` +
          (comparison.unseen.length === 0 ? '' : `, ${comparison.unseen.length} not seen this time and dropped`);
    io.stderr.write(`${file}: ${recorded} finding${recorded === 1 ? '' : 's'}${since}\n`);
  }
  return 0;
}
