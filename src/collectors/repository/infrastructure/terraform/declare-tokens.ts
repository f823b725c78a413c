import type { Credential } from '../../../../inventory/credential.ts';
import type { Declaration } from '../declarations.ts';
import { isAbsent, knownText, type Value } from '../value.ts';
import type { Described } from './described.ts';

interface TokenType {
  /** `<provider>_<what>`. */
  readonly type: string;
  readonly kind: string;
  readonly provider: string;
  readonly purpose: NonNullable<Credential['purpose']>;
  readonly name: string;
  /** Where a state keeps its value. */
  readonly value?: string;
  /** When it ends, where that is asked for. */
  readonly expires?: string;
}

/** Resources that are static credentials themselves, by the documentation of their providers (https://registry.terraform.io). */
const tokens: readonly TokenType[] = [
  { type: 'github_repository_deploy_key', kind: 'github-deploy-key', provider: 'github', purpose: 'code', name: 'title' },
  { type: 'vault_token', kind: 'token', provider: 'vault', purpose: 'other', name: 'display_name', value: 'client_token' },
  {
    type: 'vault_approle_auth_backend_role_secret_id',
    kind: 'token',
    provider: 'vault',
    purpose: 'other',
    name: 'role_name',
    value: 'secret_id',
  },
  {
    type: 'tfe_organization_token',
    kind: 'token',
    provider: 'terraform',
    purpose: 'cloud',
    name: 'organization',
    value: 'token',
    expires: 'expired_at',
  },
  {
    type: 'tfe_team_token',
    kind: 'token',
    provider: 'terraform',
    purpose: 'cloud',
    name: 'team_id',
    value: 'token',
    expires: 'expired_at',
  },
  { type: 'tfe_agent_token', kind: 'token', provider: 'terraform', purpose: 'cloud', name: 'description', value: 'token' },
  {
    type: 'cloudflare_api_token',
    kind: 'token',
    provider: 'cloudflare',
    purpose: 'cloud',
    name: 'name',
    value: 'value',
    expires: 'expires_on',
  },
  { type: 'datadog_api_key', kind: 'api-key', provider: 'datadog', purpose: 'other', name: 'name', value: 'key' },
  { type: 'datadog_application_key', kind: 'api-key', provider: 'datadog', purpose: 'other', name: 'name', value: 'key' },
];

const byType = new Map(tokens.map((t) => [t.type, t]));

/** Resources that hand a value on as a secret: where it is written out, it is in the clear. */
const handedOn: ReadonlyMap<string, { readonly name: string; readonly value: readonly string[] }> = new Map(
  Object.entries<{ readonly name: string; readonly value: readonly string[] }>({
    github_actions_secret: { name: 'secret_name', value: ['plaintext_value', 'value'] },
    github_actions_environment_secret: { name: 'secret_name', value: ['plaintext_value', 'value'] },
    github_actions_organization_secret: { name: 'secret_name', value: ['plaintext_value', 'value'] },
    github_dependabot_secret: { name: 'secret_name', value: ['plaintext_value', 'value'] },
    github_codespaces_secret: { name: 'secret_name', value: ['plaintext_value'] },
    github_actions_variable: { name: 'variable_name', value: ['value'] },
    github_actions_environment_variable: { name: 'variable_name', value: ['value'] },
    tfe_variable: { name: 'key', value: ['value'] },
    cloudflare_workers_secret: { name: 'name', value: ['secret_text'] },
  }),
);

/** What resources of code hosts and services declare: static credentials, and values that are secrets. */
export function declareTokens(d: Described): readonly Declaration[] {
  if (d.isData) return [];
  const type = byType.get(d.type);
  if (type !== undefined) {
    const name = d.get(type.name);
    const { kind, provider, purpose } = type;
    return [
      {
        kind: 'token',
        address: d.address,
        at: d.at,
        what: kind,
        provider,
        purpose,
        name: isAbsent(name) ? undefined : name,
        limits: d.type === 'github_repository_deploy_key' ? (knownText(d.get('read_only')) === 'false' ? [] : ['read-only']) : undefined,
        value: type.value === undefined ? undefined : d.get(type.value),
        expires: type.expires === undefined ? undefined : d.get(type.expires),
      },
    ];
  }
  const secret = handedOn.get(d.type);
  if (secret === undefined) return [];
  return secret.value.flatMap((attribute): readonly Declaration[] => {
    const value: Value | undefined = d.get(attribute);
    const key = knownText(d.get(secret.name));
    return value === undefined || knownText(value) === undefined
      ? []
      : [{ kind: 'secret', address: d.address, at: d.at, key: key ?? attribute, value }];
  });
}
