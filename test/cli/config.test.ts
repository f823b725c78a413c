import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, matchesPattern, noConfig, readConfig } from '../../src/cli/config.ts';

const whole = `# our settings
rules:
  aws-iam-key-old: { params: { max_age_days: 30 }, severity: high }
  cross-nhi-no-owner: off
  aws-admin-star: on
waivers:
  - rule: aws-admin-star
    identity: "*/break-glass"
    reason: Break glass
    owner: security
    expires: 2027-03-31
environments:
  - { environment: production, scope: 012345678901 }
  - { environment: staging, tag: env=stag* }
owners:
  - { owner: team-pay, name: "pay-*" }
owner_tags: [cost-owner]
departed: ["ann@acme.example, 2026-03-31", "@ben"]
reviews:
  - { on: 2026-10-05, scope: acme/shop }
review_tags: [attested]
agents:
  - { name: "support-*", scope: 012345678901, owner: service-desk, purpose: "", tools: [mail, orders], approver: , kill_switch: runbook 7 }
known_third_parties:
  012345678902: Example Vendor
known_accounts: [012345678901]
registry: [files]
fail_on: medium
fail_on_new: low
thresholds:
  - { rule: "aws-*", severity: high, at_most: 5 }
  - { from: "Claude*", certainty: possible }
rules_dir: ./nhi-rules
token_limits: { agent: 30m, workload: 1d }
`;

test('every key is read', () => {
  expect(readConfig(whole, '.nhi.yaml')).toEqual({
    file: '.nhi.yaml',
    rules: [
      { rule: 'aws-iam-key-old', params: { max_age_days: 30 }, severity: 'high', place: '.nhi.yaml:3' },
      { rule: 'cross-nhi-no-owner', enabled: false, place: '.nhi.yaml:4' },
      { rule: 'aws-admin-star', enabled: true, place: '.nhi.yaml:5' },
    ],
    waivers: [
      {
        rule: 'aws-admin-star',
        identity: '*/break-glass',
        reason: 'Break glass',
        owner: 'security',
        expires: '2027-03-31',
        place: '.nhi.yaml:7',
      },
    ],
    environments: [
      { environment: 'production', scope: '012345678901' },
      { environment: 'staging', tag: 'env=stag*' },
    ],
    owners: [{ owner: 'team-pay', name: 'pay-*', line: 16 }],
    ownerTags: ['cost-owner'],
    departed: ['ann@acme.example, 2026-03-31', '@ben'],
    reviews: [{ on: '2026-10-05', scope: 'acme/shop', line: 20 }],
    reviewTags: ['attested'],
    agents: [{ name: 'support-*', scope: '012345678901', fields: new Set(['owner', 'tools', 'kill_switch']) }],
    knownThirdParties: new Map([['012345678902', 'Example Vendor']]),
    knownAccounts: ['012345678901'],
    registry: ['files'],
    failOn: 'medium',
    failOnNew: 'low',
    ruleThresholds: [{ rule: 'aws-*', at: 'high', atMost: 5, place: '.nhi.yaml:31' }],
    pathThresholds: [{ from: 'Claude*', to: '*', certainty: 'possible', atMost: 0, place: '.nhi.yaml:32' }],
    rulesDirs: ['./nhi-rules'],
    tokenLimits: { agent: 1800, workload: 86_400 },
  });
});

test('a token limit that is not given stays as it is', () => {
  expect(readConfig('token_limits: { workload: 2h }', 'f').tokenLimits).toEqual({ agent: 3600, workload: 7200 });
});

test.each(['', '# nothing yet\n\n', '\uFEFF# from Windows\r\n'])('a file without settings is no settings', (text) => {
  expect(readConfig(text, 'f')).toEqual({ ...noConfig, file: 'f' });
});

