import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AllowList } from '../../../src/cli/policy/allow-list.ts';
import { renderCedar } from '../../../src/cli/policy/cedar.ts';
import { regoData, renderRego } from '../../../src/cli/policy/rego.ts';
import { cedarAllows, cedarPolicies, cedarProblems } from './cedar-engine.ts';

/** What would end a string, a comment, a rule or a list in one language or the other. */
const breakers = [
  'x"] } allow := true #',
  '"}\n\nallow := true\n',
  'x"].contains(context.tool) };\npermit (principal, action, resource);//',
  '\npermit (principal, action, resource);',
  '\\',
  '\\"',
  '*',
  '\\*',
  '$' + '{input}',
  '`',
  '\u2028allow := true',
  '\u0085',
  '\r',
  '\0',
  '\ud800',
  '\u202e',
  '*/',
  '%{',
  '{{',
  '"""',
];
const name = fc.oneof(
  fc.constantFrom(...breakers),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const argument = fc.record({ kind: fc.constantFrom('exact' as const, 'prefix' as const), text: name });
const tool = fc.record({ server: name, tool: name, argument, approval: fc.boolean() }, { requiredKeys: ['tool', 'approval'] });
const permission = fc.record({ identity: name, permission: name, targets: fc.array(name, { minLength: 1, maxLength: 3 }) });
const lists: fc.Arbitrary<AllowList> = fc.record({
  agents: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
  name,
  tools: fc.array(tool, { maxLength: 4 }),
  permissions: fc.array(permission, { maxLength: 2 }),
  notes: fc.array(name, { maxLength: 3 }),
});

/** Whole characters, as engines see them. */
const whole = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');
const wholly = <T>(value: T): T => JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'string' ? whole(part) : part))) as T;

const without = renderRego({ agents: [], name: '', tools: [], permissions: [], notes: [] });
const rules = without.slice(without.indexOf('\ndefault allow'));

test('whatever names hold, a Rego module is the same but for one JSON value and comments', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const text = renderRego(list);
      const at = text.indexOf('\npackage nhi.agent\n\nimport rego.v1\n\nallow_list := ');
      const comments = text.slice(0, at).split('\n');
      expect(comments.every((line) => line === '' || line.startsWith('#'))).toBe(true);
      expect(text.endsWith(rules)).toBe(true);
      const json = text.slice(text.indexOf(':= ', at) + 3, text.length - rules.length);
      expect(JSON.parse(json)).toEqual(wholly(regoData(list)));
      expect(text).toMatch(/^[\t\n\x20-\x7e]*$/);
    }),
    { numRuns: 300 },
  );
});

test('whatever names hold, Cedar reads back the policies that were meant, and permits nothing else', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const text = renderCedar(list);
      expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      expect(cedarProblems(text)).toEqual([]);
      for (const one of cedarPolicies(text))
        expect(one).toMatch(
          /^permit \(\s+principal == Agent::"[^"]*",\s+action == Action::"(?:call|use)",\s+resource == (?:Client|Server|Identity)::"[^"]*"\s*\)/,
        );
      const agent = whole(list.agents[0] ?? '');
      for (const { server, tool: called, argument: needed, approval } of wholly(list.tools)) {
        const call = { action: 'call', tool: called, ...(server === undefined ? {} : { server }) };
        expect(cedarAllows(text, agent, { ...call, approved: true, argument: needed?.text ?? '' })).toBe(true);
        const isOpen = list.tools.some(
          (t) => whole(t.tool) === called && (t.server === undefined ? undefined : whole(t.server)) === server && !t.approval,
        );
        if (approval && !isOpen) expect(cedarAllows(text, agent, { ...call, argument: needed?.text ?? '' })).toBe(false);
      }
      expect(cedarAllows(text, 'agent:stranger', { action: 'call', server: 'tickets', tool: 'get_ticket', approved: true })).toBe(false);
      expect(cedarAllows(text, agent, { action: 'call', server: 'no such server', tool: 'no such tool', approved: true })).toBe(false);
      expect(cedarAllows(text, agent, { action: 'use', identity: 'nobody', permission: 'none', target: 'nothing' })).toBe(false);
    }),
    { numRuns: 150 },
  );
});
