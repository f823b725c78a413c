/** What only identities of AWS have. See fact-types.ts. */
export const awsFacts = {
  account: 'string',
  partition: 'string', // `aws-cn`, `aws-us-gov`; absent for `aws`
  path: 'string',
  unique_id: 'string', // `AIDA...` or `AROA...`: never given to another identity
  console_password: 'bool',
  mfa: 'bool',
  password_unused_days: 'double',
  active_keys: 'double',
  key_used_recently: 'bool', // an access key was used in the last 90 days
  service_linked: 'bool',
  max_session_seconds: 'double', // of a role: MaxSessionDuration; absent where that was not read
  trusted_services: 'list<string>', // service principals in the trust policy
  instance_profiles: 'list<string>',
  compute: 'bool', // trusted by a service that runs customers' code
  agent_runtime: 'bool', // trusted by Bedrock agents or AgentCore
  bedrock_user: 'bool', // an IAM user made for a Bedrock API key
} as const;
