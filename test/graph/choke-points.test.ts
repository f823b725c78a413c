import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAdjacency } from '../../src/graph/adjacency.ts';
import { findChokePoints } from '../../src/graph/choke-points.ts';
import type { Edge, EdgeStatement } from '../../src/graph/graph.ts';

const sink = 'class:aws-admin/111122223333';
const edge = (from: string, to: string, more: Partial<Edge> = {}): Edge => ({
  from,
  to,
  kind: 'assumes',
  certainty: 'confirmed',
  reason: 'r',
  evidence: [],
  ...more,
});
const by = (...allowed: readonly (readonly [action: string, policy: string])[]): Partial<Edge> => ({
  kind: 'escalates',
  statements: allowed.map(
    ([action, policy]): EdgeStatement => ({ action, policy, statement: 'statement 1', evidence: [{ source: 's', pointer: `/${policy}` }] }),
  ),
});

function chokePoints(edges: readonly Edge[], starts: readonly string[]) {
  const graph = createAdjacency([], edges);
  return findChokePoints(
    graph,
    starts.flatMap((s) => graph.indexOf(s) ?? []),
    (node) => node,
  );
}

describe('choke points', () => {
  test('one policy that many hold', () => {
    const many = Array.from({ length: 31 }, (_, n) => `u${n}`);
    const { identities, cuts } = chokePoints(
      [...many.map((u) => edge(u, sink, by(['iam:PutUserPolicy', 'team']))), edge('other', sink, by(['iam:PutUserPolicy', 'own']))],
      [...many, 'other'],
    );
    expect(identities).toBe(32);
    expect(cuts.map((c) => [c.what, c.losing])).toEqual([
      ['statement 1 of policy team', 31],
      ['statement 1 of policy own', 32],
    ]);
  });

  test('the trust of a role that all go through', () => {
    const { cuts } = chokePoints(
      [edge('a', 'mid'), edge('b', 'mid'), edge('mid', 'boss'), edge('boss', sink, { kind: 'member' })],
      ['a', 'b', 'mid'],
    );
    expect(cuts).toHaveLength(1);
    expect(cuts[0]).toMatchObject({ losing: 3 });
  });

  test('two statements that allow the same have to go both; of two that are needed one is enough', () => {
    const either = chokePoints([edge('a', sink, by(['x:Do', 'p'], ['x:Do', 'q']))], ['a']);
    expect(either.cuts).toEqual([]);
    const both = chokePoints([edge('a', sink, by(['x:Do', 'p'], ['x:Other', 'q']))], ['a']);
    expect(both.cuts.map((c) => c.losing)).toEqual([1]);
  });

  test('two ways of their own need two cuts', () => {
    const { cuts } = chokePoints([edge('a', sink, by(['x:Do', 'p'])), edge('a', 'b'), edge('b', sink, { kind: 'member' })], ['a']);
    expect(cuts.map((c) => c.losing)).toEqual([0, 1]);
  });

  test('what is not certain counts for nothing', () => {
    expect(chokePoints([edge('a', sink, { certainty: 'possible' })], ['a'])).toEqual({ identities: 0, cuts: [] });
  });

  test('nothing can be taken away from an agent that uses its server', () => {
    expect(chokePoints([edge('a', 'b', { kind: 'uses' }), edge('b', sink, { kind: 'uses' })], ['a'])).toEqual({ identities: 1, cuts: [] });
  });

  const names = ['a', 'b', 'c', 'd', 'e', sink];
  const anyEdge = fc
    .record({ from: fc.constantFrom(...names.slice(0, 5)), to: fc.constantFrom(...names), policy: fc.constantFrom('p', 'q', 'r') })
    .map(({ from, to, policy }) => edge(from, to, by(['x:Do', policy])));

  test('what they promise is what a plain search finds after taking them away', () => {
    fc.assert(
      fc.property(fc.array(anyEdge, { maxLength: 20 }), (edges) => {
        const starts = names.slice(0, 5);
        const { identities, cuts } = chokePoints(edges, starts);
        const distinct = createAdjacency([], edges).edges;
        const left = (gone: ReadonlySet<string>): number =>
          starts.filter((s) =>
            leadsToSink(
              distinct.filter((e) => !gone.has(e.statements?.[0]?.policy ?? '')),
              s,
            ),
          ).length;
        expect(left(new Set())).toBe(identities);
        const gone = new Set<string>();
        for (const cut of cuts) {
          gone.add(cut.what.replace('statement 1 of policy ', ''));
          expect(identities - left(gone)).toBe(cut.losing);
        }
      }),
    );
  });
});

function leadsToSink(edges: readonly Edge[], start: string): boolean {
  const seen = new Set([start]);
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node === sink) return true;
    for (const e of edges) {
      if (e.from !== node || seen.has(e.to)) continue;
      seen.add(e.to);
      queue.push(e.to);
    }
  }
  return false;
}
