import { isIP } from 'node:net';
import { accountOfArn, awsIdentityId, serviceAccountId as googleAccountId } from '../../inventory/id.ts';
import { type LetIn, tokensOf } from './jwt-roles.ts';
import { type Answer, listOf, textOf } from './vault-api.ts';

/** What of an authentication method stands for an identity (https://developer.hashicorp.com/vault/api-docs/auth). */
export interface AuthMethod {
  /** Under its mount: where its roles are listed, and where each stands. */
  readonly roles: string;
  readonly each: string;
  readonly kind: string;
  /** Before the name, where a method has roles of several sorts. */
  readonly prefix?: string;
  /** People log in by it. */
  readonly human?: true;
  /** The path at which whoever may write there becomes it, with its name for `*`. */
  readonly fetched?: string;
  /** Whom a role lets in, from the role, the method's own configuration and the vault's version; undefined where that is not known. */
  readonly letsIn?: (role: Answer, config: Answer | undefined, version: string | undefined) => readonly LetIn[] | undefined;
}

const users = { roles: 'users', each: 'users', human: true } as const;
const groups = { roles: 'groups', each: 'groups', human: true, prefix: 'groups/' } as const;

/** By the type of the method. People whose policies a directory or a code host decides come by their groups and teams. */
export const authMethods: Readonly<Record<string, readonly AuthMethod[]>> = {
  approle: [{ roles: 'role', each: 'role', kind: 'vault-approle' }],
  jwt: [{ roles: 'role', each: 'role', kind: 'vault-jwt-role', letsIn: tokensOf }],
  oidc: [{ roles: 'role', each: 'role', kind: 'vault-jwt-role', letsIn: tokensOf }],
  kubernetes: [{ roles: 'role', each: 'role', kind: 'vault-kubernetes-role', letsIn: podsOf }],
  aws: [{ roles: 'roles', each: 'role', kind: 'vault-aws-login-role', letsIn: awsPrincipalsOf }],
  gcp: [{ roles: 'roles', each: 'role', kind: 'vault-gcp-login-role', letsIn: googleAccountsOf }],
  azure: [{ roles: 'role', each: 'role', kind: 'vault-azure-login-role', letsIn: azurePrincipalsOf }],
  spiffe: [{ roles: 'role', each: 'role', kind: 'vault-spiffe-role', letsIn: workloadsOf }],
  alicloud: [{ roles: 'roles', each: 'role', kind: 'vault-alicloud-login-role', letsIn: ramRoleOf }],
  cf: [{ roles: 'roles', each: 'roles', kind: 'vault-cf-login-role', letsIn: cloudFoundryAppsOf }],
  oci: [{ roles: 'role', each: 'role', kind: 'vault-oci-login-role', letsIn: oracleGroupsOf }],
  cert: [{ roles: 'certs', each: 'certs', kind: 'vault-certificate-role' }],
  token: [{ roles: 'roles', each: 'roles', kind: 'vault-token-role', fetched: 'create/*' }],
  userpass: [{ ...users, kind: 'vault-user' }],
  ldap: [
    { ...users, kind: 'vault-user' },
    { ...groups, kind: 'vault-group' },
  ],
  okta: [
    { ...users, kind: 'vault-user' },
    { ...groups, kind: 'vault-group' },
  ],
  radius: [{ ...users, kind: 'vault-user' }],
  kerberos: [{ ...groups, kind: 'vault-group' }],
  github: [
    { roles: 'map/teams', each: 'map/teams', kind: 'vault-group', human: true, prefix: 'teams/' },
    { roles: 'map/users', each: 'map/users', kind: 'vault-user', human: true },
  ],
};

/**
 * Service accounts by namespace and name, both of which may be patterns, or by labels of the namespace, of which it is not known who has
 * them (https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role).
 */
