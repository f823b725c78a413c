// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { expect, test } from 'vitest';
import { scan, write } from '../scan.ts';

const metadata =
  '<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.acme.example/a?b=1&amp;c=2"/>';
const signer = 'https://idp.acme.example/a?b=1&c=2';

const role = (provider: string): string => `
resource "aws_iam_role" "staff" {
  name = "staff"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = ${provider} } }]
  })
}
`;
const provider = (document: string): string => `
resource "aws_iam_saml_provider" "staff" {
  name                   = "idp"
  saml_metadata_document = ${document}
}
`;

const template = `
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Idp:
    Type: AWS::IAM::SAMLProvider
    Properties: { Name: idp, SamlMetadataDocument: '${metadata}' }
  Staff:
    Type: AWS::IAM::Role
    Properties:
      RoleName: staff
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: sts:AssumeRoleWithSAML, Principal: { Federated: !Ref Idp } }]
`;

test.each<[string, Record<string, string>, string | undefined]>([
  [
    'in a file',
    { 'main.tf': provider('file("${path.module}/idp.xml")') + role('aws_iam_saml_provider.staff.arn'), 'idp.xml': metadata },
    signer,
  ],
  ['in code', { 'main.tf': `${provider(`<<-XML\n    ${metadata}\n  XML`)}${role('aws_iam_saml_provider.staff.id')}` }, signer],
  ['given from outside', { 'main.tf': `variable "idp" {}\n${provider('var.idp')}${role('aws_iam_saml_provider.staff.arn')}` }, undefined],
  ['in a template', { 'stack.yaml': template }, signer],
])('the metadata of a SAML provider %s say who signs', async (_name, files, issuer) => {
  const { inventory } = await scan(write(files));
  const [one, ...more] = [...inventory.providers.values()];
  expect(more).toEqual([]);
  expect(one).toMatchObject({ kind: 'saml', id: expect.stringMatching(/^arn:aws:iam::[\w.]+:saml-provider\/idp$/) });
  expect(one?.issuer).toBe(issuer);
  const trusts = [...inventory.trusts.values()].flat();
  expect(trusts).toMatchObject([{ principalKind: 'saml', principal: one?.id }]);
});
