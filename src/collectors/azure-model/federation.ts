import type { Evidence } from '../../inventory/evidence.ts';
import type { Trust } from '../../inventory/trust.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';

/** What a token has to be for, unless the credential says another audience. */
const audience = 'api://AzureADTokenExchange';

type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What a federated identity credential asks of a token, as its API writes it. */
export interface FederationTerms {
  readonly issuer: string;
  readonly subject?: string | undefined;
  readonly audiences: readonly string[];
  /** In place of the subject: `claims['sub'] matches 'repo:…'`. */
  readonly expression?: string | undefined;
}

/**
 * The terms of a federated identity credential as the condition of a trust: issuer, subject and audience are compared exactly,
 * in the credential itself there are no wildcards (https://learn.microsoft.com/graph/api/resources/federatedidentitycredential).
 * Undefined where what it asks of a token is not known.
 */
export function federationCondition({ issuer, subject, audiences, expression }: FederationTerms): Condition | undefined {
  const prefix = withoutKnownSecrets(issuer)
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase();
  const aud = { [`${prefix}:aud`]: audiences.length === 0 ? [audience] : audiences.map(withoutKnownSecrets) };
  if (subject !== undefined) return { StringEquals: { [`${prefix}:sub`]: [withoutKnownSecrets(subject)], ...aud } };
  const claims = expression === undefined ? undefined : readExpression(expression);
  if (claims === undefined) return undefined;
  const of = (operator: string): Record<string, readonly string[]> =>
    Object.fromEntries(claims.filter((c) => c.operator === operator).map((c) => [`${prefix}:${c.claim}`, [withoutKnownSecrets(c.value)]]));
  return { StringEquals: { ...of('eq'), ...aud }, ...(claims.some((c) => c.operator === 'matches') ? { StringLike: of('matches') } : {}) };
}

/** A federated credential of an identity as a trust; undefined where what it asks of a token is not known. */
export function federatedTrust(identity: string, name: string, terms: FederationTerms, at: Evidence): Trust | undefined {
  const condition = federationCondition(terms);
  if (condition === undefined) return undefined;
  return {
    id: `${identity}#trust/federated/${withoutKnownSecrets(name)}`,
    identity,
    kind: 'azure-federated-credential',
    effect: 'Allow',
    principalKind: 'oidc',
    principal: withoutKnownSecrets(terms.issuer),
    actions: ['federate'],
    condition,
    evidence: [at],
  };
}

/**
 * `claims['sub'] matches 'repo:acme/*' and claims['job_workflow_ref'] eq '…'`; undefined for what is not of this form
 * (https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials).
 */
export function readExpression(
  text: string,
): readonly { readonly claim: string; readonly operator: 'eq' | 'matches'; readonly value: string }[] | undefined {
  if (text.length > 4096) return undefined;
  const clauses: { claim: string; operator: 'eq' | 'matches'; value: string }[] = [];
  const clause = /\s*claims\['([\w./-]{1,100})'\]\s+(eq|matches)\s+'([^']{0,1000})'\s*(and\b|$)/y;
  for (;;) {
    const match = clause.exec(text);
    if (match === null) return undefined;
    clauses.push({ claim: match[1] ?? '', operator: match[2] === 'eq' ? 'eq' : 'matches', value: match[3] ?? '' });
    if (match[4] === '') return clauses;
  }
}
