import type { Evidence } from '../../inventory/evidence.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { serviceAccountId } from '../../inventory/rbac.ts';
import { environmentOf, ownerOf } from '../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { asClaim, type Cluster, type ClusterObject, createdAtOf, nameOf, namespaceOf, shownName } from './cluster-object.ts';
import { flagIn, isOpen, listIn, mapIn, textIn } from './plain.ts';
import { pullSecretId, storedToken } from './secrets.ts';

/** Longer values are documents that tools keep, not tags. */
const longestTag = 200;

/** Hands over a service account, and the cloud identities that its annotations name. */
export function readServiceAccount(cluster: Cluster, of: ClusterObject): void {
  const name = nameOf(of);
  if (name === undefined) return;
  const namespace = namespaceOf(of);
  const annotations = mapIn(of.object, 'metadata', 'annotations');
  const tags = Object.fromEntries(
    Object.entries({ ...mapIn(of.object, 'metadata', 'labels'), ...annotations }).flatMap(([key, value]) =>
      value.length > longestTag || isOpen(value) ? [] : [[withoutKnownSecrets(key), withoutKnownSecrets(value)]],
    ),
  );
  const place = of.placeOf('/metadata/name');
  const identity: Draft<Identity> = accountOf(cluster, namespace, name, place);
  const owner = ownerOf(tags);
  const environment = environmentOf(tags, `${namespace}/${name}`);
  const automount = flagIn(of.object, 'automountServiceAccountToken');
  if (owner !== undefined) identity.owner = owner;
  if (environment !== undefined) identity.environment = environment;
  const createdAt = createdAtOf(of);
  if (createdAt !== undefined) identity.createdAt = createdAt;
  identity.tags = tags;
  // A token is mounted where nothing says otherwise.
  if (of.partial !== true || automount !== undefined) identity.kubernetes = { ...identity.kubernetes, automount: automount ?? true };
  if (cluster.bindingsKnown && of.partial !== true) identity.grantsListed = true;
  cluster.emit({ type: 'identity', value: identity });
  readKept(cluster, of, { id: identity.id, namespace });
  readCloudIdentities(cluster, of, { id: identity.id, namespace, name }, annotations);
}

/** What a service account keeps in secrets: logins for images, and in clusters before 1.24 a token that never ends. */
function readKept(cluster: Cluster, of: ClusterObject, account: { readonly id: string; readonly namespace: string }): void {
  if (cluster.standing !== 'observed') return;
  for (const [i, pull] of listIn(of.object, 'imagePullSecrets').entries()) {
    const name = textIn(pull, 'name');
    if (name === undefined) continue;
    const place = of.placeOf(`/imagePullSecrets/${i}`);
    const to = pullSecretId(cluster.id, account.namespace, name);
    cluster.emit({ type: 'link', value: { kind: 'holds', from: account.id, to, evidence: [place] } });
  }
  for (const [i, kept] of listIn(of.object, 'secrets').entries()) {
    const name = textIn(kept, 'name');
    // As the cluster itself calls them (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token).
    if (name === undefined || !/-token-[a-z0-9]{5}$/.test(name)) continue;
    cluster.emit({ type: 'credential', value: storedToken(cluster.id, account, name, of.placeOf(`/secrets/${i}`)) });
  }
}

/** What naming a service account tells of it. A binding says what it may do; a workload only that it is there. */
export function accountOf(cluster: Cluster, namespace: string, name: string, place: Evidence): Identity {
  return {
    id: serviceAccountId(cluster.id, namespace, name),
    plane: 'kubernetes',
    kind: 'kubernetes-service-account',
    name: shownName(namespace, name),
    scope: cluster.id,
    nature: 'workload',
    agent: false,
    standing: cluster.standing,
    kubernetes: { namespace: asClaim(namespace), default_account: name === 'default' },
    evidence: [place],
  };
}

/** The audiences that tokens for the clouds carry where nothing else is set. */
const awsAudience = 'sts.amazonaws.com';
const azureAudience = 'api://AzureADTokenExchange';

/**
 * Annotations with which a service account becomes an identity of a cloud: EKS's roles for service accounts
 * (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html), GKE's and Azure's workload identity
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity,
 * https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html).
 */
function readCloudIdentities(
  cluster: Cluster,
  of: ClusterObject,
  account: { readonly id: string; readonly namespace: string; readonly name: string },
  annotations: Readonly<Record<string, string>>,
): void {
  const subject = `system:serviceaccount:${asClaim(account.namespace)}:${asClaim(account.name)}`;
  const assume = (key: string, named: Pick<Identity, 'id' | 'plane' | 'kind' | 'name' | 'scope'> | undefined, audience: string): void => {
    const place = of.placeOf(`/metadata/annotations/${key.replaceAll('/', '~1')}`);
    if (named === undefined) {
      cluster.emit({ type: 'gap', value: openTarget(key, shownName(account.namespace, account.name), place) });
      return;
    }
    cluster.emit({ type: 'identity', value: { ...named, nature: 'unknown', agent: false, standing: 'named', evidence: [place] } });
    const claims = { sub: [subject], aud: [audience] };
    cluster.emit({ type: 'link', value: { kind: 'assumes', from: account.id, to: named.id, claims, evidence: [place] } });
  };
  const aws = annotations['eks.amazonaws.com/role-arn'];
  if (aws !== undefined) {
    const id = awsIdentityId(aws);
    const [, scope = '', role = ''] = id?.split('/') ?? [];
    const named = id?.startsWith('aws:role/') ? ({ id, plane: 'aws', kind: 'aws-iam-role', name: role, scope } as const) : undefined;
    assume('eks.amazonaws.com/role-arn', named, annotations['eks.amazonaws.com/audience'] ?? awsAudience);
  }
  const google = annotations['iam.gke.io/gcp-service-account'];
  if (google !== undefined) {
    const project = /^[a-z0-9-]{1,64}@([a-z0-9.:-]{1,100})\.iam\.gserviceaccount\.com$/.exec(google)?.[1];
    const id = `gcp:service-account/${google}`;
    const named =
      project === undefined ? undefined : ({ id, plane: 'gcp', kind: 'gcp-service-account', name: google, scope: project } as const);
    assume('iam.gke.io/gcp-service-account', named, `${project ?? '*'}.svc.id.goog`);
  }
  const azure = annotations['azure.workload.identity/client-id']?.toLowerCase();
  if (azure !== undefined) {
    const isClient = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(azure);
    const scope = annotations['azure.workload.identity/tenant-id'] ?? '';
    const named = isClient
      ? ({ id: `entra:application/${azure}`, plane: 'entra', kind: 'entra-application', name: azure, scope } as const)
      : undefined;
    assume('azure.workload.identity/client-id', named, azureAudience);
  }
}

function openTarget(key: string, account: string, place: Evidence) {
  return {
    source: place.source,
    what: `the cloud identity of service account ${account}`,
    why: 'not-given' as const,
    detail: `the annotation ${key} holds no name that is known here`,
    partial: false,
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.line === undefined ? {} : { line: place.line }),
  };
}
