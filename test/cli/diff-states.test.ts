import { describe, expect, test } from 'vitest';
import { type Change, compareStates } from '../../src/cli/diff/compare-states.ts';
import { type GrantLine, linesBeyond } from '../../src/cli/diff/grant-lines.ts';
import type { State, StateIdentity } from '../../src/cli/diff/state.ts';

const deploy: StateIdentity = {
  name: 'deploy',
  plane: 'aws',
  kind: 'aws-iam-role',
  agent: false,
  seenBy: 'aws',
  enabled: true,
  power: { level: 'write', read: 'some', write: 'some', execute: 'none', grant: 'none', secrets: 'unknown' },
  reach: { level: 'none', identities: 0 },
};

function stateOf(more: Partial<State> = {}): State {
  return {
    name: 'x',
    now: '2026-11-01T00:00:00Z',
    sources: [{ plane: 'aws', status: 'complete' }],
    identities: new Map([['d', deploy]]),
    credentials: new Map(),
    edges: [],
    paths: [],
    findings: [],
    rules: new Set(['r']),
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
const edge = { from: 'd', to: 'admin', kind: 'assumes', certainty: 'confirmed', technique: null, reason: 'trusted' };
const path = { from: 'd', to: 'admin', certainty: 'confirmed', via: ['e'] };
const finding = { fingerprint: 'f', rule: 'r', severity: 'low' as const, title: 'T', subject: 'd', identity: 'd', plane: 'aws' };
const partial = [{ plane: 'aws', status: 'partial' }];

const told = ({ direction, text }: Change): string => `${direction}: ${text}`;

describe('a change', () => {
  test.each<[string, Partial<State>, Partial<State>, readonly string[]]>([
    ['none', {}, {}, []],
    ['somebody new', { identities: new Map() }, {}, ['more: deploy (aws-iam-role) is new with power write']],
    ['somebody gone', {}, { identities: new Map() }, ['less: deploy (aws-iam-role) is gone']],
    ['somebody not looked for', {}, { identities: new Map(), sources: partial }, ['unseen: deploy (aws-iam-role) was not seen']],
    ['somebody of a plane not read', {}, { identities: new Map(), sources: [] }, ['unseen: deploy (aws-iam-role) was not seen']],
    ['power', {}, identity({ power: { ...deploy.power, level: 'admin' } }), ['more: deploy: power write -> admin']],
    ['less power', {}, identity({ power: { ...deploy.power, level: 'read' } }), ['less: deploy: power write -> read']],
    ['power not known before', {}, identity({ power: { ...deploy.power, secrets: 'all' } }), ['other: deploy: secrets unknown -> all']],
    [
      'reach',
      {},
      identity({ reach: { level: 'admin', identities: 3 } }),
      ['more: deploy reaches none -> admin; can act as 3 others, 3 more'],
    ],
    ['reach in number alone', identity({ reach: { level: 'none', identities: 4 } }), {}, ['less: deploy can act as 0 others, 4 fewer']],
    ['switched off', {}, identity({ enabled: false }), ['less: deploy was disabled']],
    ['a way', {}, { edges: [edge] }, ['more: a new way: deploy -> admin (confirmed; trusted)']],
    ['a way that is gone', { edges: [edge] }, {}, ['less: a way less: deploy -> admin (confirmed; trusted)']],
    ['a way told in other words', { edges: [edge] }, { edges: [{ ...edge, reason: 'lets in' }] }, []],
    ['a path', {}, { paths: [path] }, ['more: a new path to administrator: deploy -> e -> admin (confirmed)']],
    ['a path over others', { paths: [path] }, { paths: [{ ...path, via: [] }] }, []],
    [
      'a path that became certain',
      { paths: [{ ...path, certainty: 'possible' }] },
      { paths: [path] },
      [
        'more: a new path to administrator: deploy -> e -> admin (confirmed)',
        'less: a path less to administrator: deploy -> e -> admin (possible)',
      ],
    ],
    [
      'a key',
      {},
      { credentials: new Map([['k', { name: 'AKIA1', kind: 'aws-access-key', identity: 'd' }]]) },
      ['more: aws-access-key AKIA1 of deploy is new'],
    ],
    ['a finding', {}, { findings: [finding] }, ['more: a new finding: low r: T, deploy']],
    [
      'a worse finding',
      { findings: [finding] },
      { findings: [{ ...finding, severity: 'high' }] },
      ['more: a finding low -> high r: T, deploy'],
    ],
    ['a finding gone', { findings: [finding] }, {}, ['less: a finding is gone: low r: T, deploy']],
    ['a finding not looked for', { findings: [finding] }, { sources: partial }, ['unseen: a finding was not seen: low r: T, deploy']],
    [
      'a finding of a rule not run',
      { findings: [finding] },
      { rules: new Set() },
      ['unseen: a finding was not asked for: low r: T, deploy'],
    ],
    ['a grant', { grantsOf: () => [] }, { grantsOf: () => [line('iam:PassRole', '*')] }, ['more: deploy gained iam:PassRole on *']],
    ['a grant less', { grantsOf: () => [line('iam:PassRole', '*')] }, { grantsOf: () => [] }, ['less: deploy lost iam:PassRole on *']],
    [
      'a deny',
      { grantsOf: () => [] },
      { grantsOf: () => [line('s3:*', '*', { effect: 'deny' })] },
      ['less: deploy is now denied s3:* on *'],
    ],
    [
      'a deny less',
      { grantsOf: () => [line('s3:*', '*', { effect: 'deny' })] },
      { grantsOf: () => [] },
      ['more: deploy is no longer denied s3:* on *'],
    ],
    ['grants that one side does not hold', {}, { grantsOf: () => [line('s3:*', '*')] }, []],
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
