import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandIo } from '../../src/cli/command-io.ts';
import { explainRule } from '../../src/cli/commands/explain.ts';
import { listRules, newRule, showRule, testRules } from '../../src/cli/commands/rules.ts';
import { checkWaivers, compileRules, loadRules } from '../../src/cli/load-rules.ts';
import { subjectKinds } from '../../src/engine/rule.ts';
import { ruleWith } from '../engine/rule-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhi-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(command: (io: CommandIo) => number, options: Partial<CommandIo> = {}) {
  let out = '';
  let err = '';
  const io: CommandIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color: false,
    ...options,
  };
  const code = command(io);
  return { code, out, err };
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe('rules list', () => {
  test('prints a line per rule and the number of them', () => {
    const { code, out } = run((io) => listRules({}, io));
    expect(code).toBe(0);
    expect(out).toContain('medium    aws-iam-key-old ');
    expect(out).toContain('IAM access key older than 90 days');
    expect(out.trimEnd().split('\n').at(-1)).toBe(`${loadRules().length} rules`);
  });

  test('filters by plane and severity', () => {
    const { out } = run((io) => listRules({ plane: 'aws', severity: 'critical' }, io));
    expect(out).toContain('aws-trust-wildcard');
    expect(out).not.toMatch(/aws-iam-key-old|cross-/);
    expect(() => run((io) => listRules({ plane: 'asw' }, io))).toThrow(/^--plane must be one of aws, .*; got "asw"; did you mean "aws"\?$/);
  });

  test("counts the user's rules as own", () => {
    write('acme-key-old.yaml', ruleWith({}));
    const { out } = run((io) => listRules({ plane: 'own', folders: [folder] }, io));
    expect(out).toBe('medium    acme-key-old  Key older than 90 days\n1 rule\n');
  });

  test('colours only when asked', () => {
    expect(run((io) => listRules({}, io)).out).not.toContain('\u001b');
    expect(run((io) => listRules({}, io), { color: true }).out).toContain('\u001b[');
  });

  test('keeps to the width of the terminal', () => {
    for (const line of run((io) => listRules({}, io), { width: 70 }).out.split('\n')) expect(line.length).toBeLessThanOrEqual(70);
  });
});

test('rules show prints what a rule asks', () => {
  const { out } = run((io) => showRule('aws-iam-key-old', {}, io));
  expect(out).toContain('when        credential.enabled && credential.age_days > params.max_age_days\n');
  expect(out).toContain('parameter   max_age_days = 90\n');
  expect(() => run((io) => showRule('aws-iam-key-odl', {}, io))).toThrow('unknown rule "aws-iam-key-odl"; did you mean "aws-iam-key-old"?');
});

test('explain says everything that a person needs', () => {
  const { out } = run((io) => explainRule('aws-iam-key-old', {}, io));
  for (const part of [
    'IAM access key older than 90 days',
    'credential.identity.power.level: string',
    'Raised to high when:',
    'NHI7:2025 Long-Lived Secrets',
    'https://attack.mitre.org/techniques/T1078/004/',
    'aws iam update-access-key',
    'not known: credential.age_days',
    'rules/aws/aws-iam-key-old.yaml',
  ]) {
    expect(out).toContain(part);
  }
});

describe('rules test', () => {
  test('passes for the rules that come with the tool', () => {
    const { code, out, err } = run((io) => testRules({}, io));
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/rules, \d+ examples: all as expected\n$/);
  });

  test('tells where an example comes out otherwise, and what the finding would say', () => {
    write(
      'acme-key-old.yaml',
      ruleWith({
        '  - { flagged: true': '  - { flagged: true, severity: high, given: { credential: { name: k, enabled: true, age_days: 100 } } }',
        '  - { flagged: false': '  - { flagged: false, given: { credential: { enabled: true } } }',
      }),
    );
    const { code, out, err } = run((io) => testRules({ folders: [folder] }, io));
    expect(code).toBe(2);
    expect(out).toBe('FAIL  acme-key-old  "k is 100 days old"\n1 rule, 2 examples: 2 not as expected\n');
    expect(err.replaceAll(`${folder}/`, '')).toBe(
      'acme-key-old.yaml:17: expected flagged (high), got flagged (medium): "k is 100 days old"\n' +
        'acme-key-old.yaml:18: expected quiet, got unknown: not known: credential.age_days\n',
    );
  });
});

