import { expect, test } from 'vitest';
import { readToolRule } from '../../../src/cli/policy/tool-rule.ts';

test.each([
  ['Read', { tool: 'Read' }],
  ['Read(*)', { tool: 'Read' }],
  ['Bash(npm test)', { tool: 'Bash', argument: { kind: 'exact', text: 'npm test' } }],
  ['Bash(npm run lint:*)', { tool: 'Bash', argument: { kind: 'prefix', text: 'npm run lint' } }],
  ['Shell(git diff *)', { tool: 'Shell', argument: { kind: 'prefix', text: 'git diff' } }],
  // `git*` lets through `github-admin` too.
  ['Bash(git*)', 'a pattern'],
  ['Bash(* --version)', 'a pattern'],
  ['Bash(:*)', { tool: 'Bash' }],
  ['Edit(src/**)', 'a pattern'],
  ['WebFetch(domain:docs.brindle.example)', { tool: 'WebFetch', argument: { kind: 'exact', text: 'domain:docs.brindle.example' } }],
  ['mcp__tickets', { server: 'tickets', tool: '*' }],
  ['mcp__tickets__*', { server: 'tickets', tool: '*' }],
  ['mcp__tickets__get_ticket', { server: 'tickets', tool: 'get_ticket' }],
  ['mcp__tickets__get__all', { server: 'tickets', tool: 'get__all' }],
  ['mcp__tickets__get_*', 'a pattern'],
  ['@tickets', { server: 'tickets', tool: '*' }],
  ['@tickets/get_ticket', { server: 'tickets', tool: 'get_ticket' }],
  ['@builtin/read', { tool: 'read' }],
  ['Mcp(tickets, get_ticket)', { server: 'tickets', tool: 'get_ticket' }],
  ['mcp(tickets:get_ticket)', { server: 'tickets', tool: 'get_ticket' }],
  ['Bash(curl -H ***)', 'not exact'],
  [`Bash(${'x'.repeat(120)})`, 'not exact'],
  ['what? no', 'not understood'],
  ['', 'not understood'],
] as const)('%j', (text, rule) => {
  expect(readToolRule(text)).toEqual(rule);
});
