import { describe, expect, test } from 'vitest';
import { type Change, compareStates } from '../../src/cli/diff/compare-states.ts';
import { type GrantLine, linesBeyond } from '../../src/cli/diff/grant-lines.ts';
import type { State, StateIdentity } from '../../src/cli/diff/state.ts';

const deploy: StateIdentity = {
  name: 'deploy',
  plane: 'aws',
  kind: 'aws-iam-role',
  scope: '1',
  agent: false,
  seenBy: { plane: 'aws', scope: '1' },
  enabled: true,
  power: { level: 'write', read: 'some', write: 'some', execute: 'none', grant: 'none', secrets: 'unknown' },
  reach: { level: 'none', identities: 0, production: false },
};

const aws = { plane: 'aws', scope: '1' };
const whole = [{ ...aws, status: 'complete' as const }];

function stateOf(more: Partial<State> = {}): State {
  return {
    name: 'x',
    now: '2026-11-01T00:00:00Z',
    sources: whole,
    unseen: [],
    identities: new Map([['d', deploy]]),
    credentials: new Map(),
    edges: [],
    paths: [],
    findings: [],
    others: new Map(),
    rules: new Set(['r']),
    records: {},
    nameOf: (id) => (id === 'd' ? 'deploy' : id),
    ...more,
  };
}

const line = (action: string, resource: string, more: Partial<GrantLine> = {}): GrantLine => ({
  text: `${action} on ${resource}`,
  effect: 'allow',
  condition: '',
  pattern: { action: action.toLowerCase(), resource },
  ...more,
});

const identity = (more: Partial<StateIdentity>): Pick<State, 'identities'> => ({ identities: new Map([['d', { ...deploy, ...more }]]) });
const edge = { from: 'd', to: 'admin', kind: 'assumes', certainty: 'confirmed', technique: null, reason: 'trusted', seenBy: [aws] };
const path = { from: 'd', to: 'class:admin', certainty: 'confirmed', via: ['e'], seenBy: [aws] };
const step = (from: string, to: string, certainty = 'confirmed') => ({ ...edge, from, to, certainty, kind: 'member' });
const overE = { paths: [path], edges: [step('d', 'e'), step('e', 'class:admin')] };
const possible = { paths: [{ ...path, certainty: 'possible' }], edges: [step('d', 'e', 'possible'), step('e', 'class:admin')] };
const key = { name: 'AKIA1', kind: 'aws-access-key', identity: 'd', enabled: true, seenBy: aws };
const keyState = (more: object = {}): Pick<State, 'credentials'> => ({ credentials: new Map([['k', { ...key, ...more }]]) });
const grants = (...lines: readonly GrantLine[]): Pick<State, 'given'> => ({
  given: { holders: new Map([['d', { name: 'deploy', lines: () => lines }]]), trusts: new Map() },
});
const bucket = line('s3:*', '*');
const finding = { fingerprint: 'f', rule: 'r', severity: 'low' as const, title: 'T', subject: 'd#x', identity: 'd', ...aws };
const partial = [{ ...aws, status: 'partial' as const }];
const elsewhere = [{ ...aws, scope: '2', status: 'complete' as const }];

const told = ({ direction, text }: Change): string => `${direction}: ${text}`;

