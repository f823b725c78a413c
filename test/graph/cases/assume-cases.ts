import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import type { SimplePower } from '../simple-engine.ts';
import { arn, id, identity, otherAccount, trust } from '../small-inventory.ts';

export interface EdgeCase {
  readonly name: string;
  readonly given: readonly Fragment[];
  readonly powers?: Readonly<Record<string, SimplePower>>;
  /** `from -> to`, with the certainty of the best path between them, or undefined for no path. */
  readonly from: string;
  readonly to: string;
  readonly expect: 'confirmed' | 'conditional' | 'possible' | undefined;
}

const app = identity('role/app');
const target = identity('role/target');
const far = identity(`${otherAccount}:role/app`);
const root = (account: string) => `arn:aws:iam::${account}:root`;
const assume = (resource: string, more: object = {}) => ({ statements: [{ action: 'sts:AssumeRole', resource, ...more }] });
const between = { from: 'role/app', to: 'role/target' } as const;
const mine = '111122223333';

const allow = (principal: string, condition?: object): TrustOf => [
  principal,
  condition === undefined ? {} : { condition: condition as never },
];
const deny = (principal: string, condition?: object): TrustOf => [
  principal,
  { effect: 'Deny', ...(condition === undefined ? {} : { condition: condition as never }) },
];
type TrustOf = readonly [principal: string, more: Partial<Trust>];

