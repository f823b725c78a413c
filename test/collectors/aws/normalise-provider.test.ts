import { describe, expect, test } from 'vitest';
import { AwsNormaliser } from '../../../src/collectors/aws/normalise.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

function read(kind: 'oidc-provider' | 'saml-provider', raw: unknown): readonly Fragment[] {
  const out: Fragment[] = [];
  const normaliser = new AwsNormaliser((f) => out.push(f), { source: 'dump.json', fingerprint: () => 'f' });
  normaliser.add({ kind, raw, at: { source: 'dump.json', pointer: '/0' } });
  normaliser.finish();
  return out;
}

describe('identity providers', () => {
  test('an OIDC provider keeps its issuer and audiences', () => {
    const arn = 'arn:aws:iam::210987654321:oidc-provider/ci.example/path';
    const found = read('oidc-provider', { Arn: arn, ClientIDList: ['sts.amazonaws.com', 7], CreateDate: '2025-02-03T04:05:06+00:00' });
    expect(found.find((f) => f.type === 'provider')?.value).toEqual({
      id: arn,
      kind: 'oidc',
      issuer: 'ci.example/path',
      audiences: ['sts.amazonaws.com'],
      createdAt: '2025-02-03T04:05:06Z',
      evidence: [{ source: 'dump.json', pointer: '/0' }],
    });
    expect(found.some((f) => f.type === 'identity')).toBe(false);
  });

  test('a SAML provider keeps the end of its metadata', () => {
    const arn = 'arn:aws:iam::210987654321:saml-provider/corporate';
    const found = read('saml-provider', { Arn: arn, ValidUntil: '2027-01-02T00:00:00Z' });
    expect(found.find((f) => f.type === 'provider')?.value).toMatchObject({ id: arn, kind: 'saml', expiresAt: '2027-01-02T00:00:00Z' });
  });

  test.each([
    ['double quotes', '<?xml version="1.0"?><EntityDescriptor ID="_1" entityID="https://sts.windows.net/t/" xmlns="urn:x">'],
    ['single quotes and a prefix', "<md:EntityDescriptor xmlns:md='urn:x' entityID='https://sts.windows.net/t/'>"],
  ])('a SAML provider keeps who signs, by its metadata: %s', (_name, SAMLMetadataDocument) => {
    const found = read('saml-provider', { Arn: 'arn:aws:iam::210987654321:saml-provider/corporate', SAMLMetadataDocument });
    expect(found.find((f) => f.type === 'provider')?.value).toMatchObject({ issuer: 'https://sts.windows.net/t/' });
  });

  test.each(['<Other entityID="https://sts.windows.net/t/"/>', 'no XML', '', 7, '<EntityDescriptor entityID=unquoted>'])(
    'metadata that do not say it leave it open: %j',
    (SAMLMetadataDocument) => {
      const found = read('saml-provider', { Arn: 'arn:aws:iam::210987654321:saml-provider/corporate', SAMLMetadataDocument });
      expect(found.find((f) => f.type === 'provider')?.value).not.toHaveProperty('issuer');
    },
  );

  test.each([{}, null, 'text', { Arn: 'arn:aws:iam::210987654321:role/not-a-provider' }])('%j is a gap', (raw) => {
    const found = read('oidc-provider', raw);
    expect(found.some((f) => f.type === 'provider')).toBe(false);
    expect(found.some((f) => f.type === 'gap')).toBe(true);
  });
});
