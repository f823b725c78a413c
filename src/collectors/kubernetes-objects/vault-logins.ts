import { nameVaultRole } from '../../inventory/id.ts';
import { serviceAccountId } from '../../inventory/rbac.ts';
import { namedVaultSecret } from '../../inventory/vault-secret.ts';
import { asClaim, type Cluster, type ClusterObject, kindOf, knownName, namespaceOf } from './cluster-object.ts';
import { isOpen, mapIn, type Plain, recordIn, textIn } from './plain.ts';

/** A role of a vault as which a service account logs in. */
interface Login {
  readonly account: string | undefined;
  readonly namespace?: string | undefined;
  readonly role: string | undefined;
  /** The path of the authentication method; that of the method's kind where nothing else is said. */
  readonly mount: string | undefined;
  readonly address?: string | undefined;
  readonly at: string;
}

/**
 * Pods into which the agent of the vault puts secrets, by the annotations of their template
 * (https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations).
 */
export function readInjector(cluster: Cluster, of: ClusterObject, template: Plain | undefined, account: string | undefined): void {
  const annotations = mapIn(template, 'metadata', 'annotations');
  if (annotations['vault.hashicorp.com/agent-inject'] !== 'true') return;
  const address = annotations['vault.hashicorp.com/service'];
  const login = {
    account,
    role: annotations['vault.hashicorp.com/role'],
    mount: annotations['vault.hashicorp.com/auth-path'],
    address,
    at: '/metadata/name',
  };
  logIn(cluster, of, login);
  if (account === undefined) return;
  const holder = serviceAccountId(cluster.id, namespaceOf(of), account);
  for (const [key, path] of Object.entries(annotations)) {
    if (!key.startsWith('vault.hashicorp.com/agent-inject-secret-') || isOpen(path)) continue;
    const secret = namedVaultSecret(path, hostOf(address), [of.placeOf('/metadata/name')]);
    if (secret === undefined) continue;
    cluster.emit({ type: 'credential', value: secret });
    cluster.emit({ type: 'link', value: { kind: 'holds', from: holder, to: secret.id, evidence: secret.evidence } });
  }
}

/**
 * How the Vault Secrets Operator (`VaultAuth`) and the External Secrets Operator (`SecretStore`) log in
 * (https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference#vaultauth,
 * https://external-secrets.io/latest/provider/hashicorp-vault/#kubernetes-authentication).
 */
export function readVaultLogin(cluster: Cluster, of: ClusterObject): void {
  const spec = recordIn(of.object, 'spec');
  const vault = recordIn(spec, 'provider', 'vault');
  if (kindOf(of) === 'VaultAuth') {
    for (const method of ['kubernetes', 'jwt'] as const) {
      const way = recordIn(spec, method);
      if (way === undefined) continue;
      const account = textIn(way, 'serviceAccount');
      logIn(cluster, of, { account, role: textIn(way, 'role'), mount: textIn(spec, 'mount') ?? method, at: `/spec/${method}` });
    }
    return;
  }
  for (const method of ['kubernetes', 'jwt'] as const) {
    const way = recordIn(vault, 'auth', method);
    if (way === undefined) continue;
    const named = recordIn(way, 'serviceAccountRef') ?? recordIn(way, 'kubernetesServiceAccountToken', 'serviceAccountRef');
    logIn(cluster, of, {
      account: textIn(named, 'name'),
      namespace: textIn(named, 'namespace'),
      role: textIn(way, 'role'),
      mount: textIn(way, 'mountPath') ?? textIn(way, 'path') ?? method,
      address: textIn(vault, 'server'),
      at: `/spec/provider/vault/auth/${method}`,
    });
  }
}

function logIn(
  cluster: Cluster,
  of: ClusterObject,
  { account: written, namespace: other, role, mount = 'kubernetes', address, at }: Login,
): void {
  const account = knownName(of, written);
  if (account === undefined || role === undefined || isOpen(role) || isOpen(mount)) return;
  const namespace = knownName(of, other) ?? namespaceOf(of);
  const place = of.placeOf(at);
  const named = nameVaultRole(`${mount.replace(/^auth\/|\/+$/g, '')}/${role}`, hostOf(address));
  if (named === undefined) return;
  const claims = { sub: [`system:serviceaccount:${asClaim(namespace)}:${asClaim(account)}`] };
  const from = serviceAccountId(cluster.id, namespace, account);
  cluster.emit({ type: 'identity', value: { ...named, nature: 'unknown', agent: false, standing: 'named', evidence: [place] } });
  cluster.emit({ type: 'link', value: { kind: 'assumes', from, to: named.id, claims, evidence: [place] } });
}

/** The host of an address that is known whole. */
function hostOf(address: string | undefined): string | undefined {
  return address === undefined || isOpen(address) ? undefined : /^https?:\/\/([\w.:-]+)(?:\/|$)/.exec(address)?.[1]?.toLowerCase();
}
