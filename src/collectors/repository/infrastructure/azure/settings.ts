import { entriesIn, get, isHole, knownText, listOf, type Value } from '../value.ts';

/** The values at a path in an object; `*` goes into every item of a list. */
export function dig(value: Value | undefined, path: string): readonly Value[] {
  let here: readonly Value[] = value === undefined ? [] : [value];
  for (const key of path.split('.')) {
    here = here.flatMap((v): readonly Value[] => {
      if (key === '*') return listOf(v);
      const next = get(v, key);
      return next === undefined ? [] : [next];
    });
  }
  return here;
}

/** The value at a path; of several the first. */
export function digOne(value: Value | undefined, path: string): Value | undefined {
  return dig(value, path)[0];
}

/** Settings as a map of names to values, or as a list of objects that each have a name and a value. */
export function settingsIn(values: readonly Value[]): readonly { readonly key: string; readonly value: Value }[] {
  return values.flatMap((value) => {
    if (value.kind === 'object') return settingsOf(value);
    return value.kind === 'list' ? value.items.flatMap(settingsOf) : [];
  });
}

const valueKeys = ['value', 'secureValue', 'secure_value', 'connectionString', 'password'];

function settingsOf(value: Value): readonly { readonly key: string; readonly value: Value }[] {
  const name = knownText(get(value, 'name') ?? get(value, 'server'));
  const given = valueKeys.map((key) => get(value, key)).find((v) => v !== undefined && !isHole(v));
  if (name !== undefined)
    return given === undefined ? [] : [{ key: get(value, 'password') === given ? `${name} password` : name, value: given }];
  // The connection strings of a web app are named in the keys.
  return entriesIn(value).map((e) => ({ key: e.key, value: get(e.value.kind === 'object' ? e.value : undefined, 'value') ?? e.value }));
}
