import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { serviceAccountId } from '../../inventory/rbac.ts';
import type { Draft } from '../place-below.ts';
import {
  type Cluster,
  type ClusterObject,
  createdAtOf,
  knownName,
  type Literal,
  nameOf,
  namespaceOf,
  shownName,
} from './cluster-object.ts';
import { isOpen, mapIn, recordIn, textIn } from './plain.ts';

/** The longest value that is decoded: an object of the cluster holds at most 1 MiB. */
const longest = 1024 * 1024;

/**
 * Hands over what a Secret holds: the token of a service account, which never ends
 * (https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets), and values in clear or in base64.
 */
export function readSecret(cluster: Cluster, of: ClusterObject): void {
  const type = textIn(of.object, 'type');
  if (type === 'kubernetes.io/service-account-token') readToken(cluster, of);
  const login = type === undefined ? undefined : logins.get(type);
  if (login !== undefined) emitLogin(cluster, of, login);
  // Encrypted with SOPS: what stands there are ciphertexts.
  if (recordIn(of.object, 'sops') !== undefined) return;
  of.judge(secretLiterals(of), undefined);
}

/** Types of secrets that are a login by themselves, whatever stands in them. */
const logins: ReadonlyMap<string, Pick<Credential, 'kind' | 'provider' | 'purpose'>> = new Map([
  // https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
  ['kubernetes.io/dockerconfigjson', { kind: 'kubernetes-pull-secret', purpose: 'registry' }],
  ['kubernetes.io/dockercfg', { kind: 'kubernetes-pull-secret', purpose: 'registry' }],
  // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
  ['bootstrap.kubernetes.io/token', { kind: 'kubernetes-bootstrap-token', purpose: 'cloud', provider: 'kubernetes' }],
]);

/** The id of a secret with which images are pulled. */
export function pullSecretId(cluster: string, namespace: string, name: string): string {
  return `kubernetes:secret/${cluster}/${namespace}/${name}`;
}

/** One that an API server gave out: of a manifest, what stands in it is judged instead. */
function emitLogin(cluster: Cluster, of: ClusterObject, login: Pick<Credential, 'kind' | 'provider' | 'purpose'>): void {
  const name = nameOf(of);
  if (name === undefined || cluster.standing !== 'observed') return;
  const namespace = namespaceOf(of);
  const createdAt = createdAtOf(of);
  cluster.emit({
    type: 'credential',
    value: {
      ...login,
      id: pullSecretId(cluster.id, namespace, name),
      name: `secret ${shownName(namespace, name)}`,
      static: true,
      ...(createdAt === undefined ? {} : { createdAt }),
      evidence: [of.placeOf('/type')],
    },
  });
}

/** The values of a ConfigMap, which holds no secrets. */
export function readConfigMap(of: ClusterObject): void {
  const literals = Object.entries(mapIn(of.object, 'data')).flatMap(([key, value]) => literal(key, value, `/data/${escaped(key)}`));
  of.judge(literals, undefined);
}

/** A token of a service account that a secret keeps, as far as its name tells. */
export function storedToken(
  cluster: string,
  account: { readonly id: string; readonly namespace: string },
  name: string,
  place: Evidence,
): Credential {
  return {
    id: `kubernetes:token/${cluster}/${account.namespace}/${name}`,
    kind: 'kubernetes-service-account-token',
    name: `token ${shownName(account.namespace, name)}`,
    identity: account.id,
    static: true,
    expiresAt: null,
    provider: 'kubernetes',
    purpose: 'cloud',
    evidence: [place],
  };
}

function readToken(cluster: Cluster, of: ClusterObject): void {
  const name = nameOf(of);
  if (name === undefined) return;
  const namespace = namespaceOf(of);
  const labels = mapIn(of.object, 'metadata', 'labels');
  const account = knownName(of, mapIn(of.object, 'metadata', 'annotations')['kubernetes.io/service-account.name']);
  const token: Draft<Credential> = {
    id: `kubernetes:token/${cluster.id}/${namespace}/${name}`,
    kind: 'kubernetes-service-account-token',
    name: `token ${shownName(namespace, name)}`,
    enabled: true,
    static: true,
    expiresAt: null,
    provider: 'kubernetes',
    purpose: 'cloud',
    evidence: [of.placeOf('/type')],
  };
  const createdAt = createdAtOf(of);
  if (createdAt !== undefined) token.createdAt = createdAt;
  if (account !== undefined) token.identity = serviceAccountId(cluster.id, namespace, account);
  // Set by the cluster once nobody used it for a year (https://kubernetes.io/docs/reference/labels-annotations-taints/).
  if (labels['kubernetes.io/legacy-token-invalid-since'] !== undefined) token.enabled = false;
  const used = labels['kubernetes.io/legacy-token-last-used'];
  if (used !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(used)) token.lastUsedAt = `${used}T00:00:00Z`;
  cluster.emit({ type: 'credential', value: token });
}

function secretLiterals({ object }: ClusterObject): readonly Literal[] {
  const encoded = Object.entries(mapIn(object, 'data')).flatMap(([key, value]) => {
    if (value.length > longest || isOpen(value)) return [];
    return readValue(key, Buffer.from(value, 'base64').toString('utf8'), `/data/${escaped(key)}`);
  });
  const plain = Object.entries(mapIn(object, 'stringData')).flatMap(([key, value]) => readValue(key, value, `/stringData/${escaped(key)}`));
  return [...encoded, ...plain];
}

/** A value, or the passwords in a file of registry logins. */
function readValue(key: string, value: string, pointer: string): readonly Literal[] {
  if (key !== '.dockerconfigjson' && key !== '.dockercfg') return literal(key, value, pointer);
  let config: unknown;
  try {
    config = JSON.parse(value);
  } catch {
    return [];
  }
  const registries = Object.values(recordIn(config, 'auths') ?? (key === '.dockercfg' ? (recordIn(config) ?? {}) : {}));
  return registries.flatMap((login) => {
    const auth = textIn(login, 'auth');
    const both = auth === undefined ? '' : Buffer.from(auth, 'base64').toString('utf8');
    const password = textIn(login, 'password') ?? both.slice(both.indexOf(':') + 1);
    return literal('docker auth token', password, pointer);
  });
}

function literal(key: string, value: string, pointer: string): readonly Literal[] {
  // Bytes that are no text are keys of a form that nobody can judge.
  return value === '' || value.length > longest || value.includes('\uFFFD') || value.includes('\0')
    ? []
    : [{ key, value, pointer, position: 'file' }];
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
