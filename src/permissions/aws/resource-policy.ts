import type { Trust } from '../../inventory/trust.ts';
import type { ActionUniverse } from './action-universe.ts';
import type { Held } from './authority.ts';
import { type KeyValue, type Lookup, variablesFrom } from './conditions.ts';
import type { PolicySource } from './policy-sources.ts';
import { resolveVariables } from './policy-variables.ts';
import type { Principal } from './principal.ts';
import { regionCovers, regionTouches } from './region.ts';
import { matchPrincipal, type NamedAs, type PrincipalMatch, type SessionName } from './resource-principal.ts';
import { settle } from './settle.ts';
import { type AskedAction, compileDocument, isAbout, type Statement } from './statement.ts';

/** What a resource's policy says of one principal, action and resource. Statements may be conditional still. */
export interface ResourceSays {
  readonly allow: readonly { readonly held: Held; readonly as: NamedAs }[];
  readonly deny: readonly Held[];
}

export interface ResourceQuestion {
  readonly principal: Principal;
  readonly bounded: boolean;
  readonly action: AskedAction;
  /** Canonical. */
  readonly resource: string;
  readonly facts: Lookup;
}

/** Reads the statements of a resource's policy (in one source, or one for each statement) that are about a question. */
export function askResource(sources: readonly PolicySource[], question: ResourceQuestion): ResourceSays {
  const allow: { held: Held; as: NamedAs }[] = [];
  const deny: Held[] = [];
  const variables = variablesFrom(question.facts);
  for (const source of sources) {
    for (const raw of source.document?.statements ?? []) {
      if (!isAbout(raw, question.action)) continue;
      const matches = matchPrincipal(raw.source, question.principal, question.bounded, sessionOf(question));
      const settled = matches.length === 0 ? undefined : settle(resolveVariables(raw, variables), question.facts);
      if (settled === undefined) continue;
      if (settled.allows) {
        if (!regionCovers(settled.region, question.resource)) continue;
        for (const match of matches) allow.push({ held: { source, statement: inDoubt(settled, match) }, as: match.as });
      } else if (regionTouches(settled.region, question.resource)) {
        const surest = matches.find((match) => match.key === undefined) ?? matches[0];
        deny.push({ source, statement: inDoubt(settled, surest) });
      }
    }
  }
  return { allow, deny };
}

/**
 * The name of the session that asks, where the request tells: it stands behind the role's id in `aws:userid`. What a request
 * for a session says of `sts:RoleSessionName` is about the new one.
 */
function sessionOf({ facts, action }: ResourceQuestion): SessionName {
  const [id] = valuesOf(facts('aws:userid'));
  const name = id?.slice(id.indexOf(':') + 1);
  const key = action.name.startsWith('sts:assumerole') ? 'aws:userid' : 'sts:RoleSessionName';
  if (name !== undefined && name !== id && !name.includes('*')) return { key, name };
  const [given] = key === 'aws:userid' ? [] : valuesOf(facts(key.toLowerCase()));
  return given === undefined || given.includes('*') ? { key } : { key, name: given };
}

function valuesOf(value: KeyValue): readonly string[] {
  return Array.isArray(value) && value.length === 1 ? (value as readonly string[]) : [];
}

function inDoubt(statement: Statement, { key, problem }: Pick<PrincipalMatch, 'key' | 'problem'> = {}): Statement {
  if (key === undefined && problem === undefined) return statement;
  return {
    ...statement,
    conditional: true,
    conditionKeys: key === undefined ? statement.conditionKeys : [...new Set([...statement.conditionKeys, key])].sort(),
    problems: problem === undefined ? statement.problems : [...statement.problems, problem],
  };
}

/** A role's trust policy as the resource policy that it is: one source per statement, each with its own place. */
export function trustSources(role: string, trusts: readonly Trust[], universe: ActionUniverse): readonly PolicySource[] {
  return trusts.map((trust) => {
    const { effect, actions: action, condition, version = '2012-10-17', unread } = trust;
    const principal = principalOf(trust);
    const statement = { effect, action, principal, ...(condition ? { condition } : {}), ...(unread ? { unread } : {}) };
    return {
      kind: 'inline',
      name: `the trust policy of ${role}`,
      policy: undefined,
      document: compileDocument({ id: trust.id, version, statements: [statement] }, universe),
      madeByAws: false,
      through: undefined,
      evidence: trust.evidence,
      key: trust.id,
    };
  });
}

function principalOf({ principalKind, principal }: Trust): Readonly<Record<string, readonly string[]>> {
  switch (principalKind) {
    case 'anyone':
      return { '*': ['*'] };
    case 'account':
    case 'identity':
      return { AWS: [principal] };
    case 'service':
      return { Service: [principal] };
    case 'oidc':
    case 'saml':
    case 'federated':
      return { Federated: [principal] };
  }
}
