/**
 * The Terraform type of a Pulumi resource. Most providers of Pulumi are made from those of Terraform, so one table of
 * types serves both (https://www.pulumi.com/docs/iac/concepts/resources/names/#types).
 */
export function terraformType(token: string): string | undefined {
  const [provider = '', module = '', name = ''] = token.split(':', 3);
  const prefix = prefixes.get(provider);
  const [folder = ''] = module.split('/', 1);
  if (prefix === undefined || name === '' || token.length > 200) return undefined;
  const resource = snakeCase(name.replace(/^iAM|^IAM/, 'iam'));
  const plain = folder === 'index' || folder === '' ? resource : `${folder}/${resource}`;
  const exception = exceptions.get(`${provider}:${plain}`);
  if (exception !== undefined) return exception;
  if (!plain.includes('/')) return resource.startsWith(`${prefix}_`) ? resource : `${prefix}_${resource}`;
  return `${prefix}_${modules.get(`${provider}:${folder}`) ?? snakeCase(folder)}_${resource}`;
}

const prefixes: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    aws: 'aws',
    gcp: 'google',
    azure: 'azurerm',
    azuread: 'azuread',
    github: 'github',
    random: 'random',
    tls: 'tls',
    vault: 'vault',
    tfe: 'tfe',
    cloudflare: 'cloudflare',
    datadog: 'datadog',
  }),
);

/** Folders that Terraform writes in another way. */
const modules: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'gcp:serviceaccount': 'service_account',
    'gcp:projects': 'project',
    'gcp:organizations': 'organization',
    'gcp:folder': 'folder',
    'gcp:secretmanager': 'secret_manager',
    'gcp:cloudrun': 'cloud_run',
    'gcp:cloudrunv2': 'cloud_run_v2',
    'gcp:cloudfunctionsv2': 'cloudfunctions2',
    'gcp:cloudscheduler': 'cloud_scheduler',
    'gcp:artifactregistry': 'artifact_registry',
    'gcp:appengine': 'app_engine',
    'gcp:diagflow': 'dialogflow',
    'aws:bedrock': 'bedrock',
  }),
);

/** Types whose names follow no rule. */
const exceptions: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'gcp:serviceaccount/account': 'google_service_account',
    'gcp:projects/api_key': 'google_apikeys_key',
    'gcp:pubsub/topic_iam_member': 'google_pubsub_topic_iam_member',
    'aws:ec2/instance': 'aws_instance',
    'aws:ec2/launch_template': 'aws_launch_template',
    'aws:ec2/launch_configuration': 'aws_launch_configuration',
    'aws:iam/open_id_connect_provider': 'aws_iam_openid_connect_provider',
    'aws:rds/instance': 'aws_db_instance',
    'aws:s3/bucket_v2': 'aws_s3_bucket',
    'aws:bedrock/agent_agent': 'aws_bedrockagent_agent',
    'aws:bedrock/agent_knowledge_base': 'aws_bedrockagent_knowledge_base',
    'aws:bedrock/agentcore_agent_runtime': 'aws_bedrockagentcore_agent_runtime',
    'aws:bedrock/agentcore_gateway': 'aws_bedrockagentcore_gateway',
    'azure:authorization/assignment': 'azurerm_role_assignment',
    'azure:authorization/role_definition': 'azurerm_role_definition',
    'azure:authorization/user_assigned_identity': 'azurerm_user_assigned_identity',
    'azure:armmsi/federated_identity_credential': 'azurerm_federated_identity_credential',
  }),
);

/** `bucketIAMMember` -> `bucket_iam_member`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
