/** What only jobs of pipelines have. See fact-types.ts. */
export const ciFacts = {
  triggers: 'list<string>',
  untrusted_triggers: 'list<string>', // triggers that people without write access can set off
  gated: 'bool', // a condition or protected environment stands before the job
  permissions: 'map<string, string>', // token scope -> read | write | none; absent when not declared
  permissions_declared: 'bool',
  write_all: 'bool',
  write_scopes: 'list<string>',
  id_token: 'bool', // may mint an OIDC token
  id_token_workflow_wide: 'bool', // id-token: write stands at the top of a workflow of several jobs
  environment: 'string',
  timeout_minutes: 'double', // how long it runs at most; absent where the file cannot tell
  secrets: 'list<string>', // names of the secrets the job reads
  secrets_inherit: 'bool',
  all_secrets: 'bool', // toJSON(secrets)
  static_cloud_auth: 'list<string>', // aws, gcp, azure, docker...: authenticated with stored keys
  federated_cloud_auth: 'list<string>',
  registry_tokens: 'list<string>', // stored tokens used to publish packages
  secret_groups: 'list<string>', // named sets of secrets it is given: contexts, variable groups
  service_connections: 'list<string>', // stored connections to clouds, by name (Azure Pipelines)
  personal_tokens: 'list<string>', // stored tokens used in place of the job's own, by the names of their secrets
  app_token_excess: 'list<string>', // what does not limit the GitHub App tokens it makes
  checkout_untrusted: 'bool', // checks out the head of a pull request
  injections: 'list<string>', // untrusted expressions expanded into scripts
  unpinned_actions: 'list<string>', // third-party actions and images not pinned to a commit or digest
  self_hosted: 'bool',
  agent_actions: 'list<string>', // AI agent actions and CLIs the job runs
  agent_open_to: 'list<string>', // ways in which people without write access reach the agent
  agent_excess: 'list<string>', // tools or scopes the agent has beyond reading
  agent_unsafe: 'list<string>', // unsandboxed modes, full output
} as const;
