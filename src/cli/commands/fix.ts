import { existsSync } from 'node:fs';
import { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import { plain } from '../../reporters/escape.ts';
import { UserError } from '../../user-error.ts';
import { readActionTable } from '../action-table.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { fixFormats, renderFix } from '../fix/fix-output.ts';
import { renderGoogleFix } from '../fix/google-fix-output.ts';
import { planFix } from '../fix/plan-fix.ts';
import { type GoogleFixPlan, planGoogleFix } from '../fix/plan-google-fix.ts';
import { readNeeds } from '../fix/read-needs.ts';
import { type FixChange, whatIf } from '../fix/what-if.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { type Prepared, readAndAnalyse } from '../prepare.ts';

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
  const permissions = readPermissions(options.need ?? []);
  const needs = permissions === undefined ? readNeeds(options.need ?? []) : [];
  const analysis = await readAndAnalyse(words, options, io);
  const { world, report } = analysis;
  const identity = world.inventory.identities.get(findIdentity(report.identities, id).id);
  if (identity === undefined) throw new UserError(`no identity ${id} in what was read`);
  if (identity.plane === 'gcp') {
    if (needs.length > 0) throw new UserError(`--need for ${identity.name} is a permission of Google Cloud, like storage.objects.get`);
    const plan = planGoogleFix(world, identity, { needs: permissions ?? [], days });
    if (options.whatIf === true) return writeWhatIf(analysis, plan, options, io);
    await writeAll(io.stdout, [renderGoogleFix(plan, format)]);
    if (options.quiet !== true)
      for (const note of format === 'json' ? [googleSummary(plan), ...plan.notes] : [googleSummary(plan)])
        io.stderr.write(`nhi: ${plain(note)}\n`);
    return 0;
  }
  if (permissions !== undefined && permissions.length > 0)
    throw new UserError(`--need for ${identity.name} is ACTION[:RESOURCE], like s3:GetObject:arn:aws:s3:::bucket/*`);
  const plan = planFix(world, new ActionUniverse(readActionTable()), identity, { needs, days });
  if (options.whatIf === true) return writeWhatIf(analysis, plan, options, io);
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

async function writeWhatIf(analysis: Prepared, plan: FixChange, options: FixOptions, io: Io): Promise<number> {
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const rendering = { color: wantsColor(io, options.color), ...(width === undefined ? {} : { width }) };
  await writeAll(io.stdout, [whatIf(analysis, analysis.analyseAgain(plan.inventory), plan, rendering)]);
  return 0;
}

function googleSummary({ identity, roles, before, after, same }: GoogleFixPlan): string {
  if (roles.every((r) => r.role === undefined)) return `${identity.name} used nothing of what it holds: no role is left to give it`;
  return `${identity.name}: ${before} listed permissions now, ${after} with these roles${same ? '; nothing was found that can be taken away' : ''}`;
}

/** What `--need` says where all of it is permissions of Google Cloud (`storage.objects.get`); undefined where it is something else. */
function readPermissions(words: readonly string[]): readonly string[] | undefined {
  const form = /^[a-z][A-Za-z0-9]*(?:\.googleapis\.com\/[A-Za-z0-9]+)?(?:\.[A-Za-z][A-Za-z0-9]*){1,}$/;
  return words.every((word) => form.test(word) && !existsSync(word)) ? words : undefined;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new UserError(`--days must be a whole number from 1 to 400; got "${text}"`);
  return days;
}
