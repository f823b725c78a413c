import { setTimeout as pause } from 'node:timers/promises';

/** No pause that a quota asks for is longer: it is counted over some seconds. */
const longest = 30_000;

/**
 * Waits where Resource Graph says that nothing is left of the quota, before it has to refuse
 * (https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests).
 */
export function quotaPause(wait: (milliseconds: number) => Promise<unknown> = pause): (headers: Headers) => Promise<void> {
  return async (headers) => {
    const left = headers.get('x-ms-user-quota-remaining');
    const resets = /^(\d{2}):(\d{2}):(\d{2})/.exec(headers.get('x-ms-user-quota-resets-after') ?? '');
    if (left !== '0' || resets === null) return;
    const [, hours, minutes, seconds] = resets;
    const milliseconds = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    if (milliseconds > 0) await wait(Math.min(milliseconds, longest));
  };
}
