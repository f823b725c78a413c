/** How long what an identity of a class presents may last at most, in seconds. */
export interface ClassLimits {
  readonly agent: number;
  /** Batch jobs, services and all other machine identities. */
  readonly workload: number;
}

const hour = 3600;

/**
 * Our choice, the user may make another one: an hour is what platforms give by themselves (sessions of chained roles of AWS,
 * access tokens of Google Cloud, installation tokens of GitHub), twelve hours the longest session of a role of AWS.
 */
export const defaultLimits: ClassLimits = { agent: hour, workload: 12 * hour };

/** The limit of an identity: between two bounds where it is not known whether it is an agent's. */
export interface Limit {
  readonly low: number;
  readonly high: number;
  /** A clause for a person: `an agent's limit is 1 hour`. */
  readonly says: string;
}

export function limitOf(isAgent: boolean | undefined, { agent, workload }: ClassLimits): Limit {
  if (isAgent === true) return { low: agent, high: agent, says: `an agent's limit is ${lasting(agent)}` };
  if (isAgent === false) return { low: workload, high: workload, says: `a workload's limit is ${lasting(workload)}` };
  return {
    low: Math.min(agent, workload),
    high: Math.max(agent, workload),
    says: `the limit is ${lasting(agent)} if it is an agent's, else ${lasting(workload)}`,
  };
}

/** A time in words: `365 days`, `36 hours`, `90 minutes`; days from two on. */
export function lasting(seconds: number): string {
  if (seconds >= 48 * hour) return counted(seconds / (24 * hour), 'day');
  if (seconds >= hour && seconds % hour === 0) return counted(seconds / hour, 'hour');
  return seconds >= 60 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}

function counted(number: number, unit: string): string {
  const whole = Math.floor(number);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
