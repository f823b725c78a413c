import { quoted } from '../../engine/quoted.ts';
import { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import type { Need } from '../../permissions/aws/smaller-policy.ts';
import { plain } from '../../reporters/escape.ts';
import type { RenderOptions } from '../../reporters/reporter.ts';
import { UserError } from '../../user-error.ts';
import { readActionTable } from '../action-table.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { type AzureFixPlan, planAzureFix } from '../fix/azure-fix.ts';
import { renderAzureFix } from '../fix/azure-output.ts';
import { type FixFormat, fixFormats, renderFix } from '../fix/fix-output.ts';
import { planFix } from '../fix/plan-fix.ts';
import { readNeeds } from '../fix/read-needs.ts';
import { whatIf } from '../fix/what-if.ts';
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
  const needs = readNeeds(options.need ?? []);
  const analysis = await readAndAnalyse(words, options, io);
  const { world, report } = analysis;
  const identity = world.inventory.identities.get(findIdentity(report.identities, id).id);
  if (identity === undefined) throw new UserError(`no identity ${id} in what was read`);
  const isAzure = identity.plane === 'azure' || identity.plane === 'entra';
  refuseForeignNeeds(needs, isAzure);
  if (isAzure) return fixAzure(planAzureFix(world, identity, needs, analysis.now), analysis, format, options, io);
  const plan = planFix(world, new ActionUniverse(readActionTable()), identity, { needs, days });
  if (options.whatIf === true) {
    await writeAll(io.stdout, [whatIf(analysis, analysis.analyseAgain(plan.inventory), plan, renderingFor(options, io))]);
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

async function fixAzure(plan: AzureFixPlan, analysis: Prepared, format: FixFormat, options: FixOptions, io: Io): Promise<number> {
  if (options.whatIf === true) {
    await writeAll(io.stdout, [whatIf(analysis, analysis.analyseAgain(plan.inventory), plan, renderingFor(options, io))]);
    return 0;
  }
  await writeAll(io.stdout, [renderAzureFix(plan, format)]);
  if (options.quiet === true) return 0;
  const summary = `${plan.identity.name}: ${plan.before} known actions now, ${plan.after} with these roles`;
  for (const note of format === 'json' ? [summary, ...plan.notes] : [summary]) io.stderr.write(`nhi: ${plain(note)}\n`);
  return 0;
}

/** Needs are of the plane of the identity. */
function refuseForeignNeeds(needs: readonly Need[], isAzure: boolean): void {
  const foreign = needs.find(({ action }) => /^Microsoft\./i.test(action) !== isAzure);
  if (foreign === undefined) return;
  const like = isAzure ? 'Microsoft.Storage/storageAccounts/read' : 's3:GetObject';
  throw new UserError(`--need ${quoted(foreign.action, 200)} is an action of another plane than the identity; write it like ${like}`);
}

function renderingFor(options: FixOptions, io: Io): RenderOptions {
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  return { color: wantsColor(io, options.color), ...(width === undefined ? {} : { width }) };
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new UserError(`--days must be a whole number from 1 to 400; got "${text}"`);
  return days;
}
