import { matchesGlob } from '../glob.ts';
import type { Credential } from '../inventory/credential.ts';
import { singleGrants } from '../inventory/grant-table.ts';
import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/** Where secrets are kept, and what it takes to read one: an action, on a resource as the plane's permissions name it. */
interface Store {
  readonly plane: 'aws' | 'gcp' | 'azure' | 'vault' | 'kubernetes';
  readonly action: string;
  /** Undefined where it is not known what the resource is called. */
  readonly resource: (secret: Credential, world: World) => string | undefined;
  /** The account, vault or cluster whose identities alone may read it; undefined: identities of others may as well. */
  readonly home?: (secret: Credential) => string | undefined;
}

const stores: Readonly<Record<string, Store>> = {
  'aws-secret': {
    plane: 'aws',
    action: 'secretsmanager:GetSecretValue',
    resource: ({ resource }) => resource?.replace(/^aws:resource\//, ''),
    home: ({ resource }) => resource?.split(':', 6)[5],
  },
  'aws-ssm-parameter': {
    plane: 'aws',
    action: 'ssm:GetParameter',
    resource: ({ id }) => id.replace(/^aws:ssm-parameter\/([^/]+)\/([^/]+)\/(.+)$/, 'arn:aws:ssm:$2:$1:parameter/$3'),
    home: ({ id }) => id.split('/', 2)[1],
  },
  'gcp-secret': {
    plane: 'gcp',
    action: 'secretmanager.versions.access',
    resource: ({ resource }) => resource?.replace(/^gcp:resource\//, '//'),
  },
  'azure-key-vault-secret': {
    plane: 'azure',
    action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
    resource: ({ id, scope }, world) => scope ?? keyVaults(world).get(id.split('/', 2)[1] ?? ''),
  },
  'vault-secret': { plane: 'vault', action: 'read', resource: pathInVault, home: ({ scope }) => scope },
  'kubernetes-service-account-token': {
    plane: 'kubernetes',
    action: 'get secrets',
    resource: ({ id }) => id.split('/').slice(2).join('/'),
    home: ({ id }) => id.split('/', 2)[1],
  },
};

/** Of many secrets, so many are asked about where each has to be asked about by itself. */
const mostAsked = 30;

/** Who the identity is known to act as is followed so far. */
const mostFollowed = 50;

/** Planes whose identities get what they read by way of others. */
const follows: ReadonlySet<string> = new Set(['repository', 'agent', 'kubernetes', 'vault', 'spiffe', 'github']);

/**
 * The first secret, kept by a cloud, a vault or a cluster and the same until somebody changes it, that an identity may surely read, by
 * itself or as whom it surely becomes. Undefined where there is none, or none was read.
 */
export function keptSecretReadBy(world: World, identity: Identity): Credential | undefined {
  const shelves = shelvesOf(world);
  if (shelves.length === 0) return undefined;
  const start = identity.actsAs ?? identity.id;
  const open = [start];
  const seen = new Set(open);
  for (const id of open) {
    const secret = readDirectly(world, shelves, id);
    if (secret !== undefined) return secret;
    if (!follows.has(identity.plane) || seen.size > mostFollowed) continue;
    for (const edge of world.graph.edgesFrom(id)) {
      if (edge.certainty !== 'confirmed' || !/^(?:federates|assumes|runs-as|authenticates)$/.test(edge.kind) || seen.has(edge.to)) continue;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return undefined;
}

/** Secrets of one kind that one home keeps. */
interface Shelf {
  readonly store: Store;
  readonly home: string | undefined;
  readonly secrets: readonly Credential[];
}

const known = new WeakMap<World, { readonly shelves: readonly Shelf[]; readonly answers: Map<string, Credential | undefined> }>();

function bookOf(world: World) {
  const present = known.get(world);
  if (present !== undefined) return present;
  const shelves = new Map<string, Shelf & { readonly secrets: Credential[] }>();
  for (const secret of world.inventory.credentials.values()) {
    const store = stores[secret.kind];
    if (store === undefined || !secret.static || secret.enabled === false || secret.enabled === undefined) continue;
    const home = store.home?.(secret);
    const key = `${secret.kind} ${home ?? ''}`;
    const shelf = shelves.get(key);
    if (shelf === undefined) shelves.set(key, { store, home, secrets: [secret] });
    else shelf.secrets.push(secret);
  }
  const book = { shelves: [...shelves.values()], answers: new Map<string, Credential | undefined>() };
  known.set(world, book);
  return book;
}

function shelvesOf(world: World): readonly Shelf[] {
  return bookOf(world).shelves;
}

function readDirectly(world: World, shelves: readonly Shelf[], id: string): Credential | undefined {
  const identity = world.inventory.identities.get(id);
  if (identity === undefined || identity.standing === 'named') return undefined;
  const { plane, scope } = identity;
  const asked = shelves.filter(
    ({ store, home }) => isOf(store.plane, plane) && (home === undefined || store.home === undefined || home === scope),
  );
  if (asked.length === 0 || world.permissions.powerOf(id).secrets === 'none') return undefined;
  const { answers } = bookOf(world);
  const key = `${plane} ${scope} ${world.permissions.shareKey(id)}`;
  if (answers.has(key)) return answers.get(key);
  let found: Credential | undefined;
  for (const shelf of asked) {
    found = firstRead(world, id, shelf);
    if (found !== undefined) break;
  }
  answers.set(key, found);
  return found;
}

/** Roles of Azure are held by principals of its directory. */
function isOf(store: Store['plane'], plane: Identity['plane']): boolean {
  return store === plane || (store === 'azure' && plane === 'entra');
}

function firstRead(world: World, id: string, { store, secrets }: Shelf): Credential | undefined {
  const { permissions } = world;
  const patterns =
    store.plane === 'aws' ? permissions.resourcesFor(id, store.action).flatMap((r) => (r.conditional ? [] : [r.pattern])) : undefined;
  let left = mostAsked;
  return secrets.find((secret) => {
    const resource = store.resource(secret, world);
    if (resource === undefined || (patterns !== undefined && !patterns.some((p) => matchesGlob(p, resource)))) return false;
    return left-- > 0 && permissions.decide(id, store.action, resource).answer === 'allowed';
  });
}

const vaultsOf = new WeakMap<World, ReadonlyMap<string, string>>();

/** Key vaults by name, which is the only one of its cloud, as roles given on them name them: a vault's own list does not say where it lies. */
function keyVaults(world: World): ReadonlyMap<string, string> {
  const present = vaultsOf.get(world);
  if (present !== undefined) return present;
  const found = new Map<string, string>();
  for (const { scope } of singleGrants(world.inventory.grants)) {
    const name = /\/providers\/microsoft\.keyvault\/vaults\/([^/]+)/i.exec(scope ?? '');
    if (scope !== undefined && name?.[1] !== undefined) found.set(name[1].toLowerCase(), scope.slice(0, name.index + name[0].length));
  }
  vaultsOf.set(world, found);
  return found;
}

/** `secret/data/ci/npm` for `secret/ci/npm`, by the mount that it lies under. */
function pathInVault({ name, scope }: Credential, { inventory }: World): string | undefined {
  let longest = '';
  for (const { kind, name: mount, scope: vault } of inventory.resources.values())
    if (kind === 'vault-kv' && vault === scope && name.startsWith(`${mount}/`) && mount.length > longest.length) longest = mount;
  return longest === '' ? undefined : `${longest}/data/${name.slice(longest.length + 1)}`;
}
