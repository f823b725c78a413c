import { expect, test } from 'vitest';
import { bindingDoor } from '../../src/collectors/binding-door.ts';
import { secretDoor } from '../../src/collectors/known-secrets.ts';
import { Binding, type BindingPlace, type GivenRole, grantOf } from '../../src/inventory/binding.ts';

// Made up, and put together here so that no scanner takes it for one.
const secret = `ghp_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}`;

const role: GivenRole = {
  name: 'roles/storage.objectViewer',
  policy: 'gcp:role/roles/storage.objectViewer',
  condition: 'resource.name.startsWith("projects/_/buckets/acme")',
};
const place: BindingPlace = {
  scope: '//storage.googleapis.com/acme-orders',
  at: { source: 'assets.ndjson', file: 'assets.ndjson', line: 3, pointer: '/assets/17/iamPolicy', note: 'as of 2026-11-20' },
};
const bindingWith = (given: Partial<GivenRole>, on: Partial<BindingPlace> = {}, holders = [0]): Binding =>
  new Binding({ ...role, ...given }, { ...place, ...on }, 0, holders);
const plain = bindingWith({});

function passed(...bindings: readonly Binding[]): {
  readonly out: readonly Binding[];
  readonly named: readonly string[];
  readonly counted: number;
} {
  const out: Binding[] = [];
  const named: string[] = [];
  let counted = 0;
  const door = bindingDoor(
    { numberOf: (holder) => named.push(holder) - 1, bind: (binding) => out.push(binding) },
    secretDoor(() => 'f'),
    (more) => {
      counted += more;
    },
  );
  door.numberOf(`gcp:user/${secret}@acme.example`);
  for (const binding of bindings) door.bind(binding);
  return { out, named, counted };
}

test('what holds no secret passes as it is, and is counted by its holders', () => {
  const { out, counted } = passed(plain, plain, bindingWith({}, {}, [0, 1, 2]));
  expect(out[0]).toBe(plain);
  expect(out[1]).toBe(plain);
  expect(counted).toBe(5);
});

test.each([
  ['role', bindingWith({ name: `roles/${secret}`, policy: `gcp:role/roles/${secret}` })],
  ['thing', bindingWith({}, { scope: `//storage.googleapis.com/${secret}` })],
  ['condition', bindingWith({ condition: `resource.name == "${secret}"` })],
  ['note', bindingWith({}, { at: { source: 'a', note: `as of ${secret}` } })],
  ['file', bindingWith({}, { at: { source: 'a', file: `of/${secret}.json` } })],
  ['pointer', bindingWith({}, { at: { source: 'a', pointer: `/assets/${secret}` } })],
] satisfies [string, Binding][])('no secret passes as a %s, whatever passed before', (_, binding) => {
  const { out, named } = passed(plain, binding, plain, binding);
  expect(JSON.stringify([out, ...out.map((one) => grantOf(one, 'x'))])).not.toContain(secret);
  expect(JSON.stringify(named)).not.toContain(secret);
  expect(out).toHaveLength(4);
  expect(out[1]?.holders).toEqual([0]);
});
