import type { GcpTechnique } from './technique.ts';

const permissions = 'https://cloud.google.com/iam/docs/service-account-permissions';
const credentials = 'https://cloud.google.com/iam/docs/service-account-impersonation';

/** Ways onto a service account by a permission on it. */
export const accountTechniques: readonly GcpTechnique[] = [
  {
    id: 'gcp-token',
    does: 'takes tokens of',
    direct: true,
    onAccount: ['iam.serviceAccounts.getAccessToken'],
    gains: { what: 'accounts' },
    page: credentials,
  },
  {
    id: 'gcp-sign-blob',
    does: 'signs as',
    onAccount: ['iam.serviceAccounts.signBlob'],
    gains: { what: 'accounts' },
    page: 'https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/signBlob',
  },
  {
    id: 'gcp-sign-jwt',
    does: 'signs tokens as',
    onAccount: ['iam.serviceAccounts.signJwt'],
    gains: { what: 'accounts' },
    page: 'https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/signJwt',
  },
  {
    id: 'gcp-implicit-delegation',
    does: 'takes tokens through',
    onAccount: ['iam.serviceAccounts.implicitDelegation'],
    gains: { what: 'delegates' },
    page: 'https://cloud.google.com/iam/docs/create-short-lived-credentials-delegated',
  },
  {
    id: 'gcp-identity-token',
    does: 'takes identity tokens of',
    onAccount: ['iam.serviceAccounts.getOpenIdToken'],
    gains: { what: 'identity-tokens' },
    page: 'https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateIdToken',
  },
  {
    id: 'gcp-key',
    does: 'makes keys of',
    onAccount: ['iam.serviceAccountKeys.create'],
    gains: { what: 'accounts' },
    page: 'https://cloud.google.com/iam/docs/keys-create-delete',
  },
  {
    id: 'gcp-set-iam',
    does: 'says who may become',
    onAccount: ['iam.serviceAccounts.setIamPolicy'],
    gains: { what: 'accounts' },
    page: permissions,
  },
  {
    id: 'gcp-hmac-key',
    does: 'makes storage keys of',
    onProject: ['storage.hmacKeys.create'],
    gains: { what: 'storage-keys' },
    page: 'https://cloud.google.com/storage/docs/authentication/hmackeys',
  },
  {
    id: 'gcp-api-key-create',
    does: 'makes API keys bound to',
    onProject: ['apikeys.keys.create'],
    onAccount: ['iam.serviceAccountApiKeyBindings.create'],
    gains: { what: 'accounts' },
    page: 'https://cloud.google.com/docs/authentication/api-keys#api-keys-bound-sa',
  },
  {
    id: 'gcp-api-key-read',
    does: 'reads API keys of',
    onProject: ['apikeys.keys.getKeyString'],
    gains: { what: 'api-key-accounts' },
    page: 'https://cloud.google.com/docs/authentication/api-keys',
  },
];
