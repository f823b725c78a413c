/**
 * Whose metadata of SAML an entity id is of: its form, how people call it, and the provider's page on SAML where there is one. A
 * group of the form is the customer's own part.
 */
const issuers: readonly { readonly form: RegExp; readonly name: string }[] = [
  // https://learn.microsoft.com/entra/identity-platform/single-sign-on-saml-protocol
  { form: /^https:\/\/sts\.windows\.net\/([0-9a-f-]{36})\/$/i, name: 'Entra ID tenant' },
  // https://help.okta.com/en-us/content/topics/apps/apps_app_integration_wizard_saml.htm
  { form: /^http:\/\/www\.okta\.com\/(\w+)$/, name: 'Okta application' },
  // https://support.google.com/a/answer/6087519
  { form: /^https:\/\/accounts\.google\.com\/o\/saml2\?idpid=(\w+)$/, name: 'Google Workspace' },
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/samlfederationconcept.html
  { form: /^https:\/\/portal\.sso\.[a-z0-9-]+\.amazonaws\.com\/saml\/(?:assertion|metadata)\/([\w-]+)$/, name: 'IAM Identity Center' },
  // The federation service identifier that AD FS chooses for itself; another may be set.
  { form: /^https?:\/\/([^/]+)\/adfs\/services\/trust$/i, name: 'AD FS of' },
  // https://auth0.com/docs/authenticate/protocols/saml/saml-sso-integrations
  { form: /^urn:([\w.-]+\.auth0\.com)$/, name: 'Auth0 tenant' },
  // https://developers.onelogin.com/saml
  { form: /^https:\/\/app\.onelogin\.com\/saml\/metadata\/([\w-]+)$/, name: 'OneLogin application' },
];

/** An entity id as people call it: `Entra ID tenant 1f6c93d8-…`; the id itself where its form is of nobody known. */
export function samlIssuerName(entity: string): string {
  for (const { form, name } of issuers) {
    const own = form.exec(entity)?.[1];
    if (own !== undefined) return `${name} ${own}`;
  }
  return entity;
}
