import { entriesOf, type YamlEntry, type YamlValue } from '../workflows/yaml-tree.ts';

const mostLevels = 12;

/** Two entries of one key as one: maps are joined, anything else is the second's. */
export function joined(first: YamlEntry | undefined, second: YamlEntry): YamlEntry {
  if (first?.value.kind !== 'map' || second.value.kind !== 'map') return second;
  return { key: second.key, value: { ...second.value, entries: over(flat(second.value), flat(first.value)) } };
}

/** The entries of a map with those that `<<` merges into it. */
export function flat(map: YamlValue | undefined, depth = 0): readonly YamlEntry[] {
  const own = entriesOf(map);
  const merges = depth > mostLevels ? [] : own.filter((e) => e.key.text === '<<');
  if (merges.length === 0) return own;
  const parts = merges.flatMap((e) => (e.value.kind === 'list' ? e.value.items : [e.value])).flatMap((v) => flat(v, depth + 1));
  return over(
    own.filter((e) => e.key.text !== '<<'),
    parts,
  );
}

/** What stands nearer wins; maps are joined. */
export function over(near: readonly YamlEntry[], far: readonly YamlEntry[]): YamlEntry[] {
  const out = new Map<string, YamlEntry>();
  for (const e of far) out.set(e.key.text, e);
  for (const e of near) {
    const present = out.get(e.key.text);
    const joins = present?.value.kind === 'map' && e.value.kind === 'map';
    out.set(e.key.text, joins ? joined(present, e) : e);
  }
  return [...out.values()];
}
