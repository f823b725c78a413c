import { expect, test } from 'vitest';
import { configureRules, findRule, type RuleSetting } from '../../src/engine/configure-rules.ts';
import { readRule } from '../../src/engine/read-rule.ts';
import { ruleWith } from './rule-text.ts';

const rule = {
  ...readRule(ruleWith({}), 'own/acme-key-old.yaml', { check: true }),
  aliases: ['acme-old-key'],
  params: { max_days: 90, names: ['a'] },
};
const place = '.nhi.yaml:3';
const set = (setting: Partial<RuleSetting>) => configureRules([rule], [{ rule: 'acme-key-old', place, ...setting }])[0];

test('settings change what they name and nothing else', () => {
  expect(set({})).toEqual(rule);
  expect(set({ enabled: false })).toEqual({ ...rule, enabled: false });
  expect(set({ params: { max_days: 30 } })).toEqual({ ...rule, params: { max_days: 30, names: ['a'] } });
  expect(set({ params: { names: [] } })?.params.names).toEqual([]);
  expect(set({ rule: 'acme-old-key', enabled: false })?.enabled).toBe(false);
});

test('a severity that the user sets is final', () => {
  expect(set({ severity: 'low' })).toEqual({ ...rule, severity: 'low', escalate: [], lower: [] });
});

test.each([
  [{ rule: 'acme-key-odl' }, '.nhi.yaml:3: unknown rule "acme-key-odl"; did you mean "acme-key-old"?'],
  [{ params: { max_dais: 3 } }, '.nhi.yaml:3: rule acme-key-old has no parameter "max_dais"; did you mean "max_days"?'],
  [{ params: { constructor: 3 } }, '.nhi.yaml:3: rule acme-key-old has no parameter "constructor"; it has max_days, names'],
  [{ params: { max_days: '30' } }, '.nhi.yaml:3: parameter "max_days" of rule acme-key-old must be a number; got a text'],
  [{ params: { names: [1] } }, '.nhi.yaml:3: parameter "names" of rule acme-key-old must be a list of text; got a list of number'],
  [{ params: { names: 'a' } }, '.nhi.yaml:3: parameter "names" of rule acme-key-old must be a list of text; got a text'],
])('%j is refused', (setting, message) => {
  expect(() => set(setting)).toThrow(message);
});

test('a rule may be set once', () => {
  const settings = [
    { rule: 'acme-key-old', place: 'f:1' },
    { rule: 'acme-old-key', place: 'f:2' },
  ];
  expect(() => configureRules([rule], settings)).toThrow('f:2: rule acme-key-old is set twice; first at f:1');
});

test('rules are found by id and alias', () => {
  expect(findRule([rule], 'acme-old-key')).toBe(rule);
  expect(() => findRule([rule], 'x'.repeat(80))).toThrow(/^unknown rule "x{57}\.\.\."$/);
});
