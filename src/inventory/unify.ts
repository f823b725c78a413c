/**
 * Merges records that share an alias into the one with the smallest id that is nobody's alias, and says which ids went where.
 */
export function unify<T extends { readonly id: string; readonly aliases?: readonly string[] }>(
  map: Map<string, T>,
  merge: (a: T, b: T) => T,
): Map<string, string> {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const isAlias = new Set<string>();
  for (const record of map.values()) {
    if (record.aliases === undefined) continue;
    for (const alias of record.aliases) {
      isAlias.add(alias);
      const a = find(record.id);
      const b = find(alias);
      if (a !== b) parent.set(b, a);
      if (!parent.has(a)) parent.set(a, a);
    }
  }
  if (parent.size === 0) return new Map();
  const members = new Map<string, string[]>();
  for (const id of parent.keys()) {
    const root = find(id);
    const list = members.get(root);
    if (list) list.push(id);
    else members.set(root, [id]);
  }
  const moved = new Map<string, string>();
  for (const ids of members.values()) {
    ids.sort();
    const present = ids.filter((id) => map.has(id));
    if (present.length === 0) continue;
    const target = present.find((id) => !isAlias.has(id)) ?? (present[0] as string);
    let merged = map.get(target) as T;
    for (const id of present) {
      if (id === target) continue;
      merged = merge(merged, map.get(id) as T);
      map.delete(id);
    }
    map.set(target, { ...merged, id: target });
    for (const id of ids) if (id !== target) moved.set(id, target);
  }
  return moved;
}

/** Lists by the ids that records ended up with: of one that two sources name otherwise, both lists in one. */
export function joinedUnder(
  lists: ReadonlyMap<string, Iterable<string>>,
  canonical: (id: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const joined = new Map<string, readonly string[]>();
  for (const [id, list] of lists) joined.set(canonical(id), [...new Set([...(joined.get(canonical(id)) ?? []), ...list])]);
  return joined;
}
