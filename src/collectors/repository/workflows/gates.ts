import { ignoresNeeds, letsThrough } from './condition.ts';
import type { Job } from './job.ts';
import { isUntrusted, needsTriage, type Trigger } from './triggers.ts';

/** The triggers that can set a job off: its `if:` may rule some events out. */
export function triggersOf(job: Job): readonly Trigger[] {
  const { condition } = job;
  const { triggers } = job.workflow;
  return condition === undefined ? triggers : triggers.filter((t) => letsThrough(condition, t.event, 'anybody') !== false);
}

/** Those of them that people without write access can set off. */
export function untrustedTriggersOf(job: Job): readonly Trigger[] {
  return triggersOf(job).filter((t) => isUntrusted(t.event));
}

/**
 * Whether a condition certainly keeps people without write access out of a job, for every event they can set off: the
 * job's own `if:`, that of a job it needs, that of every step (or of one step, where it is given), or events that need
 * triage access.
 */
export function keepsOutsidersOut(job: Job, jobs: ReadonlyMap<string, Job>, stepCondition?: string, seen = new Set<string>()): boolean {
  const untrusted = untrustedTriggersOf(job);
  const events = untrusted.length > 0 ? untrusted : [undefined];
  const stops = (condition: string | undefined, trigger: Trigger | undefined): boolean =>
    condition !== undefined && letsThrough(condition, trigger?.event, 'outsider') === false;
  const everyStepStops = (trigger: Trigger | undefined): boolean =>
    job.steps.length > 0 && job.steps.every((s) => stops(s.condition, trigger));
  const own = events.every(
    (t) => (t !== undefined && needsTriage(t)) || stops(job.condition, t) || stops(stepCondition, t) || everyStepStops(t),
  );
  if (own || (job.condition !== undefined && ignoresNeeds(job.condition))) return own;
  // A job is skipped when one it needs is skipped.
  return job.needs.some((id) => {
    const needed = jobs.get(id);
    if (needed === undefined || seen.has(id)) return false;
    seen.add(id);
    return keepsOutsidersOut({ ...needed, steps: [] }, jobs, undefined, seen);
  });
}
