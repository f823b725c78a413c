/** What only identities of Azure have. See fact-types.ts. */
export const azureFacts = {
  subscription: 'string',
  production_roles: 'list<string>', // roles that do more than read, on something in production: `Contributor on subscription shop`; absent where that is not known
  system_assigned: 'bool', // the identity of one resource, gone with it
  project_identity: 'bool', // of an agent of Foundry: it acts as its project, like every other agent there
  mcp_unapproved: 'list<string>', // of an agent of Foundry: MCP servers whose tools run unasked; absent where its tools were not read
} as const;

/** What only keys of resources of Azure have: of a storage account, what its policies ask of keys and of signatures made with them. */
export const azureCredentialFacts = {
  sas_days: 'double', // days that a signature (SAS) may last by the policy of the account; absent where there is none, or it was not read
  sas_limited: 'bool', // there is such a policy; absent where the account's settings were not read
  sas_refused: 'bool', // signatures that last longer are refused, and not only logged
  key_days: 'double', // days after which its keys are due to be renewed, by the policy of the account
  signatures: 'string', // for a person, after a text: `, for 7 days at most`; empty where that is not known
} as const;
