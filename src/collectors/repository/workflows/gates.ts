import { ignoresNeeds, letsThrough } from './condition.ts';
import type { Job } from './job.ts';
import { isUntrusted, needsTriage, type Trigger } from './triggers.ts';

/** The triggers that can set a job off: its `if:` may rule some events out. */
export function triggersOf(job: Job): readonly Trigger[] {
  const { condition } = job;
  const triggers = job.caller === undefined ? job.workflow.triggers : triggersOf(job.caller.job);
  return condition === undefined ? triggers : triggers.filter((t) => letsThrough(condition, t.event, 'anybody') !== false);
}

/** Those of them that people without write access can set off. */
export function untrustedTriggersOf(job: Job): readonly Trigger[] {
  return triggersOf(job).filter((t) => isUntrusted(t.event));
}

/**
 * Whether a condition certainly keeps people without write access out of a job, for every event they can set off: the
 * job's own `if:`, that of every step (or of one step, where it is given), that of a job it needs, or events that need
 * triage access.
 */
export function keepsOutsidersOut(job: Job, jobs: ReadonlyMap<string, Job>, stepCondition?: string): boolean {
  if (job.caller !== undefined && keepsOutsidersOut(job.caller.job, job.caller.jobs)) return true;
  const untrusted = untrustedTriggersOf(job);
  const remaining = untrusted.length === 0 ? [undefined] : untrusted.filter((t) => !needsTriage(t)).map((t) => t.event);
  const open = remaining.filter(
    (event) => !stops(job, job.condition, event) && !stops(job, stepCondition, event) && !everyStepStops(job, event),
  );
  return open.every((event) => isSkippedWithNeeds(job, jobs, event));
}

function everyStepStops(job: Job, event: string | undefined): boolean {
  return job.steps.length > 0 && job.steps.every((step) => stops(job, step.condition, event));
}

/** A job is skipped when one it needs is skipped, and so on up, unless its condition says to run all the same. */
function isSkippedWithNeeds(job: Job, jobs: ReadonlyMap<string, Job>, event: string | undefined): boolean {
  const seen = new Set<string>();
  const waiting: Job[] = [job];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at.condition !== undefined && ignoresNeeds(at.condition)) continue;
    for (const id of at.needs) {
      const needed = jobs.get(id);
      if (needed === undefined || seen.has(id)) continue;
      seen.add(id);
      if (stops(needed, needed.condition, event)) return true;
      waiting.push(needed);
    }
  }
  return false;
}

/** Answers are kept: many jobs may need the same one. */
const kept = new WeakMap<Job, Map<string, boolean>>();

function stops(job: Job, condition: string | undefined, event: string | undefined): boolean {
  if (condition === undefined) return false;
  const answers = kept.get(job) ?? new Map<string, boolean>();
  kept.set(job, answers);
  const key = `${event ?? ''}\n${condition}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = letsThrough(condition, event, 'outsider') === false;
  answers.set(key, answer);
  return answer;
}
