import { subjectWithoutIds } from '../github-subject.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Link, unnamedApplication, unnamedVaultRole } from '../inventory/link.ts';
import { mergeList } from '../inventory/merge.ts';
import type { Trust } from '../inventory/trust.ts';
import type { KeyValue } from '../permissions/aws/conditions.ts';
import { readPrincipalSet } from '../permissions/gcp/principal-set.ts';
import { mayEqual } from '../unknown-parts.ts';
import { samlEdge } from './aws/saml-federation.ts';
import { type Admission, admits, type Caller, inDoubt } from './aws/trust.ts';
import { tierOf, weakest } from './certainty.ts';
import type { Edge } from './graph.ts';
import { ClusterIssuers } from './kubernetes/cluster-issuers.ts';

/**
 * Edges from what a source says assumes a role (a workflow job names it) to that role, as far as the role's trust lets it in; so
 * for service accounts of Google Cloud and roles of vaults.
 */
export function federationEdges(inventory: Inventory): Edge[] {
  let openTo: FederatedCredentials | undefined;
  let vaultRoles: readonly string[] | undefined;
  const clusters = new ClusterIssuers(inventory);
  return inventory.links.flatMap((link) => {
    if (link.kind !== 'assumes') return [];
    const signedIn = samlEdge(inventory, link);
    if (signedIn !== undefined) return signedIn === 'refused' ? [] : [signedIn];
    if (link.to !== unnamedApplication && link.to !== unnamedVaultRole) return federate(inventory, clusters, link) ?? [];
    const { claims } = link;
    if (claims === undefined) return [];
    if (link.to === unnamedApplication) openTo ??= new FederatedCredentials(inventory);
    else vaultRoles ??= [...inventory.trusts.keys()].filter((id) => id.startsWith('vault:role/'));
    const candidates = link.to === unnamedApplication ? openTo?.letIn(claims) : vaultRoles;
    const letIn = (candidates ?? []).filter((to) => admitsToken(inventory.trusts.get(to) ?? [], claims) !== undefined);
    return letIn.flatMap((to) => federate(inventory, clusters, { ...link, to }) ?? []);
  });
}

function federate(inventory: Inventory, clusters: ClusterIssuers, link: Link): Edge | undefined {
  const role = inventory.identities.get(link.to);
  const trusts = inventory.trusts.get(link.to);
  const name = role?.name ?? link.to;
  const base = { from: link.from, to: link.to, evidence: link.evidence };
  if (role === undefined || role.standing === 'named' || trusts === undefined) {
    return {
      ...base,
      kind: link.claims ? 'federates' : 'assumes',
      certainty: 'possible',
      reason: `names ${name}, whose trust was not seen`,
    };
  }
  if (link.claims === undefined) {
    return { ...base, kind: 'assumes', certainty: 'possible', reason: `names ${name}; as whom it asks is not known` };
  }
  const cluster = link.claims.iss === undefined ? clusters.of(link.from) : undefined;
  const signed = cluster && admitsToken(trusts, { ...link.claims, iss: [cluster.issuer] });
  // Of another cluster of that name, the issuer is another one.
  const admission = signed ?? (cluster?.isSure === true ? undefined : admitsToken(trusts, link.claims));
  if (admission === undefined) return undefined;
  const subject = link.claims.sub?.join(' or ') ?? 'its token';
  return {
    ...base,
    kind: 'federates',
    certainty: admission.certainty,
    reason: `the trust of ${name} ${admission.certainty === 'confirmed' ? 'lets in' : 'may let in'} ${subject}${inDoubt(admission)}`,
    evidence: mergeList(mergeList(link.evidence, admission.evidence), signed === undefined ? [] : (cluster?.evidence ?? [])),
  };
}

type Claims = NonNullable<Link['claims']>;

/** Identities of Azure and Entra with federated credentials, by whose tokens they take: `repo:acme/shop`. */
class FederatedCredentials {
  readonly #byOwner = new Map<string, Set<string>>();
  readonly #all = new Set<string>();

  constructor(inventory: Inventory) {
    for (const [identity, trusts] of inventory.trusts) {
      for (const trust of trusts) {
        if (trust.kind !== 'azure-federated-credential') continue;
        this.#all.add(identity);
        for (const subject of subjectsOf(trust)) this.#add(ownerOf(subjectWithoutIds(subject)), identity);
      }
    }
  }

