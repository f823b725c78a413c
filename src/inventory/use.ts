import { type DayRanges, joinDays } from './day-ranges.ts';
import type { Evidence } from './evidence.ts';

/** Who wrote use down: IAM's service last accessed data, a trail of events, IAM Access Analyzer, the recommender of Google Cloud, the Activity Log of Azure. */
export const recorders = ['last-accessed', 'trail', 'access-analyzer', 'recommender', 'activity-log'] as const;
export type Recorder = (typeof recorders)[number];

/**
 * What made a request, told from its user agent. `console`, `browser`, `cloudshell` and `workstation` (a command line or
 * desktop tool on a person's machine) speak of a person; `provisioner` is Terraform and its like.
 */
export const clientKinds = [
  'console',
  'browser',
  'cloudshell',
  'workstation',
  'command-line',
  'sdk',
  'provisioner',
  'ai-agent',
  'service',
  'other',
] as const;
export type ClientKind = (typeof clientKinds)[number];

/** What one recorder saw an identity do. Holds no address, no session name and no text of a user agent. */
export interface Use {
  /** `<identity id>#use/<recorder>`. */
  readonly id: string;
  readonly identity: string;
  readonly recorder: Recorder;
  /** The days for which what is not here did not happen. A trail speaks for its account: see `Scope.observed`. */
  readonly days?: DayRanges;
  /** Service prefix -> last use (ISO 8601, UTC); null: none on these days. */
  readonly services: Readonly<Record<string, string | null>>;
  /** Last-accessed data: IAM actions. A trail: events as `<first label of the source>:<event name>`; only what happened. The Activity Log: actions of Azure in lower case, the same. */
  readonly actions: Readonly<Record<string, string | null>>;
  /** Events that were refused for lack of a permission, counted. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Events by what made them. */
  readonly clients?: Readonly<Record<string, number>>;
  /** For each kind of client, the first place that shows it. */
  readonly clientEvidence?: Readonly<Record<string, readonly Evidence[]>>;
  /** Long-lived access keys that were used, with the networks (IPv4 /16, IPv6 /48) that the requests came from. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  /** Networks that requests came from, of any credential. */
  readonly networks?: readonly string[];
  readonly regions?: readonly string[];
  /** Events of sessions with and without MFA, where the event says. */
  readonly mfa?: Readonly<Record<string, number>>;
  /** What an analyzer holds against it: `unused iam:PutRolePolicy`, `external access by 999900001111`. */
  readonly reported?: readonly string[];
  readonly firstAt?: string;
  readonly lastAt?: string;
  readonly evidence: readonly Evidence[];
}

/** The period that a trail shows of an account. */
export interface Observed {
  /** Days with at least one event of the account. */
  readonly days: DayRanges;
  /** Some event only reads: a trail may record writes alone. */
  readonly reads: boolean;
  /** Some event is of KMS, whose events a trail may leave out. */
  readonly kms: boolean;
  readonly regions: readonly string[];
}

export function mergeObserved(a: Observed, b: Observed): Observed {
  return { days: joinDays(a.days, b.days), reads: a.reads || b.reads, kms: a.kms || b.kms, regions: union(a.regions, b.regions) };
}

/** Both lists in one, sorted, without repeats. */
export function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
