import { isIP } from 'node:net';
import { awsIdentityId, serviceAccountId as googleAccountId } from '../../inventory/id.ts';
import { type LetIn, tokensOf } from './jwt-roles.ts';
import { type Answer, listOf, textOf } from './vault-api.ts';

/** An authentication method whose roles are identities (https://developer.hashicorp.com/vault/api-docs/auth). */
export interface AuthMethod {
  /** Under its mount: where its roles are listed, and where each stands. */
  readonly roles: string;
  readonly each: string;
  readonly kind: string;
  /** People log in by it. */
  readonly human?: true;
  /** Whom a role lets in, from the role, the method's own configuration and the vault's version; undefined where that is not known. */
  readonly letsIn?: (role: Answer, config: Answer | undefined, version: string | undefined) => readonly LetIn[] | undefined;
}

export const authMethods: Readonly<Record<string, AuthMethod>> = {
  approle: { roles: 'role', each: 'role', kind: 'vault-approle' },
  jwt: { roles: 'role', each: 'role', kind: 'vault-jwt-role', letsIn: tokensOf },
  oidc: { roles: 'role', each: 'role', kind: 'vault-jwt-role', letsIn: tokensOf },
  kubernetes: { roles: 'role', each: 'role', kind: 'vault-kubernetes-role', letsIn: podsOf },
  aws: { roles: 'roles', each: 'role', kind: 'vault-aws-login-role', letsIn: awsPrincipalsOf },
  gcp: { roles: 'roles', each: 'role', kind: 'vault-gcp-login-role', letsIn: googleAccountsOf },
  azure: { roles: 'role', each: 'role', kind: 'vault-azure-login-role', letsIn: azurePrincipalsOf },
  cert: { roles: 'certs', each: 'certs', kind: 'vault-certificate-role' },
  userpass: { roles: 'users', each: 'users', kind: 'vault-user', human: true },
};

/** Service accounts by namespace and name; either may be `*` (https://developer.hashicorp.com/vault/api-docs/auth/kubernetes). */
function podsOf(role: Answer, config: Answer | undefined): readonly LetIn[] {
  const names = listOf(role.bound_service_account_names);
  const subjects = listOf(role.bound_service_account_namespaces).flatMap((ns) => names.map((n) => `system:serviceaccount:${ns}:${n}`));
  const audience = textOf(role.audience);
  const principal = textOf(config?.kubernetes_host).replace(/^https:\/\//, '') || 'a Kubernetes cluster';
  return [
    {
      principalKind: 'federated',
      principal,
      condition: { StringLike: { 'kubernetes:sub': subjects, ...(audience === '' ? {} : { 'kubernetes:aud': [audience] }) } },
    },
  ];
}

/** Users and roles by ARN, with a `*` at the end for all below (https://developer.hashicorp.com/vault/api-docs/auth/aws). */
function awsPrincipalsOf(role: Answer): readonly LetIn[] {
  const arns = listOf(role.bound_iam_principal_arn);
  const accounts = listOf(role.bound_account_id);
  return [
    ...arns.map(
      (arn): LetIn => ({ principalKind: awsIdentityId(arn) !== undefined && !arn.includes('*') ? 'identity' : 'account', principal: arn }),
    ),
    ...(arns.length > 0 ? [] : accounts.map((account): LetIn => ({ principalKind: 'account', principal: account }))),
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

function azurePrincipalsOf(role: Answer): readonly LetIn[] {
  const principals = listOf(role.bound_service_principal_ids);
  const of = (ids: readonly string[]): readonly LetIn[] => ids.map((id): LetIn => ({ principalKind: 'account', principal: id }));
  if (principals.length > 0)
    return principals.map((id): LetIn => ({ principalKind: 'identity', principal: `entra:service-principal/${id.toLowerCase()}` }));
  return of([...listOf(role.bound_group_ids), ...listOf(role.bound_subscription_ids)]);
}

/** Networks that a list of addresses and ranges stands for: none where it lets in everybody. */
export function isNetworkBound(role: Answer): boolean {
  const ranges = [...listOf(role.token_bound_cidrs), ...listOf(role.secret_id_bound_cidrs), ...listOf(role.bound_cidr_list)];
  return ranges.some((range) => isIP(range.split('/', 1)[0] ?? '') !== 0 && !/^(?:0\.0\.0\.0|::)\/0$/.test(range));
}
