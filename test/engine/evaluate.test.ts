import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { readRule } from '../../src/engine/read-rule.ts';
import type { Rule, Subject, SubjectGroup } from '../../src/engine/rule.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { ruleWith } from './rule-text.ts';

const keyRule = readRule(ruleWith({}), 'own/acme-key-old.yaml', { check: true });

const pathRule = readRule(
  ruleWith({
    'id:': 'id: acme-path',
    'title:': 'title: A path',
    'severity:': 'severity: critical',
    'subject:': 'subject: path',
    'kinds:': undefined,
    'when:': 'when: path.level == "admin"',
    'escalate:': undefined,
    '  - when': undefined,
    '    severity': undefined,
    'message:': 'message: "{path.length} steps"',
    '  - { flagged: true': '  - { flagged: true, given: { path: { level: admin } } }',
    '  - { flagged: false': '  - { flagged: false, given: { path: { level: read } } }',
  }),
  'own/acme-path.yaml',
  { check: true },
);

function subject(facts: Record<string, unknown>, more: Partial<Subject> = {}): Subject {
  return {
    id: 'key-1',
    kind: 'credential',
    subKind: 'aws-access-key',
    agentBound: false,
    facts,
    evidenceFor: (paths) => [{ source: 'test', note: paths.join(' ') }],
    ...more,
  };
}

const old = { name: 'AKIA1', enabled: true, age_days: 120.9 };
const admin = { identity: { power: { level: 'admin' } } };

test('a failure carries everything a person needs', () => {
  const { findings, counts } = evaluate([keyRule], [subject(old, { identity: 'user-1' })]);
  expect(findings).toEqual([
    {
      fingerprint: fingerprintOf('acme-key-old', 'key-1'),
      rule: 'acme-key-old',
      severity: 'medium',
      confidence: 'high',
      status: 'fail',
      title: 'Key older than 90 days',
      message: 'AKIA1 is 120 days old',
      identity: 'user-1',
      subject: 'key-1',
      subjectKind: 'credential',
      evidence: [{ source: 'test', note: 'enabled age_days' }],
      frameworks: [expect.objectContaining({ framework: 'owasp_nhi', id: 'NHI7:2025' })],
      fix: { summary: 'Replace it.' },
      why: 'It is old.',
    },
  ]);
  expect(findings[0]?.frameworks[0]).not.toHaveProperty('agentOnly');
  expect(counts).toEqual(new Map([['acme-key-old', { fail: 1, pass: 0, unknown: 0 }]]));
});

test('agentic references appear where an agent is bound', () => {
  const { findings } = evaluate([keyRule], [subject(old, { agentBound: true })]);
  expect(findings[0]?.frameworks.map((f) => f.id)).toEqual(['NHI7:2025', 'ASI06']);
});

describe('escalation', () => {
  test.each([
    ['raises', { ...old, ...admin }, 'high', 'enabled age_days identity.power.level'],
    ['does not raise what is not so', { ...old, identity: { power: { level: 'read' } } }, 'medium', 'enabled age_days'],
    ['does not raise what is not known', old, 'medium', 'enabled age_days'],
  ])('%s', (_name, facts, severity, note) => {
    const [finding] = evaluate([keyRule], [subject(facts)]).findings;
    expect(finding).toMatchObject({ severity, status: 'fail', evidence: [{ note }] });
  });

  test('the highest of several wins, in any order', () => {
    const escalate = [
      { when: 'credential.enabled', severity: 'critical' },
      { when: 'credential.enabled', severity: 'high' },
    ] as const;
    for (const list of [escalate, escalate.toReversed()]) {
      expect(evaluate([{ ...keyRule, escalate: list }], [subject(old)]).findings[0]?.severity).toBe('critical');
    }
  });

  test.each([
    ['known, lowers what was raised too', { ...old, ...admin, agent_holders: 0 }, 'low'],
    ['not so, does not', { ...old, ...admin, agent_holders: 1 }, 'high'],
    ['not known, does not', { ...old, ...admin }, 'high'],
  ])('what makes it matter less: %s', (_name, facts, severity) => {
    const lower = [{ when: 'credential.agent_holders == 0', severity: 'low' }] as const;
    expect(evaluate([{ ...keyRule, lower }], [subject(facts)]).findings[0]?.severity).toBe(severity);
  });
});

test('what is not known is told, with the facts that are missing', () => {
  const { findings, counts } = evaluate([keyRule], [subject({ name: 'AKIA1', enabled: true })]);
  expect(findings).toMatchObject([
    { status: 'unknown', severity: 'medium', missing: ['credential.age_days'], message: 'AKIA1: cannot say without credential.age_days' },
  ]);
  expect(counts.get('acme-key-old')).toEqual({ fail: 0, pass: 0, unknown: 1 });
});

