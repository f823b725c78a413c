/** What only identities of Google Cloud have. See fact-types.ts. */
export const gcpFacts = {
  project: 'string',
  unique_id: 'string', // never given to another account
  default_account: 'bool', // made by Google for a project's machines
  delegated_scopes: 'list<string>', // of a client that may act as users of Google Workspace: with which scopes; absent where no such list was read
  agent_identity: 'string', // of an agent of Agent Engine: own | account (one chosen for it) | shared (the service agent of all agents of the project)
  basic_roles: 'list<string>', // basic roles and roles that administer, on a project or above: `roles/editor on project acme`
  impersonation_roles: 'list<string>', // others by which it becomes every service account of a project or more
  production_roles: 'list<string>', // roles on a project of production, or on something in one
} as const;
