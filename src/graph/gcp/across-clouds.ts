import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Provider } from '../../inventory/provider.ts';
import { readServiceAccountId } from '../../inventory/rbac.ts';
import type { Trust } from '../../inventory/trust.ts';
import { kindsOfTrusts } from '../../inventory/trust-kinds.ts';
import { readPrincipalSet } from '../../permissions/gcp/principal-set.ts';
import { inDoubt } from '../aws/trust.ts';
import { admitsToken } from '../federates.ts';
import type { Certainty, Edge } from '../graph.ts';
import { claimOfAttribute } from './claim-conditions.ts';
import { identityTokenNode } from './class-members.ts';

/** Edges between Google Cloud and AWS, and from clusters of GKE, by tokens that the one takes of the other. */
export function acrossCloudEdges(inventory: Inventory): Edge[] {
  const kinds = kindsOfTrusts(inventory.trusts);
  return [
    ...(kinds.has('aws-role-trust') ? toAws(inventory) : []),
    ...(kinds.has('gcp-trust') ? [...fromAws(inventory), ...fromClusters(inventory)] : []),
  ];
}

/**
 * Service accounts whose identity tokens a role of AWS takes: themselves, and whoever takes such tokens of them. A role sees the
 * account's unique id as `sub` and as `aud`, and what the token is for as `oaud`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
 */
function* toAws(inventory: Inventory): Generator<Edge> {
  let accounts: Map<string, Identity> | undefined;
  for (const [role, trusts] of inventory.trusts) {
    if (!role.startsWith('aws:') || !trusts.some((t) => /(?:^|\/)accounts\.google\.com$/.test(t.principal))) continue;
    accounts ??= new Map(
      [...inventory.identities.values()].flatMap((i) => (i.gcp?.unique_id === undefined ? [] : [[i.gcp.unique_id, i] as const])),
    );
    const values = trusts.flatMap((t) => Object.values(t.condition ?? {}).flatMap((keys) => Object.values(keys).flat()));
    for (const uniqueId of new Set(values)) {
      const account = accounts.get(uniqueId);
      if (account === undefined || account.enabled === false) continue;
      const claims = { iss: ['https://accounts.google.com'], sub: [uniqueId], aud: [uniqueId], ...asked(trusts, 'oaud') };
      const admission = admitsToken(trusts, claims);
      if (admission === undefined) continue;
      const name = inventory.identities.get(role)?.name ?? role;
      const reason = `the trust of ${name} ${admission.certainty === 'confirmed' ? 'lets in' : 'may let in'} tokens of ${account.name}${inDoubt(admission)}`;
      const edge = { to: role, kind: 'federates', certainty: admission.certainty, reason, evidence: admission.evidence } as const;
      yield { ...edge, from: account.id };
      yield { ...edge, from: identityTokenNode(account.id) };
    }
  }
}

/** Whoever takes a token chooses what it is for. */
function asked(trusts: readonly Trust[], claim: string): Readonly<Record<string, readonly string[]>> {
  const values = trusts.flatMap((t) =>
    Object.values(t.condition ?? {}).flatMap((keys) =>
      Object.entries(keys).flatMap(([key, list]) => (key.toLowerCase().endsWith(`:${claim}`) ? list : [])),
    ),
  );
  return values.length === 0 ? {} : { [claim]: [...new Set(values)] };
}

/**
 * Roles and users of an AWS account that a provider of a pool takes: all of them, unless the member or the condition names a role
 * (https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds).
 */
