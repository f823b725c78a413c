import type { Answer, Power } from '../power.ts';
import type { ActionSet } from './action-set.ts';
import type { Condition } from './conditions.ts';

/** A statement, by the places of its source among the sources and of itself in that one's document. */
export interface Place {
  readonly source: number;
  readonly at: number;
}

/** What is kept of an authority once it was measured. Identities with equal grants share it. */
export interface Measured {
  readonly key: string;
  readonly power: Omit<Power, 'because' | 'unreadable'>;
  /** The statements behind the power; undefined where it was measured on somebody whose power is equal for other statements. */
  readonly because: readonly Place[] | undefined;
  /** The level turned on the principal's own name, so it may not be shared. */
  readonly dependsOnSelf: boolean;
  /** The known actions that some statement allows. */
  readonly allowed: ActionSet;
  /** Those of them that some statement allows on something without a condition. */
  readonly outright: ActionSet;
  /** Those that some statement allows on everything. */
  readonly everywhere: ActionSet;
  /** The known actions that some statement denies; undefined where a policy was not read and may say more. */
  readonly denied: ActionSet | undefined;
  /** A boundary or service control policy says less than "everything", or was not read. */
  readonly limited: boolean;
  /** The conditions of all Allow statements, each once; undefined where that was not looked at. */
  readonly conditions: readonly Condition[] | undefined;
  /** Every policy was read. */
  readonly allRead: boolean;
}

/** The answer about a known action on anything, or on everything, where it follows from what was kept. */
export function answerAtOnce({ allowed, outright, everywhere, denied, limited }: Measured, action: number, on?: '*'): Answer | undefined {
  if (action < 0 || denied === undefined) return undefined;
  if (!allowed.has(action)) return 'denied';
  if (limited || denied.has(action)) return undefined;
  if (on === '*') return everywhere.has(action) ? undefined : 'denied';
  return outright.has(action) ? 'allowed' : undefined;
}
