import type { Credential } from '../inventory/credential.ts';

/** A credential that its own spelling gives away. */
export interface KnownFormat {
  /** A fixed part of it, looked for before the pattern is tried. */
  readonly holds: string;
  /** Bounded and anchored on a fixed prefix: scanned files are hostile input. */
  readonly pattern: RegExp;
  /** The same with less asked of what stands around it, for texts that are shown: loses too much rather than too little. */
  readonly trace: RegExp;
  readonly provider?: string;
  readonly purpose: NonNullable<Credential['purpose']>;
  readonly kind: 'api-key' | 'token' | 'private-key' | 'password' | 'connection-string';
}

type Row = readonly [holds: string, body: string, provider: string, purpose: KnownFormat['purpose'], kind: KnownFormat['kind']];

/** Prefix, what follows it, issuer, purpose, kind. The first row that matches a text wins, so narrow rows stand first. */
const rows: readonly Row[] = [
  ['sk-ant-', 'sk-ant-[\\w-]{20,200}', 'anthropic', 'model', 'api-key'],
  ['sk-or-v1-', 'sk-or-v1-[0-9a-f]{40,80}', 'openrouter', 'model', 'api-key'],
  ['sk-proj-', 'sk-proj-[\\w-]{20,220}', 'openai', 'model', 'api-key'],
  ['sk-svcacct-', 'sk-svcacct-[\\w-]{20,220}', 'openai', 'model', 'api-key'],
  ['sk-admin-', 'sk-admin-[\\w-]{20,220}', 'openai', 'model', 'api-key'],
  ['sk-', 'sk-[A-Za-z0-9]{32,64}', 'openai', 'model', 'api-key'],
  ['AIza', 'AIza[\\w-]{35}', 'google', 'model', 'api-key'],
  ['hf_', 'hf_[A-Za-z0-9]{30,50}', 'huggingface', 'model', 'token'],
  ['gsk_', 'gsk_[A-Za-z0-9]{40,60}', 'groq', 'model', 'api-key'],
  ['xai-', 'xai-[A-Za-z0-9]{60,90}', 'xai', 'model', 'api-key'],
  ['pplx-', 'pplx-[A-Za-z0-9]{40,60}', 'perplexity', 'model', 'api-key'],
  ['r8_', 'r8_[A-Za-z0-9]{37}', 'replicate', 'model', 'token'],
  ['ABSK', 'ABSK[A-Za-z0-9+/]{100,300}={0,2}', 'aws', 'model', 'api-key'],
  ['github_pat_', 'github_pat_\\w{40,100}', 'github', 'code', 'token'],
  ['gh', 'gh[pousr]_[A-Za-z0-9]{36,255}', 'github', 'code', 'token'],
  ['glpat-', 'glpat-[\\w.-]{20,60}', 'gitlab', 'code', 'token'],
  ['gldt-', 'gldt-[\\w-]{20,60}', 'gitlab', 'code', 'token'],
  ['ATATT3', 'ATATT3[\\w=-]{50,250}', 'atlassian', 'code', 'token'],
  ['ATBB', 'ATBB[A-Za-z0-9]{28,40}', 'bitbucket', 'code', 'token'],
  ['lin_api_', 'lin_api_[A-Za-z0-9]{30,60}', 'linear', 'code', 'api-key'],
  ['sntry', 'sntry[su]_[\\w+/=-]{40,250}', 'sentry', 'code', 'token'],
  ['npm_', 'npm_[A-Za-z0-9]{36}', 'npm', 'registry', 'token'],
  ['pypi-AgEI', 'pypi-AgEI[\\w-]{50,250}', 'pypi', 'registry', 'token'],
  ['dckr_', 'dckr_[po]at_[\\w-]{20,60}', 'docker', 'registry', 'token'],
  ['ya29.', 'ya29\\.[\\w-]{30,300}', 'gcp', 'cloud', 'token'],
  ['GOCSPX-', 'GOCSPX-[\\w-]{20,40}', 'gcp', 'cloud', 'password'],
  ['dop_v1_', 'dop_v1_[0-9a-f]{64}', 'digitalocean', 'cloud', 'token'],
  ['pul-', 'pul-[0-9a-f]{40}', 'pulumi', 'cloud', 'token'],
  ['dapi', 'dapi[0-9a-f]{32}(?:-\\d)?', 'databricks', 'cloud', 'token'],
  ['hv', 'hv[sb]\\.[\\w-]{24,200}', 'vault', 'cloud', 'token'],
  ['dp.', 'dp\\.(?:st|pt|ct|sa)\\.[\\w.-]{30,80}', 'doppler', 'cloud', 'token'],
  ['tskey-', 'tskey-[a-z]{2,10}-[\\w-]{20,80}', 'tailscale', 'cloud', 'api-key'],
  ['sbp_', 'sbp_[0-9a-f]{40}', 'supabase', 'database', 'token'],
  ['sb_secret_', 'sb_secret_[\\w-]{20,60}', 'supabase', 'database', 'api-key'],
  ['napi_', 'napi_[a-z0-9]{40,80}', 'neon', 'database', 'api-key'],
  ['pscale_', 'pscale_(?:tkn|pw|oauth)_[\\w=.-]{30,70}', 'planetscale', 'database', 'token'],
  ['xox', 'xox[abeoprs]-[\\w-]{16,250}', 'slack', 'other', 'token'],
  ['xapp-', 'xapp-\\d-[\\w-]{20,200}', 'slack', 'other', 'token'],
  ['hooks.slack.com/', 'https://hooks\\.slack\\.com/(?:services|workflows)/[\\w/+-]{30,100}', 'slack', 'other', 'token'],
  ['/api/webhooks/', 'https://(?:\\w{1,8}\\.)?discord(?:app)?\\.com/api/webhooks/\\d{15,22}/[\\w-]{50,90}', 'discord', 'other', 'token'],
  ['_live_', '[sr]k_live_[A-Za-z0-9]{20,120}', 'stripe', 'other', 'api-key'],
  ['whsec_', 'whsec_[A-Za-z0-9+/=]{24,80}', 'stripe', 'other', 'password'],
  ['SG.', 'SG\\.[\\w-]{20,24}\\.[\\w-]{40,46}', 'sendgrid', 'other', 'api-key'],
  ['shp', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}', 'shopify', 'other', 'token'],
  ['ntn_', 'ntn_[A-Za-z0-9]{40,60}', 'notion', 'other', 'token'],
  ['secret_', 'secret_[A-Za-z0-9]{43}', 'notion', 'other', 'token'],
  ['figd_', 'figd_[\\w-]{30,60}', 'figma', 'other', 'token'],
  ['glsa_', 'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}', 'grafana', 'other', 'token'],
  ['NRAK-', 'NRAK-[A-Z0-9]{27}', 'newrelic', 'other', 'api-key'],
  ['PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}', 'postman', 'other', 'api-key'],
  ['apify_api_', 'apify_api_[A-Za-z0-9]{30,50}', 'apify', 'other', 'token'],
  ['tvly-', 'tvly-[\\w-]{24,60}', 'tavily', 'other', 'api-key'],
  ['fc-', 'fc-[0-9a-f]{32}', 'firecrawl', 'other', 'api-key'],
  ['BSA', 'BSA[\\w-]{24,32}', 'brave', 'other', 'api-key'],
  ['pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', 'airtable', 'other', 'token'],
  [':AA', '\\d{8,10}:AA[\\w-]{33}', 'telegram', 'other', 'token'],
  ['AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[A-Z0-9]{50,64}', '', 'other', 'private-key'],
  ['eyJ', 'eyJ[\\w-]{16,2000}\\.eyJ[\\w-]{16,4000}\\.[\\w-]{20,1000}', '', 'other', 'token'],
];

/** Headers of an old-style encrypted key may stand before its body (https://www.rfc-editor.org/rfc/rfc1421#section-4.6). */
const privateKey =
  /-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----(?:(?:\s|\\[nr]){0,8}[A-Z][A-Za-z-]{1,30}: [^\s\\][^\n\\]{0,200}){0,8}[A-Za-z0-9+/=\s\\]{40,16000}/g;

export const knownFormats: readonly KnownFormat[] = [
  { holds: 'PRIVATE KEY', pattern: privateKey, trace: privateKey, purpose: 'other', kind: 'private-key' },
  ...rows.map(
    ([holds, body, provider, purpose, kind]): KnownFormat => ({
      holds,
      pattern: new RegExp(`(?<![\\w-])${body}(?!\\w)`, 'g'),
      trace: new RegExp(`(?<![A-Za-z0-9])${body}`, 'g'),
      ...(provider === '' ? {} : { provider }),
      purpose,
      kind,
    }),
  ),
];
