import { expect, test } from 'vitest';
import type { Edge } from '../../src/graph/graph.ts';
import { remedyOf } from '../../src/reporters/remedy.ts';

const step: Edge = {
  from: 'github:installation/1',
  to: 'role',
  kind: 'escalates',
  certainty: 'confirmed',
  technique: 'github-workflow',
  reason: 'writes a workflow of acme/shop for any branch; the trust of ship lets in jobs of acme/shop for any branch',
  evidence: [],
};

test.each<readonly [string, Partial<Edge>, string | undefined]>([
  [
    'who writes a workflow without anybody else',
    {},
    'ask for an approval before it writes a workflow of acme/shop for any branch, or let in the jobs of a protected environment alone',
  ],
  [
    'who writes code that a gate already holds up',
    {
      technique: 'github-code',
      certainty: 'conditional',
      reason: 'may write code of acme/shop on main: ruleset guard asks for an approval',
    },
    'end that it may write code of acme/shop on main',
  ],
  ['another technique without statements', { technique: 'iam-005' }, undefined],
])('what ends a step of %s', (_, part, expected) => {
  expect(remedyOf({ ...step, ...part })).toBe(expected);
});
