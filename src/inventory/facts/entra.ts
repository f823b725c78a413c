/** What only principals of Entra ID have. See fact-types.ts. */
export const entraFacts = {
  tenant: 'string',
  client_id: 'string',
  publisher_tenant: 'string', // the tenant in which the application is registered
  publisher: 'string', // the publisher that Microsoft verified
  verified: 'bool', // its publisher is verified; absent where that was not asked for
  registered: 'bool', // the application is registered in this tenant; absent where registrations were not read
  multi_tenant: 'bool', // people or applications of other tenants may get tokens for it
  accepts_mapped_claims: 'bool', // claims in its tokens may be mapped without a signing key of its own
  flows: 'list<string>', // ways to get its tokens that are no longer recommended; absent where not all of it was read
  platforms: 'list<string>', // platforms whose tokens could replace its secrets, as its names and addresses tell
  federated: 'bool', // tokens of another issuer are taken in place of a credential; absent where that was not read
  owners: 'list<string>', // absent where they were not read
  owners_gone: 'list<string>', // those who are disabled, guests or left: `ana@acme.example (disabled)`
  owners_left: 'bool', // all of them; absent where that is not known of each, or there is none
  sponsors: 'list<string>', // of an agent: the people who answer for it; absent where they were not read
  sponsors_left: 'bool', // all of them are disabled
  holds: 'list<string>', // names of its roles of the directory and permissions as an application; absent where they were not read
  blueprint: 'string', // of an agent's identity: the client id of the blueprint that it was made from
  agent_signs: 'list<string>', // of an ordinary application: what speaks for its being an AI agent
  service_signs: 'list<string>', // of a user: what speaks for its being the account of a service, its name first
  guest: 'bool', // of a user
  // What follows from what it holds, without a condition and for the whole tenant; absent where what it holds was not read.
  tier0_permissions: 'list<string>', // permissions as an application that lead on to the directory itself, or take away what protects it
  takeover_roles: 'list<string>', // directory roles that lead to administrator of the tenant at once
  tenant_data: 'list<string>', // permissions as an application to everybody's mail, files, sites or chats
  wide_access: 'list<string>', // all three, and delegated permissions to do more than read that somebody consented to for every user
  weak_owners: 'list<string>', // owners who can become it and have less power by themselves
} as const;
