/** An object of an answer, as it came. */
export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): Raw | undefined {
  return isRaw(value) ? value : undefined;
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number by which GitHub names something, as text. */
export function numberOf(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : undefined;
}

/** The numbers among values, each once. */
export function numbersOf(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.flatMap((value) => numberOf(value) ?? []))].filter((number) => !number.startsWith('-')).sort();
}

/** The objects of a list; undefined where it is none. */
export function objectsOf(value: unknown): readonly Raw[] | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isRaw) : undefined;
}

/** The texts of a list; undefined where it is none. */
export function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

/** The nodes of a connection of GraphQL; undefined where it was not given. */
export function nodesOf(value: unknown): readonly Raw[] | undefined {
  const connection = objectOf(value);
  return objectsOf(connection?.nodes) ?? objectsOf(connection?.edges)?.flatMap((edge): Raw[] => (isRaw(edge.node) ? [edge.node] : []));
}

/** Whether a connection of GraphQL has more than was given. */
export function isCut(value: unknown): boolean {
  const connection = objectOf(value);
  const total = countOf(connection?.totalCount);
  const given = nodesOf(value)?.length ?? 0;
  return objectOf(connection?.pageInfo)?.hasNextPage === true || (total !== undefined && total > given);
}

/** Whether a connection holds more than came, or was not given. */
export function hasMore(connection: unknown): boolean {
  const raw = objectOf(connection);
  const given = Array.isArray(raw?.edges) ? raw.edges.length : (nodesOf(connection)?.length ?? 0);
  return raw === undefined || (countOf(raw.totalCount) ?? 0) > given;
}

/** A time in ISO 8601, UTC; numbers are milliseconds. Undefined where it is no time. */
export function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const time = typeof value === 'number' ? value : Date.parse(value);
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).toISOString().replace(/\.\d+Z$/, 'Z') : undefined;
}

/** The same, where null says never. */
export function timeOrNever(value: unknown): string | null | undefined {
  return value === null ? null : timeOf(value);
}

/** What a table has under a word of an answer, which may be the name of something that every object has. */
export function under<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}

/** `{ key: value }` where there is a value: for fields that are left out where they are not known. */
export function known<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
