import type { Credential } from '../../inventory/credential.ts';

/** What is read of a type of resource. Paths lead into the resource as ARM writes it, attributes are Terraform's. */
export interface ResourceRow {
  /** The type of ARM in lower case. */
  readonly type: string;
  /** Its kind as a workload and in the names of its keys: `azure-web-app`. */
  readonly what: string;
  /** Types of Terraform's azurerm. */
  readonly terraform: readonly string[];
  /** Its identity is one of AI agents. */
  readonly isAgent?: true;
  /** Keys of its own, which open it without any identity. `keysWork`: without a word in the code they do. */
  readonly keys?: {
    readonly credential: string;
    readonly purpose: NonNullable<Credential['purpose']>;
    readonly keysWork: boolean;
    readonly arm: { readonly path: string; readonly worksWhen: boolean };
    readonly terraform: readonly { readonly name: string; readonly worksWhen: boolean }[];
  };
  /** Maps or lists of settings. */
  readonly settings?: { readonly arm: readonly string[]; readonly terraform: readonly string[] };
  /** Values that are secrets by what they belong to. */
  readonly secrets?: { readonly arm: readonly string[]; readonly terraform: readonly string[] };
}

const localAuth = (
  credential: string,
  purpose: NonNullable<Credential['purpose']>,
  names: readonly (readonly [name: string, worksWhen: boolean])[] = [
    ['local_auth_enabled', true],
    ['local_authentication_enabled', true],
    ['local_authentication_disabled', false],
  ],
): NonNullable<ResourceRow['keys']> => ({
  credential,
  purpose,
  keysWork: true,
  arm: { path: 'properties.disableLocalAuth', worksWhen: false },
  terraform: names.map(([name, worksWhen]) => ({ name, worksWhen })),
});

const site = {
  arm: ['properties.siteConfig.appSettings', 'properties.siteConfig.connectionStrings'],
  terraform: ['app_settings', 'connection_string'],
};

/**
 * Resources that have identities or keys. The properties: https://learn.microsoft.com/azure/templates/; what they are called
 * in Terraform: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs.
 */
