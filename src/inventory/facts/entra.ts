/** What only principals of Entra ID have. See fact-types.ts. */
export const entraFacts = {
  tenant: 'string',
  client_id: 'string',
  publisher_tenant: 'string', // the tenant in which the application is registered
} as const;
