/** A project, subscription, tenant or account as a whole. See fact-types.ts. */
export const scopeFacts = {
  id: 'string',
  name: 'string',
  plane: 'string',
  kind: 'string', // gcp-project, gcp-folder, gcp-organization, azure-subscription, azure-management-group, entra-tenant, aws-account...
  environment: 'string',
  settings: 'ScopeSettings', // absent where they were not read
} as const;

/** How it is set up; every field is absent where that was not read. */
export const scopeSettingsFacts = {
  audit_devices: 'list<string>', // a vault: where it writes down who asked for what
  key_creation_allowed: 'bool', // a project of Google Cloud: no policy keeps people from making keys of service accounts
} as const;
