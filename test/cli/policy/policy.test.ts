import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectRefusal, makeDirectory, nhi } from '../nhi.ts';
import { cedarAllows, cedarProblems, type Request } from './cedar-engine.ts';

const checkout = fileURLToPath(new URL('../../../fixtures/policy', import.meta.url));
const policy = (agent: string, ...more: string[]): ReturnType<typeof nhi> =>
  nhi(['policy', agent, checkout, '--now', '2026-12-01', ...more]);

type Row = readonly [what: string, request: Request, allowed: boolean];
const decisions = JSON.parse(readFileSync(new URL('decisions.json', import.meta.url), 'utf8')) as Readonly<Record<string, readonly Row[]>>;

describe.each(Object.keys(decisions))('the policy of %s', (agent) => {
  const golden = (ending: string): string =>
    `golden/${agent.split('/').at(-1) === 'policy' ? 'claude-code' : agent.split('/').at(-1)}.${ending}`;

  test('in Cedar decides what it should', async () => {
    const { out, code } = await policy(agent, '--engine', 'cedar');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(golden('cedar'));
    expect(cedarProblems(out)).toEqual([]);
    for (const [what, request, allowed] of decisions[agent] ?? [])
      expect([what, cedarAllows(out, agent, request)]).toEqual([what, allowed]);
  });

  test('in Rego is as it was', async () => {
    const { out, code } = await policy(agent, '--engine', 'opa');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(golden('rego'));
  });
});

test('a policy of an MCP server is for the agents that use it', async () => {
  const { out } = await policy('tickets', '--engine', 'cedar');
  const call = { action: 'call', server: 'tickets', tool: 'get_ticket' };
  expect(cedarAllows(out, 'agent:claude-code/policy', call)).toBe(true);
  expect(cedarAllows(out, 'agent:cursor/policy', call)).toBe(false);
  expect(cedarAllows(out, 'agent:claude-code/policy', { ...call, tool: 'delete_ticket', approved: true })).toBe(false);
});

test('what could not be known is said', async () => {
  const { out, err } = await policy('Claude Code', '--engine', 'cedar');
  expect(out).toContain('// - The rule Bash(*) is left out: it allows every command; name the commands.');
  expect(out).toContain('so none is allowed (--list-tools, or a saved mcp-tools.json, tells them): search.');
  expect(out).toContain('// - It also acts as whoever starts it');
  expect(err).toMatch(
    /^nhi: Claude Code: 8 tools \(2 of them once a person approves\) and 0 permissions; 7 notes .*Cedar \d+\.\d+\.\d+\n$/,
  );
  expect((await policy('Claude Code', '--engine', 'cedar', '--quiet')).err).toBe('');
});

test.each([
  [['mcp__tickets__get_*'], 'get_ticket', false, undefined],
  [['mcp__tickets__get_*'], 'list_tickets', true, undefined],
  [['mcp__tickets'], 'get_ticket', false, undefined],
  [['mcp__ticket'], 'get_ticket', true, undefined],
  [['mcp__tickets__get_ticket(id:*)'], 'get_ticket', true, 'not refused here: mcp__tickets__get_ticket(id:*).'],
] as const)('what settings refuse as %j: %s is allowed: %s', async (deny, tool, allowed, note) => {
  const folder = makeDirectory({
    'shop/.claude/settings.json': JSON.stringify({ permissions: { allow: ['mcp__tickets'], deny } }),
    'shop/.mcp.json': readFileSync(join(checkout, '.mcp.json')),
    'shop/mcp-tools.json': readFileSync(join(checkout, 'mcp-tools.json')),
  });
  const { out } = await nhi(['policy', 'Claude Code', join(folder, 'shop'), '--engine', 'cedar']);
  expect(cedarAllows(out, 'agent:claude-code/shop', { action: 'call', server: 'tickets', tool })).toBe(allowed);
  if (note === undefined) expect(out).not.toContain('is left to the client');
  else expect(out).toContain(note);
});

test('as JSON, with the schema', async () => {
  const { out } = await policy('reviewer', '--engine', 'cedar', '--format', 'json');
  const record = JSON.parse(out) as Record<string, unknown>;
  expect(record).toMatchObject({ engine: 'cedar', agent: 'agent:claude-code/policy/reviewer', permissions: [] });
  expect(record.policy).toBe((await policy('reviewer', '--engine', 'cedar')).out);
  expect(record.schema).toContain('entity Agent;');
});

test('to a file, with the schema beside it', async () => {
  const folder = makeDirectory();
  const { out, code } = await policy('reviewer', '--engine', 'cedar', '--out', join(folder, 'reviewer.cedar'));
  expect({ out, code }).toEqual({ out: '', code: 0 });
  expect(readFileSync(join(folder, 'reviewer.cedar'), 'utf8')).toBe((await policy('reviewer', '--engine', 'cedar')).out);
  expect(readFileSync(join(folder, 'reviewer.cedarschema'), 'utf8')).toContain('action "call" appliesTo');
});

test.each([
  [['Claud Code', '--engine', 'opa'], 'did you mean "Claude Code"?'],
  [['tools', '--engine', 'opa'], 'tools is neither an AI agent nor an MCP server: aws-iam-role'],
  [['reviewer', '--engine', 'opal'], '--engine'],
  [['reviewer'], '--engine'],
  [['reviewer', '--engine', 'opa', '--format', 'yaml'], '--format'],
  [['reviewer', '--engine', 'opa', '--out', 'no/such/folder/x.rego'], 'cannot write no/such/folder/x.rego'],
] as const)('%j is refused', async (args, message) => {
  const [agent, ...more] = args;
  expectRefusal(await policy(agent, ...more), message);
});
