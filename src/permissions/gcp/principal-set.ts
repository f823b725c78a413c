import { serviceAccountId } from '../../inventory/id.ts';

/** Whom a policy of Google Cloud names (https://cloud.google.com/iam/docs/principal-identifiers). */
export type PrincipalSet =
  | { readonly kind: 'everybody' | 'authenticated' | 'nobody' }
  /** One identity, or a group, by its id. */
  | { readonly kind: 'one'; readonly id: string }
  /** Identities of a workload identity pool: all of them, or those with an attribute, a group or a subject. */
  | { readonly kind: 'pool'; readonly project: string; readonly pool: string; readonly attribute?: string; readonly value?: string }
  /** Service accounts of a project, or of all below a folder or organization. */
  | { readonly kind: 'container'; readonly scope: string; readonly type?: string }
  /** Agents with identities of their own: all of a trust domain, or those of a project (by its number). */
  | { readonly kind: 'agents'; readonly domain: string; readonly project?: string }
  /** Users of a directory. */
  | { readonly kind: 'users'; readonly domain?: string }
  /** Those with a basic role on a project. */
  | { readonly kind: 'basic'; readonly role: string; readonly project: string }
  | { readonly kind: 'other'; readonly text: string };

/** What makes one of those with a basic role on a project, by how policies name them. */
export const basicRoles: Readonly<Record<string, string>> = {
  projectOwner: 'roles/owner',
  projectEditor: 'roles/editor',
  projectViewer: 'roles/viewer',
};

/** Reads whom a holder, a member or a principal of a deny policy means, whichever of the three ways it is written in. */
export function readPrincipalSet(text: string): PrincipalSet {
  if (text === '*') return { kind: 'everybody' };
  const written = text.startsWith('gcp:principal/') ? text.slice('gcp:principal/'.length) : text;
  if (written.startsWith('deleted:')) return { kind: 'nobody' };
  const uri = /^principal(?:Set)?:\/\/(.+)$/s.exec(written)?.[1];
  if (uri !== undefined) return readUri(uri, written);
  const own = /^gcp:(?:project|folder|organization)\/[^/]+$/.test(written);
  if (own) return { kind: 'container', scope: written };
  const [, type = '', name = ''] = /^(?:gcp:)?([\w-]+)(?:[:/](.+))?$/s.exec(written) ?? [];
  switch (type) {
    case 'allUsers':
      return { kind: 'everybody' };
    case 'allAuthenticatedUsers':
      return { kind: 'authenticated' };
    case 'serviceAccount':
    case 'service-account':
      return clusterSubject(name) ?? { kind: 'one', id: serviceAccountId(name) };
    case 'user':
    case 'group':
      return { kind: 'one', id: `gcp:${type}/${name}` };
    case 'domain':
      return { kind: 'users', domain: name.toLowerCase() };
    case 'projectOwner':
    case 'projectEditor':
    case 'projectViewer':
      return { kind: 'basic', role: basicRoles[type] ?? '', project: name };
    default:
      return { kind: 'other', text: written };
  }
}

function readUri(uri: string, written: string): PrincipalSet {
  if (uri === 'goog/public:all') return { kind: 'everybody' };
  const [, google, name = ''] = /^goog\/(subject|group|cloudIdentityCustomerId)\/(.+)$/.exec(uri) ?? [];
  if (google === 'cloudIdentityCustomerId') return { kind: 'users' };
  if (google !== undefined) return { kind: 'one', id: `gcp:${google === 'group' ? 'group' : 'user'}/${name}` };
  const account = /^iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/(.+)$/.exec(uri)?.[1];
  if (account !== undefined) return { kind: 'one', id: serviceAccountId(account) };
  const [, container, of = '', type] =
    /^cloudresourcemanager\.googleapis\.com\/(project|folder|organization)s\/([^/]+)(?:\/type\/(\w+))?$/.exec(uri) ?? [];
  if (container !== undefined) return { kind: 'container', scope: `gcp:${container}/${of}`, ...(type === undefined ? {} : { type }) };
  return readAgents(uri) ?? readPool(uri) ?? { kind: 'other', text: written };
}

/** https://cloud.google.com/iam/docs/principal-identifiers#workload-identities; the subject of GKE is `ns/web/sa/shop`. */
function readPool(uri: string): PrincipalSet | undefined {
  const [, project = '', pool = '', rest = ''] =
    /^iam\.googleapis\.com\/projects\/([^/]+)\/locations\/global\/workloadIdentityPools\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  if (pool === '') return undefined;
  if (rest === '*') return { kind: 'pool', project, pool };
  const [, attribute, value = ''] = /^(attribute\.[\w-]+|subject|group|namespace|kubernetes\.cluster)\/(.+)$/s.exec(rest) ?? [];
  return attribute === undefined ? undefined : { kind: 'pool', project, pool, attribute, value };
}

/** `acme.svc.id.goog[web/shop]`, the older way to write a workload of GKE. */
function clusterSubject(name: string): PrincipalSet | undefined {
  const [, pool, namespace, account] = /^([^[]+\.svc\.id\.goog)\[([^/\]]+)\/([^\]]+)\]$/.exec(name) ?? [];
  if (pool === undefined) return undefined;
  const project = pool.slice(0, -'.svc.id.goog'.length);
  return { kind: 'pool', project, pool, attribute: 'subject', value: `ns/${namespace}/sa/${account}` };
}

/** https://cloud.google.com/iam/docs/agent-identity-overview */
function readAgents(uri: string): PrincipalSet | undefined {
  const [, domain, rest = ''] = /^(agents\.[\w.-]+\.id\.goog)\/(.+)$/.exec(uri) ?? [];
  if (domain === undefined) return undefined;
  const project = /^(?:attribute\.platformContainer\/|resources\/)aiplatform\/projects\/([^/]+)/.exec(rest)?.[1];
  return { kind: 'agents', domain, ...(project === undefined ? {} : { project }) };
}
