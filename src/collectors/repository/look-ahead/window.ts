/**
 * Some files of a tree that the scan is about to come to, shared with the thread that looks ahead. Each is taken by one of
 * the two: the scan goes from the first to the last, the thread from the last to the first.
 */
export interface Window {
  /** Relative to the root; empty for those that are none of the thread's. */
  readonly paths: readonly string[];
  /** What has become of each file. */
  readonly states: Uint8Array;
}

/** Nobody has taken it. */
export const free = 0;
/** One of the two is at it, or the thread found that there is more to say of it: the scan looks at it itself. */
export const taken = 1;
/** The thread has looked at all of it, and it holds nothing for anybody. */
export const empty = 2;
