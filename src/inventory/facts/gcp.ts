/** What only identities of Google Cloud have. See fact-types.ts. */
export const gcpFacts = {
  project: 'string',
  unique_id: 'string', // never given to another account
  default_account: 'bool', // made by Google for a project's machines
  delegated_scopes: 'list<string>', // of a client that may act as users of Google Workspace: with which scopes; absent where no such list was read
  agent_identity: 'string', // of an agent of Agent Engine: own | account (one chosen for it) | shared (the service agent of all agents of the project)
} as const;
