import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../src/glob.ts';
import { createAdjacency } from '../../src/graph/adjacency.ts';
import { tierOf } from '../../src/graph/certainty.ts';
import { certainties, type Edge } from '../../src/graph/graph.ts';
import { computeReach } from '../../src/graph/reach.ts';
import { followSearch, searchBackward } from '../../src/graph/search.ts';
import { levels } from '../../src/permissions/power.ts';
import { mayMatch } from '../../src/unknown-parts.ts';

const size = 12;
const names = Array.from({ length: size }, (_, n) => `n${String(n).padStart(2, '0')}`);
const anyEdge: fc.Arbitrary<Edge> = fc
  .record({
    from: fc.constantFrom(...names),
    to: fc.constantFrom(...names),
    kind: fc.constantFrom('assumes', 'escalates', 'member'),
    certainty: fc.constantFrom(...certainties),
  })
  .map((e) => ({ ...e, reason: '', evidence: [] }));
const anyEdges = fc.array(anyEdge, { maxLength: 30 });
const anyNodes = fc.array(
  fc.record({ identity: fc.boolean(), rank: fc.integer({ min: -1, max: levels.length - 1 }), production: fc.boolean() }),
  {
    minLength: size,
    maxLength: size,
  },
);

/** Nodes that a node leads to over edges up to a tier, by plain search. */
function reachable(edges: readonly Edge[], start: string, tier: number): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const e of edges) {
      if (e.from !== node || tierOf(e.certainty) > tier || seen.has(e.to)) continue;
      seen.add(e.to);
      queue.push(e.to);
    }
  }
  return seen;
}

describe('reach', () => {
  test('is what a plain search finds', () => {
    fc.assert(
      fc.property(anyEdges, anyNodes, (edges, nodes) => {
        const graph = createAdjacency(names, edges);
        const facts = (node: number) => nodes[node] ?? { identity: false, rank: -1, production: false };
        const reach = computeReach(graph, facts);
        for (const [n, name] of names.entries()) {
          const others = [...reachable(edges, name, 0)].filter((o) => o !== name).map((o) => facts(names.indexOf(o)));
          const rank = Math.max(-1, ...others.map((o) => o.rank));
          expect(reach(n)).toEqual({
            level: levels[rank] ?? 'none',
            admin: levels[rank] === 'admin',
            identities: others.filter((o) => o.identity).length,
            production: others.some((o) => o.production),
          });
        }
      }),
    );
  });

  test('never grows when an edge is removed', () => {
    fc.assert(
      fc.property(anyEdges, anyNodes, fc.nat(), (edges, nodes, which) => {
        fc.pre(edges.length > 0);
        const facts = (node: number) => nodes[node] ?? { identity: false, rank: -1, production: false };
        const all = computeReach(createAdjacency(names, edges), facts);
        const less = computeReach(createAdjacency(names, edges.toSpliced(which % edges.length, 1)), facts);
        for (const n of names.keys()) {
          expect(less(n).identities).toBeLessThanOrEqual(all(n).identities);
          expect(levels.indexOf(less(n).level)).toBeLessThanOrEqual(levels.indexOf(all(n).level));
        }
      }),
    );
  });

  test('a chain of 100,000 does not overflow the stack', () => {
    const length = 100_000;
    const node = (n: number) => `c${String(n).padStart(6, '0')}`;
    const edges = Array.from(
      { length: length - 1 },
      (_, n): Edge => ({ from: node(n), to: node(n + 1), kind: 'assumes', certainty: 'confirmed', reason: '', evidence: [] }),
    );
    const graph = createAdjacency([], edges);
    expect(computeReach(graph, () => ({ identity: true, rank: 0, production: false }))(0).identities).toBe(length - 1);
    expect(followSearch(graph, searchBackward(graph, [length - 1], 0), 0)).toHaveLength(length - 1);
    const loop = createAdjacency(
      [],
      [...edges, { from: node(length - 1), to: node(0), kind: 'assumes', certainty: 'confirmed', reason: '', evidence: [] }],
    );
    expect(computeReach(loop, () => ({ identity: true, rank: 0, production: false }))(length - 1).identities).toBe(length - 1);
  });
});

describe('search', () => {
  test('finds a way exactly where there is one, and the shortest', () => {
    fc.assert(
      fc.property(anyEdges, fc.nat({ max: size - 1 }), fc.nat({ max: 2 }), (edges, target, tier) => {
        const graph = createAdjacency(names, edges);
        const search = searchBackward(graph, [target], tier);
        for (const [n, name] of names.entries()) {
          if (n === target) continue;
          const way = followSearch(graph, search, n)?.map((e) => graph.edges[e]);
          expect(way !== undefined).toBe(reachable(edges, name, tier).has(names[target] ?? ''));
          if (way === undefined) continue;
          expect(way[0]?.from).toBe(name);
          expect(way.at(-1)?.to).toBe(names[target]);
          expect(way.every((e, i) => e !== undefined && tierOf(e.certainty) <= tier && (i === 0 || way[i - 1]?.to === e.from))).toBe(true);
          expect(way.filter((e) => e?.kind !== 'member')).toHaveLength(fewestSteps(edges, name, names[target] ?? '', tier));
        }
      }),
    );
  });

  test('does not depend on the order of the edges', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyEdge, { maxLength: 30, selector: (e) => `${e.from} ${e.to} ${e.kind}` })
          .chain((edges) => fc.tuple(fc.constant(edges), fc.shuffledSubarray(edges, { minLength: edges.length }))),
        ([edges, shuffled]) => {
          const one = createAdjacency(names, edges);
          const two = createAdjacency([...names].reverse(), shuffled);
          expect(two.edges).toEqual(one.edges);
          expect(searchBackward(two, [0], 2)).toEqual(searchBackward(one, [0], 2));
        },
      ),
    );
  });
});

/** Bellman-Ford over steps. */
function fewestSteps(edges: readonly Edge[], from: string, to: string, tier: number): number {
  const steps = new Map([[from, 0]]);
  for (let round = 0; round <= size; round++) {
    for (const e of edges) {
      const here = steps.get(e.from);
      if (here === undefined || tierOf(e.certainty) > tier) continue;
      const there = here + (e.kind === 'member' ? 0 : 1);
      if (there < (steps.get(e.to) ?? Number.POSITIVE_INFINITY)) steps.set(e.to, there);
    }
  }
  return steps.get(to) ?? Number.POSITIVE_INFINITY;
}

describe('patterns', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });

  test('match as the regular expression does', () => {
    fc.assert(
      fc.property(piece, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesGlob(pattern, value)).toBe(expression.test(value));
      }),
    );
  });

  test('may match a value with unknown parts where some filling matches', () => {
    fc.assert(
      fc.property(
        piece,
        fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
        (pattern, unknown, filling) => {
          if (matchesGlob(pattern, unknown.replaceAll('*', filling))) expect(mayMatch(pattern, unknown)).toBe(true);
        },
      ),
    );
  });
});
