import { awsIdentityId, serviceAccountId } from '../../inventory/id.ts';
import { type Made, type Making, madeAwsUser, madeAzurePrincipal } from './made-identities.ts';
import { type Answer, isAnswer, listOf, textOf } from './vault-api.ts';

/** What a secrets engine makes credentials of (https://developer.hashicorp.com/vault/api-docs/secret). */
export interface Engine {
  readonly kind: string;
  /** Where its roles are listed, and where each stands. */
  readonly roles: string;
  readonly each: string;
  /** The paths, with the role's name for `*`, at which its credentials are fetched. */
  readonly fetches: readonly string[];
  /** Ids of identities that it assumes, as far as the role names any. */
  readonly assumes?: (role: Answer) => readonly string[];
  /** The identity whose own credentials it makes. */
  readonly is?: (role: Answer, account: string | undefined) => string | undefined;
  /** The identity that it makes anew each time, with what that may do. */
  readonly makes?: (making: Making) => Made | undefined;
}

const google = {
  kind: 'vault-gcp-credentials',
  is: ({ service_account_email: email }: Answer) => (textOf(email).includes('@') ? serviceAccountId(textOf(email)) : undefined),
} as const;

export const engines: Readonly<Record<string, readonly Engine[]>> = {
  aws: [
    {
      kind: 'vault-aws-credentials',
      roles: 'roles',
      each: 'roles',
      fetches: ['creds/*', 'sts/*'],
      assumes: (role) => listOf(role.role_arns).flatMap((arn) => awsIdentityId(arn) ?? []),
      makes: madeAwsUser,
    },
    {
      kind: 'vault-aws-static-credentials',
      roles: 'static-roles',
      each: 'static-roles',
      fetches: ['static-creds/*'],
      is: ({ username }, account) =>
        textOf(username) === '' || account === undefined ? undefined : `aws:user/${account}/${textOf(username)}`,
    },
  ],
  gcp: [
    { ...google, roles: 'rolesets', each: 'roleset', fetches: ['roleset/*/token', 'roleset/*/key', 'token/*', 'key/*'] },
    { ...google, roles: 'static-accounts', each: 'static-account', fetches: ['static-account/*/token', 'static-account/*/key'] },
    { ...google, roles: 'impersonated-accounts', each: 'impersonated-account', fetches: ['impersonated-account/*/token'] },
  ],
  azure: [
    {
      kind: 'vault-azure-credentials',
      roles: 'roles',
      each: 'roles',
      fetches: ['creds/*'],
      is: ({ application_object_id: id }) => (textOf(id) === '' ? undefined : `entra:application-object/${textOf(id).toLowerCase()}`),
      makes: madeAzurePrincipal,
    },
  ],
  kubernetes: [{ kind: 'vault-kubernetes-credentials', roles: 'roles', each: 'roles', fetches: ['creds/*'] }],
  database: [
    { kind: 'vault-database-credentials', roles: 'roles', each: 'roles', fetches: ['creds/*'] },
    { kind: 'vault-database-static-credentials', roles: 'static-roles', each: 'static-roles', fetches: ['static-creds/*'] },
  ],
};

/** Engines that keep what somebody else made: it stays the same until somebody changes it. */
export function isStatic(type: string): boolean {
  return type === 'kv' || type === 'generic' || type === 'cubbyhole';
}

/** The mounts of an answer, by path without the last slash. */
export function mountsIn(answer: Answer): readonly { readonly path: string; readonly type: string; readonly answer: Answer }[] {
  return Object.entries(answer)
    .flatMap(([key, value]) =>
      key.endsWith('/') && isAnswer(value) && typeof value.type === 'string'
        ? [{ path: key.slice(0, -1), type: value.type, answer: value }]
        : [],
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
