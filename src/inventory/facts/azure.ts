/** What only identities of Azure have. See fact-types.ts. */
export const azureFacts = {
  subscription: 'string',
  production_roles: 'list<string>', // roles that do more than read, on something in production: `Contributor on subscription shop`; absent where that is not known
  system_assigned: 'bool', // the identity of one resource, gone with it
  project_identity: 'bool', // of an agent of Foundry: it acts as its project, like every other agent there
  mcp_unapproved: 'list<string>', // of an agent of Foundry: MCP servers whose tools run unasked; absent where its tools were not read
} as const;
