import { shownScope } from '../permissions/azure/scope-tree.ts';
import { type Family, familyNames } from './azure/technique.ts';

/** Ids of class nodes: nodes that stand for many identities, so that edges stay few. */

export const adminPrefix = 'class:aws-admin/';

/** Administrator of an AWS account. */
export function adminClass(account: string): string {
  return `${adminPrefix}${account}`;
}

const clusterAdminPrefix = 'class:kubernetes-admin/';
const gcpAdminPrefix = 'class:gcp-admin/';
const azureAdminPrefix = 'class:azure-admin/';
const tenantAdminPrefix = 'class:entra-admin/';
const vaultAdminPrefix = 'class:vault-admin/';
const githubAdminPrefix = 'class:github-admin/';
/** What the ids of administrator classes begin with: no prefix begins with another. */
export const adminPrefixes = [
  adminPrefix,
  clusterAdminPrefix,
  gcpAdminPrefix,
  azureAdminPrefix,
  tenantAdminPrefix,
  vaultAdminPrefix,
  githubAdminPrefix,
];

/** Administrator of a Kubernetes cluster. */
export function clusterAdminClass(cluster: string): string {
  return `${clusterAdminPrefix}${cluster}`;
}

/** What lies in a project, folder or organization of Google Cloud and below: `admin`, `service-accounts`... A project goes by its id alone. */
export function gcpClass(kind: string, scope: string): string {
  return `class:gcp-${kind}/${scope.slice(scope.startsWith('gcp:project/') ? 'gcp:project/'.length : 'gcp:'.length)}`;
}

/** Administrator of a scope of Azure, by its ARM id in lower case; `/` is all of a tenant. */
export function azureAdminClass(scope: string): string {
  return `${azureAdminPrefix}${scope}`;
}

/** Administrator of a tenant of Entra ID. */
export function tenantAdminClass(tenant: string): string {
  return `${tenantAdminPrefix}${tenant}`;
}

/** Administrator of a vault. */
export function vaultAdminClass(vault: string): string {
  return `${vaultAdminPrefix}${vault}`;
}

/** Administrator of an organization of GitHub. */
export function githubAdminClass(organization: string): string {
  return `${githubAdminPrefix}${organization}`;
}

/** What jobs of a repository (`acme/shop`) are given that run for a branch, an environment or the like. */
export function githubJobClass(repository: string, context: string): string {
  return `class:github-jobs/${repository}/${context}`;
}

/** Every identity of a trust domain of SPIFFE. */
export function trustDomainClass(domain: string): string {
  return `class:spiffe-identities/${domain}`;
}

/** The administrator class of the account or cluster that an identity lives in, by its id. */
export function adminClassOf(identity: string): string {
  const home = identity.split('/', 2)[1] ?? '';
  if (identity.startsWith('kubernetes:')) return clusterAdminClass(home);
  return identity.startsWith('vault:') ? vaultAdminClass(home) : adminClass(home);
}

export function isClass(node: string): boolean {
  return node.startsWith('class:');
}

export function isAdminClass(node: string): boolean {
  return isClass(node) && adminPrefixes.some((prefix) => node.startsWith(prefix));
}

