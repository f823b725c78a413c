import type { KnownFormat } from '../../known-formats.ts';

type Kind = KnownFormat['kind'];

/** Last words that make a name a secret's, by themselves or after one of the words listed. */
const lastWords: Readonly<Record<string, { readonly kind: Kind; readonly after?: RegExp }>> = {
  password: { kind: 'password' },
  passwd: { kind: 'password' },
  passphrase: { kind: 'password' },
  pwd: { kind: 'password', after: /./ },
  pass: { kind: 'password', after: /./ },
  secret: { kind: 'password' },
  token: { kind: 'token' },
  jwt: { kind: 'token' },
  pat: { kind: 'token' },
  bearer: { kind: 'token' },
  authorization: { kind: 'token' },
  authtoken: { kind: 'token' },
  accesstoken: { kind: 'token' },
  apitoken: { kind: 'token' },
  credential: { kind: 'token' },
  credentials: { kind: 'token' },
  cookie: { kind: 'token' },
  apikey: { kind: 'api-key' },
  secretkey: { kind: 'api-key' },
  accesskey: { kind: 'api-key' },
  privatekey: { kind: 'private-key' },
  key: {
    kind: 'api-key',
    after:
      /^(?:api|app|access|secret|private|auth|encryption|signing|master|service|account|role|jwt|webhook|client|admin|subscription|personal|shared|storage|session|license|integration|deploy|functions?|openai|anthropic|gemini|google|github|gitlab|stripe|linear|notion|exa|tavily|brave|serper|serpapi|perplexity|groq|mistral|cohere|smithery|firecrawl|x|datadog|dd|sendgrid|mailgun|posthog|sentry|airtable|figma|pinecone|qdrant|elastic|algolia)$/,
  },
};

/** Names of programs' own variables and options, written as one word: `PGPASSWORD`, `SSHPASS`. */
const compound = /^(?:pg|db|root|admin|user|mysql|redis|mongo|smtp|sql)password$|^sshpass$/;

/** Words before the last that make the value public or a mere name. */
const harmless =
  /^(?:public|publishable|anon|pub|primary|partition|sort|foreign|cache|csrf|xsrf|device|next|page|continuation|cancellation|recaptcha|site|change|update|term|grant|lifecycle|action|sync|idempotency)$/;

/** Tokens that make a call unique, or continue a list: AWS names them so. */
const harmlessTokens = /(?:request|client)_token$/;

/** What kind of secret a variable, header, flag or setting of this name holds; undefined for other names. */
export function secretKind(name: string): Kind | undefined {
  const words = (name.slice(0, 200).match(/[A-Z]+[a-z0-9]*|[a-z0-9]+/g) ?? []).map((word) => word.toLowerCase());
  while (words.length > 1 && /^(?:\d+|value|literal|base64|b64|prod|production|staging|dev|default|old|new|v\d)$/.test(words.at(-1) ?? ''))
    words.pop();
  const last = words.at(-1)?.replace(/\d+$/, '').replace(compound, 'password') ?? '';
  const before = words.at(-2) ?? '';
  if (harmless.test(before) || harmlessTokens.test(words.slice(-2).join('_'))) return undefined;
  const row = Object.hasOwn(lastWords, last) ? lastWords[last] : undefined;
  if (row === undefined) return undefined;
  return row.after === undefined || row.after.test(before) ? row.kind : undefined;
}

/** Names that end in `key` or `auth` without saying more: a secret only where the value looks like one. */
export function mayNameKey(name: string): boolean {
  const words = name
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return /^(?:key|auth)$/.test(words.at(-1) ?? '') && !words.some((word) => harmless.test(word));
}

/** Who a name says the secret is for. */
const issuers: readonly (readonly [word: RegExp, provider: string, purpose: KnownFormat['purpose']])[] = [
  [/^(?:openai)$/, 'openai', 'model'],
  [/^(?:anthropic|claude)$/, 'anthropic', 'model'],
  [/^(?:gemini)$/, 'google', 'model'],
  [/^(?:mistral|cohere|groq|perplexity|openrouter|deepseek|together|replicate|xai)$/, '', 'model'],
  [/^(?:huggingface|hf)$/, 'huggingface', 'model'],
  [/^(?:github|gh)$/, 'github', 'code'],
  [/^(?:gitlab|bitbucket|jira|atlassian|confluence|linear|sentry)$/, '', 'code'],
  [/^(?:aws)$/, 'aws', 'cloud'],
  [/^(?:azure|arm)$/, 'azure', 'cloud'],
  [/^(?:gcp|google|gcloud)$/, 'gcp', 'cloud'],
  [/^(?:cloudflare|digitalocean|vercel|netlify|heroku|vault|databricks|kube|k8s)$/, '', 'cloud'],
  [/^(?:postgres|postgresql|pg|mysql|mariadb|mongo|mongodb|redis|db|database|supabase|neon|snowflake|clickhouse)$/, '', 'database'],
  [/^(?:npm|node|pypi|twine|docker|dockerhub|registry|nuget|cargo)$/, '', 'registry'],
];

export function issuerOf(name: string): { readonly provider?: string; readonly purpose: KnownFormat['purpose'] } {
  for (const word of name
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z0-9]+/)) {
    const row = issuers.find(([pattern]) => pattern.test(word));
    if (row !== undefined) return { provider: row[1] === '' ? word : row[1], purpose: row[2] };
  }
  return { purpose: 'other' };
}
