/** What only identities of Google Cloud have. See fact-types.ts. */
export const gcpFacts = {
  project: 'string',
  unique_id: 'string', // never given to another account
  default_account: 'bool', // made by Google for a project's machines
  delegated_scopes: 'list<string>', // OAuth scopes within which it may act for every user of Google Workspace; absent where the list was not read
} as const;
