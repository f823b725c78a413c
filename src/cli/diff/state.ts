import type { KnownFinding } from '../../findings/baseline.ts';
import type { GrantLine } from './grant-lines.ts';

/** An identity as two states are compared by it. */
export interface StateIdentity {
  readonly name: string;
  readonly plane: string;
  readonly kind: string;
  readonly agent: boolean;
  /** Plane of the source that showed it; '' where that is not known. */
  readonly seenBy: string;
  readonly enabled: boolean | null;
  /** `level`, `read`, `write`, `execute`, `grant`, `secrets`. */
  readonly power: Readonly<Record<string, string>>;
  readonly reach: { readonly level: string; readonly identities: number };
}

export interface StateEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly certainty: string;
  readonly technique: string | null;
  readonly reason: string;
}

/** A path to administrator power: its ends and names on the way. */
export interface StatePath {
  readonly from: string;
  readonly to: string;
  readonly certainty: string;
  readonly via: readonly string[];
}

/** What a snapshot or a report says, in what two of them have in common. */
export interface State {
  /** How people named it. */
  readonly name: string;
  /** ISO 8601: as of when. */
  readonly now: string;
  readonly sources: readonly { readonly plane: string; readonly status: string }[];
  readonly identities: ReadonlyMap<string, StateIdentity>;
  readonly credentials: ReadonlyMap<string, { readonly name: string; readonly kind: string; readonly identity: string | null }>;
  readonly edges: readonly StateEdge[];
  readonly paths: readonly StatePath[];
  readonly findings: readonly KnownFinding[];
  /** Ids of the rules that were asked. */
  readonly rules: ReadonlySet<string>;
  readonly nameOf: (id: string) => string;
  /** What an identity was given, one line each; absent in a report, which does not hold it. */
  readonly grantsOf?: (id: string) => readonly GrantLine[];
}
