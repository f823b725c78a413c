import { describe, expect, test } from 'vitest';
import { readRule } from '../../src/engine/read-rule.ts';
import { UserError } from '../../src/user-error.ts';
import { ruleWith } from './rule-text.ts';

const file = 'own/acme-key-old.yaml';
const read = (text: string) => readRule(text, file, { check: true });

/** The error's message without the file's name. */
function problemOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as Error;
    expect(message.startsWith(`${file}:`)).toBe(true);
    expect(message).not.toContain('\n');
    return message.slice(file.length + 1);
  }
  return 'nothing is wrong';
}

test('a rule that is right is read whole', () => {
  expect(read(ruleWith({}))).toEqual({
    id: 'acme-key-old',
    aliases: [],
    file,
    title: 'Key older than {params.max_days} days',
    severity: 'medium',
    confidence: 'high',
    subject: 'credential',
    kinds: ['aws-access-key'],
    params: { max_days: 90 },
    when: 'credential.enabled && credential.age_days > params.max_days',
    escalate: [{ when: 'credential.identity.power.level == "admin"', severity: 'high' }],
    lower: [],
    message: '{credential.name} is {credential.age_days} days old',
    why: 'It is old.',
    fix: { summary: 'Replace it.' },
    frameworks: [
      {
        framework: 'owasp_nhi',
        id: 'NHI7:2025',
        title: 'Long-Lived Secrets',
        url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
        agentOnly: false,
      },
      {
        framework: 'owasp_agentic',
        id: 'ASI06',
        title: 'Memory & Context Poisoning',
        url: 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
        agentOnly: true,
      },
    ],
    examples: [
      { expect: 'flagged', line: 17, given: { credential: { enabled: true, age_days: 100 } } },
      { expect: 'quiet', line: 18, given: { credential: { enabled: true, age_days: 10 } } },
    ],
    enabled: true,
  });
});

