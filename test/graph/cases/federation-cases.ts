import type { Link } from '../../../src/inventory/link.ts';
import type { Trust } from '../../../src/inventory/trust.ts';

const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const key = (claim: string) => `token.actions.githubusercontent.com:${claim}`;
const issuer = ['https://token.actions.githubusercontent.com'];

export interface FederationCase {
  readonly name: string;
  readonly principal?: string;
  readonly condition?: Trust['condition'];
  /** The condition of a Deny beside the Allow. */
  readonly deny?: NonNullable<Trust['condition']>;
  readonly claims: NonNullable<Link['claims']>;
  readonly expect: 'confirmed' | 'conditional' | 'possible' | undefined;
}

const main = { iss: issuer, aud: ['sts.amazonaws.com'], sub: ['repo:acme/shop:ref:refs/heads/main'] };
const sub = (operator: string, ...values: string[]) => ({ [operator]: { [key('sub')]: values } });

export const federationCases: readonly FederationCase[] = [
  { name: 'equal subject', condition: sub('StringEquals', 'repo:acme/shop:ref:refs/heads/main'), claims: main, expect: 'confirmed' },
  { name: 'matching subject', condition: sub('StringLike', 'repo:acme/*'), claims: main, expect: 'confirmed' },
  { name: 'StringEquals takes * as it stands', condition: sub('StringEquals', 'repo:acme/*'), claims: main, expect: undefined },
  { name: 'another repository', condition: sub('StringLike', 'repo:acme/site:*'), claims: main, expect: undefined },
  { name: 'one of several', condition: sub('StringLike', 'repo:acme/site:*', 'repo:acme/shop:*'), claims: main, expect: 'confirmed' },
  {
    name: 'the form with ids',
    condition: sub('StringLike', 'repo:acme@1/shop@2:*'),
    claims: { ...main, sub: ['repo:acme@1/shop@2:ref:refs/heads/main'] },
    expect: 'confirmed',
  },
  {
    name: 'the form with ids is not the form without',
    condition: sub('StringLike', 'repo:acme/*'),
    claims: { ...main, sub: ['repo:acme@1/shop@2:ref:refs/heads/main'] },
    expect: undefined,
  },
  {
    name: 'a repository known by name against the form with ids: its ids are not known',
    condition: sub('StringLike', 'repo:acme@1/shop@2:*'),
    claims: main,
    expect: 'conditional',
  },
  {
    name: 'another repository known by name against the form with ids',
    condition: sub('StringLike', 'repo:acme@1/site@2:*'),
    claims: main,
    expect: undefined,
  },
  {
    name: 'a repository known by name against a pattern for both forms',
    condition: sub('StringLike', 'repo:acme*/shop*:*'),
    claims: main,
    expect: 'confirmed',
  },
  {
    name: 'an unknown branch against one branch',
    condition: sub('StringEquals', 'repo:acme/shop:ref:refs/heads/main'),
    claims: { ...main, sub: ['repo:acme/shop:*'] },
    expect: 'conditional',
  },
  {
    name: 'an unknown branch against all branches',
    condition: sub('StringLike', 'repo:acme/shop:*'),
    claims: { ...main, sub: ['repo:acme/shop:ref:refs/heads/*'] },
    expect: 'confirmed',
  },
  {
    name: 'an unknown owner against another repository: an unknown part may be any text',
    condition: sub('StringLike', 'repo:acme/site:*'),
    claims: { ...main, sub: ['repo:*/shop:ref:refs/heads/main'] },
    expect: 'conditional',
  },
  {
    name: 'an unknown owner against an exact subject of another repository',
    condition: sub('StringEquals', 'repo:acme/site:ref:refs/heads/main'),
    claims: { ...main, sub: ['repo:*/shop:ref:refs/heads/main'] },
    expect: undefined,
  },
  {
    name: 'any of the subjects a job may have',
    condition: sub('StringEquals', 'repo:acme/shop:environment:prod'),
    claims: { ...main, sub: ['repo:acme/shop:pull_request', 'repo:acme/shop:environment:prod'] },
    expect: 'confirmed',
  },
  {
    name: 'a Deny of one of the subjects a job may have leaves the others',
    deny: sub('StringLike', 'repo:acme/shop:pull_request'),
    claims: { ...main, sub: ['repo:acme/shop:pull_request', 'repo:acme/shop:environment:prod'] },
    expect: 'confirmed',
  },
  {
    name: 'a Deny of the only subject that the trust lets in',
    condition: sub('StringEquals', 'repo:acme/shop:pull_request'),
    deny: sub('StringLike', '*:pull_request'),
    claims: { ...main, sub: ['repo:acme/shop:pull_request', 'repo:acme/shop:environment:prod'] },
    expect: undefined,
  },
  {
    name: 'a Deny of all subjects a job may have',
    deny: sub('StringLike', 'repo:acme/*'),
    claims: { ...main, sub: ['repo:acme/shop:pull_request', 'repo:acme/shop:environment:prod'] },
    expect: undefined,
  },
  {
    name: 'a Deny of all but one subject',
    deny: sub('StringNotEquals', 'repo:acme/shop:environment:prod'),
    claims: { ...main, sub: ['repo:acme/shop:pull_request', 'repo:acme/shop:environment:prod'] },
    expect: 'confirmed',
  },
  {
    name: 'a Deny of a part of an unknown branch',
    deny: sub('StringLike', 'repo:acme/shop:ref:refs/heads/dev'),
    claims: { ...main, sub: ['repo:acme/shop:ref:refs/heads/*'] },
    expect: 'conditional',
  },
  {
    name: 'a Deny by a claim that is not known',
    deny: { StringEquals: { [key('actor')]: ['bot'] } },
    claims: main,
    expect: 'conditional',
  },
  {
    name: 'a claim that is not known',
    condition: { StringEquals: { [key('sub')]: main.sub, [key('repository_id')]: ['7'] } },
    claims: main,
    expect: 'conditional',
  },
  { name: 'another audience', condition: { StringEquals: { [key('aud')]: ['other'] } }, claims: main, expect: undefined },
  { name: 'no condition at all', claims: main, expect: 'confirmed' },
  { name: 'another issuer', principal: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com', claims: main, expect: undefined },
  { name: 'an issuer that is not known', claims: { sub: main.sub }, expect: 'conditional' },
  { name: 'ForAnyValue', condition: sub('ForAnyValue:StringLike', 'repo:acme/*'), claims: main, expect: 'confirmed' },
  { name: 'IfExists with another value', condition: sub('StringEqualsIfExists', 'repo:acme/site'), claims: main, expect: undefined },
  { name: 'a subject that is shut out', condition: sub('StringNotLike', 'repo:acme/*'), claims: main, expect: undefined },
  {
    name: 'names of keys in any case',
    condition: { StringLike: { 'Token.Actions.GithubUserContent.com:SUB': ['repo:acme/*'] } },
    claims: main,
    expect: 'confirmed',
  },
  { name: 'not an action for tokens', principal: '*', claims: main, expect: undefined },
  {
    name: 'an operator that is not known',
    condition: { NumberBelow: { [key('run_attempt')]: ['2'] } },
    claims: { ...main, run_attempt: ['1'] },
    expect: 'possible',
  },
  {
    name: 'a number',
    condition: { NumericLessThan: { [key('run_attempt')]: ['2'] } },
    claims: { ...main, run_attempt: ['1'] },
    expect: 'confirmed',
  },
];

export { provider };