/** Trusts of a whole account that do not treat its callers alike: what holds for one role and one user, both with the permission. */
const callers = (
  [
    ['a deny that names one', [allow(mine), deny(arn('role/app'))], undefined, 'confirmed'],
    ['a deny that names one, of everyone', [allow('*'), deny(arn('user/robot'))], 'confirmed', undefined],
    [
      'a deny of one under a condition',
      [allow(mine), deny(arn('role/app'), { Bool: { 'aws:SecureTransport': ['false'] } })],
      'conditional',
      'confirmed',
    ],
    ['a deny of an ARN', [allow(mine), deny('*', { ArnLike: { 'aws:PrincipalArn': [arn('user/*')] } })], 'confirmed', undefined],
    ['a user name', [allow(mine, { StringEquals: { 'aws:username': ['robot'] } })], undefined, 'confirmed'],
    ['another user name', [allow(root(mine), { StringLike: { 'aws:UserName': ['human-*'] } })], undefined, undefined],
    ['a kind of caller', [allow(mine, { StringEquals: { 'aws:PrincipalType': ['AssumedRole'] } })], 'confirmed', undefined],
    ['not an ARN', [allow(mine, { ArnNotLike: { 'aws:PrincipalArn': [arn('role/a*')] } })], undefined, 'confirmed'],
    ['not an ARN, of everyone', [allow('*', { StringNotEquals: { 'aws:PrincipalArn': [arn('user/robot')] } })], 'confirmed', undefined],
    ['an ARN that is there', [allow(mine, { Null: { 'aws:PrincipalArn': ['false'] } })], 'confirmed', 'confirmed'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['an ARN with a variable', [allow(mine, { ArnLike: { 'aws:PrincipalArn': [arn('user/${aws:username}')] } })], undefined, 'confirmed'],
    [
      'an ARN with a tag of the caller',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      [allow(mine, { ArnLike: { 'aws:PrincipalArn': [arn('user/${aws:PrincipalTag/team}')] } })],
      undefined,
      'conditional',
    ],
    [
      'a user name besides what nobody here knows',
      [allow(mine, { StringEquals: { 'aws:username': ['robot'], 'sts:ExternalId': ['x'] } })],
      undefined,
      'conditional',
    ],
    [
      'an ARN, and the account without one',
      [allow(mine), [mine, { ...allow(mine, { ArnLike: { 'aws:PrincipalArn': [arn('role/a*')] } })[1], id: 'second' }]],
      'confirmed',
      'confirmed',
    ],
  ] as const
).flatMap(([name, statements, role, user]) => [
  [name, statements, 'role/app', role] as const,
  [name, statements, 'user/robot', user] as const,
]);

export const assumeCases: readonly EdgeCase[] = [
  {
    name: 'a trust that names a principal of the account suffices',
    given: [app, target, trust('role/target', arn('role/app'))],
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'an explicit deny of the named principal wins',
    given: [app, target, trust('role/target', arn('role/app'))],
    powers: { [id('role/app')]: { statements: [{ effect: 'Deny', action: 'sts:*' }] } },
    ...between,
    expect: undefined,
  },
  {
    name: 'a named principal whose policies could not be read is possible',
    given: [app, target, trust('role/target', arn('role/app'))],
    powers: { [id('role/app')]: { unreadable: true } },
    ...between,
    expect: 'possible',
  },
  ...(
    [
      ['role/app', 'boundary', 'denied', undefined],
      ['role/app', 'boundary', 'conditional', 'conditional'],
      ['role/app', 'organization', 'denied', undefined],
      ['role/app', 'deny', 'conditional', 'conditional'],
      ['role/app', 'deny', 'unknown', 'possible'],
      ['user/robot', 'boundary', 'denied', 'confirmed'],
      ['user/robot', 'organization', 'denied', undefined],
      ['user/robot', 'deny', 'conditional', 'conditional'],
    ] as const
  ).map(
    ([from, by, answer, expect]): EdgeCase => ({
      name: `a trust that names ${from} with a limit: ${by} ${answer}`,
      given: [identity(from), target, trust('role/target', arn(from))],
      powers: { [id(from)]: { limits: [{ by, answer }] } },
      from,
      to: 'role/target',
      expect,
    }),
  ),
  {
    name: 'a trust that names the session of a role is not limited by its boundary',
    given: [app, target, trust('role/target', `arn:aws:sts::${mine}:assumed-role/app/session`)],
    powers: { [id('role/app')]: { limits: [{ by: 'boundary', answer: 'denied' }] } },
    ...between,
    expect: 'conditional',
  },
  {
    name: 'a trust that names a role and its session lets in the session past the boundary',
    given: [app, target, trust('role/target', arn('role/app')), trust('role/target', `arn:aws:sts::${mine}:assumed-role/app/session`)],
    powers: { [id('role/app')]: { limits: [{ by: 'boundary', answer: 'denied' }] } },
    ...between,
    expect: 'conditional',
  },
  {
    name: 'a trust that names a role and its session lets in neither past a Deny',
    given: [app, target, trust('role/target', arn('role/app')), trust('role/target', `arn:aws:sts::${mine}:assumed-role/app/session`)],
    powers: { [id('role/app')]: { limits: [{ by: 'deny', answer: 'denied' }] } },
    ...between,
    expect: undefined,
  },
  {
    name: 'a trust that names a principal whose own permission is conditional needs none',
    given: [app, target, trust('role/target', arn('role/app'))],
    powers: { [id('role/app')]: { ...assume('*', { condition: 'aws:SourceIp' }), limits: [] } },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a trust of the account alone does not suffice',
    given: [app, target, trust('role/target', root(mine))],
    ...between,
    expect: undefined,
  },
  {
    name: 'a trust of the account with the permission on that role',
    given: [app, target, trust('role/target', mine)],
    powers: { [id('role/app')]: assume(arn('role/target')) },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a permission on another role does not help',
    given: [app, target, trust('role/target', mine)],
    powers: { [id('role/app')]: assume(arn('role/other')) },
    ...between,
    expect: undefined,
  },
  {
    name: 'a permission on every role',
    given: [app, target, identity('role/other'), trust('role/target', mine), trust('role/other', mine)],
    powers: { [id('role/app')]: assume('*') },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a permission on every role but one',
    given: [app, target, identity('role/other'), trust('role/target', mine), trust('role/other', mine)],
    powers: {
      [id('role/app')]: { statements: [{ action: 'sts:AssumeRole' }, { effect: 'Deny', action: '*', resource: arn('role/target') }] },
    },
    ...between,
    expect: undefined,
  },
  {
    name: 'a permission on a pattern',
    given: [app, target, trust('role/target', mine)],
    powers: { [id('role/app')]: assume('arn:aws:iam::*:role/tar*') },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'the path of a role is part of its ARN',
    given: [app, identity('role/target', { aws: { path: '/team/' } }), trust('role/target', mine)],
    powers: { [id('role/app')]: assume(arn('role/team/target')) },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a permission under a condition',
    given: [app, target, trust('role/target', mine)],
    powers: { [id('role/app')]: assume(arn('role/target'), { condition: 'aws:SourceIp' }) },
    ...between,
    expect: 'conditional',
  },
  {
    name: 'an external id that nobody here knows',
    given: [app, target, trust('role/target', arn('role/app'), { condition: { StringEquals: { 'sts:ExternalId': ['x'] } } })],
    ...between,
    expect: 'conditional',
  },
  {
    name: 'a condition on the caller that holds',
    given: [app, target, trust('role/target', mine, { condition: { ArnLike: { 'aws:PrincipalArn': [arn('role/a*')] } } })],
    powers: { [id('role/app')]: assume('*') },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a condition on the caller in another partition',
    given: [
      app,
      target,
      trust('role/target', mine, { condition: { ArnLike: { 'aws:PrincipalArn': [`arn:aws-cn:iam::${mine}:role/a*`] } } }),
    ],
    powers: { [id('role/app')]: assume('*') },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'a condition on the caller that does not hold',
    given: [app, target, trust('role/target', mine, { condition: { StringEquals: { 'aws:PrincipalArn': [arn('role/b')] } } })],
    powers: { [id('role/app')]: assume('*') },
    ...between,
    expect: undefined,
  },
  ...callers.map(
    ([name, statements, from, expect]): EdgeCase => ({
      name: `of an account: ${name}: ${from}`,
      given: [app, identity('user/robot'), target, ...statements.map(([principal, more]) => trust('role/target', principal, more))],
      powers: { [id('role/app')]: assume('*'), [id('user/robot')]: assume(arn('role/*')) },
      from,
      to: 'role/target',
      expect,
    }),
  ),
  {
    name: 'of an account whose trust turns on the caller: the permission is needed',
    given: [app, target, trust('role/target', mine), trust('role/target', arn('user/robot'), { effect: 'Deny' })],
    ...between,
    expect: undefined,
  },
  {
    name: 'of an account whose trust turns on the caller: a permission that could not be read',
    given: [app, target, trust('role/target', mine), trust('role/target', arn('user/robot'), { effect: 'Deny' })],
    powers: { [id('role/app')]: { ...assume('*'), unreadable: true } },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'another account needs the permission too',
    given: [far, target, trust('role/target', arn(`${otherAccount}:role/app`))],
    from: `${otherAccount}:role/app`,
    to: 'role/target',
    expect: undefined,
  },
  {
    name: 'another account with the permission',
    given: [far, target, trust('role/target', arn(`${otherAccount}:role/app`))],
    powers: { [id(`${otherAccount}:role/app`)]: assume(arn('role/target')) },
    from: `${otherAccount}:role/app`,
    to: 'role/target',
    expect: 'confirmed',
  },
  {
    name: 'an identity of another account that is only named',
    given: [identity(`${otherAccount}:role/app`, { standing: 'named' }), target, trust('role/target', arn(`${otherAccount}:role/app`))],
    from: `${otherAccount}:role/app`,
    to: 'role/target',
    expect: 'possible',
  },
  {
    name: 'a deny in the trust policy',
    given: [app, target, trust('role/target', arn('role/app')), trust('role/target', '*', { effect: 'Deny' })],
    ...between,
    expect: undefined,
  },
  {
    name: 'a deny in the trust policy that may not apply',
    given: [
      app,
      target,
      trust('role/target', arn('role/app')),
      trust('role/target', '*', { effect: 'Deny', condition: { StringNotEquals: { 'aws:PrincipalOrgID': ['o-1'] } } }),
    ],
    ...between,
    expect: 'conditional',
  },
  {
    name: 'a trust of everyone with the permission',
    given: [app, target, trust('role/target', '*')],
    powers: { [id('role/app')]: assume(arn('role/*')) },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'one session of a role',
    given: [app, target, trust('role/target', `arn:aws:sts::${mine}:assumed-role/app/nightly`)],
    ...between,
    expect: 'conditional',
  },
  {
    name: 'an administrator can become any identity of its account',
    given: [app, target],
    powers: { [id('role/app')]: { level: 'admin' } },
    ...between,
    expect: 'confirmed',
  },
  {
    name: 'but not a role of the provider',
    given: [app, identity('role/target', { providerManaged: true })],
    powers: { [id('role/app')]: { level: 'admin' } },
    ...between,
    expect: undefined,
  },
];
