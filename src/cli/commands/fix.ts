import { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import { plain } from '../../reporters/escape.ts';
import { UserError } from '../../user-error.ts';
import { readActionTable } from '../action-table.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { fixFormats, renderFix } from '../fix/fix-output.ts';
import { planFix } from '../fix/plan-fix.ts';
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

/** `nhi fix ID [SOURCE...]`: a smaller policy from recorded use or declared need, or what it would change. */
export async function fix(id: string, words: readonly string[], options: FixOptions, io: Io): Promise<number> {
  // What was written is checked before anything is read.
  const format = readOneOf(options.format ?? 'json', fixFormats, '--format');
  const days = readDays(options.days ?? '90');
  const needs = readNeeds(options.need ?? []);
  const analysis = await readAndAnalyse(words, options, io);
  const { world, report } = analysis;
  const identity = world.inventory.identities.get(findIdentity(report.identities, id).id);
  if (identity === undefined) throw new UserError(`no identity ${id} in what was read`);
  const plan = planFix(world, new ActionUniverse(readActionTable()), identity, { needs, days });
  if (options.whatIf === true) {
    const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
    const rendering = { color: wantsColor(io, options.color), ...(width === undefined ? {} : { width }) };
    await writeAll(io.stdout, [whatIf(analysis, analysis.analyseAgain(plan.inventory), plan, rendering)]);
    return 0;
  }
  await writeAll(io.stdout, [renderFix(plan, format)]);
  if (options.quiet === true) return 0;
  const { before, after } = plan;
  const summary =
    plan.statements.length === 0
      ? `${identity.name} used none of its ${before} known actions: no policy is left to give it`
      : `${identity.name}: ${before} known actions now, ${after} with this policy${plan.same ? '; nothing was found that can be taken away' : ''}`;
  for (const note of format === 'json' ? [summary, ...plan.notes] : [summary]) io.stderr.write(`nhi: ${plain(note)}\n`);
  return 0;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new UserError(`--days must be a whole number from 1 to 400; got "${text}"`);
  return days;
}
