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
