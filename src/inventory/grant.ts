import type { Evidence } from './evidence.ts';

/**
 * A permission given to an identity (or to a group, or to a whole account).
 * `attached`, `inline`: give power. `boundary`, `scp`, `rcp`: limit it.
 */
export interface Grant {
  /** Stable: `<holder id>#<kind>/<policy name>`. */
  readonly id: string;
  /** An identity id, a group id (`aws:group/<account>/<name>`) or an account (`aws:account/<id>`, `aws:organization`). */
  readonly holder: string;
  readonly kind: 'attached' | 'inline' | 'boundary' | 'scp' | 'rcp';
  /** Policy name as people know it. */
  readonly name: string;
  /** A `Policy.id` for attached policies and boundaries. */
  readonly policy?: string;
  /** A `PolicyDocument.id` for inline policies. */
  readonly document?: string;
  readonly evidence: readonly Evidence[];
}

/** An identity's membership of a group through which it holds grants. */
export interface Membership {
  readonly identity: string;
  /** `aws:group/<account>/<name>`. */
  readonly group: string;
}
