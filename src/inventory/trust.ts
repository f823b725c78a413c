import type { Evidence } from './evidence.ts';

/** Who may become an identity: one statement of a role trust policy, a federated credential, an impersonation grant. */
export interface Trust {
  /** Stable: `<identity id>#trust/<principal kind>/<principal>`, with a counter where that repeats. */
  readonly id: string;
  /** The identity that may be become. */
  readonly identity: string;
  readonly kind: 'aws-role-trust' | 'azure-federated-credential' | 'gcp-trust' | 'vault-role';
  readonly effect: 'Allow' | 'Deny';
  readonly principalKind: 'anyone' | 'account' | 'identity' | 'service' | 'oidc' | 'saml' | 'federated';
  /** The principal as written: an ARN, an account id, a service, a provider ARN, `*`, a member of an IAM policy of Google Cloud. */
  readonly principal: string;
  /** Google Cloud, once the providers of its pool are known: whose tokens it is about, and the member as the policy names it. */
  readonly pool?: { readonly provider: string; readonly member: string };
  /** The actions it allows (`sts:AssumeRole`, `iam.serviceAccounts.getAccessToken`...); `federate` for a federated credential of Azure. */
  readonly actions: readonly string[];
  /** operator -> key -> values, as in the policy. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** The policy's Version where it is not 2012-10-17: policy variables are literal in the older, a later one is not known. */
  readonly version?: string;
  /** Names of elements of the statement that are not known: what it says is then not known. */
  readonly unread?: readonly string[];
  /** Stands in code only: where a source of the provider gives the identity's trusts, those count. */
  readonly declared?: true;
  readonly evidence: readonly Evidence[];
}