const rows: readonly ResourceRow[] = [
  {
    type: 'microsoft.managedidentity/userassignedidentities',
    what: 'azure-managed-identity',
    terraform: ['azurerm_user_assigned_identity'],
  },
  {
    type: 'microsoft.compute/virtualmachines',
    what: 'azure-virtual-machine',
    terraform: ['azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine', 'azurerm_virtual_machine'],
    secrets: { arm: ['properties.osProfile.adminPassword'], terraform: ['admin_password'] },
  },
  {
    type: 'microsoft.compute/virtualmachinescalesets',
    what: 'azure-scale-set',
    terraform: [
      'azurerm_linux_virtual_machine_scale_set',
      'azurerm_windows_virtual_machine_scale_set',
      'azurerm_orchestrated_virtual_machine_scale_set',
      'azurerm_virtual_machine_scale_set',
    ],
    secrets: { arm: ['properties.virtualMachineProfile.osProfile.adminPassword'], terraform: ['admin_password'] },
  },
  { type: 'microsoft.hybridcompute/machines', what: 'azure-arc-machine', terraform: ['azurerm_arc_machine'] },
  {
    type: 'microsoft.web/sites',
    what: 'azure-web-app',
    terraform: [
      'azurerm_linux_web_app',
      'azurerm_windows_web_app',
      'azurerm_app_service',
      'azurerm_linux_function_app',
      'azurerm_windows_function_app',
      'azurerm_function_app',
      'azurerm_function_app_flex_consumption',
      'azurerm_logic_app_standard',
    ],
    settings: site,
  },
  {
    type: 'microsoft.web/sites/slots',
    what: 'azure-web-app',
    terraform: [
      'azurerm_linux_web_app_slot',
      'azurerm_windows_web_app_slot',
      'azurerm_linux_function_app_slot',
      'azurerm_windows_function_app_slot',
      'azurerm_app_service_slot',
    ],
    settings: site,
  },
  { type: 'microsoft.web/sites/config', what: 'azure-web-app-settings', terraform: [], settings: { arm: ['properties'], terraform: [] } },
  {
    type: 'microsoft.web/staticsites',
    what: 'azure-static-site',
    terraform: ['azurerm_static_web_app', 'azurerm_static_site'],
    settings: { arm: [], terraform: ['app_settings'] },
  },
  {
    type: 'microsoft.app/containerapps',
    what: 'azure-container-app',
    terraform: ['azurerm_container_app'],
    settings: {
      arm: ['properties.template.containers.*.env', 'properties.configuration.secrets'],
      terraform: ['template.*.container.*.env', 'secret'],
    },
  },
  {
    type: 'microsoft.app/jobs',
    what: 'azure-container-app-job',
    terraform: ['azurerm_container_app_job'],
    settings: {
      arm: ['properties.template.containers.*.env', 'properties.configuration.secrets'],
      terraform: ['template.*.container.*.env', 'secret'],
    },
  },
  {
    type: 'microsoft.containerinstance/containergroups',
    what: 'azure-container-group',
    terraform: ['azurerm_container_group'],
    settings: {
      arm: ['properties.containers.*.properties.environmentVariables', 'properties.imageRegistryCredentials'],
      terraform: ['container.*.environment_variables', 'container.*.secure_environment_variables', 'image_registry_credential'],
    },
  },
  {
    type: 'microsoft.containerservice/managedclusters',
    what: 'azure-kubernetes-cluster',
    terraform: ['azurerm_kubernetes_cluster'],
    keys: {
      credential: 'azure-kubernetes-local-account',
      purpose: 'cloud',
      keysWork: true,
      arm: { path: 'properties.disableLocalAccounts', worksWhen: false },
      terraform: [{ name: 'local_account_disabled', worksWhen: false }],
    },
    secrets: { arm: ['properties.servicePrincipalProfile.secret'], terraform: ['service_principal.*.client_secret'] },
  },
  { type: 'microsoft.logic/workflows', what: 'azure-logic-app', terraform: ['azurerm_logic_app_workflow'] },
  {
    type: 'microsoft.automation/automationaccounts',
    what: 'azure-automation-account',
    terraform: ['azurerm_automation_account'],
    keys: localAuth('azure-automation-key', 'cloud'),
  },
  { type: 'microsoft.datafactory/factories', what: 'azure-data-factory', terraform: ['azurerm_data_factory'] },
  {
    type: 'microsoft.synapse/workspaces',
    what: 'azure-synapse-workspace',
    terraform: ['azurerm_synapse_workspace'],
    secrets: { arm: ['properties.sqlAdministratorLoginPassword'], terraform: ['sql_administrator_login_password'] },
  },
  { type: 'microsoft.databricks/accessconnectors', what: 'azure-databricks-connector', terraform: ['azurerm_databricks_access_connector'] },
  {
    type: 'microsoft.resources/deploymentscripts',
    what: 'azure-deployment-script',
    terraform: ['azurerm_resource_deployment_script_azure_cli', 'azurerm_resource_deployment_script_azure_power_shell'],
    settings: { arm: ['properties.environmentVariables'], terraform: ['environment_variable'] },
  },
  {
    type: 'microsoft.machinelearningservices/workspaces',
    what: 'azure-ml-workspace',
    terraform: ['azurerm_machine_learning_workspace', 'azurerm_ai_foundry', 'azurerm_ai_foundry_project'],
  },
  {
    type: 'microsoft.machinelearningservices/workspaces/computes',
    what: 'azure-ml-compute',
    terraform: ['azurerm_machine_learning_compute_instance', 'azurerm_machine_learning_compute_cluster'],
  },
  { type: 'microsoft.machinelearningservices/workspaces/onlineendpoints', what: 'azure-ml-endpoint', terraform: [] },
  {
    type: 'microsoft.cognitiveservices/accounts',
    what: 'azure-ai-account',
    terraform: ['azurerm_cognitive_account', 'azurerm_ai_services'],
    keys: localAuth('azure-ai-account-key', 'model', [
      ['local_auth_enabled', true],
      ['local_authentication_enabled', true],
    ]),
  },
  {
    type: 'microsoft.cognitiveservices/accounts/projects',
    what: 'azure-ai-project',
    isAgent: true,
    terraform: ['azurerm_cognitive_account_project'],
  },
  {
    type: 'microsoft.search/searchservices',
    what: 'azure-search-service',
    terraform: ['azurerm_search_service'],
    keys: localAuth('azure-search-key', 'database'),
  },
  {
    type: 'microsoft.storage/storageaccounts',
    what: 'azure-storage-account',
    terraform: ['azurerm_storage_account'],
    keys: {
      credential: 'azure-storage-key',
      purpose: 'cloud',
      keysWork: true,
      arm: { path: 'properties.allowSharedKeyAccess', worksWhen: true },
      terraform: [{ name: 'shared_access_key_enabled', worksWhen: true }],
    },
  },
  {
    type: 'microsoft.documentdb/databaseaccounts',
    what: 'azure-cosmos-account',
    terraform: ['azurerm_cosmosdb_account'],
    keys: localAuth('azure-cosmos-key', 'database'),
  },
  {
    type: 'microsoft.containerregistry/registries',
    what: 'azure-container-registry',
    terraform: ['azurerm_container_registry'],
    keys: {
      credential: 'azure-registry-admin',
      purpose: 'registry',
      keysWork: false,
      arm: { path: 'properties.adminUserEnabled', worksWhen: true },
      terraform: [{ name: 'admin_enabled', worksWhen: true }],
    },
  },
  {
    type: 'microsoft.servicebus/namespaces',
    what: 'azure-service-bus',
    terraform: ['azurerm_servicebus_namespace'],
    keys: localAuth('azure-service-bus-key', 'cloud'),
  },
  {
    type: 'microsoft.eventhub/namespaces',
    what: 'azure-event-hubs',
    terraform: ['azurerm_eventhub_namespace'],
    keys: localAuth('azure-event-hubs-key', 'cloud'),
  },
  {
    type: 'microsoft.eventgrid/topics',
    what: 'azure-event-grid-topic',
    terraform: ['azurerm_eventgrid_topic'],
    keys: localAuth('azure-event-grid-key', 'cloud'),
  },
  {
    type: 'microsoft.eventgrid/domains',
    what: 'azure-event-grid-domain',
    terraform: ['azurerm_eventgrid_domain'],
    keys: localAuth('azure-event-grid-key', 'cloud'),
  },
  {
    type: 'microsoft.appconfiguration/configurationstores',
    what: 'azure-app-configuration',
    terraform: ['azurerm_app_configuration'],
    keys: localAuth('azure-app-configuration-key', 'cloud'),
  },
  {
    type: 'microsoft.signalrservice/signalr',
    what: 'azure-signalr',
    terraform: ['azurerm_signalr_service'],
    keys: localAuth('azure-signalr-key', 'cloud'),
  },
  {
    type: 'microsoft.signalrservice/webpubsub',
    what: 'azure-web-pubsub',
    terraform: ['azurerm_web_pubsub'],
    keys: localAuth('azure-web-pubsub-key', 'cloud'),
  },
  {
    type: 'microsoft.maps/accounts',
    what: 'azure-maps-account',
    terraform: ['azurerm_maps_account'],
    keys: localAuth('azure-maps-key', 'other'),
  },
  {
    type: 'microsoft.cache/redis',
    what: 'azure-redis',
    terraform: ['azurerm_redis_cache'],
    keys: {
      credential: 'azure-redis-key',
      purpose: 'database',
      keysWork: true,
      arm: { path: 'properties.disableAccessKeyAuthentication', worksWhen: false },
      terraform: [{ name: 'access_keys_authentication_enabled', worksWhen: true }],
    },
  },
  {
    type: 'microsoft.sql/servers',
    what: 'azure-sql-server',
    terraform: ['azurerm_mssql_server', 'azurerm_sql_server'],
    secrets: { arm: ['properties.administratorLoginPassword'], terraform: ['administrator_login_password'] },
  },
  {
    type: 'microsoft.dbforpostgresql/flexibleservers',
    what: 'azure-postgresql-server',
    terraform: ['azurerm_postgresql_flexible_server'],
    secrets: { arm: ['properties.administratorLoginPassword'], terraform: ['administrator_password'] },
  },
  {
    type: 'microsoft.dbforpostgresql/servers',
    what: 'azure-postgresql-server',
    terraform: ['azurerm_postgresql_server'],
    secrets: { arm: ['properties.administratorLoginPassword'], terraform: ['administrator_login_password'] },
  },
  {
    type: 'microsoft.dbformysql/flexibleservers',
    what: 'azure-mysql-server',
    terraform: ['azurerm_mysql_flexible_server'],
    secrets: { arm: ['properties.administratorLoginPassword'], terraform: ['administrator_password'] },
  },
  {
    type: 'microsoft.dbformysql/servers',
    what: 'azure-mysql-server',
    terraform: ['azurerm_mysql_server'],
    secrets: { arm: ['properties.administratorLoginPassword'], terraform: ['administrator_login_password'] },
  },
  { type: 'microsoft.keyvault/vaults', what: 'azure-key-vault', terraform: ['azurerm_key_vault'] },
  {
    type: 'microsoft.keyvault/vaults/secrets',
    what: 'azure-key-vault-secret',
    terraform: ['azurerm_key_vault_secret'],
    secrets: { arm: ['properties.value'], terraform: ['value'] },
  },
  { type: 'microsoft.apimanagement/service', what: 'azure-api-management', terraform: ['azurerm_api_management'] },
  { type: 'microsoft.network/applicationgateways', what: 'azure-application-gateway', terraform: ['azurerm_application_gateway'] },
  {
    type: 'microsoft.botservice/botservices',
    what: 'azure-bot',
    isAgent: true,
    terraform: ['azurerm_bot_service_azure_bot', 'azurerm_bot_channels_registration'],
  },
  { type: 'microsoft.batch/batchaccounts', what: 'azure-batch-account', terraform: ['azurerm_batch_account'] },
  { type: 'microsoft.recoveryservices/vaults', what: 'azure-recovery-vault', terraform: ['azurerm_recovery_services_vault'] },
  {
    type: 'microsoft.authorization/policyassignments',
    what: 'azure-policy-assignment',
    terraform: [
      'azurerm_subscription_policy_assignment',
      'azurerm_resource_group_policy_assignment',
      'azurerm_management_group_policy_assignment',
      'azurerm_resource_policy_assignment',
    ],
  },
  { type: 'microsoft.devcenter/devcenters', what: 'azure-dev-center', terraform: ['azurerm_dev_center'] },
  { type: 'microsoft.loadtestservice/loadtests', what: 'azure-load-test', terraform: ['azurerm_load_test'] },
  { type: 'microsoft.dashboard/grafana', what: 'azure-grafana', terraform: ['azurerm_dashboard_grafana'] },
];

const byType = new Map(rows.map((row) => [row.type, row]));
const byTerraform = new Map(rows.flatMap((row) => row.terraform.map((type) => [type, row] as const)));

/** The row of a type of ARM, in lower case. */
export function rowOfType(type: string): ResourceRow | undefined {
  return byType.get(type);
}

/** The row of a type of Terraform's azurerm. */
export function rowOfTerraform(type: string): ResourceRow | undefined {
  return byTerraform.get(type);
}

/** Types that are read, in lower case, in the order of the table. */
export function readTypes(): readonly string[] {
  return rows.map((row) => row.type);
}
