/**
 * Who signs, by the metadata of a SAML provider (https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf, 2.3.2): the
 * element's first attributes.
 */
export function entityIdIn(metadata: string): string | undefined {
  const found = /<(?:[\w-]{1,40}:)?EntityDescriptor\s[^>]{0,4000}?\bentityID\s{0,9}=\s{0,9}(?:"([^"<]{1,1024})"|'([^'<]{1,1024})')/.exec(
    metadata,
  );
  return (found?.[1] ?? found?.[2])?.replaceAll('&amp;', '&').trim();
}
