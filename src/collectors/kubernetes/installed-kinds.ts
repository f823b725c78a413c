/** What is worth listing of what people install in their clusters, by API group; `*` is every kind the group has. */
export const installable: Readonly<Record<string, Readonly<Record<string, string>> | '*'>> = {
  'constraints.gatekeeper.sh': '*',
  'kyverno.io': { clusterpolicies: 'ClusterPolicy', policies: 'Policy' },
  'policies.kyverno.io': { validatingpolicies: 'ValidatingPolicy' },
  'policies.kubewarden.io': { clusteradmissionpolicies: 'ClusterAdmissionPolicy', admissionpolicies: 'AdmissionPolicy' },
  'security.istio.io': { authorizationpolicies: 'AuthorizationPolicy', peerauthentications: 'PeerAuthentication' },
  'policy.linkerd.io': { authorizationpolicies: 'AuthorizationPolicy', serverauthorizations: 'ServerAuthorization' },
  'gateway.envoyproxy.io': { securitypolicies: 'SecurityPolicy' },
  'gateway.networking.k8s.io': { httproutes: 'HTTPRoute', grpcroutes: 'GRPCRoute' },
  'networking.istio.io': { envoyfilters: 'EnvoyFilter', virtualservices: 'VirtualService' },
  'traefik.io': { ingressroutes: 'IngressRoute' },
  'traefik.containo.us': { ingressroutes: 'IngressRoute' },
  'route.openshift.io': { routes: 'Route' },
  'spire.spiffe.io': {
    clusterspiffeids: 'ClusterSPIFFEID',
    clusterstaticentries: 'ClusterStaticEntry',
    clusterfederatedtrustdomains: 'ClusterFederatedTrustDomain',
  },
  'secrets.hashicorp.com': { vaultauths: 'VaultAuth' },
  'external-secrets.io': { secretstores: 'SecretStore', clustersecretstores: 'ClusterSecretStore' },
  'eks.services.k8s.aws': { podidentityassociations: 'PodIdentityAssociation' },
  'cilium.io': { ciliumclusterwidenetworkpolicies: 'CiliumClusterwideNetworkPolicy' },
  'crd.projectcalico.org': { globalnetworkpolicies: 'GlobalNetworkPolicy' },
};

/** The same as a role has to allow it: groups by what is listed of them. */
export const installedRules: ReadonlyMap<string, readonly string[]> = byResources();

function byResources(): ReadonlyMap<string, readonly string[]> {
  const rules = new Map<string, readonly string[]>();
  for (const [group, kinds] of Object.entries(installable)) {
    const resources = kinds === '*' ? '"*"' : Object.keys(kinds).join(', ');
    rules.set(resources, [...(rules.get(resources) ?? []), group]);
  }
  return rules;
}