function podsOf(role: Answer, config: Answer | undefined): readonly LetIn[] {
  const names = listOf(role.bound_service_account_names);
  const subjectsIn = (namespaces: readonly string[]): readonly string[] =>
    namespaces.flatMap((ns) => names.map((n) => `system:serviceaccount:${ns}:${n}`));
  const audience = textOf(role.audience);
  const principal = textOf(config?.kubernetes_host).replace(/^https:\/\//, '') || 'a Kubernetes cluster';
  const letIn = (namespaces: readonly string[], labels?: string): LetIn => ({
    principalKind: 'federated',
    principal,
    condition: {
      StringLike: { 'kubernetes:sub': subjectsIn(namespaces), ...(audience === '' ? {} : { 'kubernetes:aud': [audience] }) },
      ...(labels === undefined ? {} : { Vault: { 'kubernetes:namespace_labels': [labels] } }),
    },
  });
  const namespaces = listOf(role.bound_service_account_namespaces);
  const labels = textOf(role.bound_service_account_namespace_selector);
  return [...(namespaces.length > 0 || labels === '' ? [letIn(namespaces)] : []), ...(labels === '' ? [] : [letIn(['*'], labels)])];
}

/** Users and roles by ARN, with a `*` at the end for all below (https://developer.hashicorp.com/vault/api-docs/auth/aws). */
function awsPrincipalsOf(role: Answer): readonly LetIn[] {
  // Machines come with the role of their profile.
  const named = [...listOf(role.bound_iam_principal_arn), ...listOf(role.bound_iam_role_arn)];
  const accounts = listOf(role.bound_account_id);
  // Every bound that is set must hold.
  const arns = named.filter((arn) => accounts.length === 0 || accounts.includes(accountOfArn(arn) ?? ''));
  return [
    ...arns.map(
      (arn): LetIn => ({ principalKind: awsIdentityId(arn) !== undefined && !arn.includes('*') ? 'identity' : 'account', principal: arn }),
    ),
    ...(named.length > 0 ? [] : accounts.map((account): LetIn => ({ principalKind: 'account', principal: account }))),
  ];
}

function googleAccountsOf(role: Answer): readonly LetIn[] {
  const accounts = listOf(role.bound_service_accounts).map(
    (email): LetIn =>
      email === '*' ? { principalKind: 'anyone', principal: '*' } : { principalKind: 'identity', principal: googleAccountId(email) },
  );
  return accounts.length > 0
    ? accounts
    : listOf(role.bound_projects).map((project): LetIn => ({ principalKind: 'account', principal: project }));
}

/**
 * Service principals, groups, or machines by where they are. Every bound that is set must hold; of those about machines the one that
 * says most is told (https://developer.hashicorp.com/vault/api-docs/auth/azure#create-update-role).
 */
function azurePrincipalsOf(role: Answer): readonly LetIn[] {
  const principals = listOf(role.bound_service_principal_ids);
  const of = (ids: readonly string[]): readonly LetIn[] => ids.map((id): LetIn => ({ principalKind: 'account', principal: id }));
  if (principals.length > 0)
    return principals.map((id): LetIn => ({ principalKind: 'identity', principal: `entra:service-principal/${id.toLowerCase()}` }));
  const named = of([...listOf(role.bound_group_ids), ...listOf(role.bound_subscription_ids)]);
  const places = [role.bound_scale_sets, role.bound_resource_groups, role.bound_locations].map(listOf);
  return named.length > 0 ? named : of(places.find((one) => one.length > 0) ?? []);
}

/** Workloads of a trust domain by the path of their SPIFFE ID, with patterns (https://developer.hashicorp.com/vault/api-docs/auth/spiffe). */
function workloadsOf(role: Answer, config: Answer | undefined): readonly LetIn[] {
  const domain = textOf(config?.trust_domain);
  if (domain === '') return [];
  return listOf(role.workload_id_patterns).map((pattern): LetIn => {
    const principal = `spiffe://${domain}/${pattern.replace(/^\/+/, '')}`;
    return { principalKind: /[*+]/.test(pattern) ? 'account' : 'identity', principal };
  });
}

/** One role of Alibaba Cloud (https://developer.hashicorp.com/vault/api-docs/auth/alicloud). */
function ramRoleOf({ arn }: Answer): readonly LetIn[] {
  return textOf(arn) === '' ? [] : [{ principalKind: 'federated', principal: textOf(arn) }];
}

/**
 * Instances of Cloud Foundry, by every bound that is set; without any, all that it gave a certificate
 * (https://developer.hashicorp.com/vault/api-docs/auth/cf).
 */
function cloudFoundryAppsOf(role: Answer, config: Answer | undefined): readonly LetIn[] {
  const bounds = ['application', 'space', 'organization', 'instance'].flatMap((what) => {
    const ids = listOf(role[`bound_${what}_ids`]);
    return ids.length === 0 ? [] : [[`cf:${what}_id`, ids] as const];
  });
  const principal = textOf(config?.cf_api_addr).replace(/^https?:\/\//, '') || 'Cloud Foundry';
  return [
    { principalKind: 'federated', principal, ...(bounds.length === 0 ? {} : { condition: { StringEquals: Object.fromEntries(bounds) } }) },
  ];
}

/** Groups and dynamic groups of one tenancy (https://developer.hashicorp.com/vault/api-docs/auth/oci). */
function oracleGroupsOf(role: Answer, config: Answer | undefined): readonly LetIn[] {
  const principal = textOf(config?.home_tenancy_id) || 'a tenancy of Oracle Cloud';
  const groups = listOf(role.ocid_list);
  return groups.length === 0 ? [] : [{ principalKind: 'federated', principal, condition: { StringEquals: { 'oci:group': groups } } }];
}

/** Networks that a list of addresses and ranges stands for: none where it lets in everybody. */
export function isNetworkBound(role: Answer): boolean {
  const ranges = [...listOf(role.token_bound_cidrs), ...listOf(role.secret_id_bound_cidrs), ...listOf(role.bound_cidr_list)];
  return ranges.some((range) => isIP(range.split('/', 1)[0] ?? '') !== 0 && !/^(?:0\.0\.0\.0|::)\/0$/.test(range));
}
