import { githubSettingsFacts } from './github.ts';
import { clusterFacts } from './kubernetes.ts';

/** A project, subscription, tenant or account as a whole. See fact-types.ts. */
export const scopeFacts = {
  id: 'string',
  name: 'string',
  plane: 'string',
  kind: 'string', // gcp-project, gcp-folder, gcp-organization, azure-subscription, azure-management-group, entra-tenant, aws-account, repository, github-organization, github-environment, github-runner-group...
  environment: 'string',
  settings: 'ScopeSettings', // absent where they were not read
} as const;

/** How it is set up; every field is absent where that was not read. */
export const scopeSettingsFacts = {
  audit_devices: 'list<string>', // a vault: where it writes down who asked for what
  key_creation_allowed: 'bool', // a project of Google Cloud: no policy keeps people from making keys of service accounts
  key_upload_allowed: 'bool', // no policy keeps people from uploading keys of service accounts
  tokens_extended: 'bool', // service accounts may be given access tokens of more than an hour; absent where a policy lets some
  default_grants_allowed: 'bool', // default accounts of new projects are given Editor
  model_services: 'list<string>', // model APIs that the project has turned on; absent where that was not asked
  uses_models: 'bool', // one of them is on, or an agent runs there
  unlogged_services: 'list<string>', // of aiplatform, iam, secretmanager and sts, those of which not every access to data is logged; absent where that is not known
  user_consent: 'string', // a tenant of Entra ID: how far people may let applications in: off, limited, open; absent where a policy of its own was not read
  users_register_apps: 'bool', // people without a role may register applications
  secret_limits: 'list<string>', // what the tenant's policy restricts for secrets of applications: passwordAddition, passwordLifetime...
  certificate_limits: 'list<string>', // for certificates: asymmetricKeyLifetime, trustedCertificateAuthority
  ...githubSettingsFacts,
  ...clusterFacts,
  machine_logs_missing: 'list<string>', // logs of the use of tokens by machines that no diagnostic setting exports
} as const;
