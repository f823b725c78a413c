import type { Credential } from '../../../inventory/credential.ts';

/** A credential that its own form gives away. */
export interface TokenFormat {
  /** Has the `g` flag and no nested repetition, so it runs in linear time. */
  readonly pattern: RegExp;
  readonly kind: string;
  readonly provider: string;
  readonly purpose: NonNullable<Credential['purpose']>;
}

/** Forms that their issuers document; the most specific first. */
export const tokenFormats: readonly TokenFormat[] = [
  { pattern: /\bAKIA[A-Z2-7]{16}\b/g, kind: 'aws-access-key', provider: 'aws', purpose: 'cloud' },
  {
    pattern: /-----BEGIN [A-Z ]{0,24}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{40,8192}/g,
    kind: 'private-key',
    provider: 'unknown',
    purpose: 'other',
  },
  { pattern: /\bsk-ant-[A-Za-z0-9_-]{20,200}/g, kind: 'api-key', provider: 'anthropic', purpose: 'model' },
  { pattern: /\bsk-or-v1-[a-f0-9]{40,80}/g, kind: 'api-key', provider: 'openrouter', purpose: 'model' },
  { pattern: /\bsk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,250}/g, kind: 'api-key', provider: 'openai', purpose: 'model' },
  { pattern: /\bsk-[A-Za-z0-9]{32,64}\b/g, kind: 'api-key', provider: 'openai', purpose: 'model' },
  { pattern: /\bgsk_[A-Za-z0-9]{40,80}\b/g, kind: 'api-key', provider: 'groq', purpose: 'model' },
  { pattern: /\bhf_[A-Za-z0-9]{30,60}\b/g, kind: 'token', provider: 'huggingface', purpose: 'model' },
  { pattern: /\bAIza[A-Za-z0-9_-]{35}/g, kind: 'api-key', provider: 'google', purpose: 'cloud' },
  { pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}/g, kind: 'token', provider: 'github', purpose: 'code' },
  { pattern: /\bgithub_pat_[A-Za-z0-9_]{40,255}\b/g, kind: 'token', provider: 'github', purpose: 'code' },
  { pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g, kind: 'token', provider: 'gitlab', purpose: 'code' },
  { pattern: /\bnpm_[A-Za-z0-9]{36}/g, kind: 'token', provider: 'npm', purpose: 'registry' },
  { pattern: /\bpypi-AgEI[A-Za-z0-9_-]{50,255}/g, kind: 'token', provider: 'pypi', purpose: 'registry' },
  { pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,64}/g, kind: 'token', provider: 'docker', purpose: 'registry' },
  { pattern: /\bxox[abeprs]-[A-Za-z0-9-]{16,255}/g, kind: 'token', provider: 'slack', purpose: 'other' },
  { pattern: /\bhooks\.slack\.com\/services\/[A-Za-z0-9/]{20,80}/g, kind: 'token', provider: 'slack', purpose: 'other' },
  { pattern: /\bhv[sb]\.[A-Za-z0-9_-]{24,255}/g, kind: 'token', provider: 'vault', purpose: 'other' },
  { pattern: /\bpul-[a-f0-9]{40}\b/g, kind: 'token', provider: 'pulumi', purpose: 'cloud' },
  { pattern: /\bdop_v1_[a-f0-9]{64}\b/g, kind: 'token', provider: 'digitalocean', purpose: 'cloud' },
  { pattern: /\b[sr]k_live_[A-Za-z0-9]{20,128}\b/g, kind: 'api-key', provider: 'stripe', purpose: 'other' },
  { pattern: /\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,46}/g, kind: 'api-key', provider: 'sendgrid', purpose: 'other' },
  { pattern: /\btskey-[a-z]{2,12}-[A-Za-z0-9-]{16,80}/g, kind: 'token', provider: 'tailscale', purpose: 'other' },
  {
    pattern: /\beyJ[A-Za-z0-9_-]{16,2048}\.eyJ[A-Za-z0-9_-]{16,4096}\.[A-Za-z0-9_-]{16,2048}/g,
    kind: 'token',
    provider: 'unknown',
    purpose: 'other',
  },
];

/** Documentation samples and fill-me-in values, which are no credentials. */
export function isPlaceholder(value: string): boolean {
  const lower = value.toLowerCase();
  return (
    value.length < 6 ||
    /^[<[{(*].*[>\]})*]$/.test(value) ||
    /^(.)\1*$/.test(value) ||
    /example|placeholder|changeme|change-me|change_me|replace|your[-_ ]|dummy|xxxx|\.\.\.|redacted|not[-_]?a[-_]?real/.test(lower)
  );
}
