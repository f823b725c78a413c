import type { PolicySource } from './policy-sources.ts';
import { resolveVariables, type VariableValues } from './policy-variables.ts';
import type { Statement } from './statement.ts';

/** A statement with the place of the source it stands in. */
export interface Held {
  readonly statement: Statement;
  readonly source: PolicySource;
}

/** A level that must allow as well: a permissions boundary, or the service control policies of one level. */
export interface Limit {
  readonly by: 'boundary' | 'organization';
  readonly allow: readonly Held[];
}

/** All that speaks for and against a principal, resolved for it. */
export interface Authority {
  readonly allow: readonly Held[];
  readonly deny: readonly Held[];
  readonly limits: readonly Limit[];
  readonly unread: Unread;
}

/** What could not be read, by how much it leaves open. */
export interface Unread {
  /** Policies of customers: they may allow and deny anything. */
  readonly customer: readonly string[];
  /** Policies made by AWS, and policies nobody listed: they may allow, and are taken not to deny. */
  readonly additive: readonly string[];
  /** Boundaries and service control policies: they may take away anything. */
  readonly limiting: readonly string[];
  /** The identity's policies were not all listed. */
  readonly unlisted: boolean;
}

export interface AuthorityInput {
  /** Identity policies, own and through groups. */
  readonly identity: readonly PolicySource[];
  readonly boundary: readonly PolicySource[];
  /** Service control policies by level. */
  readonly scps: readonly (readonly PolicySource[])[];
  /** All policies of the identity were listed. */
  readonly listed: boolean;
  readonly variables: VariableValues;
}

/**
 * Sorts statements by what they do. Evaluation follows
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html: an explicit Deny anywhere
 * wins; then every level that limits must allow; then an identity policy must allow.
 * A level of service control policies that has no Allow at all is read as a list of denies beside the FullAWSAccess that
 * AWS attaches by default: such a level would otherwise stop the whole account, and inputs tend to leave AWS's own out.
 */
export function buildAuthority(input: AuthorityInput): Authority {
  const deny: Held[] = [];
  const collect = (sources: readonly PolicySource[]): Held[] => {
    const allow: Held[] = [];
    for (const source of sources) {
      for (const raw of source.document?.statements ?? []) {
        const statement = raw.hasVariables ? resolveVariables(raw, input.variables) : raw;
        (statement.allows ? allow : deny).push({ statement, source });
      }
    }
    return allow;
  };
  const allow = collect(input.identity);
  const limits: Limit[] = [];
  const boundaries = readable(input.boundary);
  if (boundaries.length > 0) limits.push({ by: 'boundary', allow: collect(boundaries) });
  for (const level of input.scps) {
    const allowed = collect(level);
    if (allowed.length > 0 && !level.some(isUnread)) limits.push({ by: 'organization', allow: allowed });
  }
  const unread = input.identity.filter(isUnread);
  return {
    allow,
    deny,
    limits,
    unread: {
      customer: namesOf(unread.filter((s) => !s.madeByAws)),
      additive: namesOf(unread.filter((s) => s.madeByAws)),
      limiting: namesOf([...input.boundary, ...input.scps.flat()].filter(isUnread)),
      unlisted: !input.listed,
    },
  };
}

function isUnread(source: PolicySource): boolean {
  return source.document === undefined;
}

function readable(sources: readonly PolicySource[]): readonly PolicySource[] {
  return sources.filter((s) => !isUnread(s));
}

function namesOf(sources: readonly PolicySource[]): readonly string[] {
  return sources.length === 0 ? [] : [...new Set(sources.map((s) => s.name))].sort();
}
