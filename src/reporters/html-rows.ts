/**
 * The records of an HTML report as its page reads them: lists instead of objects, and indices instead of words that are often
 * said, because a hundred thousand of each have to open in seconds.
 */

export type IdentityRow = readonly [
  id: string,
  name: string,
  plane: string,
  kind: string,
  scope: string,
  nature: string,
  agent: 0 | 1,
  owner: string | null,
  environment: string | null,
  lastUsed: string | null,
  level: string,
  /** read, write, execute, grant, secrets */
  facets: readonly string[],
  verdict: string,
  /** binding, lifetime, authorization, revocation: the answer and why. */
  answers: readonly (readonly [answer: string, because: string])[],
  reach: readonly [level: string, identities: number],
  place: string,
  created: string | null,
  /** Of an agent or an MCP server: what it is as one, in words. */
  asAgent: readonly (readonly [what: string, value: string])[] | null,
];

export type FindingRow = readonly [
  /** Into the rules of the page. */
  rule: number,
  severity: string,
  status: string,
  /** Into the identities; -1 where it is about none. */
  identity: number,
  message: string,
  place: string,
  change: string | null,
  /** Of a waived one the reason, of an undecided one what was not known. */
  note: string | null,
];

export type CredentialRow = readonly [
  /** Into the identities; -1 where that is not known. */
  identity: number,
  name: string,
  kind: string,
  isStatic: 0 | 1,
  enabled: 0 | 1 | null,
  created: string | null,
  lastUsed: string | null,
  expires: string | null,
];

/** A step of paths; the same step of many paths stands once. */
export type StepRow = readonly [from: string, to: string, certainty: string, reason: string, places: readonly string[], fix: string | null];

export type PathRow = readonly [from: string, to: string, certainty: string, level: string, steps: readonly number[]];

/** What kinds of records there are; each arrives in chunks of some thousand rows. */
export interface PageRows {
  readonly identities: IdentityRow;
  readonly findings: FindingRow;
  readonly credentials: CredentialRow;
  readonly steps: StepRow;
  readonly paths: PathRow;
  /** Names for ids of paths that are no identity. */
  readonly names: readonly [id: string, name: string];
  readonly rules: readonly [id: string, title: string, why: string, fix: string, frameworks: readonly string[]];
}

export type RowKind = keyof PageRows;