describe('one line says what is wrong and where', () => {
  test.each([
    ['failon: high', '.nhi.yaml:1: unknown key "failon"; did you mean "fail_on"?'],
    ['fail_on: hihg', '.nhi.yaml:1: "fail_on" must be one of info, low, medium, high, critical, none; got "hihg"; did you mean "high"?'],
    ['rules:\n  aws-admin-star: of', '.nhi.yaml:2: rule aws-admin-star must be off, on, or a map of severity, params, enabled; got "of"'],
    ['rules:\n  aws-admin-star: { severty: low }', '.nhi.yaml:2: unknown key "severty"; did you mean "severity"?'],
    [
      'rules:\n  aws-admin-star: { params: { a: .inf } }',
      '.nhi.yaml:2: "rules.aws-admin-star.params.a" must be a finite number; got Infinity',
    ],
    [
      'rules:\n  aws-admin-star: { params: { a: [.nan] } }',
      '.nhi.yaml:2: "rules.aws-admin-star.params.a" must be a finite number; got NaN',
    ],
    ['rules:\n  aws-admin-star: { params: { a: [1, x] } }', '.nhi.yaml:2: "rules.aws-admin-star.params.a" mixes number and string'],
    ['rules: [aws-admin-star]', '.nhi.yaml:1: "rules" must be a map of keys; got a list'],
    ['rules: { Admin: off }', '.nhi.yaml:1: "Admin" is not the id of a rule'],
    ['waivers:\n  - { rule: a-b, identity: x }', '.nhi.yaml:2: a waiver needs "reason"'],
    ['waivers:\n  - { rule: a-b, reason: x }', '.nhi.yaml:2: a waiver needs "identity" or "subject"; to turn a rule off, use "rules"'],
    ['waivers:\n  - { identity: a, reason: x }', '.nhi.yaml:2: a waiver needs "rule"'],
    [
      'waivers:\n  - { rule: a-b, identity: x, reason: y, expires: 2027-02-30 }',
      '.nhi.yaml:2: "expires" must be a day such as 2027-03-31; got "2027-02-30"',
    ],
    [
      'waivers:\n  - { rule: a-b, identity: x, reason: y, expires: soon }',
      '.nhi.yaml:2: "expires" must be a day such as 2027-03-31; got "soon"',
    ],
    ['thresholds:\n  - { at_most: 3 }', '.nhi.yaml:2: a threshold needs "rule", or "from" or "to" of paths'],
    ['thresholds:\n  - { rule: a, at_most: -1 }', '.nhi.yaml:2: "at_most" must be a whole number, 0 or more'],
    ['thresholds:\n  - { rule: a, to: b }', '.nhi.yaml:2: a threshold is for a "rule", or for paths "from" and "to", not for both'],
    ['thresholds:\n  - { to: b, severity: high }', '.nhi.yaml:2: paths have no severity; give "certainty"'],
    ['environments:\n  - { environment: prod }', '.nhi.yaml:2: give at least one of "name", "scope", "tag"'],
    ['owners:\n  - { name: x }', '.nhi.yaml:2: an entry needs "owner"'],
    ['reviews:\n  - { name: x, on: soon }', '.nhi.yaml:2: "on" must be a day such as 2027-03-31; got "soon"'],
    ['agents:\n  - { owner: x }', '.nhi.yaml:2: an agent needs "name"'],
    ['agents:\n  - { name: x, owners: y }', '.nhi.yaml:2: unknown key "owners"; did you mean "owner"?'],
    ['token_limits: { agent: 1 hour }', '.nhi.yaml:1: "token_limits.agent" must be a time such as 30m, 1h or 2d; got "1 hour"'],
    ['token_limits: { agent: 3600 }', '.nhi.yaml:1: "token_limits.agent" must be a time such as 30m, 1h or 2d; got "3600"'],
    ['token_limits: { workload: 0h }', '.nhi.yaml:1: "token_limits.workload" must be a time such as 30m, 1h or 2d; got "0h"'],
    ['token_limits: { agents: 1h }', '.nhi.yaml:1: unknown key "agents"; did you mean "agent"?'],
    ['token_limits: 1h', '.nhi.yaml:1: "token_limits" must be a map of keys; got the text "1h"'],
    ['departed: { ann: 2026-03-31 }', '.nhi.yaml:1: "departed" must be a text; got a map'],
    ['owners:\n  - { ownr: x, name: y }', '.nhi.yaml:2: unknown key "ownr"; did you mean "owner"?'],
    ['known_accounts: [123]', '.nhi.yaml:1: account "123" must have 12 digits'],
    ['known_third_parties: { "99": Observa }', '.nhi.yaml:1: account "99" must have 12 digits'],
    ['known_accounts: 123', '.nhi.yaml:1: "known_accounts" must be a list; got 123'],
    ['a: &a [*a]', '.nhi.yaml:1: nested too deeply'],
  ])('%s', (text, message) => {
    let got = 'nothing';
    try {
      readConfig(text, '.nhi.yaml');
    } catch (error) {
      expect((error as Error).name).toBe('UserError');
      got = (error as Error).message;
    }
    expect(got).toBe(message);
  });
});

test.each([
  [{ name: 'pay-*' }, true],
  [{ name: 'pay' }, false],
  [{ name: 'pay-*', scope: '1111' }, true],
  [{ name: 'pay-*', scope: '2222' }, false],
  [{ tag: 'env=prod*' }, true],
  [{ tag: 'env' }, true],
  [{ tag: 'team' }, false],
  [{ tag: 'env=dev' }, false],
])('%j', (pattern, expected) => {
  expect(matchesPattern(pattern, { name: 'pay-api', scope: '1111', tags: { env: 'production' } })).toBe(expected);
});

test('a tag pattern does not match where tags are not known', () => {
  expect(matchesPattern({ tag: '*=*' }, { name: 'a', scope: 'b' })).toBe(false);
});

test('the file is looked for in the folder, and a named one must be there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-'));
  try {
    expect(loadConfig(undefined, folder)).toBe(noConfig);
    writeFileSync(join(folder, '.nhi.yaml'), 'fail_on: none\n');
    expect(loadConfig(undefined, folder)).toMatchObject({ file: '.nhi.yaml', failOn: 'none' });
    expect(loadConfig(join(folder, '.nhi.yaml'), '.').failOn).toBe('none');
    const absent = join(folder, 'other.yaml');
    expect(() => loadConfig(absent, folder)).toThrow(`${absent}: there is no such file; name another one with --config`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
