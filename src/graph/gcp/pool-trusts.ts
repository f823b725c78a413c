import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Provider } from '../../inventory/provider.ts';
import type { Trust } from '../../inventory/trust.ts';
import { claimOfAttribute, type Requirement, readClaimCondition } from './claim-conditions.ts';

const providerPrefix = 'gcp:workload-identity-provider/';

/**
 * The inventory in which trusts in identities of a workload identity pool say whose tokens they let in: for each provider of the pool,
 * the claims that its mapping makes the principal of and that its condition asks for
 * (https://cloud.google.com/iam/docs/workload-identity-federation). Which providers a pool has is known only when
 * everything was read. Trusts in pools of which no provider was seen stay as they are.
 */
export function withPoolTrusts(inventory: Inventory): Inventory {
  const pools = new Map<string, { readonly project: string; readonly provider: Provider }[]>();
  for (const provider of inventory.providers.values()) {
    const [, project, pool] =
      /^gcp:workload-identity-provider\/projects\/([^/]+)\/locations\/global\/workloadIdentityPools\/([^/]+)\//.exec(provider.id) ?? [];
    if (project === undefined || pool === undefined || provider.enabled === false) continue;
    pools.set(pool, [...(pools.get(pool) ?? []), { project, provider }]);
  }
  if (pools.size === 0) return inventory;
  const trusts = new Map<string, readonly Trust[]>();
  for (const [identity, list] of inventory.trusts) {
    trusts.set(
      identity,
      list.flatMap((trust) => {
        const principal = trust.kind === 'gcp-trust' && trust.principalKind === 'federated' ? readPrincipal(trust.principal) : undefined;
        const providers = (pools.get(principal?.pool ?? '') ?? []).filter((p) => mayBeSame(p.project, principal?.project ?? ''));
        if (principal === undefined || providers.length === 0) return [trust];
        const told = providers.flatMap(({ provider }) =>
          provider.kind === 'oidc' ? tokensOf(trust, principal, provider) : [throughProvider(trust, provider)],
        );
        return told.length === 0 ? [trust] : [...new Set(told)];
      }),
    );
  }
  return { ...inventory, trusts };
}

interface Principal {
  readonly project: string;
  readonly pool: string;
  /** Undefined: the whole pool. */
  readonly attribute?: string;
  readonly value?: string;
}

/** https://cloud.google.com/iam/docs/principal-identifiers */
function readPrincipal(text: string): Principal | undefined {
  const [, project = '', pool = '', rest = ''] =
    /^principal(?:Set)?:\/\/iam\.googleapis\.com\/projects\/([^/]+)\/locations\/global\/workloadIdentityPools\/([^/]+)\/(.+)$/.exec(text) ??
    [];
  if (rest === '*') return { project, pool };
  const [, attribute = '', value = ''] = /^(attribute\.[\w-]+|subject|group)\/(.+)$/s.exec(rest) ?? [];
  if (attribute === '') return undefined;
  return {
    project,
    pool,
    attribute: attribute === 'subject' ? 'google.subject' : attribute === 'group' ? 'google.groups' : attribute,
    value,
  };
}

/** A project by its id and by its number may be one; two ids, or two numbers, are two. */
function mayBeSame(a: string, b: string): boolean {
  return a === b || /^\d+$/.test(a) !== /^\d+$/.test(b) || a.startsWith('project.') || b.startsWith('project.');
}

/** What a provider of something else than OIDC takes is for others to say. */
function throughProvider(trust: Trust, { id }: Provider): Trust {
  return { ...trust, id: `${trust.id} by ${id.slice(id.lastIndexOf('/') + 1)}`, pool: { provider: id, member: trust.principal } };
}

/** The tokens of one provider that a trust lets in. None where the provider never makes the attribute. */
function tokensOf(trust: Trust, principal: Principal, provider: Provider): readonly Trust[] {
  const { issuer, mapping = {} } = provider;
  if (issuer === undefined) return [trust];
  const { attribute, value } = principal;
  if (attribute !== undefined && mapping[attribute] === undefined) return [];
  const claim = attribute === undefined ? undefined : claimOfAttribute(attribute, mapping);
  const named: readonly Requirement[] =
    attribute === undefined || value === undefined
      ? []
      : [claim === undefined ? { unread: `${mapping[attribute] ?? ''} == '${value}'` } : { claim, values: [value], like: false }];
  // A condition that is not known asks for something that is not known.
  const ways =
    provider.condition === null
      ? [[]]
      : provider.condition === undefined
        ? [[{ unread: 'a condition that is not known' }]]
        : readClaimCondition(provider.condition, mapping);
  return ways.map((way, n) => ({
    ...trust,
    id: `${trust.id} by ${provider.id.slice(providerPrefix.length).split('/').at(-1)}${n === 0 ? '' : `#${n + 1}`}`,
    principalKind: 'oidc',
    principal: issuer,
    pool: { provider: provider.id, member: trust.principal },
    condition: conditionOf(trust, issuer, [...named, ...way, audienceOf(provider)]),
    evidence: mergeList(trust.evidence, provider.evidence),
  }));
}

/** Without audiences of its own a provider takes its own name as such, with the number of its project, which code does not tell. */
function audienceOf({ id, audiences = [] }: Provider): Requirement {
  if (audiences.length > 0) return { claim: 'aud', values: audiences, like: false };
  const name = id.slice(providerPrefix.length).replace(/^projects\/[^/]+/, 'projects/*');
  return { claim: 'aud', values: [`*//iam.googleapis.com/${name}`], like: true };
}

function conditionOf(trust: Trust, issuer: string, requirements: readonly Requirement[]): NonNullable<Trust['condition']> {
  const out: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(trust.condition ?? {})) out[operator] = { ...keys };
  const put = (operator: string, key: string, values: readonly string[]): void => {
    const keys = out[operator] ?? {};
    const present = keys[key];
    // Asked for twice, a claim has to have a value that both ask for.
    if (present === undefined) keys[key] = values;
    else if (operator === 'StringEquals') keys[key] = present.filter((v) => values.includes(v));
    else if (operator === 'Cel') keys[key] = [...present, ...values];
    else put('Cel', 'expression', [`${key} like ${values.join(' or ')}`]);
    out[operator] = keys;
  };
  for (const requirement of requirements) {
    if ('unread' in requirement) put('Cel', 'expression', [requirement.unread]);
    else put(requirement.like ? 'StringLike' : 'StringEquals', `${issuer}:${requirement.claim}`, requirement.values);
  }
  return out;
}
