import { on, type Technique } from './technique.ts';

const others = 'principal-access';
const api = 'https://docs.aws.amazon.com/IAM/latest/APIReference';

/** Techniques on the identity providers that roles trust. */
export const federationTechniques: readonly Technique[] = [
  {
    id: 'nhi-iam-015',
    title: 'Own metadata for a SAML provider that a role trusts',
    category: others,
    needs: on('saml-provider', 'iam:UpdateSAMLProvider'),
    gives: 'target',
    source: `${api}/API_UpdateSAMLProvider.html`,
  },
  {
    id: 'nhi-iam-016',
    title: 'SAML provider that a role trusts and that is not there',
    category: others,
    needs: on('saml-provider', 'iam:CreateSAMLProvider'),
    gives: 'target',
    missing: true,
    source: `${api}/API_CreateSAMLProvider.html`,
  },
  {
    id: 'nhi-iam-017',
    title: 'Another client of an OIDC provider that a role trusts',
    category: others,
    needs: on('oidc-provider', 'iam:AddClientIDToOpenIDConnectProvider'),
    gives: 'target',
    audience: 'another-client',
    unseen: 'a token of the issuer for that client',
    source: `${api}/API_AddClientIDToOpenIDConnectProvider.html`,
  },
  {
    id: 'nhi-iam-018',
    title: 'Own thumbprint for an OIDC provider that a role trusts',
    category: others,
    needs: on('oidc-provider', 'iam:UpdateOpenIDConnectProviderThumbprint'),
    gives: 'target',
    unseen: "a way to answer for the issuer's host",
    source: `${api}/API_UpdateOpenIDConnectProviderThumbprint.html`,
  },
  {
    id: 'nhi-iam-019',
    title: 'OIDC provider that a role trusts and that is not there',
    category: others,
    needs: on('oidc-provider', 'iam:CreateOpenIDConnectProvider'),
    gives: 'target',
    missing: true,
    unseen: 'a token of the issuer',
    source: `${api}/API_CreateOpenIDConnectProvider.html`,
  },
];