describe('one line says what is wrong and where', () => {
  const flow = 'when: credential.enabled';
  test.each([
    ['unknown key', { 'severity:': 'serverity: medium' }, '3: unknown key "serverity"; did you mean "severity"?'],
    ['missing key', { 'why:': undefined }, '1: a rule needs "why"'],
    [
      'severity',
      { 'severity:': 'severity: hihg' },
      '3: "severity" must be one of info, low, medium, high, critical; got "hihg"; did you mean "high"?',
    ],
    ['number for a text', { 'why:': 'why: 7.10' }, '13: "why" must be a text; put 7.10 in quotes'],
    ['list for a text', { 'why:': 'why: [a]' }, '13: "why" must be a text; got a list'],
    ['text for a list', { 'kinds:': 'kinds: aws-access-key' }, '6: "kinds" must be a list; got the text "aws-access-key"'],
    ['empty text', { 'why:': 'why:' }, '13: "why" is empty'],
    ['id and file', { 'id:': 'id: acme-key' }, '1: id "acme-key" must be the file\'s name, "acme-key-old"'],
    ['id form', { 'id:': 'id: Acme' }, '1: id "Acme" must be lower-case words joined with "-", such as aws-iam-key-old'],
    ['cure in the title', { 'title:': 'title: Ensure keys are young' }, '2: the title starts with "Ensure"; name the defect, not the cure'],
    ['long title', { 'title:': `title: ${'x'.repeat(100)}` }, '2: the title has 100 characters; keep it under 100'],
    ['fact in the title', { 'title:': 'title: Key {credential.name}' }, '2:13: only {params.*} may stand here'],
    [
      'misspelt fact',
      { 'when:': `${flow} && credential.age_dayz > 3` },
      '8:40: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'misspelt group',
      { 'when:': 'when: credential.identiy.power.level == "admin"' },
      '8:18: unknown fact "credential.identiy"; did you mean "identity"?',
    ],
    [
      'misspelt in has()',
      { 'when:': 'when: has(credential.expirs_in_days)' },
      '8:22: unknown fact "credential.expirs_in_days"; did you mean "expires_in_days"?',
    ],
    ['field of a leaf', { 'when:': 'when: credential.name.x == "a"' }, '8:23: "credential.name" is a string and has no fields'],
    ['other subject', { 'when:': 'when: identity.enabled' }, '8:7: unknown name "identity"; this rule is about "credential"'],
    [
      'misspelt parameter',
      { 'when:': 'when: credential.age_days > params.max_dais' },
      '8:36: unknown parameter "max_dais"; did you mean "max_days"?',
    ],
    ['wrong type', { 'when:': 'when: credential.age_days > "x"' }, '8:7: no such overload: double > string'],
    ['not a condition', { 'when:': 'when: credential.age_days' }, '8:7: a condition must be true or false; this is a double'],
    ['not CEL', { 'when:': 'when: credential.enabled &&' }, '8:28: Unexpected token: EOF'],
    [
      'misspelt function',
      { 'when:': 'when: credential.holders.exsts(h, h == "a")' },
      '8:26: unknown function "exsts"; did you mean "exists"?',
    ],
    ['regular expression', { 'when:': "when: credential.name.matches('[')" }, '8:23: "[" is not a regular expression'],
    [
      'block scalar',
      { 'when:': 'when: |\n  credential.enabled &&\n    credential.age_dayz > 3' },
      '10:16: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'folded scalar',
      { 'when:': 'when: >-\n  credential.enabled &&\n  credential.age_dayz > 3' },
      '10:14: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'plain on two lines',
      { 'when:': 'when: credential.enabled &&\n  credential.age_dayz > 3' },
      '9:14: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'double quotes',
      { 'when:': 'when: "credential.name == \\"a\\" && credential.age_dayz > 3"' },
      '8:47: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'single quotes',
      { 'when:': "when: 'credential.name == ''a'' && credential.age_dayz > 3'" },
      '8:47: unknown fact "credential.age_dayz"; did you mean "age_days"?',
    ],
    [
      'escalation condition',
      { '  - when:': '  - when: credential.identity.power.levl == "admin"' },
      '10:37: unknown fact "credential.identity.power.levl"; did you mean "level"?',
    ],
    [
      'escalation downwards',
      { '    severity:': '    severity: low' },
      '11: an escalation must raise the severity; low is not above medium',
    ],
    [
      'lowering upwards',
      { 'message:': 'lower: [{ when: "credential.enabled", severity: high }]\nmessage: "{credential.name}"' },
      '12: "lower" must lower the severity; high is not below medium',
    ],
    ['placeholder', { 'message:': 'message: "{credential.nam} is old"' }, '12:12: unknown fact "credential.nam"; did you mean "name"?'],
    [
      'placeholder of a group',
      { 'message:': 'message: "{credential.identity} is old"' },
      '12:12: {credential.identity} is a group of facts; name one of them',
    ],
    ['brace', { 'message:': 'message: "a } b"' }, '12:13: "}" is not a placeholder; write {{ and }} for braces'],
    ['framework', { 'maps:': 'maps: { owasp: [NHI7] }' }, '15: unknown key "owasp"'],
    ['framework id', { 'maps:': 'maps: { nist_csf: [PR.AA-1] }' }, '15: unknown nist_csf id "PR.AA-1"; did you mean "PR.AA-01"?'],
    ['framework id twice', { 'maps:': 'maps: { owasp_nhi: [NHI7, "NHI7:2025"] }' }, '15: owasp_nhi NHI7:2025 is given twice'],
    [
      'benchmark version',
      { 'maps:': 'maps: { cis: [{ benchmark: aws, version: 6.0.0, control: "2.13" }] }' },
      '15: the controls known here are of CIS AWS 7.0.0; got "6.0.0"',
    ],
    [
      'control as a number',
      { 'maps:': 'maps: { cis: [{ benchmark: aws, version: 7.0.0, control: 2.12 }] }' },
      '15: "maps.cis[1].control" must be a text; put 2.12 in quotes',
    ],
    [
      'example fact',
      { '  - { flagged: true': '  - { flagged: true, given: { credential: { enabld: true } } }' },
      '17: unknown fact "enabld"; did you mean "enabled"?',
    ],
    [
      'example type',
      { '  - { flagged: true': '  - { flagged: true, given: { credential: { enabled: "yes" } } }' },
      '17: "examples[1].given.credential.enabled" must be true or false; got the text "yes"',
    ],
    [
      'example subject',
      { '  - { flagged: true': '  - { flagged: true, given: { identity: {} } }' },
      '17: unknown subject of the example "identity"',
    ],
    [
      'example without an answer',
      { '  - { flagged: true': '  - { given: {} }' },
      '17: an example needs "flagged: true", "flagged: false" or "unknown: true"',
    ],
    ['no quiet example', { '  - { flagged: false': undefined }, '16: "examples" needs at least one with "flagged: false"'],
    ['no flagged example', { '  - { flagged: true': undefined }, '16: "examples" needs at least one with "flagged: true"'],
    ['mixed list', { 'params:': 'params: { max_days: [1, a] }' }, '7: "params.max_days" mixes number and string'],
    ['key twice', { 'why:': 'why: a\nwhy: b' }, '14: "why" is given twice; first on line 13'],
    [
      'not YAML',
      { 'kinds:': 'kinds: [a' },
      '7: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['tag', { 'why:': 'why: !!js/function "x"' }, '13: not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['inherited name', { 'when:': 'when: credential.constructor == "a"' }, '8:18: unknown fact "credential.constructor"'],
  ])('%s', (_name, changes, expected) => {
    expect(problemOf(ruleWith(changes as Record<string, string | undefined>))).toBe(expected);
  });
});

test('agentic references always show where the rule says so', () => {
  const rule = read(ruleWith({ 'maps:': 'maps: { owasp_agentic: [ASI06], agentic: always }' }));
  expect(rule.frameworks.map((f) => f.agentOnly)).toEqual([false]);
});

test('without checking, conditions are taken as they are', () => {
  const text = ruleWith({ 'when:': 'when: credential.age_dayz > 3' });
  expect(readRule(text, file, { check: false }).when).toBe('credential.age_dayz > 3');
});

test('whole numbers may be used with facts', () => {
  for (const when of [
    'credential.places == 0',
    'credential.places + 1 > 2',
    '2 * credential.places >= size(credential.holders)',
    'credential.places in [1.0, 2.0]',
  ]) {
    expect(read(ruleWith({ 'when:': `when: ${when}` })).when).toBe(when);
  }
});
