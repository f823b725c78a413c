import { claimOfAttribute, readClaimCondition } from '../graph/gcp/claim-conditions.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Provider } from '../inventory/provider.ts';
import type { Trust } from '../inventory/trust.ts';
import { readPrincipalSet } from '../permissions/gcp/principal-set.ts';
import type { Binding } from './trust-bindings.ts';

type PoolFacts = Pick<Facts<'Trust'>, 'pool_members' | 'unconditioned' | 'open_issuer' | 'place_bound' | 'member'>;

/** Issuers whose tokens anybody can get for a repository, project or workspace of one's own. */
const openIssuers =
  /^(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|accounts\.google\.com|agent\.buildkite\.com|oidc\.vercel\.com|api\.pulumi\.com\/oidc)$/;

/** Claims that say whose a token's repository is, and no more. */
const ownerClaims =
  /^(?:repository_owner(?:_id)?|enterprise(?:_id)?|namespace_(?:id|path)|organization|terraform_organization_(?:id|name)|tid|account)$/;

/** Claims that say which repository, project or workspace a token is of. */
const placeClaims = /^(?:sub|repository|repository_id|project_id|project_path|terraform_workspace_(?:id|name)|job_workflow_ref|oid|email)$/;

/** What is so of whoever is in no pool. */
export const outsideOfPools = {
  pool_members: 'none',
  unconditioned: false,
  open_issuer: false,
  place_bound: true,
} as const satisfies PoolFacts;

/** Whether the way in which a member is written shows that it is in no pool: those are written as a URI, or with a cluster's account. */
export function isOutsideOfPools(member: string): boolean {
  return !member.includes('://') && !member.endsWith(']');
}

/** What rules may ask of a trust in identities of a workload identity pool (https://cloud.google.com/iam/docs/workload-identity-federation). */
export function poolFacts(trust: Trust, inventory: Inventory, bindings: readonly Binding[]): PoolFacts {
  if (trust.kind !== 'gcp-trust') return {};
  const member = trust.pool?.member ?? trust.principal;
  const set = readPrincipalSet(member);
  if (set.kind !== 'pool') return { ...outsideOfPools, member };
  const provider = inventory.providers.get(trust.pool?.provider ?? '');
  const { attribute } = set;
  const claim =
    attribute === undefined ? undefined : (claimOfAttribute(attribute, provider?.mapping ?? {}) ?? attribute.replace(/^attribute\./, ''));
  const isOwner = claim !== undefined && ownerClaims.test(claim);
  const isGoogles = set.pool.endsWith('.svc.id.goog');
  return {
    member,
    pool_members: attribute === undefined ? 'pool' : isOwner ? 'owner' : 'some',
    unconditioned: isGoogles ? false : takesAll(provider),
    open_issuer: isGoogles || isOwn(provider) ? false : provider?.issuer === undefined ? undefined : openIssuers.test(provider.issuer),
    place_bound: isGoogles ? attribute !== undefined : isPlaceBound(trust, bindings, provider !== undefined),
  };
}

/** Whether a provider lets every token of its issuer in: it has no condition, or one that each of them meets (`repository_owner != ''`). */
function takesAll(provider: Provider | undefined): boolean | undefined {
  const { condition, mapping = {} } = provider ?? {};
  if (condition === undefined || condition === null) return condition === null ? true : undefined;
  return readClaimCondition(condition, mapping).some((needed) =>
    needed.every((one) => 'claim' in one && one.like && one.values.some((value) => /^\*+$/.test(value))),
  );
}

/** Providers of AWS name one account; those of SAML and X.509 an issuer of one's own, with its certificates. */
function isOwn(provider: Provider | undefined): boolean {
  return provider !== undefined && (provider.kind === 'aws' ? provider.account !== undefined : provider.kind !== 'oidc');
}

/** Whether a claim that tells the repository has to have one value; undefined where a part of the condition is not worked out. */
function isPlaceBound(trust: Trust, bindings: readonly Binding[], known: boolean): boolean | undefined {
  const bound = bindings.some(({ key, values, like }) => {
    const claim = key.slice(key.lastIndexOf(':') + 1);
    return placeClaims.test(claim) && !(like && values.some((v) => /[*?]/.test(v)));
  });
  if (bound) return true;
  return known && trust.condition?.Cel === undefined ? false : undefined;
}
