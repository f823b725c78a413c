import type { Credential } from '../inventory/credential.ts';

/**
 * How many credentials of a kind may be there at once for one owner: with two a new one works before the old one is withdrawn. A
 * number is AWS's own limit (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), where two that are there
 * leave no slot. `pair`: the provider makes two of each, and either is made anew alone. `many`: more than anybody needs for that.
 */
const slots: Readonly<Record<string, number | 'pair' | 'many'>> = {
  'aws-access-key': 2,
  'aws-root-access-key': 2,
  'aws-service-specific': 2,
  'aws-bedrock-api-key': 2,
  // https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage
  'azure-storage-key': 'pair',
  // https://learn.microsoft.com/azure/ai-services/rotate-keys
  'azure-ai-account-key': 'pair',
  'azure-function-key': 'many',
  'entra-client-secret': 'many',
  'entra-client-certificate': 'many',
  // https://cloud.google.com/iam/quotas : ten of a service account.
  'gcp-service-account-key': 'many',
  'gcp-hmac-key': 'many',
  'gcp-api-key': 'many',
  'github-classic-token': 'many',
  'github-fine-grained-token': 'many',
  'github-deploy-key': 'many',
  'kubernetes-service-account-token': 'many',
  'vault-secret-id': 'many',
  'vault-token': 'many',
};

/** Whether a second one can be there beside a credential, so that it is withdrawn without a break. `all`: those of its owner. */
export function hasSpareSlot({ kind, identity }: Credential, all: readonly Credential[]): boolean {
  const most = Object.hasOwn(slots, kind) ? slots[kind] : undefined;
  if (most === undefined) return false;
  // A key that is switched off takes up its slot as well.
  return typeof most !== 'number' || (identity !== undefined && all.filter((c) => c.kind === kind).length < most);
}

/** Kinds besides those above that their issuer can withdraw, whoever holds them. */
const withdrawn: ReadonlySet<string> = new Set([
  'aws-console-password',
  'aws-signing-certificate',
  'azure-ai-connection-key',
  'github-app-user-token',
  'github-oauth-token',
  'github-ssh-key',
  'kubeconfig-service-account-token',
  'vault-role-id',
]);

/** Issuers of keys and tokens that have a page or call to withdraw a single one. */
const issuers: ReadonlySet<string> = new Set([
  'anthropic',
  'aws',
  'azure',
  'docker',
  'gcp',
  'github',
  'gitlab',
  'google',
  'npm',
  'openai',
  'pypi',
  'sendgrid',
  'slack',
  'stripe',
]);

/** Whether it is known how a credential is withdrawn. */
export function isWithdrawable({ kind, provider }: Credential): boolean {
  return Object.hasOwn(slots, kind) || withdrawn.has(kind) || issuers.has(provider ?? '');
}
