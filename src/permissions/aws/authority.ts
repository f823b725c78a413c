import { type Lookup, variablesFrom } from './conditions.ts';
import type { PolicySource } from './policy-sources.ts';
import { resolveVariables } from './policy-variables.ts';
import { settle } from './settle.ts';
import type { Statement } from './statement.ts';

/** A statement with the place of the source it stands in. */
export interface Held {
  readonly statement: Statement;
  readonly source: PolicySource;
}

/** A level that must allow as well: a permissions boundary, a session's policies, or the service control policies of one level. */
export interface Limit {
  readonly by: 'boundary' | 'session' | 'organization';
  readonly allow: readonly Held[];
}

/** All that speaks for and against a principal, resolved for it. */
export interface Authority {
  readonly allow: readonly Held[];
  readonly deny: readonly Held[];
  readonly limits: readonly Limit[];
  readonly unread: Unread;
  /** Values of condition keys that are known of the principal and its request: statements are settled by them. */
  readonly facts: Lookup;
  /** Some statement's condition turns on the resource. */
  readonly turnsOnResource: boolean;
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
  /** Some Allow, of an identity policy or a level above, could not be understood: there may be more than is counted. */
  readonly doubtful: boolean;
}

export interface AuthorityInput {
  /** Identity policies, own and through groups. */
  readonly identity: readonly PolicySource[];
  readonly boundary: readonly PolicySource[];
  /** Policies that the session was made with; none: it has all that its identity has. */
  readonly session?: readonly PolicySource[];
  /** Service control policies by level. */
  readonly scps: readonly (readonly PolicySource[])[];
  /** All policies of the identity were listed. */
  readonly listed: boolean;
  readonly facts: Lookup;
  /** Keys besides the principal's own that `facts` knows of, in lower case. */
  readonly given?: ReadonlySet<string>;
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
  const variables = variablesFrom(input.facts);
  let turnsOnResource = false;
  const collect = (sources: readonly PolicySource[]): Held[] => {
    const allow: Held[] = [];
    for (const source of sources) {
      for (const raw of source.document?.statements ?? []) {
        let statement: Statement | undefined = raw.hasVariables ? resolveVariables(raw, variables) : raw;
        if (statement.conditional && turnsOnGiven(statement, input.given)) statement = settle(statement, input.facts);
        if (statement === undefined) continue;
        turnsOnResource ||= statement.turnsOn.resource;
        (statement.allows ? allow : deny).push({ statement, source });
      }
    }
    return allow;
  };
  const allow = collect(input.identity);
  const limits: Limit[] = [];
  const boundaries = readable(input.boundary);
  if (boundaries.length > 0) limits.push({ by: 'boundary', allow: collect(boundaries) });
  const session = readable(input.session ?? []);
  if (session.length > 0) limits.push({ by: 'session', allow: collect(session) });
  for (const level of input.scps) {
    const allowed = collect(level);
    if (level.some(holdsAllow) && !level.some(isUnread)) limits.push({ by: 'organization', allow: allowed });
  }
  const unread = input.identity.filter(isUnread);
  return {
    allow,
    deny,
    limits,
    unread: {
      customer: namesOf(unread.filter((s) => !s.madeByAws)),
      additive: namesOf(unread.filter((s) => s.madeByAws)),
      limiting: namesOf([...input.boundary, ...(input.session ?? []), ...input.scps.flat()].filter(isUnread)),
      unlisted: !input.listed,
      doubtful: [allow, ...limits.map((limit) => limit.allow)].some((list) => list.some((held) => held.statement.problems.length > 0)),
    },
    facts: input.facts,
    turnsOnResource,
  };
}

/** Also one whose condition does not hold here: the level then allows nothing by it. */
function holdsAllow({ document }: PolicySource): boolean {
  return document?.statements.some((statement) => statement.allows) === true;
}

function turnsOnGiven(statement: Statement, given: ReadonlySet<string> | undefined): boolean {
  if (statement.turnsOn.principal) return true;
  if (given === undefined || given.size === 0) return false;
  // A variable in a value is none of the condition's own keys.
  return statement.conditionKeys.some((key) => given.has(key.toLowerCase())) || hasVariablesInCondition(statement);
}

function hasVariablesInCondition(statement: Statement): boolean {
  return Object.values(statement.source.condition ?? {}).some((keys) =>
    Object.values(keys).some((values) => values.some((v) => v.includes('${'))),
  );
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
