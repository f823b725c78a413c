import { withoutKnownSecrets } from '../../../known-secrets.ts';
import { isAbsent, whyOf } from '../value.ts';
import { isKnown } from './azure-stack.ts';
import type { Federation } from './declarations.ts';
import { type AzureEmission, placeOf } from './emission.ts';

/** What a token has to be for, unless the credential says another audience. */
const audience = 'api://AzureADTokenExchange';

type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Hands over federated identity credentials as trusts: issuer, subject and audience are compared exactly, in the credential
 * itself there are no wildcards (https://learn.microsoft.com/graph/api/resources/federatedidentitycredential).
 */
export function emitFederations(emission: AzureEmission): void {
  const { stack, out, gap } = emission;
  for (const d of stack.declarations) {
    if (d.kind !== 'federation') continue;
    const who = stack.who(d.identity);
    if (!isKnown(who)) {
      gap(`whose federated credential ${d.address} is`, whyOf(who.hole), d.at);
      continue;
    }
    if (d.issuer === undefined || isAbsent(d.issuer)) {
      gap(`who may become ${who.name}`, `${d.address} names no issuer`, d.at);
      continue;
    }
    const issuer = withoutKnownSecrets(stack.textWithHoles(d.issuer));
    const prefix = issuer
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, '')
      .toLowerCase();
    const condition = conditionOf(emission, d, prefix);
    if (condition === undefined) {
      gap(`who may become ${who.name}`, `what ${d.address} asks of a token is not known`, d.at);
      continue;
    }
    const name = stack.text(d.name) ?? d.address;
    out.emit({
      type: 'trust',
      value: {
        id: `${who.id}#trust/federated/${withoutKnownSecrets(name)}`,
        identity: who.id,
        kind: 'azure-federated-credential',
        effect: 'Allow',
        principalKind: 'oidc',
        principal: issuer,
        actions: ['federate'],
        condition,
        declared: true,
        evidence: [placeOf(d)],
      },
    });
  }
}

function conditionOf({ stack }: AzureEmission, d: Federation, prefix: string): Condition | undefined {
  const audiences = d.audiences.map((a) => withoutKnownSecrets(stack.textWithHoles(a)));
  const aud = { [`${prefix}:aud`]: audiences.length === 0 ? [audience] : audiences };
  if (d.subject !== undefined && !isAbsent(d.subject))
    return { StringEquals: { [`${prefix}:sub`]: [withoutKnownSecrets(stack.textWithHoles(d.subject))], ...aud } };
  const expression = d.expression === undefined ? undefined : stack.text(d.expression);
  const claims = expression === undefined ? undefined : readExpression(expression);
  if (claims === undefined) return undefined;
  const of = (operator: string): Record<string, readonly string[]> =>
    Object.fromEntries(claims.filter((c) => c.operator === operator).map((c) => [`${prefix}:${c.claim}`, [withoutKnownSecrets(c.value)]]));
  return { StringEquals: { ...of('eq'), ...aud }, ...(claims.some((c) => c.operator === 'matches') ? { StringLike: of('matches') } : {}) };
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
