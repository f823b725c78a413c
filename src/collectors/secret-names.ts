import type { Credential } from '../inventory/credential.ts';

interface Meaning {
  readonly provider?: string;
  readonly purpose?: NonNullable<Credential['purpose']>;
}

/** What parts of a secret's name tell about it; the first that fits wins. Parts are whole words between underscores. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/(^|_)(ANTHROPIC|CLAUDE)(_|$)/, { provider: 'anthropic', purpose: 'model' }],
  [/(^|_)(OPENAI|CODEX)(_|$)/, { provider: 'openai', purpose: 'model' }],
  [/(^|_)(GEMINI|GOOGLE_API_KEY|GOOGLE_AI)(_|$)/, { provider: 'google', purpose: 'model' }],
  [/(^|_)OPENROUTER(_|$)/, { provider: 'openrouter', purpose: 'model' }],
  [/(^|_)(MISTRAL|GROQ|COHERE|DEEPSEEK|XAI|PERPLEXITY|REPLICATE)(_|$)/, { purpose: 'model' }],
  [/(^|_)(HF_TOKEN|HUGGINGFACE|HUGGING_FACE)(_|$)/, { provider: 'huggingface', purpose: 'model' }],
  [/(^|_)AWS(_|$)/, { provider: 'aws', purpose: 'cloud' }],
  [/(^|_)(GCP|GCLOUD|GOOGLE|GCR|GAR|GKE|FIREBASE)(_|$)/, { provider: 'gcp', purpose: 'cloud' }],
  [/(^|_)(AZURE|ARM_CLIENT|ENTRA|ACR)(_|$)/, { provider: 'azure', purpose: 'cloud' }],
  [/(^|_)(CLOUDFLARE|CF_API)(_|$)/, { provider: 'cloudflare', purpose: 'cloud' }],
  [/(^|_)(KUBECONFIG|KUBE_CONFIG|KUBE|K8S)(_|$)/, { provider: 'kubernetes', purpose: 'cloud' }],
  [/(^|_)(DIGITALOCEAN|DO_TOKEN|HETZNER|HCLOUD|LINODE|FLY_API|VERCEL|NETLIFY|HEROKU|RENDER)(_|$)/, { purpose: 'cloud' }],
  [/(^|_)(TFE|TF_API|TERRAFORM|PULUMI)(_|$)/, { purpose: 'cloud' }],
  [/(^|_)(NPM|NODE_AUTH)(_|$)/, { provider: 'npm', purpose: 'registry' }],
  [/(^|_)(PYPI|TWINE)(_|$)/, { provider: 'pypi', purpose: 'registry' }],
  [/(^|_)(DOCKER|DOCKERHUB|DOCKER_HUB)(_|$)/, { provider: 'docker', purpose: 'registry' }],
  [/(^|_)(CARGO|CRATES|RUBYGEMS|GEM_HOST|NUGET|MAVEN|SONATYPE|OSSRH|QUAY|ARTIFACTORY|REGISTRY|CR_PAT|GHCR)(_|$)/, { purpose: 'registry' }],
  [/(^|_)GITLAB(_|$)/, { provider: 'gitlab', purpose: 'code' }],
  [
    /(^|_)(GH|GITHUB|PAT|BOT_TOKEN|RELEASE_TOKEN|DEPLOY_KEY|SSH_KEY|SSH_PRIVATE_KEY|APP_PRIVATE_KEY)(_|$)/,
    { provider: 'github', purpose: 'code' },
  ],
  [/(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|SNOWFLAKE|SUPABASE)(_|$)/, { purpose: 'database' }],
  [/(^|_)SLACK(_|$)/, { provider: 'slack', purpose: 'other' }],
  [/(^|_)VAULT(_|$)/, { provider: 'vault', purpose: 'other' }],
];

/** What the name of a secret lets one guess about it. */
export function meaningOf(name: string): Meaning {
  return meanings.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1] ?? { purpose: 'other' };
}

/**
 * Names that say an identifier, not a proof: people keep role ARNs and client ids among their secrets too. Counting
 * them as credentials would call keyless pipelines static.
 */
export function isIdentifierName(name: string): boolean {
  return /(^|_)(ROLE|ROLE_ARN|ARN|CLIENT_?ID|TENANT|TENANT_?ID|SUBSCRIPTION|SUBSCRIPTION_?ID|PROJECT|PROJECT_?ID|PROJECT_NUMBER|ACCOUNT|ACCOUNT_?ID|ORG_?ID|APP_?ID|INSTALLATION_ID|TEAM_ID|CHANNEL|CHANNEL_?ID|REGION|ZONE|BUCKET|BUCKET_NAME|HOST|HOSTNAME|PORT|DOMAIN|USER|USERNAME|EMAIL|SERVICE_ACCOUNT|SERVICE_ACCOUNT_EMAIL|WORKLOAD_IDENTITY_PROVIDER|WIF_PROVIDER|IDENTITY_PROVIDER|CLUSTER|CLUSTER_NAME|REPOSITORY|REGISTRY|IMAGE|NAME)$/.test(
    name.toUpperCase(),
  );
}

/** The token that every job gets and that dies with it: it is not a stored secret. */
export function isJobToken(name: string): boolean {
  return name.toUpperCase() === 'GITHUB_TOKEN';
}
