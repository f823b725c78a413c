import { describe, expect, test } from 'vitest';
import { loadRules } from '../src/cli/load-rules.ts';
import { CompiledRule } from '../src/engine/compiled-rule.ts';
import { runExamples } from '../src/engine/run-examples.ts';
import { frameworkKeys, resolveReference } from '../src/frameworks/resolve.ts';

// Reading them checks them: unknown keys, facts, placeholders and framework ids fail here.
const rules = loadRules({ checkBuiltIn: true });

/** Folders whose name is not the first word of their rules' ids. */
const folderPrefixes: Readonly<Record<string, string>> = { kubernetes: 'k8s', repository: 'repo' };

test('there are rules', () => {
  expect(rules.length).toBeGreaterThan(0);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('stands under its id in the folder of its plane', () => {
    const [root, folder = '', name, ...more] = rule.file.split('/');
    expect([root, name, more]).toEqual(['rules', `${id}.yaml`, []]);
    expect([folder, folderPrefixes[folder]]).toContain(id.split('-')[0]);
  });

  test('answers its examples as they say', () => {
    expect(runExamples(rule).filter((result) => !result.ok)).toEqual([]);
  });

  test('fills in every placeholder of its first message', () => {
    const message = runExamples(rule).find((result) => result.message !== undefined)?.message;
    expect(message).toBeDefined();
    expect(message).not.toMatch(/\?/);
  });

  test('never flags what was not seen', () => {
    const answer = new CompiledRule(rule).judge({ [rule.subject]: {}, params: rule.params }).answer;
    expect(['pass', 'unknown']).toContain(answer);
  });

  test('refers to a risk of the OWASP list and to known entries only', () => {
    expect(rule.frameworks.some((f) => f.framework === 'owasp_nhi')).toBe(true);
    for (const { framework, id: reference } of rule.frameworks) {
      const key = frameworkKeys.find((k) => k === framework);
      expect(key !== undefined && resolveReference(key, reference)?.id).toBe(reference);
    }
  });
});
