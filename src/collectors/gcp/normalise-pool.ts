import type { Provider } from '../../inventory/provider.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { dig, textAt, textMapAt, textsAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

const deleted = 'DELETED';

/**
 * A provider of a workload identity pool (https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers)
 * or of a workforce pool, which takes people's tokens in the same way.
 */
export function readProvider(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const name = book.resourceName(record);
  const kind = kindOf(raw);
  const issuer = textAt(raw, 'oidc.issuerUri')
    ?.replace(/^https:\/\//, '')
    .replace(/\/$/, '');
  const condition = textAt(raw, 'attributeCondition')?.trim();
  const mapping = textMapAt(raw, 'attributeMapping');
  const clientId = textAt(raw, 'oidc.clientId');
  const audiences = [...textsAt(raw, 'oidc.allowedAudiences'), ...(clientId === undefined ? [] : [clientId])];
  const notes = [
    ...(at.note === undefined ? [] : [at.note]),
    ...(textAt(raw, 'aws.accountId') === undefined ? [] : [`AWS account ${textAt(raw, 'aws.accountId')}`]),
    ...(textAt(raw, 'oidc.jwksJson') === undefined ? [] : ['its keys were uploaded, not fetched from the issuer']),
  ];
  const provider: Draft<Provider> = {
    id: `gcp:${record.kind === 'workforce-provider' ? 'workforce' : 'workload-identity'}-provider/${name}`,
    kind,
    condition: condition === undefined || condition === '' ? null : withoutKnownSecrets(condition).slice(0, 4096),
    enabled: dig(raw, 'disabled') !== true && textAt(raw, 'state') !== deleted,
    mapping:
      mapping === undefined
        ? kind === 'aws'
          ? { 'google.subject': 'assertion.arn' }
          : {}
        : Object.fromEntries(Object.entries(mapping).map(([key, text]) => [key, withoutKnownSecrets(text).slice(0, 2048)])),
    evidence: [notes.length === 0 ? at : { ...at, note: notes.join('; ') }],
  };
  if (issuer !== undefined) provider.issuer = issuer;
  const account = textAt(raw, 'aws.accountId');
  if (account !== undefined) provider.account = account;
  if (kind === 'oidc') provider.audiences = audiences;
  book.emit({ type: 'provider', value: provider });
}

function kindOf(raw: GoogleRecord['raw']): Provider['kind'] {
  if (dig(raw, 'aws') !== undefined) return 'aws';
  if (dig(raw, 'saml') !== undefined) return 'saml';
  return dig(raw, 'x509') === undefined ? 'oidc' : 'x509';
}
