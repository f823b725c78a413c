import { quoted } from '../../engine/quoted.ts';
import { plain } from '../../reporters/escape.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { fixFormats } from '../fix/fix-output.ts';
import { fixerOf } from '../fix/fixers.ts';
import { readNeeds } from '../fix/read-needs.ts';
import { whatIf } from '../fix/what-if.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { readAndAnalyse } from '../prepare.ts';

export interface FixOptions extends CommonOptions {
  readonly need?: readonly string[];
  readonly days?: string;
  readonly whatIf?: boolean;
}

/** `nhi fix ID [SOURCE...]`: a smaller policy or smaller roles from recorded use or declared need, or what they would change. */
export async function fix(id: string, words: readonly string[], options: FixOptions, io: Io): Promise<number> {
  // What was written is checked before anything is read.
  const format = readOneOf(options.format ?? 'json', fixFormats, '--format');
  const days = readDays(options.days ?? '90');
  const needs = readNeeds(options.need ?? []);
  const analysis = await readAndAnalyse(words, options, io);
  const identity = analysis.world.inventory.identities.get(findIdentity(analysis.report.identities, id).id);
  if (identity === undefined) throw new UserError(`no identity ${id} in what was read`);
  const fixer = fixerOf(identity);
  const foreign = needs.find((need) => !fixer.speaksOf(need));
  if (foreign !== undefined)
    throw new UserError(
      `--need ${quoted(foreign.action, 200)} is an action of another plane than the identity; write it like ${fixer.like}`,
    );
  const { change, render, summary } = fixer.fix(analysis, identity, { needs, days });
  if (options.whatIf === true) {
    const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
    const rendering = { color: wantsColor(io, options.color), ...(width === undefined ? {} : { width }) };
    await writeAll(io.stdout, [whatIf(analysis, analysis.analyseAgain(change.inventory), change, rendering)]);
    return 0;
  }
  await writeAll(io.stdout, [render(format)]);
  if (options.quiet === true) return 0;
  for (const note of format === 'json' ? [summary, ...change.notes] : [summary]) io.stderr.write(`nhi: ${plain(note)}\n`);
  return 0;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new UserError(`--days must be a whole number from 1 to 400; got "${text}"`);
  return days;
}
