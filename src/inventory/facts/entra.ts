/** What only principals of Entra ID have. See fact-types.ts. */
export const entraFacts = {
  tenant: 'string',
  client_id: 'string',
  publisher_tenant: 'string', // the tenant in which the application is registered
  blueprint: 'string', // of an agent's identity: the client id of the blueprint that it is made from
} as const;
