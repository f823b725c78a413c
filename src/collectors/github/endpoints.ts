import { type Endpoint, list, one } from './endpoint.ts';
import { ofOrganization } from './organization-endpoints.ts';
import { readInstallation, readInstallationRepository } from './read-installation.ts';
import { readGpgKey, readSigningKey, readSshKey } from './read-key.ts';
import { readUser } from './read-organization.ts';
import { readRepository } from './read-repository.ts';
import { secretReaders, selectedForSecret, selectedForVariable, variableReaders } from './read-secret.ts';
import { ofRepository } from './repository-endpoints.ts';

const ofOthers: readonly Endpoint[] = [
  list('/app/installations', 'installations of the app', readInstallation, 'the key of the app', 'none'),
  list(
    '/enterprises/{enterprise}/apps/organizations/{org}/installations',
    'apps that the enterprise installed',
    readInstallation,
    'enterprise_organization_installations:read',
    'admin:enterprise',
  ),
  list(
    '/user/installations/{installation_id}/repositories',
    'repositories of an installation',
    readInstallationRepository,
    'metadata:read',
    'read:user',
    { key: 'repositories' },
  ),
  list('/installation/repositories', 'repositories of the app itself', readRepository, 'metadata:read', 'none', { key: 'repositories' }),
  one('/users/{username}', 'an account', readUser, 'none', 'none'),
  list('/users/{username}/keys', 'SSH keys of an account', readSshKey, 'none', 'none'),
  list('/users/{username}/ssh_signing_keys', 'signing keys of an account', readSigningKey, 'none', 'none'),
  list('/users/{username}/gpg_keys', 'GPG keys of an account', readGpgKey, 'none', 'none'),
  list('/user/keys', 'own SSH keys', readSshKey, 'git_ssh_keys:read', 'read:public_key'),
  list('/user/ssh_signing_keys', 'own signing keys', readSigningKey, 'git_ssh_keys:read', 'read:ssh_signing_key'),
  list('/user/gpg_keys', 'own GPG keys', readGpgKey, 'gpg_keys:read', 'read:gpg_key'),
  list('/user/repos', 'own repositories', readRepository, 'metadata:read', 'repo'),
  list('/users/{username}/repos', 'repositories of an account', readRepository, 'metadata:read', 'repo'),
];

const stores = {
  actions: { word: '', name: 'Actions' },
  dependabot: { word: 'dependabot_', name: 'Dependabot' },
  codespaces: { word: 'codespaces_', name: 'Codespaces' },
  agents: { word: 'agent_', name: 'agents' },
} as const;

/** Secrets and variables have the same paths in every store (https://docs.github.com/rest/actions/secrets). */
const ofStores: readonly Endpoint[] = (['actions', 'dependabot', 'codespaces', 'agents'] as const).flatMap((store) => {
  const { word, name } = stores[store];
  const organization = [`organization_${word}secrets:read`, 'admin:org'] as const;
  const repository = [`${word}secrets:read`, 'repo'] as const;
  const more = { key: 'secrets', ...(store === 'actions' ? { supplies: 'secrets' as const } : {}) };
  const [keep, select] = [secretReaders[store], selectedForSecret[store]];
  const reached = { key: 'repositories' };
  const secrets = [
    list(`/orgs/{org}/${store}/secrets`, `the organization's secrets for ${name}`, keep, ...organization, more),
    list(
      `/orgs/{org}/${store}/secrets/{secret_name}/repositories`,
      'repositories that are given a secret',
      select,
      ...organization,
      reached,
    ),
    list(`/repos/{owner}/{repo}/${store}/secrets`, `the repository's secrets for ${name}`, keep, ...repository, more),
  ];
  if (store !== 'actions' && store !== 'agents') return secrets;
  const permission = store === 'actions' ? 'actions_variables:read' : 'agent_variables:read';
  const [keepVariable, selectVariable] = [variableReaders[store], selectedForVariable[store]];
  const on = [`organization_${permission}`, 'admin:org'] as const;
  return [
    ...secrets,
    list(`/orgs/{org}/${store}/variables`, `the organization's variables for ${name}`, keepVariable, ...on, { key: 'variables', page: 30 }),
    list(`/orgs/{org}/${store}/variables/{name}/repositories`, 'repositories that are given a variable', selectVariable, ...on, reached),
    list(`/repos/{owner}/{repo}/${store}/variables`, `the repository's variables for ${name}`, keepVariable, permission, 'repo', {
      key: 'variables',
      page: 30,
    }),
  ];
});

const registries = list(
  '/orgs/{org}/private-registries',
  'private registries',
  secretReaders['private-registries'],
  'organization_private_registries:read',
  'admin:org',
  { key: 'configurations' },
);

export const endpoints: readonly Endpoint[] = [...ofOrganization, ...ofRepository, ...ofStores, registries, ...ofOthers];

const byPath = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));

/** The endpoint of a path as the documentation writes it. */
export function endpointAt(path: string): Endpoint {
  const endpoint = byPath.get(path);
  if (endpoint === undefined) throw new Error(`no endpoint ${path}`);
  return endpoint;
}
