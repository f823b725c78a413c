import type { Trust } from '../../inventory/trust.ts';
import { type Answer, textOf, textsOf } from './vault-api.ts';

type Condition = NonNullable<Trust['condition']>;

/** Whom a role of an authentication method lets in. */
export type LetIn = Pick<Trust, 'principalKind' | 'principal' | 'condition'>;

/**
 * The tokens of one issuer that a role takes: subject and audience are compared exactly, any of the audiences will do, and
 * every claim that is bound must have one of its values, or patterns with `*`
 * (https://developer.hashicorp.com/vault/api-docs/auth/jwt#create-update-role). Undefined where the issuer is not known.
 * `version`: the vault's own, as it tells it.
 */
export function tokensOf(role: Answer, config: Answer | undefined, version: string | undefined): readonly LetIn[] | undefined {
  const issuer = issuerOf(config);
  if (issuer === undefined) return undefined;
  const exact = new Map<string, readonly string[]>();
  const patterns: Record<string, readonly string[]> = {};
  const bind = (claim: string, values: readonly string[]): void => {
    const key = keyOf(issuer, claim);
    const present = exact.get(key);
    exact.set(key, present === undefined ? values : present.filter((v) => values.includes(v)));
  };
  const audiences = textsOf(role.bound_audiences);
  if (audiences.length > 0) bind('aud', audiences);
  if (textOf(role.bound_subject) !== '') bind('sub', [textOf(role.bound_subject)]);
  for (const [claim, values] of claimsOf(role)) {
    if (role.bound_claims_type === 'glob') patterns[keyOf(issuer, claim)] = values.map(asPattern);
    else bind(claim, values);
  }
  const condition: Condition = {
    ...(exact.size === 0 ? {} : { StringEquals: Object.fromEntries(exact) }),
    ...(Object.keys(patterns).length === 0 ? {} : { StringLike: patterns }),
    ...(audiences.length > 0 ? {} : withoutAudience(issuer, version)),
  };
  return [{ principalKind: 'oidc', principal: issuer, ...(Object.keys(condition).length === 0 ? {} : { condition }) }];
}

/** Host and path of the issuer: where keys alone are named, as far as their usual places tell it. */
function issuerOf(config: Answer | undefined): string | undefined {
  const keys = textOf(config?.jwks_url);
  const url = textOf(config?.bound_issuer) || textOf(config?.oidc_discovery_url) || keys.replace(usualPlaces, '');
  if (url === '' || (url === keys && keys !== '')) return undefined;
  return url.replace(/^https:\/\//, '').replace(/\/+$/, '');
}

/** Of GitHub, GitLab and Kubernetes. */
const usualPlaces = /\/(?:\.well-known\/jwks(?:\.json)?|-\/jwks|oauth\/discovery\/keys|openid\/v1\/jwks)\/?$/;

/** A claim as conditions name it: a JSON pointer with dots, and no colon, which ends the issuer. */
function keyOf(issuer: string, claim: string): string {
  const name = claim.startsWith('/') ? claim.slice(1).replaceAll('/', '.') : claim;
  return `${issuer}:${name.replaceAll(':', '.')}`;
}

function claimsOf({ bound_claims: claims }: Answer): readonly (readonly [string, readonly string[]])[] {
  if (typeof claims !== 'object' || claims === null) return [];
  // A text is one value, commas and all.
  return Object.entries(claims).map(([claim, value]) => [claim, (Array.isArray(value) ? value : [value]).map(String)] as const);
}

/** Only `*` is special there: a question mark, and what looks like a variable, are as they stand. */
function asPattern(text: string): string {
  return text.replace(/[$?]/g, (special) => `\${${special}}`);
}

/**
 * Since 1.17 a role without audiences takes no token that has one, as those of code hosts and clusters do
 * (https://developer.hashicorp.com/vault/docs/upgrading/upgrade-to-1.17.x#jwt-auth-login-requires-bound-audiences-on-the-role).
 */
function withoutAudience(issuer: string, version: string | undefined): Condition {
  const minor = /^1\.(\d+)\./.exec(version ?? '')?.[1];
  // OpenBao counts otherwise.
  if (minor === undefined) return { Vault: { [`${issuer}:aud`]: ['no audience is bound'] } };
  return Number(minor) < 17 ? {} : { Null: { [`${issuer}:aud`]: ['true'] } };
}
