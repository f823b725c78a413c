/** What only identities of Google Cloud have. See fact-types.ts. */
export const gcpFacts = {
  project: 'string',
  unique_id: 'string', // never given to another account
  default_account: 'bool', // made by Google for a project's machines
} as const;
