/** What only identities of GitHub have. See fact-types.ts. */
export const githubFacts = {
  organization: 'string',
  app: 'string', // of an installation: the app's name in addresses (`dependabot`)
  app_id: 'string', // the number that rules name the app by
  repositories: 'string', // of an installation, a token: all | selected | none; absent where that was not read
  repository_count: 'double', // of selected ones, how many; absent where they were not listed
  permissions: 'list<string>', // of an installation, a token: `contents:write`; of a classic token its scopes
  write_permissions: 'list<string>', // of them, those that change code, workflows, secrets, members or settings
  suspended: 'bool',
  token_owner: 'string', // of a token: the login it acts for
  read_only: 'bool', // of a deploy key
  member: 'bool', // of a user: of an organization that was read, in which members were listed
  outside_collaborator: 'bool',
  machine_signs: 'list<string>', // of a user: what besides its name speaks for its being a machine's account
  two_factor: 'bool', // of a user, where its organization tells
  ephemeral: 'bool', // of a runner: it takes one job only
  runner_labels: 'list<string>',
  firewall: 'bool', // of Copilot's agent: where it may connect is limited
  mcp_servers: 'list<string>', // of Copilot's agent: MCP servers that it is given; absent where its configuration was not read
  mcp_all_tools: 'list<string>', // of them, those of which it may use every tool
  mcp_secrets: 'list<string>', // secrets that they are given: `sentry: COPILOT_MCP_SENTRY_TOKEN`
  workflows_unapproved: 'bool', // of Copilot's agent: workflows run on what it pushed without a person's word
  // What follows from rules, roles and protection; worked out, never read.
  bypasses: 'list<string>', // rules of default branches that it may pass by: `acme/shop: main (ruleset release)`
  merges_alone: 'list<string>', // of an agent: repositories in whose default branch it can put code that no person saw
} as const;

/** What only credentials of GitHub have, and what GitHub says of a secret that leaked. See fact-types.ts. */
export const githubCredentialFacts = {
  listed: 'bool', // of a stored secret: its host listed it; false where only a workflow names it
  store: 'string', // of a stored secret: actions | dependabot | codespaces | agents | private-registries
  keeper: 'string', // of a stored secret: organization | repository | environment
  visibility: 'string', // of an organization's secret: all | private | selected
  repositories: 'string', // of a token: all | selected | none
  scopes: 'list<string>', // of a classic token
  permissions: 'list<string>', // of a token with permissions of its own: `contents:write`
  write_permissions: 'list<string>', // of them, those that change code, workflows, secrets, members or settings
  read_only: 'bool', // of a deploy key
  added_by: 'string', // of a deploy key: the login
  added_by_left: 'bool', // whoever added it is no member any more; absent where members were not listed
  alert: 'string', // of a secret that leaked: open | resolved
  validity: 'string', // active | inactive | unknown
  publicly_leaked: 'bool',
  many_repositories: 'bool', // it was found in several
  push_bypassed: 'bool', // somebody pushed it although push protection spoke up
} as const;

/** How organizations, repositories, environments and groups of runners are set up; among the settings of scopes. See facts/scope.ts. */
export const githubSettingsFacts = {
  workflow_token: 'string', // read | write: what jobs' own tokens may do where workflows do not say
  actions_approve_pull_requests: 'bool',
  actions_enabled: 'bool',
  allowed_actions: 'string', // all | local_only | selected
  sha_pinning_required: 'bool',
  fork_secrets: 'bool', // runs of pull requests from forks of private repositories get secrets
  fork_write_tokens: 'bool', // ... and tokens that may write
  base_permission: 'string', // what every member may do with every repository: none | read | write | admin
  two_factor_required: 'bool',
  oauth_apps_restricted: 'bool', // OAuth apps need the organization's approval; absent where that is not told
  sso: 'bool', // people log in through the organization's identity provider
  copilot_agent: 'string', // for which repositories Copilot's agent is on: all | selected | none
  oidc_default: 'bool', // of a repository: its tokens have the default form of subject
  oidc_claims: 'list<string>', // the claims that subjects are made of instead
  oidc_immutable: 'bool', // subjects carry the ids of owner and repository
  visibility: 'string', // public | private | internal
  archived: 'bool',
  secret_scanning: 'bool',
  push_protection: 'bool',
  reviewers: 'double', // of an environment: who may approve, people and teams
  branch_policy: 'string', // of an environment: any | protected | selected
  wait_minutes: 'double',
  self_review: 'bool', // who set a deployment off may approve it
  admins_bypass: 'bool',
  stored_secrets: 'double', // secrets that are kept there
  group_visibility: 'string', // of a group of runners: all | private | selected
  public_repositories: 'bool', // of a group of runners: public repositories may use it
  workflows_restricted: 'bool', // of a group of runners: named workflows only
  lasting_runners: 'list<string>', // of a group of runners: those that take one job after the other; absent where runners were not listed
  trusted_by: 'list<string>', // identities of clouds whose trust goes by the names of this repository; worked out
} as const;
