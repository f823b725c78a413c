/** A JSON object of an answer. */
export type Answer = Readonly<Record<string, unknown>>;

export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const snakes = new Map<string, string>();

function snakeOf(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  snakes.set(name, snake);
  return snake;
}

/** A member by its name in camelCase: exports to files and tables write `asset_type`, answers `assetType`. */
export function field(answer: Answer, name: string): unknown {
  const value = answer[name];
  if (value !== undefined && value !== null) return value;
  const snake = snakeOf(name);
  return snake === name ? value : answer[snake];
}

/** The value at a path of members: `spec.template.spec.serviceAccountName`. */
export function dig(answer: unknown, path: string): unknown {
  // Most paths are one name, and are asked for by the million.
  if (!path.includes('.')) return isAnswer(answer) ? field(answer, path) : undefined;
  let value = answer;
  for (const name of path.split('.')) {
    if (!isAnswer(value)) return undefined;
    value = field(value, name);
  }
  return value;
}

/** The text at a path; undefined where it is empty or none. */
export function textAt(answer: unknown, path: string): string | undefined {
  return textOf(dig(answer, path));
}

/** A value as a text; undefined where it is empty or none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** What is at a path as a list; empty where there is none. */
export function listAt(answer: unknown, path: string): readonly unknown[] {
  const value = dig(answer, path);
  return Array.isArray(value) ? value : nothing;
}

const nothing: readonly unknown[] = [];

export function textsAt(answer: unknown, path: string): readonly string[] {
  const list = listAt(answer, path);
  return list.every(isText) ? list : list.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function answersAt(answer: unknown, path: string): readonly Answer[] {
  const list = listAt(answer, path);
  return list.length === 0 ? (nothing as readonly Answer[]) : list.filter(isAnswer);
}

/** A map of texts: labels, an attribute mapping. Keys stay as they are. */
export function textMapAt(answer: unknown, path: string): Readonly<Record<string, string>> | undefined {
  const value = dig(answer, path);
  if (!isAnswer(value)) return undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([key, v]) => (typeof v === 'string' ? [[key, v]] : [])));
}

/** A time as the inventory writes it: ISO 8601 in UTC, to the second. */
export function timeAt(answer: unknown, path: string): string | undefined {
  const text = textAt(answer, path);
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** What stands behind the last slash. */
export function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
