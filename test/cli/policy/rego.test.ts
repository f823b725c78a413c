import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nhi } from '../nhi.ts';
import type { Request } from './cedar-engine.ts';

const checkout = fileURLToPath(new URL('../../../fixtures/policy', import.meta.url));
const program = fileURLToPath(new URL('ask-opa.cjs', import.meta.url));
type Row = readonly [what: string, request: Request, allowed: boolean];
const decisions = JSON.parse(readFileSync(new URL('decisions.json', import.meta.url), 'utf8')) as Readonly<Record<string, readonly Row[]>>;

interface Answer {
  readonly decisions?: readonly boolean[];
  readonly error?: string;
}

function askOpa(jobs: readonly { readonly rego: string; readonly inputs: readonly unknown[] }[]): readonly Answer[] {
  const { stdout, stderr } = spawnSync(process.execPath, [program], { input: JSON.stringify(jobs), encoding: 'utf8' });
  expect(stdout, stderr).toMatch(/^\[/);
  return JSON.parse(stdout) as readonly Answer[];
}

/** A row of decisions as OPA is asked it. */
const inputOf = (agent: string, request: Request): unknown => ({
  agent,
  ...(request.action === 'call' ? { from: request.server === undefined ? 'client' : 'server' } : {}),
  ...request,
});

describe.each(Object.keys(decisions))('the policy of %s in Rego', (agent) => {
  const rows = decisions[agent] ?? [];
  test('decides in OPA what it should', async () => {
    const { out } = await nhi(['policy', agent, checkout, '--now', '2026-12-01', '--engine', 'opa']);
    const [answer] = askOpa([{ rego: out, inputs: rows.map(([, request]) => inputOf(agent, request)) }]);
    expect(answer).toEqual({ decisions: rows.map(([, , allowed]) => allowed) });
  });
});

test('a policy that is not Rego is refused by OPA', () => {
  const [answer] = askOpa([{ rego: 'package x\nimport rego.v1\ndefault allow := false\nallow if { true } ] }', inputs: [{}] }]);
  expect(answer?.error).toBeDefined();
});
