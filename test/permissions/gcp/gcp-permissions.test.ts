import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { type GcpWorld, idOf, inventoryOf, now, scopeOf } from './gcp-world.ts';

interface Table {
  readonly proves: string;
  readonly world: GcpWorld;
  readonly cases: readonly { who: string; may: string; on?: string; answer: string; because?: string; turnsOn?: readonly string[] }[];
  readonly powers?: readonly { who: string; level: string; standing?: boolean; conditional?: boolean }[];
}

const folder = new URL('cases/', import.meta.url);
const tables = readdirSync(folder)
  .sort()
  .map((file) => ({ file, ...(parse(readFileSync(new URL(file, folder), 'utf8')) as Table) }));

describe.each(tables)('$file', ({ proves, world, cases, powers = [] }) => {
  const engine = new GcpPermissions(inventoryOf(world), now);

  test('names the page that it follows', () => expect(proves).toMatch(/^https:\/\/cloud\.google\.com\//));

  test.each(cases)('$who: $may on $on -> $answer', ({ who, may, on, answer, because, turnsOn }) => {
    const resource = on === undefined || on === '*' ? on : on.startsWith('projects/') ? on : scopeOf(on);
    const decision = engine.decide(idOf(who), may, resource);
    expect({ answer: decision.answer, reasons: decision.reasons }).toMatchObject({ answer });
    if (because !== undefined) expect(decision.reasons).toEqual([because]);
    if (turnsOn !== undefined) expect(decision.conditionKeys).toEqual(turnsOn);
  });

  test.each(powers)('$who has the level $level', ({ who, level, ...rest }) => {
    expect(engine.powerOf(idOf(who))).toMatchObject({ level, ...rest });
  });
});
