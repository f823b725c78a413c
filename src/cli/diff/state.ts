import type { KnownFinding, Seen } from '../../findings/baseline.ts';
import type { SourceStatus } from '../../inventory/fragment.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { GrantLine } from './grant-lines.ts';
import type { RecordKind } from './told-fields.ts';

/** An identity as two states are compared by it. */
export interface StateIdentity {
  readonly name: string;
  readonly plane: string;
  readonly kind: string;
  /** The account, project or repository it lives in. */
  readonly scope: string;
  readonly agent: boolean;
  /** The source that showed it. */
  readonly seenBy: Seen;
  readonly enabled: boolean | null;
  /** `level`, `read`, `write`, `execute`, `grant`, `secrets`. */
  readonly power: Readonly<Record<string, string>>;
  readonly reach: { readonly level: string; readonly identities: number; readonly production: boolean };
}

export interface StateEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly certainty: string;
  readonly technique: string | null;
  readonly reason: string;
  /** The sources that showed it. */
  readonly seenBy: readonly Seen[];
}

export interface StateCredential {
  readonly name: string;
  readonly kind: string;
  readonly identity: string | null;
  readonly enabled: boolean | null;
  readonly seenBy: Seen;
}

/** A path to administrator power: its ends and names on the way. */
export interface StatePath {
  readonly from: string;
  readonly to: string;
  readonly certainty: string;
  readonly via: readonly string[];
  /** The sources that showed its steps. */
  readonly seenBy: readonly Seen[];
}

/** A record as two states are compared by it. */
export interface StateRecord {
  /** How people are told which one it is. */
  readonly label: string;
  /** The identity that it is about, where it is about one. */
  readonly identity: string | null;
  readonly seenBy: Seen;
  readonly value: object;
}

export interface Given {
  /** Whoever and whatever holds grants: identities, groups of which no member is known, accounts and units; things with a policy. */
  readonly holders: ReadonlyMap<string, { readonly name: string; readonly lines: () => readonly GrantLine[] }>;
  /** By the identity that may be become. */
  readonly trusts: ReadonlyMap<string, readonly Trust[]>;
}

/** What a snapshot or a report says, in what two of them have in common. */
export interface State {
  /** How people named it. */
  readonly name: string;
  /** ISO 8601: as of when. */
  readonly now: string;
  readonly sources: readonly (Seen & { readonly status: SourceStatus['status'] })[];
  /** Words of the sources that were not, or only in part, read. */
  readonly unseen: readonly string[];
  readonly identities: ReadonlyMap<string, StateIdentity>;
  readonly credentials: ReadonlyMap<string, StateCredential>;
  readonly edges: readonly StateEdge[];
  readonly paths: readonly StatePath[];
  readonly findings: readonly KnownFinding[];
  /** Fingerprints of findings that are no failures: waived, or not to be answered. */
  readonly others: ReadonlyMap<string, 'suppressed' | 'unknown'>;
  /** Ids of the rules that were asked. */
  readonly rules: ReadonlySet<string>;
  readonly nameOf: (id: string) => string;
  /** Whole records, by id; a report holds fewer kinds and fewer fields of them. */
  readonly records: Readonly<Partial<Record<RecordKind, ReadonlyMap<string, StateRecord>>>>;
  /** What only a snapshot holds. */
  readonly given?: Given;
}
