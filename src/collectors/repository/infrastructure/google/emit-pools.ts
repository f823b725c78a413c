import type { Provider } from '../../../../inventory/provider.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { Draft } from '../../../place-below.ts';
import type { GoogleResource } from '../declarations.ts';
import { dig } from '../terraform/described.ts';
import { entriesIn, isAbsent, type Value } from '../value.ts';
import type { GoogleEmission } from './emit-google.ts';
import { poolProviderName, textOf, textsIn } from './names.ts';

/** Hands over the providers of workload identity pools (https://cloud.google.com/iam/docs/workload-identity-federation). */
export function emitPools({ stack, out, gap, resources }: GoogleEmission): void {
  for (const d of resources) {
    if (d.type !== 'google_iam_workload_identity_pool_provider' || d.isData) continue;
    const name = poolProviderName(d, stack);
    const provider: Draft<Provider> = { id: `gcp:workload-identity-provider/${name}`, kind: kindOf(d), evidence: [d.at] };
    const issuer = textOf(dig(d, 'oidc.issuer_uri'), stack);
    if (issuer !== undefined) provider.issuer = issuer.replace(/^https:\/\//, '').replace(/\/$/, '');
    else if (provider.kind === 'oidc') gap(`the issuer of workload identity provider ${name}`, 'the code does not tell it', d.at);
    const account = textOf(dig(d, 'aws.account_id'), stack);
    if (account !== undefined) provider.account = account;
    const audiences = textsIn(dig(d, 'oidc.allowed_audiences'), stack);
    if (audiences.whole) provider.audiences = audiences.texts;
    const condition = d.get('attribute_condition');
    const text = textOf(condition, stack);
    if (d.doubt === undefined && (isAbsent(condition) || text?.trim() === '')) provider.condition = null;
    else if (text !== undefined) provider.condition = withoutKnownSecrets(text).slice(0, 4096);
    else gap(`the attribute condition of workload identity provider ${name}`, 'a part of it is not known', d.at);
    provider.mapping = mappingOf(d.get('attribute_mapping'), (v) => textOf(v, stack)) ?? defaultMapping(provider.kind);
    const disabled = d.get('disabled');
    if (disabled?.kind === 'scalar') provider.enabled = String(disabled.value) !== 'true';
    out.emit({ type: 'provider', value: provider });
  }
}

function kindOf(d: GoogleResource): Provider['kind'] {
  const has = (block: string): boolean => {
    const value = d.get(block);
    return !isAbsent(value) && !(value.kind === 'list' && value.items.length === 0);
  };
  return has('aws') ? 'aws' : has('saml') ? 'saml' : has('x509') ? 'x509' : 'oidc';
}

function mappingOf(value: Value | undefined, text: (value: Value) => string | undefined): Readonly<Record<string, string>> | undefined {
  const entries = entriesIn(value);
  if (entries.length === 0) return undefined;
  // An expression that is not known is one that nothing can be told of.
  return Object.fromEntries(entries.map((e) => [e.key, withoutKnownSecrets(text(e.value) ?? 'unknown()').slice(0, 2048)]));
}

/** What a provider of AWS maps where nothing is said. */
function defaultMapping(kind: Provider['kind']): Readonly<Record<string, string>> {
  return kind === 'aws' ? { 'google.subject': 'assertion.arn' } : {};
}