describe('rules new', () => {
  test.each(subjectKinds)('writes a rule about a %s whose examples pass', (subject) => {
    const dir = join(folder, 'deep', 'rules');
    const { code, out } = run((io) => newRule('acme-new-rule', { subject, dir }, io));
    expect(code).toBe(0);
    expect(out).toContain(join(dir, 'acme-new-rule.yaml'));
    const tested = run((io) => testRules({ folders: [dir] }, io));
    expect(tested).toMatchObject({ code: 0, out: expect.stringMatching(/all as expected; 3 texts still to be written\n$/) });
    const file = join(dir, 'acme-new-rule.yaml');
    const lines = readFileSync(file, 'utf8').split('\n');
    const pointed = tested.err
      .trimEnd()
      .split('\n')
      .map((line) => /^(.+):(\d+): the text of "(\w+)" is still that of nhi rules new/.exec(line) ?? []);
    expect(pointed.map(([, path, , field]) => [path, field])).toEqual(['title', 'why', 'fix'].map((field) => [file, field]));
    expect(pointed.map(([, , line]) => lines[Number(line) - 1]?.trim())).toEqual([
      'title: Name the defect, not the cure',
      expect.stringMatching(/^Two or three sentences/),
      'summary: One sentence that says what to do.',
    ]);
  });

  test('points out a kind that is misspelt', () => {
    const dir = join(folder, 'kinds');
    run((io) => newRule('acme-new-rule', { subject: 'credential', dir }, io));
    const file = join(dir, 'acme-new-rule.yaml');
    const text = readFileSync(file, 'utf8').replace(/^# kinds: .*$/m, 'kinds: [aws-acess-key]');
    writeFileSync(file, text);
    expect(run((io) => testRules({ folders: [dir] }, io)).err).toContain(
      `${file}: no other rule names the kind "aws-acess-key", and a kind that nothing has never fires; did you mean "aws-access-key"?`,
    );
  });

  test('says nothing of texts that were written', () => {
    run((io) => newRule('acme-new-rule', { dir: folder }, io));
    const file = join(folder, 'acme-new-rule.yaml');
    const text = readFileSync(file, 'utf8');
    write(
      'acme-new-rule.yaml',
      text
        .replace('Name the defect, not the cure', 'Job that nobody uses')
        .replace(/Two or three.*/, 'It stays.')
        .replace(/One sentence.*/, 'Remove it.'),
    );
    expect(run((io) => testRules({ folders: [folder] }, io))).toMatchObject({ code: 0, err: '' });
  });

  test('does not overwrite', () => {
    write('acme-new-rule.yaml', 'mine');
    expect(() => run((io) => newRule('acme-new-rule', { dir: folder }, io))).toThrow(
      /acme-new-rule\.yaml exists; choose another id or remove the file$/,
    );
    expect(readFileSync(join(folder, 'acme-new-rule.yaml'), 'utf8')).toBe('mine');
  });

  test.each([
    ['../escape', /must be lower-case words/],
    ['Acme', /must be lower-case words/],
    ['aws-iam-key-old', /is taken by rules\/aws\/aws-iam-key-old\.yaml/],
  ])('refuses %s', (id, problem) => {
    expect(() => run((io) => newRule(id, { dir: folder }, io))).toThrow(problem);
  });
});

describe('loading', () => {
  test('rules of folders below are found, other files are not', () => {
    mkdirSync(join(folder, 'team'));
    write('team/acme-key-old.yaml', ruleWith({}));
    write('notes.md', 'not a rule');
    expect(loadRules({ folders: [`${folder}/`] }).find((r) => r.id === 'acme-key-old')?.file).toBe(`${folder}/team/acme-key-old.yaml`);
  });

  test("a user's rule may not take a built-in id, and both files are named", () => {
    write('aws-admin-star.yaml', ruleWith({ 'id:': 'id: aws-admin-star' }));
    expect(() => loadRules({ folders: [folder] })).toThrow(
      `${folder}/aws-admin-star.yaml: rule id "aws-admin-star" is taken by rules/aws/aws-admin-star.yaml; give the rule another id`,
    );
  });

  test('nor an id in its aliases', () => {
    write('acme-key-old.yaml', ruleWith({ 'severity:': 'severity: low\naliases: [aws-admin-star]' }));
    expect(() => loadRules({ folders: [folder] })).toThrow('rule id "aws-admin-star" is taken by');
  });

  test("a user's rule is always checked", () => {
    write('acme-key-old.yaml', ruleWith({ 'when:': 'when: credential.age_dayz > 3' }));
    expect(() => loadRules({ folders: [folder] })).toThrow(
      `${folder}/acme-key-old.yaml:8:18: unknown fact "credential.age_dayz"; did you mean "age_days"?`,
    );
  });

  test('a folder that is not there is one line', () => {
    expect(() => loadRules({ folders: ['no-such-folder'] })).toThrow(/^no-such-folder: the rules folder cannot be read \(ENOENT\)$/);
  });

  test('a folder called like a rule file, and a huge file, are one line', () => {
    mkdirSync(join(folder, 'x.yaml'));
    expect(() => loadRules({ folders: [folder] })).toThrow(`${folder}/x.yaml: cannot be read (EISDIR)`);
    rmSync(join(folder, 'x.yaml'), { recursive: true });
    write('acme-key-old.yaml', 'x'.repeat(10_000_000));
    expect(() => loadRules({ folders: [folder] })).toThrow(`${folder}/acme-key-old.yaml: too large for a rule file`);
  });

  test('what the build keeps is what loading reads', () => {
    const { digest, rules } = compileRules();
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(JSON.stringify(rules))).toEqual(loadRules());
  });

  test('waivers are checked against the rules', () => {
    const waiver = { rule: 'aws-admin-star', identity: '*', reason: 'r', place: 'f:1' };
    expect(checkWaivers([waiver], loadRules())).toEqual([waiver]);
    expect(() => checkWaivers([{ ...waiver, rule: 'aws-admin-sta' }], loadRules())).toThrow(
      'f:1: unknown rule "aws-admin-sta"; did you mean "aws-admin-star"?',
    );
  });
});
