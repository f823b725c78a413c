import { awsIdentityId } from '../../inventory/id.ts';
import { isAwsAuth, readAwsAuth } from './aws-auth.ts';
import { type Cluster, type ClusterObject, kindOf, knownName } from './cluster-object.ts';
import { recordIn, textIn } from './plain.ts';
import { readPods } from './pods.ts';
import { readBinding, readRole } from './roles.ts';
import { readConfigMap, readSecret } from './secrets.ts';
import { accountOf, readServiceAccount } from './service-account.ts';
import { readClusterSpiffeId, readClusterStaticEntry, readFederatedTrustDomain, readMeshCallers } from './spiffe-objects.ts';
import { readVaultLogin } from './vault-logins.ts';

/** Hands over what one object of a cluster says of identities, credentials and permissions. Other objects say nothing. */
export function readClusterObject(cluster: Cluster, of: ClusterObject): void {
  switch (kindOf(of)) {
    case 'ServiceAccount':
      readServiceAccount(cluster, of);
      return;
    case 'Role':
    case 'ClusterRole':
      if (isOf(of, 'rbac.authorization.k8s.io')) readRole(cluster, of);
      return;
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      if (isOf(of, 'rbac.authorization.k8s.io')) readBinding(cluster, of);
      return;
    case 'Secret':
      readSecret(cluster, of);
      return;
    case 'ConfigMap':
      if (isAwsAuth(of)) readAwsAuth(cluster, of);
      else readConfigMap(of);
      cluster.decisions.take(of);
      return;
    case 'AuthorizationPolicy':
      readMeshCallers(cluster, of);
      cluster.decisions.take(of);
      return;
    case 'EnvoyFilter':
    case 'IstioOperator':
    case 'Namespace':
      cluster.decisions.take(of);
      return;
    case 'PodIdentityAssociation':
      readPodIdentity(cluster, of);
      return;
    case 'VaultAuth':
    case 'SecretStore':
    case 'ClusterSecretStore':
      readVaultLogin(cluster, of);
      return;
    case 'ClusterSPIFFEID':
      readClusterSpiffeId(cluster, of);
      return;
    case 'ClusterStaticEntry':
      readClusterStaticEntry(cluster, of);
      return;
    case 'ClusterFederatedTrustDomain':
      readFederatedTrustDomain(cluster, of);
      return;
    case 'Node':
    case 'Service':
    case 'Ingress':
    case 'NetworkPolicy':
      return;
    default:
      readPods(cluster, of);
  }
}

function isOf(of: ClusterObject, group: string): boolean {
  return (textIn(of.object, 'apiVersion') ?? '').startsWith(`${group}/`);
}

/**
 * A role that EKS gives to a service account without any annotation of it
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html), as the controller of AWS declares it.
 */
function readPodIdentity(cluster: Cluster, of: ClusterObject): void {
  const spec = recordIn(of.object, 'spec');
  const id = awsIdentityId(textIn(spec, 'roleARN') ?? '');
  const account = knownName(of, textIn(spec, 'serviceAccount'));
  if (id === undefined || account === undefined) return;
  const [, scope = '', name = ''] = id.split('/');
  const place = of.placeOf('/spec/roleARN');
  const holder = accountOf(cluster, knownName(of, textIn(spec, 'namespace')) ?? of.namespace, account, of.placeOf('/spec/serviceAccount'));
  cluster.emit({ type: 'identity', value: holder });
  cluster.emit({
    type: 'identity',
    value: { id, plane: 'aws', kind: 'aws-iam-role', name, scope, nature: 'unknown', agent: false, standing: 'named', evidence: [place] },
  });
  cluster.emit({ type: 'link', value: { kind: 'assumes', from: holder.id, to: id, evidence: [place] } });
}
