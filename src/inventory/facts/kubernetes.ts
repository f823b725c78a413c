/** What only service accounts of clusters have. See fact-types.ts. */
export const kubernetesFacts = {
  namespace: 'string',
  default_account: 'bool', // the account that pods run as where they name none
  automount: 'bool', // its token is put into pods unless they say otherwise; absent where its own record was not read
  bindings: 'list<string>', // roles bound to it itself, by name
  secrets_read: 'list<string>', // where it reads every secret: `the whole cluster`, `namespace web`
  role_changes: 'list<string>', // escalate, bind and impersonate, with where
  creates_workloads: 'list<string>', // where it may start pods
  mints_tokens: 'list<string>', // where it may make tokens of any service account
  node_ways: 'list<string>', // exec, node proxy, approval of certificates, webhooks: those that cover the cluster
} as const;

/**
 * How a cluster is set up as a whole: what decides about a request when it is made, beside role bindings. Part of the settings
 * of its scope. An absent list was not read whole; one that is not empty may be.
 */
export const clusterFacts = {
  admission_engines: 'list<string>', // engines that are asked about changes: gatekeeper, kyverno, validating-admission-policy, pod-security, opa, kubewarden, or the name of another webhook
  admission_denies: 'list<string>', // policies of theirs that refuse what breaks them: `K8sAllowedRepos registries (gatekeeper)`
  admission_watches: 'list<string>', // policies that only warn or write down
  admission_fails_open: 'list<string>', // webhooks without whose answer everything is let in: `gatekeeper validation.gatekeeper.sh`
  request_policies: 'list<string>', // policies that decide who may call a workload: `Istio AuthorizationPolicy web/shop (ALLOW)`
  request_engines: 'list<string>', // what is asked at run time by such a policy: `opa-ext-authz` of a CUSTOM one
} as const;