test('unknown findings beyond the limit are only counted', () => {
  const subjects = Array.from({ length: 30 }, (_, i) => subject({}, { id: `key-${i}` }));
  const { findings, counts } = evaluate([keyRule], subjects, { unknownLimit: 10 });
  expect(findings).toHaveLength(10);
  expect(counts.get('acme-key-old')).toEqual({ fail: 0, pass: 0, unknown: 30 });
});

test('what a glance rules out is not looked at closely', () => {
  let looks = 0;
  const glanced = (glance: Record<string, unknown>): Subject => ({
    ...subject({}),
    glance,
    get facts() {
      looks++;
      return { ...glance, ...old };
    },
  });
  expect(evaluate([keyRule], [glanced({ enabled: false })]).counts.get('acme-key-old')).toEqual({ fail: 0, pass: 1, unknown: 0 });
  expect(looks).toBe(0);
  // What it leaves out is not unknown, and what it does not rule out is told from all of the facts.
  for (const glance of [{}, { enabled: true }])
    expect(evaluate([keyRule], [glanced(glance)]).findings).toMatchObject([{ status: 'fail', message: 'AKIA1 is 120 days old' }]);
  expect(looks).toBeGreaterThan(1);
});

test('all subjects that have a glance in common pass what it rules out, and are asked the rest', () => {
  const [off, on] = [{ enabled: false }, { enabled: true }];
  const subjects = [off, on, off, on, off].map((glance, i) => subject({ ...old, ...glance }, { id: `key-${i}`, glance }));
  const { findings, counts } = evaluate([keyRule], subjects);
  expect(findings.map((f) => f.subject)).toEqual(['key-1', 'key-3']);
  expect(counts.get('acme-key-old')).toEqual({ fail: 2, pass: 3, unknown: 0 });
});

test('of a group that what its members have in common rules out, none is made', () => {
  let made = 0;
  const members = function* (): Generator<Subject> {
    for (const id of ['a', 'b', 'c']) {
      made++;
      yield subject(id === 'b' ? old : { ...old, enabled: false }, { id });
    }
  };
  const group = (glance: Record<string, unknown>): SubjectGroup => {
    return { kind: 'credential', subKind: 'aws-access-key', size: 3, glance, members: members() };
  };
  expect(evaluate([keyRule], [group({ enabled: false })]).counts.get('acme-key-old')).toEqual({ fail: 0, pass: 3, unknown: 0 });
  expect(made).toBe(0);
  // Where it rules nothing out, each is asked.
  const { findings, counts } = evaluate([keyRule], [group({})]);
  expect(counts.get('acme-key-old')).toEqual({ fail: 1, pass: 2, unknown: 0 });
  expect(findings).toMatchObject([{ subject: 'b', status: 'fail' }]);
});

test('rules ask only subjects of their kind and sub-kind, and not when they are off', () => {
  const subjects = [subject(old, { subKind: 'api-key' }), subject(old, { kind: 'grant' })];
  expect(evaluate([keyRule], subjects)).toEqual({ findings: [], counts: new Map([['acme-key-old', { fail: 0, pass: 0, unknown: 0 }]]) });
  expect(evaluate([{ ...keyRule, enabled: false }], [subject(old)])).toEqual({ findings: [], counts: new Map() });
  expect(evaluate([{ ...keyRule, kinds: [] }], [subject(old, { subKind: 'api-key' })]).findings).toHaveLength(1);
});

test.each([
  ['confirmed', 'critical'],
  ['conditional', 'high'],
  ['possible', 'medium'],
  [undefined, 'medium'],
])('a path that is %s is at most %s', (certainty, severity) => {
  const { findings } = evaluate([pathRule], [subject({ level: 'admin', length: 2, certainty }, { kind: 'path', subKind: '' })]);
  expect(findings).toMatchObject([{ severity, message: '2 steps' }]);
});

test('findings come worst first, whatever the order of subjects', () => {
  const subjects = [
    subject(old, { id: 'b' }),
    subject({ enabled: true }, { id: 'c' }),
    subject(old, { id: 'a' }),
    subject({ ...old, ...admin }, { id: 'd' }),
  ];
  const order = (list: Subject[]) => evaluate([keyRule], list).findings.map((f) => `${f.status} ${f.severity} ${f.subject}`);
  expect(order(subjects)).toEqual(['fail high d', 'fail medium a', 'fail medium b', 'unknown medium c']);
  expect(order(subjects.toReversed())).toEqual(order(subjects));
});

test('a renamed rule keeps its fingerprints', () => {
  const renamed: Rule = { ...keyRule, id: 'acme-key-ancient', aliases: ['acme-key-old', 'acme-key-aged'] };
  const fingerprint = (rule: Rule) => evaluate([rule], [subject(old)]).findings[0]?.fingerprint;
  expect(fingerprint(renamed)).toBe(fingerprint(keyRule));
});

test('hostile names stay data', () => {
  const [finding] = evaluate([keyRule], [subject({ ...old, name: '{credential.age_days} {{ $x' })]).findings;
  expect(finding?.message).toBe('{credential.age_days} {{ $x is 120 days old');
});
