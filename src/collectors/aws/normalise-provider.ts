import { entityIdIn } from '../aws-policy/saml-metadata.ts';
import { readDate } from './dates.ts';
import type { NormaliseContext } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';

const providerArn = /^arn:[\w-]+:iam::\d{12}:(oidc|saml)-provider\/(.+)$/;

/**
 * An identity provider: an element of ListOpenIDConnectProviders or ListSAMLProviders, or the answer of
 * GetOpenIDConnectProvider (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html) or GetSAMLProvider
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html). An answer without its ARN names itself by its issuer, or
 * by its file.
 */
export function normaliseProvider(record: AwsRecord, account: string | undefined, context: NormaliseContext): void {
  const raw = (typeof record.raw === 'object' && record.raw !== null ? record.raw : {}) as Readonly<Record<string, unknown>>;
  const id =
    text(raw.Arn) ??
    record.about ??
    (account === undefined || text(raw.Url) === undefined ? undefined : `arn:aws:iam::${account}:oidc-provider/${bare(raw.Url)}`);
  const match = providerArn.exec(id ?? '');
  if (id === undefined || match === null) {
    context.gaps.add('provider without a name', {
      source: record.at.source,
      what: 'an identity provider',
      why: 'unreadable',
      detail: 'the record says neither its ARN nor its account; use list-open-id-connect-providers or list-saml-providers',
      partial: false,
    });
    return;
  }
  const kind = match[1] === 'saml' ? 'saml' : 'oidc';
  const issuer = kind === 'oidc' ? match[2] : entityIdIn(text(raw.SAMLMetadataDocument) ?? '');
  const audiences = Array.isArray(raw.ClientIDList) ? raw.ClientIDList.filter((a): a is string => typeof a === 'string') : undefined;
  const createdAt = readDate(raw.CreateDate);
  const expiresAt = readDate(raw.ValidUntil);
  context.emit({
    type: 'provider',
    value: {
      id,
      kind,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audiences === undefined ? {} : { audiences }),
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      evidence: [record.at],
    },
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function bare(url: unknown): string {
  return String(url).replace(/^https:\/\//, '');
}
