import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { collector as aws } from '../../src/collectors/aws/collector.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { collector as entra } from '../../src/collectors/entra/collector.ts';
import { federationEdges } from '../../src/graph/federates.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { samlIssuerName } from '../../src/posture/saml-issuers.ts';
import { makeDirectory } from '../cli/nhi.ts';

interface Case {
  readonly name: string;
  readonly issuer?: string;
  readonly offers?: string;
  readonly trusts?: string;
  readonly audience?: string;
  readonly certainty?: string;
}

const account = '111122223333';
const provider = `arn:aws:iam::${account}:saml-provider/Entra`;
const tenant = '1f6c93d8-47b2-4e0a-9d15-8a3e6b20c75f';
const cases = parse(readFileSync(new URL('saml-cases.yaml', import.meta.url), 'utf8')) as readonly Case[];

function filesOf({ issuer, offers, trusts, audience }: Case): Readonly<Record<string, string>> {
  const role = {
    RoleName: 'ops',
    Arn: `arn:aws:iam::${account}:role/ops`,
    Path: '/',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: trusts ?? provider },
        Action: 'sts:AssumeRoleWithSAML',
        Condition: { StringEquals: { 'SAML:aud': audience ?? 'https://signin.aws.amazon.com/saml' } },
      },
    },
    AttachedManagedPolicies: [],
    RolePolicyList: [],
    InstanceProfileList: [],
  };
  const principal = {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id: '0b7d4c55-2f1e-4f0b-9a43-6c1d2e3f4a5b',
    appId: '9d3a1c77-5b2e-4c8f-8a10-7e6f5d4c3b2a',
    displayName: 'AWS sign-in',
    servicePrincipalType: 'Application',
    preferredSingleSignOnMode: 'saml',
    appRoles: [
      {
        id: '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d',
        displayName: 'ops',
        value: offers ?? `arn:aws:iam::${account}:role/ops,${provider}`,
        isEnabled: true,
        allowedMemberTypes: ['User'],
      },
    ],
  };
  return {
    'gaad.json': JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [role], Policies: [] }),
    ...(issuer === undefined
      ? {}
      : {
          [`${account}-saml-provider-Entra.json`]: JSON.stringify({
            SAMLMetadataDocument: `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${issuer}"></EntityDescriptor>`,
            CreateDate: '2025-03-01T10:00:00Z',
          }),
        }),
    'organization.json': JSON.stringify({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#organization',
      value: [{ id: tenant, displayName: 'Acme', verifiedDomains: [] }],
    }),
    'servicePrincipals.json': JSON.stringify({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals',
      value: [principal],
    }),
  };
}

async function edgesOf(one: Case) {
  const files = filesOf(one);
  const directory = makeDirectory(files);
  const builder = new InventoryBuilder();
  const context = (source: string): CollectContext & { readonly source: string } => ({
    source,
    emit: (fragment) => builder.add(fragment),
    environment: {},
    now: new Date('2026-11-22T00:00:00Z'),
    progress: () => {},
    fingerprint: () => 'f',
    foundAccessKeyIds: () => [],
  });
  const inFolder = (name: string) => ({ path: join(directory, name), source: name });
  for (const name of Object.keys(files)) if (!/^(?:org|serv)/.test(name)) await aws.collectFile?.(join(directory, name), context(name));
  await entra.collectTogether?.([inFolder('organization.json'), inFolder('servicePrincipals.json')], context('entra'));
  return federationEdges(builder.finish([]));
}

describe('an application of Entra ID and a role of AWS', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', async (_, one) => {
    const edges = await edgesOf(one);
    expect(edges.map((e) => [e.from, e.to, e.kind, e.certainty])).toEqual(
      one.certainty === undefined
        ? []
        : [['entra:application/9d3a1c77-5b2e-4c8f-8a10-7e6f5d4c3b2a', `aws:role/${account}/ops`, 'federates', one.certainty]],
    );
  });
});

test.each([
  [`https://sts.windows.net/${tenant}/`, `Entra ID tenant ${tenant}`],
  ['http://www.okta.com/exk1abc', 'Okta application exk1abc'],
  ['https://accounts.google.com/o/saml2?idpid=C01abc', 'Google Workspace C01abc'],
  ['https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/MTEx-ins', 'IAM Identity Center MTEx-ins'],
  ['https://login.acme.example/adfs/services/trust', 'AD FS of login.acme.example'],
  ['urn:acme.eu.auth0.com', 'Auth0 tenant acme.eu.auth0.com'],
  ['https://sts.windows.net.evil.example/t/', 'https://sts.windows.net.evil.example/t/'],
  ['https://idp.acme.example', 'https://idp.acme.example'],
])('%s is %s', (entity, name) => {
  expect(samlIssuerName(entity)).toBe(name);
});