function* fromAws(inventory: Inventory): Generator<Edge> {
  if (![...inventory.providers.values()].some(({ kind }) => kind === 'aws')) return;
  const opened = new Set<string>();
  for (const [to, trusts] of inventory.trusts) {
    for (const trust of trusts) {
      const provider = inventory.providers.get(trust.pool?.provider ?? '');
      const account = provider?.kind === 'aws' ? provider.account : undefined;
      if (provider === undefined || account === undefined || trust.effect !== 'Allow') continue;
      const way = rolesOf(trust, provider, account);
      if (way === undefined) continue;
      const whom = way.role === undefined ? `any principal of AWS account ${account}` : `the AWS role ${way.role} of account ${account}`;
      const from = way.role === undefined ? `class:aws-callers/${account}` : `aws:role/${account}/${way.role}`;
      if (way.role === undefined) opened.add(account);
      else if (!inventory.identities.has(from)) continue;
      const reason = `workload identity federation takes ${whom}${way.certainty === 'confirmed' ? '' : `, where its condition holds`}`;
      yield { from, to, kind: 'federates', certainty: way.certainty, reason, evidence: mergeList(trust.evidence, provider.evidence) };
    }
  }
  if (opened.size === 0) return;
  for (const { id, plane, scope, kind } of inventory.identities.values())
    if (plane === 'aws' && opened.has(scope) && (kind === 'aws-iam-role' || kind === 'aws-iam-user'))
      yield { from: id, to: `class:aws-callers/${scope}`, kind: 'member', certainty: 'confirmed', reason: '', evidence: [] };
}

/** Which role a member and the provider's condition leave; none: every principal. Undefined where they leave nobody. */
function rolesOf(
  trust: Trust,
  { condition, mapping = {} }: Provider,
  account: string,
): { readonly role?: string; readonly certainty: Certainty } | undefined {
  const set = readPrincipalSet(trust.pool?.member ?? '');
  if (set.kind !== 'pool') return undefined;
  const named = roleIn(set.value ?? '', account);
  const attribute = set.attribute === 'subject' ? 'google.subject' : set.attribute;
  const byAccount = attribute !== undefined && claimOfAttribute(attribute, mapping) === 'account';
  if (byAccount && set.value !== account) return undefined;
  if (set.attribute !== undefined && !byAccount && named === undefined) return undefined;
  if (condition === null) return { ...(named === undefined ? {} : { role: named }), certainty: 'confirmed' };
  // A condition is taken for what it names: a role, or something that is not worked out.
  const asked = condition === undefined ? undefined : roleIn(condition, account);
  if (asked !== undefined && named !== undefined && asked !== named) return undefined;
  const role = named ?? asked;
  return {
    ...(role === undefined ? {} : { role }),
    certainty: asked !== undefined && !/\|\||!/.test(condition ?? '') ? 'confirmed' : 'conditional',
  };
}

/** The role that `arn:aws:sts::123456789012:assumed-role/deploy` names. */
function roleIn(text: string, account: string): string | undefined {
  const before = `:${account}:assumed-role/`;
  const at = text.indexOf(before);
  return at < 0 ? undefined : /^[\w+=,.@-]+/.exec(text.slice(at + before.length))?.[0];
}

/**
 * Service accounts of Kubernetes that the pool of a project's clusters names. All clusters of the project share it, so the name alone
 * counts (https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#identity_sameness); whether a cluster is one of them
 * is not known.
 */
function* fromClusters(inventory: Inventory): Generator<Edge> {
  let named: Map<string, string[]> | undefined;
  const linked = new Set(inventory.links.flatMap((l) => (l.kind === 'assumes' ? [`${l.from} ${l.to}`] : [])));
  for (const [to, trusts] of inventory.trusts) {
    for (const trust of trusts) {
      if (trust.kind !== 'gcp-trust' || !trust.principal.includes('.svc.id.goog')) continue;
      const set = readPrincipalSet(trust.principal);
      const [, namespace, account] =
        set.kind === 'pool' && set.attribute === 'subject' ? (/^ns\/([^/]+)\/sa\/(.+)$/.exec(set.value ?? '') ?? []) : [];
      if (namespace === undefined) continue;
      named ??= byName(inventory);
      for (const from of named.get(`${namespace}/${account}`) ?? []) {
        if (linked.has(`${from} ${to}`)) continue;
        const reason = `the pool of the clusters takes ${namespace}/${account}; whether of this cluster is not known`;
        yield {
          from,
          to,
          kind: 'federates',
          certainty: 'possible',
          reason,
          evidence: mergeList(trust.evidence, inventory.identities.get(from)?.evidence ?? []),
        };
      }
    }
  }
}

function byName(inventory: Inventory): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const id of inventory.identities.keys()) {
    const account = readServiceAccountId(id);
    if (account === undefined) continue;
    const key = `${account.namespace}/${account.name}`;
    const list = out.get(key);
    if (list === undefined) out.set(key, [id]);
    else list.push(id);
  }
  return out;
}