const names: Readonly<Record<string, (rest: string) => string>> = {
  'aws-admin': (rest) => `administrator of ${rest}`,
  'kubernetes-admin': (rest) => `administrator of cluster ${rest}`,
  'kubernetes-pods': (rest) => `service accounts that pods of cluster ${rest} run as`,
  'kubernetes-accounts': (rest) => `service accounts of ${placeName(rest)}`,
  'kubernetes-running': (rest) => `service accounts that pods of ${placeName(rest)} run as`,
  'azure-admin': (rest) => `administrator of ${shownScope(rest)}`,
  'entra-admin': (rest) => `administrator of ${tenantName(rest)}`,
  'entra-applications': (rest) => `applications of ${tenantName(rest)}`,
  'entra-blueprints': (rest) => `agent blueprints of ${tenantName(rest)}`,
  'entra-users': (rest) => `users without a role of ${tenantName(rest)}`,
  'entra-role-groups': (rest) => `groups of ${tenantName(rest)} that hold directory roles`,
  'entra-groups': (rest) => `other groups of ${tenantName(rest)}`,
  'entra-group': (rest) => `members of group ${rest}`,
  'gcp-admin': (rest) => `administrator of ${scopeName(rest)}`,
  'gcp-service-accounts': (rest) => `service accounts of ${scopeName(rest)}`,
  'gcp-service-accounts-of': (rest) => `every service account of ${scopeName(rest)}`,
  'gcp-identity-tokens': (rest) => `service accounts of ${scopeName(rest)}, to whoever takes identity tokens`,
  'gcp-identity-token': (rest) => `${rest}, to whoever takes identity tokens`,
  'aws-callers': (rest) => `principals of ${rest}`,
  'gcp-storage-keys': (rest) => `service accounts of ${scopeName(rest)}, to Cloud Storage`,
  'gcp-delegates': (rest) => `service accounts of ${scopeName(rest)}, as delegates`,
  'gcp-delegate': (rest) => `${rest}, as a delegate`,
  'gcp-build-accounts': (rest) => `the account that builds of ${scopeName(rest)} run as`,
  'gcp-api-agents': (rest) => `the service agent that Deployment Manager of ${scopeName(rest)} works as`,
  'gcp-api-key-accounts': (rest) => `service accounts of ${scopeName(rest)} that API keys are bound to`,
  'gcp-pool-identities': (rest) => `workload identity pools of ${scopeName(rest)}`,
  'gcp-clusters': (rest) => `clusters of ${scopeName(rest)}`,
  'github-admin': (rest) => `administrator of organization ${rest}`,
  'github-writers': (rest) => rest.replace(/^(.+)\/(\d+)\/\d+$/, '$1 and $2 others'),
  'github-jobs': (rest) => `jobs of ${rest.split('/', 2).join('/')} for ${rest.split('/').slice(2).join('/')}`,
  'spiffe-identities': (rest) => `identities of trust domain ${rest}`,
  'vault-admin': (rest) => `administrator of vault ${rest}`,
  'assumable-by-root-trust': (rest) => `roles that trust account ${rest}`,
  'assumable-by-anyone': () => 'roles that trust every AWS account',
  passable: (rest) => `roles that ${rest.slice(rest.indexOf('/') + 1)} may run as in ${rest.split('/', 1)[0]}`,
  fit: (rest) => `roles that ${rest.split('/')[1]} may run as in ${rest.split('/', 1)[0]} and that can be used so (${rest.split('/')[2]})`,
  running: (rest) => `roles that ${workloadName(rest.split('/')[1] ?? '')} of ${rest.split('/', 1)[0]} run as`,
  'stack-set': (rest) => `roles that stack sets of ${rest} may run as`,
  users: (rest) => `users of ${rest}`,
  'users-key-slot': (rest) => `users of ${rest} with room for an access key`,
  'users-no-key-slot': (rest) => `users of ${rest} with two access keys`,
  'users-password-mfa': (rest) => `users of ${rest} with a console password and MFA`,
  'users-password': (rest) => `users of ${rest} with a console password`,
  'users-no-password': (rest) => `users of ${rest} without a console password`,
  roles: (rest) => `roles of ${rest}`,
};

function tenantName(rest: string): string {
  return rest === '' ? 'the directory' : `tenant ${rest}`;
}

/** `cluster.shop/web` -> `namespace web of cluster.shop`. */
function placeName(rest: string): string {
  const [cluster, namespace] = rest.split('/', 2);
  if (namespace === '*') return `every namespace of ${cluster}`;
  // The namespace that a chart is released to.
  return namespace?.startsWith('~') ? `the namespace of ${namespace.slice(1)} in ${cluster}` : `namespace ${namespace} of ${cluster}`;
}

/** `folder/7` -> `folder 7`; a project is its id. */
function scopeName(rest: string): string {
  return rest.replace('/', ' ');
}

/** `gcp-workloads-machines` -> `service accounts that machines of acme run as`, `gcp-things-secrets` -> `secrets of acme`. */
function gcpName(kind: string, rest: string): string | undefined {
  const [, what, of = ''] = /^gcp-(workloads|things)-(.+)$/.exec(kind) ?? [];
  const things = of.replaceAll('-', ' ');
  if (what === undefined) return undefined;
  return what === 'things' ? `${things} of ${scopeName(rest)}` : `service accounts that ${things} of ${scopeName(rest)} run as`;
}

/** `aws-lambda-function` -> `lambda functions`. */
function workloadName(kind: string): string {
  return `${kind.replace(/^aws-/, '').replaceAll('-', ' ')}s`;
}

/** `class:azure-vm//subscriptions/1` -> what virtual machines of the scope run as. */
function nameOfPlace(kind: string, scope: string): string | undefined {
  const family = kind.startsWith('azure-') ? kind.slice('azure-'.length) : '';
  if (!Object.hasOwn(familyNames, family)) return undefined;
  return `${familyNames[family as Family]} of ${scope === 'unplaced' ? 'subscriptions that lie somewhere' : shownScope(scope)}`;
}

/** The name of a class node for people. A pattern that narrows the class stands after ` matching `. */
export function nameOfClass(node: string): string {
  const [whole = '', pattern] = node.slice('class:'.length).split('#', 2);
  const slash = whole.indexOf('/');
  const kind = slash < 0 ? whole : whole.slice(0, slash);
  const rest = whole.slice(slash + 1);
  const name = names[kind]?.(rest) ?? gcpName(kind, rest) ?? nameOfPlace(kind, rest) ?? whole;
  return pattern === undefined ? name : `${name} matching ${pattern}`;
}
