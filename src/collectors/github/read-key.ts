import { deployKeyId, permissionSetId, repositoryId, userId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';
import { flagOf, known, numberOf, objectOf, textOf, timeOf, timeOrNever } from './raw.ts';
import { organizationOf, type Reader, repositoryOf, type Spot } from './spot.ts';

/** A deploy key, of REST (https://docs.github.com/rest/deploy-keys/deploy-keys) or of GraphQL, which tells less. */
export const readDeployKey: Reader = (raw, spot, book) => {
  const keys = `keys ${repositoryOf(spot)}`;
  // One key has another id in each.
  if (raw.readOnly !== undefined) book.unlessTold(keys, () => emitDeployKey(raw, spot, book));
  else {
    book.told(keys);
    emitDeployKey(raw, spot, book);
  }
};

const emitDeployKey: Reader = (raw, spot, book) => {
  const key = numberOf(raw.id) ?? textOf(raw.id) ?? textOf(raw.title);
  if (key === undefined) return;
  const repository = repositoryOf(spot);
  const id = deployKeyId(repository, key);
  const name = `${textOf(raw.title) ?? `deploy key ${key}`} of ${repository}`;
  const readOnly = flagOf(raw.read_only) ?? flagOf(raw.readOnly);
  const enabled = flagOf(raw.enabled) ?? true;
  const addedBy = textOf(raw.added_by);
  const createdAt = timeOf(raw.created_at ?? raw.createdAt);
  const lastUsedAt = 'last_used' in raw ? timeOrNever(raw.last_used) : undefined;
  const evidence = [spot.at];
  book.identity({
    id,
    kind: 'github-deploy-key',
    name,
    scope: repository,
    nature: 'workload',
    enabled,
    ...known('createdAt', createdAt),
    ...known('lastUsedAt', lastUsedAt),
    ...(addedBy === undefined ? {} : { owner: addedBy, ownerFrom: 'directory' as const }),
    ...(readOnly === undefined ? {} : { grantsListed: true as const }),
    github: { organization: organizationOf(spot), ...known('read_only', readOnly) },
    evidence,
  });
  book.emit({
    type: 'credential',
    value: {
      id: `github:deploy-key-credential/${repository}/${key}`,
      kind: 'github-deploy-key',
      name,
      identity: id,
      enabled,
      static: true,
      expiresAt: null,
      ...known('createdAt', createdAt),
      ...known('lastUsedAt', lastUsedAt),
      provider: 'github',
      purpose: 'code',
      github: { ...known('read_only', readOnly), ...known('added_by', addedBy) },
      evidence,
    },
  });
  if (readOnly === undefined || !enabled) return;
  const policy = permissionSetId(id, 'repository');
  const permissions = [readOnly ? 'contents:read' : 'contents:write', 'metadata:read'];
  book.emit({
    type: 'policy',
    value: { id: policy, kind: 'github-permissions', name: 'deploy key', providerManaged: true, permissions, evidence },
  });
  book.grant({ holder: id, name: readOnly ? 'read' : 'write', policy, scope: repositoryId(repository), evidence });
};

/** A key that a user logs in or signs with (https://docs.github.com/rest/users/keys); public keys themselves are not kept. */
export const readSshKey: Reader = (raw, spot, book) => readUserKey(raw, spot, book, 'github-ssh-key', 'SSH key');
export const readSigningKey: Reader = (raw, spot, book) => readUserKey(raw, spot, book, 'github-ssh-key', 'signing key');
export const readGpgKey: Reader = (raw, spot, book) => readUserKey(raw, spot, book, 'github-gpg-key', 'GPG key');

function readUserKey(raw: Parameters<Reader>[0], spot: Spot, book: Book, kind: string, what: string): void {
  const number = numberOf(raw.id) ?? textOf(raw.key_id);
  const login = spot.subject ?? textOf(objectOf(raw.user)?.login);
  if (number === undefined || login === undefined) return;
  const title = textOf(raw.title) ?? textOf(raw.name);
  const expiresAt = timeOrNever(raw.expires_at);
  book.emit({
    type: 'credential',
    value: {
      id: `github:${kind.slice('github-'.length)}/${login}/${number}`,
      kind,
      name: `${what} ${title ?? number} of ${login}`,
      identity: userId(login),
      enabled: flagOf(raw.revoked) !== true,
      static: expiresAt === null || expiresAt === undefined,
      ...known('createdAt', timeOf(raw.created_at)),
      ...('last_used' in raw ? known('lastUsedAt', timeOrNever(raw.last_used)) : {}),
      ...known('expiresAt', expiresAt),
      provider: 'github',
      purpose: 'code',
      github: known('read_only', flagOf(raw.read_only)),
      evidence: [spot.at],
    },
  });
}
