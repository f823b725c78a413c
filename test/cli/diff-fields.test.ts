import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, compareStates } from '../../src/cli/diff/compare-states.ts';
import { givenIn, recordsOfSnapshot } from '../../src/cli/diff/records.ts';
import type { State } from '../../src/cli/diff/state.ts';
import { factWords, type RecordKind, type Treatment, toldFields, untoldFacts } from '../../src/cli/diff/told-fields.ts';
import { readFragment } from '../../src/collectors/snapshot-record.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { makeDirectory, nhi, root } from './nhi.ts';

/** Every field of every record of the worst world is changed, one at a time: what the tables call told is told, what they do not is not. */

const cwd = makeDirectory();
const worlds = ['aws', 'azure', 'entra', 'gcp', 'github', 'kubernetes', 'shop'].map((name) => join(root, 'fixtures/everything-wrong', name));
await nhi(['collect', ...worlds, '-o', 'w.nhi', '-q', '--now', '2026-11-22'], { cwd });
const fragments = gunzipSync(readFileSync(join(cwd, 'w.nhi')))
  .toString('utf8')
  .split('\n')
  .flatMap((line) => (line === '' ? [] : (readFragment(JSON.parse(line)) ?? [])));

function stateOf(list: readonly Fragment[]): State {
  const builder = new InventoryBuilder();
  for (const fragment of list) builder.add(fragment);
  const inventory = builder.build();
  const nameOf = (id: string): string => inventory.identities.get(id)?.name ?? id;
  const nowhere = { plane: '', scope: '' };
  return {
    name: 'x',
    now: '2026-11-22T00:00:00Z',
    sources: [],
    identities: new Map(
      [...inventory.identities.values()].map(({ id, name, kind, plane, scope, agent, enabled = null }) => [
        id,
        {
          name,
          kind,
          plane,
          scope,
          agent,
          enabled,
          seenBy: nowhere,
          power: {},
          reach: { level: 'none', identities: 0, production: false },
        },
      ]),
    ),
    credentials: new Map(),
    edges: [],
    paths: [],
    findings: [],
    others: new Map(),
    rules: new Set(),
    nameOf,
    records: recordsOfSnapshot(inventory, nameOf, () => nowhere),
    given: givenIn(inventory, nameOf),
  };
}

const before = stateOf(fragments);

/** Another value of the same form. */
function other(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return '2031-01-01T00:00:00Z';
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}/.test(value) ? '2031-01-01T00:00:00Z' : `${value}-other`;
  if (Array.isArray(value)) return value.length === 0 ? ['other'] : [...value.slice(1), other(value[0])];
  const entries = Object.entries(value as object);
  const [first] = entries;
  return first === undefined ? { other: 'other' } : { ...Object.fromEntries(entries), [first[0]]: other(first[1]) };
}

/** What the diff says once a field of a record, by its path, holds another value. */
function changed(kind: RecordKind, id: string, path: readonly string[]): readonly Change[] {
  const record = before.records[kind]?.get(id);
  if (record === undefined) throw new Error(`no ${kind} ${id}`);
  const set = (value: unknown, [key, ...rest]: readonly string[]): unknown =>
    key === undefined ? other(value) : { ...(value as object), [key]: set((value as Record<string, unknown>)[key], rest) };
  const records = new Map(before.records[kind]).set(id, { ...record, value: set(record.value, path) as object });
  return compareStates(before, { ...before, records: { ...before.records, [kind]: records } });
}

const groups = new Set(['aws', 'ci', 'mcp', 'card', 'settings', 'kubernetes', 'gcp', 'azure', 'entra', 'github', 'spiffe', 'vault']);

/** Each field that some record has, down to facts, with the records that have it. */
const fields = (Object.keys(toldFields) as RecordKind[]).flatMap((kind) => {
  const having = new Map<string, string[]>();
  for (const [id, { value }] of before.records[kind] ?? []) {
    for (const [field, held] of Object.entries(value)) {
      const paths = groups.has(field) ? Object.keys(held as object).map((fact) => `${field}.${fact}`) : [field];
      for (const path of paths) having.set(path, [...(having.get(path) ?? []), id]);
    }
  }
  return [...having].map(([path, ids]) => ({ kind, path, ids }));
});

function treatmentOf(kind: RecordKind, path: string): Treatment {
  const [field = ''] = path.split('.');
  const untold = untoldFacts[path];
  if (untold !== undefined) return { untold };
  return factWords[path] ?? (toldFields[kind] as Readonly<Record<string, Treatment>>)[field] ?? { untold: '' };
}

test('every kind of record is there to be changed', () => {
  expect(new Set(fields.map((f) => f.kind))).toEqual(new Set(Object.keys(toldFields).filter((kind) => kind !== 'trust')));
  expect(fields.length).toBeGreaterThan(150);
});

test('nothing is told where nothing changed, in whatever order it was read', () => {
  expect(compareStates(before, stateOf([...fragments].reverse()))).toEqual([]);
});

describe('a field that changed', () => {
  test.each(fields)('$kind $path is told, or deliberately not', ({ kind, path, ids }) => {
    const isTold = 'words' in treatmentOf(kind, path);
    fc.assert(
      fc.property(fc.constantFrom(...ids), (id) => {
        const changes = changed(kind, id, path.split('.'));
        expect(changes, `${kind} ${id}`).toHaveLength(isTold ? 1 : 0);
      }),
      { numRuns: 5 },
    );
  });
});

describe('what is not told has its reason', () => {
  const reasons = Object.values(toldFields).flatMap((table) => Object.values<Treatment>(table));
  test.each(reasons.flatMap((t) => ('untold' in t ? [t.untold] : [])))('%s', (reason) => expect(reason).toMatch(/\w+ \w+/));
});
