import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Binding, type BindingPlace, grantOf, isBinding } from '../../src/inventory/binding.ts';
import { bindingsIn, GrantTable, heldGrants, singleGrants } from '../../src/inventory/grant-table.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';
import { withoutEndedGrants } from '../../src/permissions/ended-grants.ts';
import { summaryOfGrants } from '../../src/permissions/grant-summary.ts';

interface Given {
  readonly role: string;
  readonly scope: string;
  readonly holders: readonly string[];
  readonly condition?: string | undefined;
  readonly until?: string | undefined;
  /** Comes as a grant for each, as from a snapshot. */
  readonly single?: boolean;
  /** Begins another policy. */
  readonly opens?: boolean;
}

const bindingOf = ({ role, condition, until }: Given, on: BindingPlace, row: number, holders: readonly number[]): Binding =>
  new Binding({ name: role, policy: `gcp:role/${role}`, condition, until }, on, row, holders);

/** Where each stands: those on one thing that come one behind the other are mostly of one policy. */
function placesOf(given: readonly Given[]): readonly BindingPlace[] {
  const places: BindingPlace[] = [];
  given.forEach(({ scope, opens }, line) => {
    const last = places.at(-1);
    places.push(last?.scope === scope && opens !== true ? last : { scope, at: { source: 'test', line } });
  });
  return places;
}

function inventoryOf(given: readonly Given[], asBindings: boolean): Inventory {
  const builder = new InventoryBuilder();
  const places = placesOf(given);
  given.forEach((one, n) => {
    const on = places[n];
    if (on === undefined) return;
    if (asBindings && one.single !== true) {
      const numbers = one.holders.map((holder) => builder.bindings.numberOf(holder));
      builder.bindings.bind(bindingOf(one, on, n, numbers));
    } else for (const holder of one.holders) builder.add({ type: 'grant', value: grantOf(bindingOf(one, on, n, []), holder) });
  });
  return builder.finish([]);
}

const few = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const anyGiven: fc.Arbitrary<Given> = fc.record({
  role: few('roles/viewer', 'roles/editor', 'roles/run.invoker'),
  scope: few('gcp:project/a', 'gcp:project/b', '//storage.googleapis.com/c'),
  holders: fc.array(few('gcp:user/a', 'gcp:user/b', 'gcp:group/c'), { maxLength: 4 }),
  condition: few(undefined, 'c', 'd'),
  until: few(undefined, '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z'),
  single: few(false, false, false, true),
  opens: few(false, false, false, true),
});

describe('a binding is a grant to each of its holders', () => {
  test('in whatever order bindings and grants come, and however often', () => {
    fc.assert(
      fc.property(fc.array(anyGiven, { maxLength: 40 }), (given) => {
        const [one, other] = [inventoryOf(given, true), inventoryOf(given, false)];
        expect([...one.grants]).toEqual([...other.grants]);
        expect(summaryOfGrants(one)).toEqual(summaryOfGrants(other));
        const held = [...one.grants.keys()].flatMap((holder) => heldGrants(one.grants, holder));
        expect(singleGrants(one.grants)).toEqual(held.filter((grant) => !isBinding(grant)));
        const now = new Date('2026-01-01T00:00:00Z');
        expect([...withoutEndedGrants(one, now).grants]).toEqual([...withoutEndedGrants(other, now).grants]);
      }),
    );
  });

  test('of a holder with very many, of which one comes again much later', () => {
    const many = Array.from({ length: 300 }, (_, n) => ({ role: 'roles/viewer', scope: `gcp:project/p${n}`, holders: ['gcp:group/c'] }));
    const again = [many[3], { ...many[3], condition: 'c' }, many[290], many[3]].flatMap((one) => (one === undefined ? [] : (one as Given)));
    const given = [...many, ...again];
    expect([...inventoryOf(given, true).grants]).toEqual([...inventoryOf(given, false).grants]);
  });

  test('of a policy with very many bindings and holders', () => {
    const holders = Array.from({ length: 60 }, (_, n) => `gcp:user/u${n}`);
    const given = Array.from({ length: 120 }, (_, n) => ({
      role: `roles/r${n % 50}`,
      scope: 'gcp:project/a',
      holders: holders.slice(n % 7),
      condition: n % 3 === 0 ? 'c' : undefined,
    }));
    expect([...inventoryOf(given, true).grants]).toEqual([...inventoryOf(given, false).grants]);
  });
});

test('what asks about many holders makes no grants', () => {
  const { grants } = inventoryOf(
    [
      { role: 'roles/viewer', scope: 'gcp:project/a', holders: ['gcp:user/a', 'gcp:user/b'] },
      { role: 'roles/editor', scope: 'gcp:project/a', holders: ['gcp:user/c'], single: true },
    ],
    true,
  );
  expect(grants).toBeInstanceOf(GrantTable);
  expect(bindingsIn(grants)).toHaveLength(1);
  expect(heldGrants(grants, 'gcp:user/a')[0]).toBe(heldGrants(grants, 'gcp:user/b')[0]);
  expect(singleGrants(grants).map((g) => g.holder)).toEqual(['gcp:user/c']);
  expect(grants.get('gcp:user/b')).toBe(grants.get('gcp:user/b'));
  expect(grants.has('gcp:user/d')).toBe(false);
  expect(grants.get('gcp:user/d')).toBeUndefined();
  expect([...grants.keys()]).toEqual(['gcp:user/a', 'gcp:user/b', 'gcp:user/c']);
  expect(grants.size).toBe(3);
});
