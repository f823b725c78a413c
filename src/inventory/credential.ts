import type { Evidence } from './evidence.ts';
import type { Facts } from './fact-types.ts';

/** Where in a file or process a credential's value was read. */
export const positions = ['env', 'header', 'argument', 'url', 'file', 'setting'] as const;
export type Position = (typeof positions)[number];

/** What proves an identity. The value itself is never kept. */
export interface Credential {
  /** Stable: `aws:access-key/AKIA...`, `secret:<fingerprint>`. */
  readonly id: string;
  /** Other ids of the same credential: `aws:access-key/<account>/<user>@<created>`. Credentials that share one are merged. */
  readonly aliases?: readonly string[];
  /** `aws-access-key`, `aws-console-password`, `aws-root-access-key`, `aws-service-specific`, `aws-bedrock-api-key`, `api-key`, `token`, `private-key`, `password`, `connection-string`. */
  readonly kind: string;
  /** Shown to people: a key id, a variable's name. Never the value. */
  readonly name: string;
  /** The identity it belongs to, where that is known. */
  readonly identity?: string;
  /** Where it lives, of one that may be nobody's: the project of an API key of Google Cloud, the ARM id of a key vault, a vault. */
  readonly scope?: string;
  readonly enabled?: boolean;
  /** True where it does not expire by itself. */
  readonly static: boolean;
  readonly createdAt?: string;
  /** null: never used. Absent: not known. */
  readonly lastUsedAt?: string | null;
  /** null: never expires. Absent: not known. */
  readonly expiresAt?: string | null;
  /** Who issued it: aws, github, openai, anthropic... */
  readonly provider?: string;
  readonly purpose?: 'cloud' | 'model' | 'code' | 'database' | 'registry' | 'other';
  /** Of a stored secret: whether it is renewed by itself. */
  readonly rotation?: boolean;
  /** What limits its use, as its issuer says: `apis`, `ips`, `referrers`, `apps`. Empty: nothing. Absent: not known. */
  readonly limits?: readonly string[];
  /** When its value was last changed; ISO 8601, UTC. */
  readonly changedAt?: string;
  /** The `Resource.id` under which its own policy stands. */
  readonly resource?: string;
  readonly github?: Facts<'GithubCredential'>;
  readonly azure?: Facts<'AzureCredential'>;
  /** Infrastructure code makes it. */
  readonly declared?: true;
  /** Keyed hash of the value, see collectors/fingerprint.ts. */
  readonly fingerprint?: string;
  /** Files in which the value stands. */
  readonly found?: readonly FoundAt[];
  readonly evidence: readonly Evidence[];
}

export interface FoundAt {
  readonly file: string;
  readonly position: Position;
  /** The key, variable, header or flag that carries it. */
  readonly key: string;
  /** Git tracks the file; absent outside a git checkout. */
  readonly committed?: boolean;
  /** The commit of git's history that first has it here; absent for what stands in the files now. */
  readonly commit?: string;
  /** Environment the file's name or folder tells (`.env.production`). */
  readonly environment?: string;
  readonly evidence: Evidence;
}
