import { patternOf } from './action-pattern.ts';

/**
 * What the Activity Log can show of an action: it holds calls that write, delete and do something, of the control plane alone
 * (https://learn.microsoft.com/azure/azure-monitor/platform/activity-log#activity-log-entries).
 *
 * - `shown`: a call of it leaves an event
 * - `reading`: it leaves none, for it only reads, or asks and changes nothing though it is called an action
 * - `checked`: it is checked where another resource is written that points at the resource, and leaves no event of its own: joining a
 *   network or a pool, giving a resource an identity, taking a secret of a vault into a deployment
 */
export type Trace = 'shown' | 'reading' | 'checked';

/** All that leaves no event. Roles hold a star for whole words between slashes alone: where it stands for a part of one, known actions are named. */
export const unseenPatterns: readonly { readonly pattern: string; readonly trace: Exclude<Trace, 'shown'> }[] = [
  { pattern: '*/read', trace: 'reading' },
  { pattern: '*/query/action', trace: 'reading' },
  { pattern: '*/search/action', trace: 'reading' },
  { pattern: '*/validate/action', trace: 'reading' },
  { pattern: '*/validate*/action', trace: 'reading' },
  { pattern: '*/check*/action', trace: 'reading' },
  { pattern: '*/whatIf/action', trace: 'reading' },
  { pattern: '*/join/action', trace: 'checked' },
  { pattern: '*/join*/action', trace: 'checked' },
  { pattern: '*/assign/action', trace: 'checked' },
  { pattern: 'Microsoft.KeyVault/vaults/deploy/action', trace: 'checked' },
];

/** Whether a star of a pattern stands for a part of a word. */
export function hasPartialStar(pattern: string): boolean {
  return /[^/]\*|\*[^/]/.test(pattern);
}

/** @param action in lower case, of the control plane. */
export function traceOf(action: string): Trace {
  return unseenPatterns.find(({ pattern }) => patternOf(pattern)(action))?.trace ?? 'shown';
}
