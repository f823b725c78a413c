/** Why something could not be seen. */
export const gapReasons = [
  'denied', // the provider refused (401, 403)
  'not-found', // the thing named is not there (404)
  'throttled', // still refused after the retries
  'unreachable', // no answer
  'unreadable', // the file or answer is not what it should be
  'unsupported', // recognised, but this version does not read it
  'not-given', // the input does not hold it
] as const;

export type GapReason = (typeof gapReasons)[number];

/** Something that could not be seen. A gap is data: it is never thrown. */
export interface Gap {
  /** The source as the user named it. */
  readonly source: string;
  /** What could not be seen, as a noun phrase: `the credential report`. */
  readonly what: string;
  readonly why: GapReason;
  /** One line: the provider's words or the parser's, with the place. Never a secret value, never a stack trace. */
  readonly detail: string;
  /** The permission (or the command, or the file) that would show it. */
  readonly permission?: string;
  readonly file?: string;
  readonly line?: number;
  readonly pointer?: string;
  /**
   * Whether this gap makes the source partial: `true` (the default) lets the gate say "could not see" (exit code 3);
   * `false` is a note about something the source never promised to hold.
   */
  readonly partial?: boolean;
  /** The supply (see Scope.supplies) of another source of the same run that makes this gap moot: `aws:account/123456789012#credentials`. */
  readonly settledBy?: string;
}
