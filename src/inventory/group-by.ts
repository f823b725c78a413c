/** Values by what a key says of them, in their order; those of which it says nothing are left out. */
export function groupBy<T, K>(values: Iterable<T>, key: (value: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const of = key(value);
    if (of === undefined) continue;
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [value]);
    else group.push(value);
  }
  return groups;
}