  #add(owner: string, identity: string): void {
    this.#byOwner.set(owner, (this.#byOwner.get(owner) ?? new Set()).add(identity));
  }

  /** Those that may take a token with these claims; whether they do is for their trusts to say. */
  letIn(claims: Claims): readonly string[] {
    const owners = (claims.sub ?? ['*']).map(ownerOf);
    if (owners.some(isOpen)) return [...this.#all];
    return [...new Set([...owners, open].flatMap((owner) => [...(this.#byOwner.get(owner) ?? [])]))];
  }
}

/** Stands for a pattern, which may be of any owner. */
const open = '*';

function isOpen(owner: string): boolean {
  return /[*?$]/.test(owner);
}

/** The beginning of a subject that says whose it is. */
function ownerOf(subject: string): string {
  const owner = /^[^:]*:[^:]*/.exec(subject)?.[0] ?? subject;
  return isOpen(owner) ? open : owner;
}

function subjectsOf({ condition }: Trust): readonly string[] {
  const found = Object.values(condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.endsWith(':sub') ? values : [])),
  );
  return found.length === 0 ? [open] : found;
}

/** The best way in of the tokens that may be presented: a Deny of one of them leaves the others. */
export function admitsToken(trusts: readonly Trust[], claims: Claims): Admission | undefined {
  const known = bestAdmission(trusts, claims);
  // Where the repository was read, its tokens have the ids, or not, that they are said to have.
  if (known !== undefined || claims.repository_id !== undefined) return known;
  const byName = readWithoutIds(trusts);
  const possible = byName === trusts ? undefined : bestAdmission(byName, claims);
  return possible && { ...possible, certainty: weakest(possible.certainty, 'conditional') };
}

/** What a token is presented for, by whom it is presented to. */
const federation: Readonly<Record<Trust['kind'], string>> = {
  'aws-role-trust': 'sts:AssumeRoleWithWebIdentity',
  'azure-federated-credential': 'federate',
  'vault-role': 'login',
  'gcp-trust': 'iam.serviceAccounts.getAccessToken',
};

function bestAdmission(trusts: readonly Trust[], claims: Claims): Admission | undefined {
  let best: Admission | undefined;
  const action = federation[trusts[0]?.kind ?? 'aws-role-trust'];
  for (const token of tokensOf(claims)) {
    const admission = admits(trusts, action, tokenCaller(token));
    if (admission && (best === undefined || tierOf(admission.certainty) < tierOf(best.certainty))) best = admission;
    if (best?.certainty === 'confirmed') break;
  }
  return best;
}

/** Tokens are told apart up to this many; claims with more values than fit are taken as not known. */
const mostTokens = 256;

/** Claims with one value each: every token that claims of several values stand for, the subject's first. */
function tokensOf(claims: Claims): readonly Claims[] {
  let tokens: Claims[] = [{}];
  for (const [name, values] of Object.entries(claims).sort(([a], [b]) => Number(b === 'sub') - Number(a === 'sub'))) {
    if (values.length === 0 || tokens.length * values.length > mostTokens) continue;
    tokens = tokens.flatMap((token) => values.map((value): Claims => ({ ...token, [name]: [value] })));
  }
  return tokens;
}

/**
 * A trust for subjects with ids, read without them: a file tells a repository's names only, and whether they are of the
 * repository with these ids is not known. The same list where no trust asks for ids.
 */
function readWithoutIds(trusts: readonly Trust[]): readonly Trust[] {
  let changed = false;
  const read = trusts.map((trust): Trust => {
    if (trust.condition === undefined) return trust;
    const condition = Object.fromEntries(
      Object.entries(trust.condition).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(keys).map(([key, values]) => {
            const byName = key.toLowerCase().endsWith(':sub') ? values.map(subjectWithoutIds) : values;
            changed ||= byName.some((v, i) => v !== values[i]);
            return [key, byName];
          }),
        ),
      ]),
    );
    return { ...trust, condition };
  });
  return changed ? read : trusts;
}

/** The issuer of an OIDC provider: host and path, without scheme and last slash. */
export function issuerOfProvider(principal: string): string {
  const at = principal.indexOf(':oidc-provider/');
  return trimIssuer(at < 0 ? principal : principal.slice(at + ':oidc-provider/'.length));
}

function trimIssuer(issuer: string): string {
  return issuer
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase();
}

/**
 * Whether a token may be of what the pool of a project's clusters names, which takes those of Kubernetes alone
 * (https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity). Yes of every other pool.
 */
function mayBeOfCluster(trust: Trust, { sub }: Claims): boolean {
  const set = readPrincipalSet(trust.pool?.member ?? trust.principal);
  if (sub === undefined || set.kind !== 'pool' || !set.pool.endsWith('.svc.id.goog')) return true;
  const [, namespace = '*', account = '*'] = set.attribute === 'subject' ? (/^ns\/([^/]+)\/sa\/(.+)$/.exec(set.value ?? '') ?? []) : [];
  const named = `system:serviceaccount:${set.attribute === 'namespace' ? set.value : namespace}:${account}`;
  return sub.some((s) => mayEqual(s, named) || mayEqual(named, s));
}

/** Someone who presents an OIDC token with these claims. A claim that is not listed is not known. */
function tokenCaller(claims: Claims): Caller {
  const issuers = claims.iss?.map(trimIssuer);
  const values = new Map(Object.entries(claims).map(([name, list]) => [name.toLowerCase(), list]));
  const issuedBy = (issuer: string): 'yes' | 'no' | 'maybe' => {
    if (issuers === undefined) return 'maybe';
    if (issuers.includes(issuer)) return 'yes';
    return issuers.some((known) => known.includes('*') && mayEqual(known, issuer)) ? 'maybe' : 'no';
  };
  return {
    covers(trust: Trust) {
      switch (trust.principalKind) {
        case 'oidc':
        case 'federated':
          // Of a pool of Google Cloud without a provider that was seen, whose tokens it takes is not known.
          if (trust.kind === 'gcp-trust' && trust.principalKind === 'federated') return mayBeOfCluster(trust, claims) ? 'maybe' : 'no';
          return issuedBy(issuerOfProvider(trust.principal));
        case 'anyone':
          return trust.effect === 'Deny' ? 'yes' : 'no';
        default:
          return 'no';
      }
    },
    lookup(key): KeyValue {
      const colon = key.lastIndexOf(':');
      const issuer = key.slice(0, colon);
      if (issuer === 'aws' || issuer === 'sts') return 'unknown';
      // The name of something that code leaves open (`${var.audience}`), and no claim.
      if (colon < 0 && key.includes('.')) return 'unknown';
      if (issuedBy(trimIssuer(issuer)) === 'no') return 'absent';
      return values.get(key.slice(colon + 1)) ?? 'unknown';
    },
  };
}
