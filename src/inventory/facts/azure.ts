/** What only identities of Azure have. See fact-types.ts. */
export const azureFacts = {
  subscription: 'string',
  system_assigned: 'bool', // the identity of one resource, gone with it
} as const;
