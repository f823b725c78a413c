import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { techniques } from '../../src/graph/aws/techniques/techniques.ts';
import { requirementsOf } from './requirements.ts';
import { account, id, otherAccount } from './small-inventory.ts';
import { edgesBy, type TechniqueCase, without } from './technique-world.ts';

const categories = ['self-escalation', 'principal-access', 'new-passrole', 'existing-passrole'] as const;
const cases = categories.flatMap((category) =>
  read(category).map((one) => ({ ...one, category, name: `${one.technique} (${one.needs.join(' + ')})` })),
);

describe.each(cases)('$name', (one) => {
  test('works', () => {
    const to =
      one.to === 'admin' ? `class:aws-admin/${account}` : one.to === 'other admin' ? `class:aws-admin/${otherAccount}` : id(one.to);
    expect(edgesBy(one, one.technique).map((e) => [e.to, e.certainty])).toEqual([[to, one.certainty]]);
  });

  test('names the statements in the order of use', () => {
    const [edge] = edgesBy(one, one.technique);
    if (one.technique === 'sts-001') return;
    const actions = (edge?.statements ?? []).map((s) => s.action);
    const order = [...new Set(one.needs)];
    expect(order.filter((a) => actions.includes(a))).toEqual([...new Set(actions)]);
    expect(actions).toEqual(expect.arrayContaining(order.filter((a) => a !== 'sts:AssumeRole')));
  });

  test.each(one.misses)('not without: $lacks', (miss) => {
    const edges = edgesBy(without(one, miss), one.technique);
    if (miss.leaves === undefined) {
      expect(edges.map((e) => e.certainty)).toEqual([]);
      return;
    }
    // One possible edge stands for all techniques of the service.
    const all = edgesBy(without(one, miss));
    expect([...new Set(all.map((e) => e.certainty))]).toEqual([miss.leaves]);
  });
});

describe('an account that administers a service for its organization', () => {
  const delegable = techniques.flatMap((t) => (t.delegate === undefined ? [] : [{ id: t.id, service: t.delegate }]));

  test.each(delegable)('does by $id what the management account does, but to that one', ({ id: technique, service }) => {
    const found = cases.filter((c) => c.technique === technique);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      const by = (organization: NonNullable<TechniqueCase['organization']>) => edgesBy({ ...one, organization }, technique);
      const ends = (edges: ReturnType<typeof edgesBy>) => edges.map((e) => [e.to, e.certainty]);
      expect(ends(by({ management: false, delegated: service }))).toEqual(ends(by({ management: true })));
      expect(by({ management: false, delegated: service, otherManages: true })).toEqual([]);
    }
  });
});

describe('every technique', () => {
  const keyOf = (needs: readonly string[], technique: string): string => `${technique} ${needs.join(' ')}`;

  test.each(techniques.map((t) => ({ technique: t, name: `${t.id}: ${t.title}` })))(
    'has a near miss for each requirement: $name',
    ({ technique }) => {
      const key = keyOf(
        technique.needs.map((n) => n.action),
        technique.id,
      );
      const found = cases.filter((c) => keyOf(c.needs, c.technique) === key);
      expect(found.map((c) => c.category)).toEqual([technique.category]);
      expect([...new Set(found.flatMap((c) => c.misses.map((m) => m.lacks)))].sort()).toEqual(requirementsOf(technique));
    },
  );

  test('is told once, except where it works in two ways', () => {
    const keys = techniques.map((t) =>
      keyOf(
        t.needs.map((n) => n.action),
        t.id,
      ),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(cases).toHaveLength(techniques.length);
  });

  test('names the page that establishes it', () => {
    for (const { source } of techniques) expect(source).toMatch(/^https:\/\/(pathfinding\.cloud\/paths\/|docs\.aws\.amazon\.com\/)/);
  });
});

function read(category: string): readonly TechniqueCase[] {
  return parse(readFileSync(new URL(`cases/${category}.yaml`, import.meta.url), 'utf8')) as readonly TechniqueCase[];
}
