import { describe, expect, test } from 'vitest';
import { frameworkKeys, frameworks, frameworkTitle, referenceIds, resolveReference } from '../../src/frameworks/resolve.ts';

test.each([
  ['owasp_nhi', 'NHI7', 'NHI7:2025', 'Long-Lived Secrets'],
  ['owasp_nhi', 'NHI7:2025', 'NHI7:2025', 'Long-Lived Secrets'],
  ['owasp_nhi', 'NHI10', 'NHI10:2025', 'Human Use of NHI'],
  ['owasp_agentic', 'ASI05', 'ASI05', 'Unexpected Code Execution (RCE)'],
  ['owasp_agentic', 'ASI05:2026', 'ASI05', 'Unexpected Code Execution (RCE)'],
  ['nist_csf', 'PR.AA-05', 'PR.AA-05', 'Identity Management, Authentication, and Access Control'],
  ['nist_ai_rmf', 'GOVERN 1.6', 'GOVERN 1.6', 'AI system inventory'],
  ['maestro', 'L7/Agent Identity Attack', 'L7/Agent Identity Attack', 'Agent Identity Attack'],
  ['attack', 'T1078.004', 'T1078.004', 'Cloud Accounts'],
  ['attack', 'T1562.008', 'T1685.002', 'Disable or Modify Cloud Log'],
  ['atlas', 'AML.T0012', 'AML.T0012', 'Valid Accounts'],
  ['cis', 'AWS 7.0.0 2.12', 'AWS 7.0.0 2.12', 'Access key rotation'],
] as const)('%s %s is %s', (framework, id, canonical, title) => {
  expect(resolveReference(framework, id)).toMatchObject({ framework, id: canonical, title });
});

test.each([
  ['owasp_nhi', 'NHI11'],
  ['owasp_nhi', 'NHI07'],
  ['owasp_nhi', 'constructor'],
  ['nist_csf', 'PR.AC-1'],
  ['cis', 'AWS 6.0.0 2.12'],
] as const)('%s %s is unknown', (framework, id) => {
  expect(resolveReference(framework, id)).toBeUndefined();
});

describe.each(frameworkKeys)('%s', (key) => {
  test('has distinct ids, titles and https addresses', () => {
    const { entries } = frameworks[key];
    expect(new Set(entries.map((e) => e.id)).size).toBe(entries.length);
    for (const { id, title, url } of entries) {
      expect([id, title].every((text) => text.trim() === text && text !== '')).toBe(true);
      expect(new URL(url).protocol).toBe('https:');
    }
  });

  test('resolves all that it lists', () => {
    for (const id of referenceIds(key)) expect(resolveReference(key, id)).toBeDefined();
  });
});

test('the two OWASP lists are whole', () => {
  expect(frameworks.owasp_nhi.entries).toHaveLength(10);
  expect(frameworks.owasp_agentic.entries).toHaveLength(10);
});

test('frameworks are shown with their version', () => {
  expect(frameworkTitle('nist_csf')).toBe('NIST Cybersecurity Framework 2.0');
  expect(frameworkTitle('cis')).toBe('CIS Benchmarks');
  expect(frameworkTitle('other')).toBe('other');
});
