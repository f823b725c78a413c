import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/inventory/fact-types.ts';
import type { Trust } from '../../src/inventory/trust.ts';
import { vendorAccounts } from '../../src/posture/known-accounts.ts';
import { trustFacts } from '../../src/posture/trust-facts.ts';
import { TrustGlances } from '../../src/posture/trust-glance.ts';
import { inventoryOf, trust } from '../graph/small-inventory.ts';

const options = { knownAccounts: new Set(['222233334444']), vendors: vendorAccounts };
const root = (account: string) => `arn:aws:iam::${account}:root`;
const provider = (host: string) => `arn:aws:iam::111122223333:oidc-provider/${host}`;
const github = provider('token.actions.githubusercontent.com');
const hub = (claim: string) => `token.actions.githubusercontent.com:${claim}`;
const sub = (...values: string[]) => ({ StringLike: { [hub('sub')]: values } });
const exact = (...values: string[]) => ({ StringEquals: { [hub('sub')]: values } });

interface TrustCase {
  readonly name: string;
  readonly principal: string;
  readonly condition?: Trust['condition'];
  /** Condition of a Deny statement for everyone in the same policy. */
  readonly deny?: Trust['condition'];
  readonly expect: Facts<'Trust'>;
}

const cases: readonly TrustCase[] = [
  {
    name: 'anyone',
    principal: '*',
    expect: { principal_kind: 'anyone', external: true, limited: false, external_id: false, organization_bound: false },
  },
  {
    name: 'anyone of an organization',
    principal: '*',
    condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-abc'] } },
    expect: { organization_bound: true, limited: true },
  },
  {
    name: 'anyone of the own account',
    principal: '*',
    condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333'] } },
    expect: { external: false, limited: true, party: 'own-organization' },
  },
  {
    name: 'anyone of a known account',
    principal: '*',
    condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::222233334444:role/deploy-*'] } },
    expect: { external: false },
  },
  {
    name: 'anyone of an account that is not known',
    principal: '*',
    condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333', '999988887777'] } },
    expect: { external: true, party: 'public' },
  },
  {
    name: 'a role by its name in any account',
    principal: '*',
    condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/deploy'] } },
    expect: { external: true, limited: false },
  },
  {
    name: 'an operator that nobody knows may limit anything',
    principal: '*',
    condition: { StringResembles: { 'aws:PrincipalArn': ['x'] } },
    expect: { external: undefined, limited: undefined, external_id: undefined },
  },
  {
    name: 'what limits beside an operator that nobody knows',
    principal: '*',
    condition: { StringResembles: { 'aws:PrincipalArn': ['x'] }, StringEquals: { 'sts:ExternalId': ['x'] } },
    expect: { limited: true, external_id: true },
  },
  {
    name: 'a provider and an operator that nobody knows',
    principal: github,
    condition: { StringResembles: { [hub('sub')]: ['repo:acme/web:*'] } },
    expect: { subject_bound: undefined, audience_bound: undefined },
  },
  {
    name: 'a service and an operator that nobody knows',
    principal: 'sns.amazonaws.com',
    condition: { StringResembles: { 'aws:SourceAccount': ['111122223333'] } },
    expect: { source_bound: undefined },
  },
  {
    name: 'any organization',
    principal: '*',
    condition: { StringLike: { 'aws:PrincipalOrgID': ['o-*'] } },
    expect: { organization_bound: false, limited: false },
  },
  {
    name: 'an organization, where the key is there',
    principal: '*',
    condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': ['o-abc'] } },
    expect: { organization_bound: false, limited: false },
  },
  {
    name: 'everyone else shut out',
    principal: '*',
    deny: { StringNotEquals: { 'aws:PrincipalOrgID': ['o-abc'] } },
    expect: { organization_bound: true, limited: true },
  },
  {
    name: 'everyone else shut out under a second condition',
    principal: '*',
    deny: { StringNotEquals: { 'aws:PrincipalOrgID': ['o-abc'] }, Bool: { 'aws:SecureTransport': ['false'] } },
    expect: { organization_bound: false },
  },
  {
    name: 'a role name in any account',
    principal: '*',
    condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/ci'] } },
    expect: { limited: false },
  },
  {
    name: 'a role name in one account',
    principal: '*',
    condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/ci-*'] } },
    expect: { limited: true },
  },
  {
    name: 'a caller that must not be one',
    principal: '*',
    condition: { StringNotEquals: { 'aws:PrincipalArn': ['x'] } },
    expect: { limited: false },
  },

  {
    name: 'the own account',
    principal: root('111122223333'),
    expect: { principal_kind: 'account', account: '111122223333', external: false },
  },
  { name: 'a known account', principal: '222233334444', expect: { account: '222233334444', external: false } },
  {
    name: 'an unknown account',
    principal: root('999988887777'),
    expect: { external: true, external_id: false, limited: false, vendor: undefined },
  },
  {
    name: 'a role of an unknown account',
    principal: 'arn:aws:iam::999988887777:role/x',
    expect: { principal_kind: 'identity', account: '999988887777', external: true },
  },
  {
    name: 'a vendor with an external id',
    principal: root('464622532012'),
    condition: { StringEquals: { 'sts:ExternalId': ['abc'] } },
    expect: { vendor: 'Datadog', external: true, external_id: true, limited: true, condition_keys: ['sts:ExternalId'] },
  },
  {
    name: 'any external id',
    principal: root('464622532012'),
    condition: { StringLike: { 'sts:ExternalId': ['*'] } },
    expect: { external_id: false },
  },

  {
    name: 'compute needs no source',
    principal: 'lambda.amazonaws.com',
    expect: { service: 'lambda.amazonaws.com', external: false, source_bound: false, source_binding_supported: false },
  },
  {
    name: 'a service that names its source',
    principal: 'sns.amazonaws.com',
    expect: { source_bound: false, source_binding_supported: true },
  },
  { name: 'a service in a region', principal: 'logs.eu-west-1.amazonaws.com', expect: { source_binding_supported: true } },
  { name: 'a service nobody told us of', principal: 'something.amazonaws.com', expect: { source_binding_supported: undefined } },
  {
    name: 'bound by account',
    principal: 'glue.amazonaws.com',
    condition: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } },
    expect: { source_bound: true },
  },
  {
    name: 'bound by ARN',
    principal: 'glue.amazonaws.com',
    condition: { ArnLike: { 'AWS:SourceArn': ['arn:aws:glue:*:111122223333:*'] } },
    expect: { source_bound: true },
  },
  {
    name: 'bound to no account',
    principal: 'sns.amazonaws.com',
    condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:*:*:*'] } },
    expect: { source_bound: false },
  },
  {
    name: 'bound to a bucket',
    principal: 's3.amazonaws.com',
    condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::logs-111'] } },
    expect: { source_bound: true },
  },

  {
    name: 'GitHub: nothing asked',
    principal: github,
    expect: {
      principal_kind: 'oidc',
      issuer: 'token.actions.githubusercontent.com',
      subject_bound: false,
      audience_bound: undefined,
      subjects: [],
      subject_broad: [],
      limited: false,
    },
  },
  {
    name: 'GitHub: audience only',
    principal: github,
    condition: { StringEquals: { [hub('aud')]: ['sts.amazonaws.com'] } },
    expect: { subject_bound: false, audience_bound: true },
  },
  { name: 'GitHub: any subject', principal: github, condition: sub('*'), expect: { subject_bound: false } },
  {
    name: 'GitHub: one branch',
    principal: github,
    condition: exact('repo:acme/shop:ref:refs/heads/main'),
    expect: {
      subject_bound: true,
      limited: true,
      subjects: ['repo:acme/shop:ref:refs/heads/main'],
      subject_broad: [],
      mutable_claims: ['sub'],
    },
  },
  {
    name: 'GitHub: the form with ids',
    principal: github,
    condition: exact('repo:acme@1/shop@2:ref:refs/heads/main'),
    expect: { subject_bound: true, subject_broad: [], mutable_claims: [] },
  },
  {
    name: 'GitHub: a name with its id',
    principal: github,
    condition: { StringEquals: { [hub('sub')]: ['repo:acme/shop:environment:prod'], [hub('repository_id')]: ['7'] } },
    expect: { mutable_claims: [] },
  },
  {
    name: 'GitHub: every repository',
    principal: github,
    condition: sub('repo:*'),
    expect: { subject_bound: true, subject_broad: ['repo:*'] },
  },
  {
    name: 'GitHub: repositories of an owner',
    principal: github,
    condition: sub('repo:acme/*'),
    expect: { subject_broad: ['repo:acme/*'] },
  },
  {
    name: 'GitHub: owners that begin alike',
    principal: github,
    condition: sub('repo:acme*/shop:ref:refs/heads/main'),
    expect: { subject_broad: ['repo:acme*/shop:ref:refs/heads/main'] },
  },
  { name: 'GitHub: every branch', principal: github, condition: sub('repo:acme/shop:*'), expect: { subject_broad: ['repo:acme/shop:*'] } },
  {
    name: 'GitHub: branches',
    principal: github,
    condition: sub('repo:acme/shop:ref:refs/heads/*'),
    expect: { subject_broad: ['repo:acme/shop:ref:refs/heads/*'] },
  },
  { name: 'GitHub: tags', principal: github, condition: sub('repo:acme/shop:ref:refs/tags/v*'), expect: { subject_broad: [] } },
  {
    name: 'GitHub: pull requests',
    principal: github,
    condition: exact('repo:acme/shop:pull_request'),
    expect: { subject_broad: ['repo:acme/shop:pull_request'] },
  },
  {
    name: 'GitHub: only the broad one of two',
    principal: github,
    condition: sub('repo:acme/shop:ref:refs/heads/main', 'repo:acme/site:*'),
    expect: { subject_broad: ['repo:acme/site:*'] },
  },
  {
    name: 'GitHub: a wildcard that StringEquals takes as it stands',
    principal: github,
    condition: exact('repo:acme/*'),
    expect: { subject_bound: true, subject_broad: [] },
  },
  {
    name: 'GitHub: every branch, narrowed by another claim',
    principal: github,
    condition: { StringLike: { [hub('sub')]: ['repo:acme/shop:*'] }, StringEquals: { [hub('environment')]: ['prod'] } },
    expect: { subject_broad: [] },
  },
  {
    name: 'GitHub: a repository by id',
    principal: github,
    condition: { StringEquals: { [hub('repository_id')]: ['7'] } },
    expect: { subject_bound: true, subject_broad: ['repository_id=7'], mutable_claims: [] },
  },
  {
    name: 'GitHub: a repository by id, and one branch of it',
    principal: github,
    condition: { StringEquals: { [hub('repository_id')]: ['7'], [hub('ref')]: ['refs/heads/main'] } },
    expect: { subject_bound: true, subject_broad: [], mutable_claims: [] },
  },
  {
    name: 'GitHub: every repository of an owner by its id',
    principal: github,
    condition: { StringEquals: { [hub('repository_owner_id')]: ['5'], [hub('ref')]: ['refs/heads/main'] } },
    expect: { subject_bound: true, subject_broad: ['repository_owner_id=5'], mutable_claims: [] },
  },
  {
    name: 'GitHub: an owner, and one shared workflow of it',
    principal: github,
    condition: {
      StringEquals: { [hub('repository_owner_id')]: ['5'], [hub('job_workflow_ref')]: ['acme/ci/.github/workflows/x.yml@refs/heads/main'] },
    },
    expect: { subject_bound: true, subject_broad: [], mutable_claims: [] },
  },
  {
    name: 'GitHub: a shared workflow',
    principal: github,
    condition: { StringLike: { [hub('job_workflow_ref')]: ['acme/ci/.github/workflows/x.yml@*'] } },
    expect: { subject_bound: true, subject_broad: ['job_workflow_ref=acme/ci/.github/workflows/x.yml@*'] },
  },
  {
    name: 'GitHub: an environment that every repository may name',
    principal: github,
    condition: { StringEquals: { [hub('environment')]: ['prod'] } },
    expect: { subject_bound: false },
  },
  {
    name: 'GitHub: ForAllValues lets in tokens without the claim',
    principal: github,
    condition: { 'ForAllValues:StringLike': { [hub('sub')]: ['repo:acme/shop:*'] } },
    expect: { subject_bound: false, mutable_claims: ['ForAllValues:StringLike sub'] },
  },
  {
    name: 'GitHub: a claim of another provider',
    principal: github,
    condition: { StringEquals: { 'gitlab.com:sub': ['x'] } },
    expect: { subject_bound: false },
  },

  {
    name: 'GitLab: a project',
    principal: provider('gitlab.com'),
    condition: { StringEquals: { 'gitlab.com:sub': ['project_path:g/p:ref_type:branch:ref:main'] } },
    expect: { subject_bound: true, subject_broad: [], mutable_claims: ['sub'] },
  },
  {
    name: 'GitLab: every project',
    principal: provider('gitlab.com'),
    condition: { StringLike: { 'gitlab.com:sub': ['project_path:*'] } },
    expect: { subject_broad: ['project_path:*'] },
  },
  {
    name: 'GitLab: a group',
    principal: provider('gitlab.com'),
    condition: { StringLike: { 'gitlab.com:sub': ['project_path:g/*:ref_type:branch:ref:main'] } },
    expect: { subject_broad: ['project_path:g/*:ref_type:branch:ref:main'] },
  },
  {
    name: 'Terraform: a workspace',
    principal: provider('app.terraform.io'),
    condition: { StringLike: { 'app.terraform.io:sub': ['organization:o:project:p:workspace:w:run_phase:*'] } },
    expect: { subject_broad: [] },
  },
  {
    name: 'Terraform: an organization',
    principal: provider('app.terraform.io'),
    condition: { StringLike: { 'app.terraform.io:sub': ['organization:o:*'] } },
    expect: { subject_broad: ['organization:o:*'] },
  },
  { name: 'party: anyone', principal: '*', expect: { party: 'public' } },
  { name: 'party: the own account', principal: root('111122223333'), expect: { party: 'own-account' } },
  { name: 'party: an account of the organization', principal: root('222233334444'), expect: { party: 'own-organization' } },
  { name: 'party: a role of the organization', principal: 'arn:aws:iam::222233334444:role/x', expect: { party: 'own-organization' } },
  { name: 'party: a vendor', principal: root('464622532012'), expect: { party: 'vendor', vendor: 'Datadog' } },
  { name: 'party: nobody known', principal: root('999988887777'), expect: { party: 'unknown-account' } },
  { name: 'party: a service', principal: 'lambda.amazonaws.com', expect: { party: 'aws-service' } },
  { name: 'party: an identity provider', principal: github, expect: { party: 'identity-provider' } },
  {
    name: 'party: a directory',
    principal: 'arn:aws:iam::111122223333:saml-provider/corp',
    expect: { party: 'identity-provider', principal_kind: 'saml' },
  },

  {
    name: 'GitHub: names alone can be registered by others, and stop matching',
    principal: github,
    condition: exact('repo:acme/shop:ref:refs/heads/main'),
    expect: { recyclable: ['repo:acme/shop:ref:refs/heads/main'], stops_matching: ['repo:acme/shop:ref:refs/heads/main'] },
  },
  {
    name: 'GitHub: names with the repository id beside stop matching all the same',
    principal: github,
    condition: { StringEquals: { [hub('sub')]: ['repo:acme/shop:environment:prod'], [hub('repository_id')]: ['7'] } },
    expect: { recyclable: [], stops_matching: ['repo:acme/shop:environment:prod'] },
  },
  {
    name: 'GitHub: ids',
    principal: github,
    condition: exact('repo:acme@1/shop@2:ref:refs/heads/main'),
    expect: { recyclable: [], stops_matching: [] },
  },
  {
    name: 'GitHub: both forms',
    principal: github,
    condition: exact('repo:acme/shop:ref:refs/heads/main', 'repo:acme@1/shop@2:ref:refs/heads/main'),
    expect: { recyclable: ['repo:acme/shop:ref:refs/heads/main'], stops_matching: [], mutable_claims: ['sub'] },
  },
  {
    name: 'GitHub: both forms, of different branches',
    principal: github,
    condition: exact('repo:acme/shop:ref:refs/heads/main', 'repo:acme@1/shop@2:ref:refs/heads/next'),
    expect: { stops_matching: ['repo:acme/shop:ref:refs/heads/main'] },
  },
  {
    name: 'GitHub: repositories of an owner by name do not take ids',
    principal: github,
    condition: sub('repo:acme/*'),
    expect: { recyclable: ['repo:acme/*'], stops_matching: ['repo:acme/*'] },
  },
  {
    name: 'GitHub: a pattern that takes both',
    principal: github,
    condition: sub('repo:acme*/shop*:ref:refs/heads/main'),
    expect: { stops_matching: [] },
  },
  {
    name: 'GitHub Enterprise Server: no ids',
    principal: provider('git.acme.example/_services/token'),
    condition: { StringEquals: { 'git.acme.example/_services/token:sub': ['repo:acme/shop:ref:refs/heads/main'] } },
    expect: { subject_bound: true, stops_matching: [] },
  },
  {
    name: 'GitLab: a path can be registered by others',
    principal: provider('gitlab.com'),
    condition: { StringEquals: { 'gitlab.com:sub': ['project_path:g/p:ref_type:branch:ref:main'] } },
    expect: { recyclable: ['project_path:g/p:ref_type:branch:ref:main'], stops_matching: [] },
  },
  {
    name: 'CircleCI: a project, whoever sets it off',
    principal: provider('oidc.circleci.com/org/0a1b'),
    condition: { StringLike: { 'oidc.circleci.com/org/0a1b:sub': ['org/0a1b/project/2c3d/user/*'] } },
    expect: { subject_bound: true, subject_broad: [], recyclable: [] },
  },
  {
    name: 'CircleCI: every project',
    principal: provider('oidc.circleci.com/org/0a1b'),
    condition: { StringLike: { 'oidc.circleci.com/org/0a1b:sub': ['org/0a1b/project/*'] } },
    expect: { subject_broad: ['org/0a1b/project/*'] },
  },
  {
    name: 'CircleCI: audience only',
    principal: provider('oidc.circleci.com/org/0a1b'),
    condition: { StringEquals: { 'oidc.circleci.com/org/0a1b:aud': ['0a1b'] } },
    expect: { subject_bound: false, audience_bound: true },
  },
  {
    name: 'Bitbucket: an environment of a repository',
    principal: provider('api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'),
    condition: { StringLike: { 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub': ['{0a1b}:{2c3d}:*'] } },
    expect: { subject_bound: true, subject_broad: [], recyclable: [] },
  },
  {
    name: 'Bitbucket: an environment of a repository, with a star behind the repository',
    principal: provider('api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'),
    condition: { StringLike: { 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub': ['{0a1b}*:{2c3d}:*'] } },
    expect: { subject_bound: true, subject_broad: [] },
  },
  {
    name: 'Bitbucket: every step of a repository, with nothing but a star behind it',
    principal: provider('api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'),
    condition: { StringLike: { 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub': ['{0a1b}*'] } },
    expect: { subject_broad: ['{0a1b}*'] },
  },
  {
    name: 'Bitbucket: every step of a repository',
    principal: provider('api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'),
    condition: { StringLike: { 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub': ['{0a1b}:*'] } },
    expect: { subject_broad: ['{0a1b}:*'] },
  },
  {
    name: 'Bitbucket: every repository',
    principal: provider('api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'),
    condition: { StringLike: { 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub': ['{*}:*'] } },
    expect: { subject_broad: ['{*}:*'] },
  },
  {
    name: 'EKS: any namespace',
    principal: provider('oidc.eks.eu-west-1.amazonaws.com/id/AB'),
    condition: { StringLike: { 'oidc.eks.eu-west-1.amazonaws.com/id/AB:sub': ['system:serviceaccount:*:sa'] } },
    expect: { subject_broad: ['system:serviceaccount:*:sa'] },
  },
  {
    name: 'EKS: a service account',
    principal: provider('oidc.eks.eu-west-1.amazonaws.com/id/AB'),
    condition: { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/AB:sub': ['system:serviceaccount:ns:sa'] } },
    expect: { subject_bound: true, subject_broad: [] },
  },
  {
    name: 'EKS: any of a namespace',
    principal: provider('oidc.eks.eu-west-1.amazonaws.com/id/AB'),
    condition: { StringLike: { 'oidc.eks.eu-west-1.amazonaws.com/id/AB:sub': ['system:serviceaccount:ns:*'] } },
    expect: { subject_broad: ['system:serviceaccount:ns:*'] },
  },
  {
    name: 'the account that pods have which name none',
    principal: provider('oidc.eks.eu-west-1.amazonaws.com/id/AB'),
    condition: { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/AB:sub': ['system:serviceaccount:ns:default'] } },
    expect: { subject_broad: ['system:serviceaccount:ns:default'] },
  },
  {
    name: 'EKS: audience only',
    principal: provider('oidc.eks.eu-west-1.amazonaws.com/id/AB'),
    condition: { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/AB:aud': ['sts.amazonaws.com'] } },
    expect: { subject_bound: false, audience_bound: true },
  },
  {
    name: 'Google: a service account by its id',
    principal: 'accounts.google.com',
    condition: { StringEquals: { 'accounts.google.com:aud': ['1234'] } },
    expect: { principal_kind: 'federated', subject_bound: true, audience_bound: true },
  },
  {
    name: 'Cognito: a pool, signed in or not',
    principal: 'cognito-identity.amazonaws.com',
    condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': ['p'] } },
    expect: { subject_bound: false },
  },
  {
    name: 'Cognito: signed in',
    principal: 'cognito-identity.amazonaws.com',
    condition: {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': ['p'] },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': ['authenticated'] },
    },
    expect: { subject_bound: true },
  },
];

describe('facts of a trust statement', () => {
  test.each(cases)('$name', ({ principal, condition, deny, expect: facts }) => {
    const allow = trust('role/app', principal, condition ? { condition } : {});
    const inventory = inventoryOf([allow, ...(deny ? [trust('role/app', '*', { effect: 'Deny', condition: deny })] : [])]);
    const given = inventory.trusts.get('aws:role/111122223333/app')?.find((t) => t.effect === 'Allow');
    expect(given).toBeDefined();
    const all = given ? trustFacts(given, inventory, options) : {};
    expect(Object.fromEntries(Object.entries(all).filter(([name]) => name in facts))).toEqual(facts);
  });

  test.each(cases)('$name: at a glance nothing else is said', ({ principal, condition, deny }) => {
    const more = { ...(condition ? { condition } : {}) };
    const allow = [trust('role/app', principal, more), trust('role/other', principal, more)];
    const inventory = inventoryOf([...allow, ...(deny ? [trust('role/app', '*', { effect: 'Deny', condition: deny })] : [])]);
    const [one, other] = ['app', 'other'].map((name) =>
      inventory.trusts.get(`aws:role/111122223333/${name}`)?.find((t) => t.effect === 'Allow'),
    );
    if (one === undefined || other === undefined) throw new Error('no trust was read');
    const glances = new TrustGlances(inventory, options.knownAccounts);
    const glance = glances.of(one) ?? {};
    for (const [name, fact] of Object.entries(glance))
      expect([name, fact]).toEqual([name, factOf(trustFacts(one, inventory, options), name)]);
    expect(glances.of(other)).toBe(glance);
  });
});

function factOf(facts: Facts<'Trust'>, name: string): unknown {
  return new Map<string, unknown>(Object.entries(facts)).get(name);
}

test('vendor accounts are account ids', () => {
  for (const account of Object.keys(vendorAccounts)) expect(account).toMatch(/^\d{12}$/);
});
