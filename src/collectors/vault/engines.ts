import { awsIdentityId, serviceAccountId } from '../../inventory/id.ts';
import { type Answer, isAnswer, listOf } from './vault-api.ts';

/** A secrets engine that makes credentials of others (https://developer.hashicorp.com/vault/api-docs/secret). */
export interface Engine {
  readonly kind: string;
  /** Where its roles are listed, and where each stands. */
  readonly roles: string;
  readonly each: string;
  /** The paths, with the role's name for `*`, at which its credentials are fetched. */
  readonly fetches: readonly string[];
  /** Ids of the identities that its credentials are of, as far as the role names any. */
  readonly becomes: (role: Answer) => readonly string[];
}

export const engines: Readonly<Record<string, Engine>> = {
  aws: {
    kind: 'vault-aws-credentials',
    roles: 'roles',
    each: 'roles',
    fetches: ['creds/*', 'sts/*'],
    becomes: (role) => listOf(role.role_arns).flatMap((arn) => awsIdentityId(arn) ?? []),
  },
  gcp: {
    kind: 'vault-gcp-credentials',
    roles: 'rolesets',
    each: 'roleset',
    fetches: ['roleset/*/token', 'roleset/*/key', 'token/*', 'key/*'],
    becomes: (role) => emailsOf(role),
  },
  azure: {
    kind: 'vault-azure-credentials',
    roles: 'roles',
    each: 'roles',
    fetches: ['creds/*'],
    becomes: ({ application_object_id: id }) =>
      typeof id === 'string' && id !== '' ? [`entra:application-object/${id.toLowerCase()}`] : [],
  },
  kubernetes: { kind: 'vault-kubernetes-credentials', roles: 'roles', each: 'roles', fetches: ['creds/*'], becomes: () => [] },
  database: { kind: 'vault-database-credentials', roles: 'roles', each: 'roles', fetches: ['creds/*'], becomes: () => [] },
};

function emailsOf({ service_account_email: email }: Answer): readonly string[] {
  return typeof email === 'string' && email.includes('@') ? [serviceAccountId(email)] : [];
}

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
