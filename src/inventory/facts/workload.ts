/** What runs as an identity. See fact-types.ts. */
export const workloadFacts = {
  id: 'string',
  name: 'string',
  kind: 'string',
  scope: 'string', // the account
  region: 'string',
  has_role: 'bool', // runs as a role; absent where that is not known
  public: 'bool', // anyone may call it
  imds_hops: 'double', // how far answers of its metadata service go: 1 is the machine itself, 2 a container on it; 0 where the service is off
  imds_v1: 'bool', // its metadata service answers requests without a token
  pipeline_source: 'bool', // a build project whose builds take their source from CodePipeline
  env_secrets: 'list<string>', // variables whose value is a secret; absent where they could not be read
  authorizer: 'string', // of a gateway or agent runtime: NONE, AWS_IAM, CUSTOM_JWT, AUTHENTICATE_ONLY
  jwt_bound: 'bool', // tokens must be meant for it: an audience or a client is asked for
  policy_mode: 'string', // of a gateway's policy engine: NONE, LOG_ONLY, ENFORCE
  credential_types: 'list<string>', // what a gateway presents to a target: GATEWAY_IAM_ROLE, OAUTH, API_KEY
  network_mode: 'string', // of a tool that runs generated code: PUBLIC, SANDBOX, VPC
  exec: 'bool', // of containers: a shell can be opened in them
  log_categories: 'list<string>', // categories of its logs that are kept somewhere; absent where its diagnostic settings were not read
  full_scope: 'bool', // of a machine of Google Cloud: its tokens are good for all that its account may do
  workload_pool: 'string', // of a cluster of GKE: the pool that its service accounts are identities of
  issuer: 'string', // of a cluster: the OIDC issuer of its service accounts, host and path
  guardrail: 'string', // of a Bedrock agent: the id of its guardrail, or NONE
  account_guardrail: 'bool', // of an agent: its account makes every model call of the region use a guardrail; absent where that is not known
  memory: 'string', // ARN of the memory that an agent is given
  memory_agents: 'list<string>', // of a memory: roles of agents that may both read and write it; absent where that is not known
  bucket: 'string', // ARN of the bucket that a knowledge base reads
  knowledge_base: 'string', // ARN of the knowledge base of a data source
  host_access: 'list<string>', // what opens the machine it runs on: privileged, hostPath /..., the docker socket
  automount: 'bool', // of a pod: what it says of its token itself
  token_mounted: 'bool', // its identity's token is put into it; absent where that is not known
  token_seconds: 'double', // of a pod: how long the longest of the tokens lasts that it asks for by itself; 0 where it asks for none
  token_doubts: 'list<string>', // tokens it asks for that last long
  runs_agent: 'bool', // an AI agent or an MCP server runs in it
  person_logins: 'list<string>', // a person's logins that are mounted into it: ~/.aws, ~/.kube
  memory_writers: 'list<string>', // of a memory of agents: those that write to it
  agent_writers: 'list<string>', // roles that may ask the knowledge base and write to its bucket, and outsiders that the bucket's policy lets write; absent where that is not known
  insecure: 'list<string>', // of a webhook: what keeps its receiver from telling its calls from those of others: `no secret`, `plain HTTP`, `certificate not checked`
  sidecars: 'list<string>', // what stands between its containers and others: istio-proxy, linkerd-proxy, envoy, opa
  spiffe_socket: 'bool', // SPIRE gives its pods identities of their own
  open_ways: 'list<string>', // of an agent or MCP server: ways on which anybody gets to it from outside without being asked: load balancers, ingresses, routes; absent where that is not known
  machines: 'list<string>', // of the nodes of a cluster: some of their machines, by the ids that their cloud knows them by
  metadata_walled: 'bool', // of the nodes of a cluster: no pod gets to the metadata service of its machine; absent where that is not known
  metadata_reachable: 'bool', // of the nodes of a cluster: pods get their machine's tokens; absent where that is not known
  audit_logged: 'bool', // of a cluster's API server: it is written down who asked it what; absent where that is not known
  identity: 'Identity',
} as const;