describe('a change', () => {
  test.each<[string, Partial<State>, Partial<State>, readonly string[]]>([
    ['none', {}, {}, []],
    ['somebody new', { identities: new Map() }, {}, ['more: role deploy is new with power write']],
    ['somebody gone', {}, { identities: new Map() }, ['less: role deploy is gone']],
    ['somebody not looked for', {}, { identities: new Map(), sources: partial }, ['unseen: role deploy was not seen']],
    ['somebody of a plane not read', {}, { identities: new Map(), sources: [] }, ['unseen: role deploy was not seen']],
    ['power', {}, identity({ power: { ...deploy.power, level: 'admin' } }), ['more: role deploy: power write -> admin']],
    ['less power', {}, identity({ power: { ...deploy.power, level: 'read' } }), ['less: role deploy: power write -> read']],
    [
      'power not known before',
      {},
      identity({ power: { ...deploy.power, secrets: 'all' } }),
      ['other: role deploy: secrets unknown -> all'],
    ],
    [
      'reach',
      {},
      identity({ reach: { level: 'admin', identities: 3, production: false } }),
      ['more: role deploy reaches none -> admin; can act as 3 others, 3 more'],
    ],
    [
      'reach in number alone',
      identity({ reach: { level: 'none', identities: 4, production: false } }),
      {},
      ['less: role deploy can act as 0 others, 4 fewer'],
    ],
    [
      'reach of one',
      {},
      identity({ reach: { level: 'none', identities: 1, production: false } }),
      ['more: role deploy can act as 1 other, 1 more'],
    ],
    [
      'reach of production, where no level and no number changed',
      {},
      identity({ reach: { level: 'none', identities: 0, production: true } }),
      ['more: role deploy reaches production now'],
    ],
    [
      'a name that says its kind, and one of two homes',
      {
        identities: new Map([
          ['a', { ...deploy, kind: 'aws-outside-account', name: 'account 1' }],
          ['b', { ...deploy, scope: '2' }],
          ['d', deploy],
        ]),
      },
      {
        identities: new Map([
          ['b', { ...deploy, scope: '2', enabled: false }],
          ['d', deploy],
        ]),
      },
      ['less: role deploy (2) was disabled', 'less: outside account 1 is gone'],
    ],
    ['switched off', {}, identity({ enabled: false }), ['less: role deploy was disabled']],
    ['a way', {}, { edges: [edge] }, ['more: a new way: deploy -> admin (confirmed; trusted)']],
    ['a way that is gone', { edges: [edge] }, {}, ['less: a way less: deploy -> admin (confirmed; trusted)']],
    ['a way told in other words', { edges: [edge] }, { edges: [{ ...edge, reason: 'lets in' }] }, []],
    ['a path', {}, overE, ['more: a new path to administrator: deploy -> e -> admin (confirmed)']],
    ['a path less', overE, {}, ['less: a path less to administrator: deploy -> e -> admin (confirmed)']],
    [
      'a path whose source was not read',
      overE,
      { sources: partial },
      ['unseen: a path to administrator was not seen: deploy -> e -> admin (confirmed)'],
    ],
    [
      'a path whose source was not read before',
      { sources: elsewhere },
      overE,
      ['other: a path to administrator that was not looked for before: deploy -> e -> admin (confirmed)'],
    ],
    ['a path over others', overE, { paths: [{ ...path, via: [] }], edges: [step('d', 'class:admin')] }, []],
    [
      'a shorter path beside one that is still there',
      overE,
      { paths: [{ ...path, to: 'class:b', via: [] }], edges: [...overE.edges, step('d', 'class:b')] },
      ['more: a new path to administrator: deploy -> b (confirmed)'],
    ],
    [
      'a way whose source was not read',
      { edges: [edge] },
      { sources: [] },
      ['unseen: a way was not seen: deploy -> admin (confirmed; trusted)'],
    ],
    [
      'a way of which the one end lost what was read of it',
      { edges: [edge] },
      identity({ power: { ...deploy.power, level: 'unknown' } }),
      ['other: role deploy: power write -> unknown', 'unseen: a way was not seen: deploy -> admin (confirmed; trusted)'],
    ],
    [
      'a way whose source was not read before',
      { sources: elsewhere },
      { edges: [edge] },
      ['other: a way not looked for before: deploy -> admin (confirmed; trusted)'],
    ],
    [
      'a way of somebody new to somebody who was there',
      {},
      { edges: [{ ...edge, from: 'x', to: 'd' }] },
      ['more: a new way: x -> deploy (confirmed; trusted)'],
    ],
    [
      'less reach where less was read',
      identity({ reach: { level: 'none', identities: 4, production: false } }),
      { sources: partial },
      ['unseen: role deploy can act as 0 others, 4 fewer'],
    ],
    [
      'a path that became certain',
      possible,
      overE,
      ['more: a path to administrator that is more certain now: deploy -> e -> admin (confirmed)'],
    ],
    [
      'a path that became uncertain',
      overE,
      possible,
      ['less: a path to administrator that is less certain now: deploy -> e -> admin (confirmed before)'],
    ],
    ['a key', {}, keyState(), ['more: aws-access-key AKIA1 of deploy is new']],
    ['a key that was switched off', keyState(), keyState({ enabled: false }), ['less: aws-access-key AKIA1 of deploy was disabled']],
    ['a key that was switched on', keyState({ enabled: false }), keyState(), ['more: aws-access-key AKIA1 of deploy was enabled']],
    ['a key of an account not read', keyState(), { sources: elsewhere }, ['unseen: aws-access-key AKIA1 of deploy was not seen']],
    ['a finding', {}, { findings: [finding] }, ['more: a new finding: low r: T, deploy']],
    [
      'a worse finding',
      { findings: [finding] },
      { findings: [{ ...finding, severity: 'high' }] },
      ['more: a finding low -> high r: T, deploy'],
    ],
    ['a finding gone', { findings: [finding] }, {}, ['less: a finding is gone: low r: T, deploy']],
    [
      'a finding gone from somebody who was seen in a source read in part',
      { findings: [{ ...finding, subject: 'd' }] },
      { sources: partial },
      ['less: a finding is gone: low r: T, deploy'],
    ],
    [
      'a finding about something else, in a source read in part',
      { findings: [{ ...finding, subject: 'k' }] },
      { sources: partial },
      ['unseen: a finding was not seen: low r: T, deploy'],
    ],
    [
      'a finding that is waived now',
      { findings: [finding] },
      { others: new Map([['f', 'suppressed']]) },
      ['other: a finding is waived now: low r: T, deploy'],
    ],
    [
      'a finding no longer waived',
      { others: new Map([['f', 'suppressed']]) },
      { findings: [finding] },
      ['more: a finding is no longer waived: low r: T, deploy'],
    ],
    [
      'a finding that became unknown',
      { findings: [finding] },
      { others: new Map([['f', 'unknown']]) },
      ['unseen: a finding could not be answered: low r: T, deploy'],
    ],
    [
      'a finding that was unknown',
      { others: new Map([['f', 'unknown']]) },
      { findings: [finding] },
      ['other: a finding could not be answered before: low r: T, deploy'],
    ],
    [
      'a finding of a rule not run before',
      { rules: new Set() },
      { findings: [finding] },
      ['other: a finding was not asked for before: low r: T, deploy'],
    ],
    [
      'a finding of a source not read before',
      { sources: elsewhere },
      { findings: [finding] },
      ['other: a finding was not looked for before: low r: T, deploy'],
    ],
    [
      'a finding of a rule not run',
      { findings: [finding] },
      { rules: new Set() },
      ['unseen: a finding was not asked for: low r: T, deploy'],
    ],
    ['a grant', grants(), grants(line('iam:PassRole', '*')), ['more: role deploy gained iam:PassRole on *']],
    ['a grant less', grants(line('iam:PassRole', '*')), grants(), ['less: role deploy lost iam:PassRole on *']],
    ['a deny', grants(), grants(line('s3:*', '*', { effect: 'deny' })), ['less: role deploy is now denied s3:* on *']],
    ['a deny less', grants(line('s3:*', '*', { effect: 'deny' })), grants(), ['more: role deploy is no longer denied s3:* on *']],
    [
      'a condition less',
      grants({ ...bucket, condition: 'c' }),
      grants(bucket),
      ['more: role deploy has s3:* on * without a condition now'],
    ],
    [
      'a condition more',
      grants(bucket),
      grants({ ...bucket, condition: 'c' }),
      ['less: role deploy has s3:* on * only under a condition now'],
    ],
    [
      'another condition',
      grants({ ...bucket, condition: 'c' }),
      grants({ ...bucket, condition: 'd' }),
      ['other: role deploy has s3:* on * under another condition'],
    ],
    [
      'a condition of a deny',
      grants({ ...bucket, effect: 'deny' }),
      grants({ ...bucket, effect: 'deny', condition: 'c' }),
      ['more: role deploy is denied s3:* on * only under a condition now'],
    ],
    [
      'a boundary with what it says',
      grants(),
      grants({ text: 'the boundary b', effect: 'limit', condition: '', of: 'b' }, { ...bucket, of: 'b', within: 'the boundary b' }),
      ['less: role deploy is now limited by the boundary b'],
    ],
    [
      'a wider boundary',
      grants({ text: 'the boundary b', effect: 'limit', condition: '', of: 'b' }),
      grants({ text: 'the boundary b', effect: 'limit', condition: '', of: 'b' }, { ...bucket, of: 'b', within: 'the boundary b' }),
      ['more: the boundary b of role deploy now lets through s3:* on *'],
    ],
    [
      'a policy whose text was not read before',
      grants({ text: 'ReadOnly', effect: 'allow', condition: '', of: 'ReadOnly', unread: true }),
      grants({ ...bucket, of: 'ReadOnly' }),
      [],
    ],
    [
      'grants that were not read this time',
      grants(bucket),
      grants({ text: 'policies', effect: 'allow', condition: '', placeholder: true }),
      ['unseen: role deploy had s3:* on *: what it has was not seen this time'],
    ],
    ['grants that one side does not hold', {}, grants(line('s3:*', '*')), []],
  ])('%s', (_, before, after, expected) => {
    expect(compareStates(stateOf(before), stateOf(after)).map(told)).toEqual(expected);
  });
});

describe('what was held by a wider line is not gained', () => {
  test.each([
    ['the same', line('s3:GetObject', '*'), line('s3:GetObject', '*'), false],
    ['a wider action', line('s3:GetObject', '*'), line('s3:*', '*'), false],
    ['a wider resource', line('s3:GetObject', 'arn:aws:s3:::a/*'), line('s3:GetObject', 'arn:aws:s3:::*'), false],
    ['a narrower action', line('s3:*', '*'), line('s3:GetObject', '*'), true],
    ['a wider one under a condition', line('s3:GetObject', '*'), line('s3:*', '*', { condition: '{}' }), true],
    ['the same condition', line('s3:GetObject', '*', { condition: '{}' }), line('s3:*', '*', { condition: '{}' }), false],
    ['a deny', line('s3:GetObject', '*'), line('s3:*', '*', { effect: 'deny' }), true],
  ])('%s', (_, now, then, gained) => expect(linesBeyond([now], [then])).toHaveLength(gained ? 1 : 0));
});
