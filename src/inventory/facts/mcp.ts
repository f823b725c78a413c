/** What only MCP servers have. See fact-types.ts. */
export const mcpFacts = {
  transport: 'string', // stdio | http | sse
  launcher: 'string', // npx, uvx, docker, node...
  package: 'string',
  started_by: 'list<string>', // keyed fingerprints of what starts it or where it is, one a declaration, its secrets left out: whether that changed
  unpinned: 'bool',
  url_host: 'string',
  plain_http: 'bool', // http:// to a host that is not loopback
  remote: 'bool',
  authenticated: 'bool', // a header, token or OAuth block is configured
  static_bearer: 'bool',
  token_in_url: 'bool',
  filesystem_root: 'list<string>', // home or root directories given to a file server
  host_mounts: 'list<string>', // docker socket, host root, privileged
  human_login: 'list<string>', // ambient logins of a person it borrows: AWS_PROFILE, ~/.kube/config...
  given_secrets: 'list<string>', // secrets it is started with by name, whose values stand elsewhere: GITHUB_TOKEN
  auto_approved: 'list<string>', // tools that run unasked; "*" is all of them
  auto_approve_all: 'bool',
  tool_allowlist: 'bool', // only named tools are enabled
  destructive_auto_approved: 'list<string>',
  disabled: 'bool',
  clients: 'list<string>', // the client programs that configure it
  registered: 'bool', // named in the configuration's registry; absent when there is no registry
  facets: 'list<string>', // read, write, execute, egress, secrets
  tools: 'list<string>', // as the server listed them; absent where no such list was read
  tools_reading: 'list<string>', // of them, those that only read, by what they say of themselves
  tools_enabled: 'list<string>', // tools that a client enables by name
  tools_changed: 'list<string>', // tools that are not as they were when they were locked; absent without a lock or a list
  tool_instructions: 'list<string>', // tools whose description tells a model what to do behind a person's back; absent without a list
} as const;
