/** Parts of a parsed JSON or YAML document of which nothing is known yet. */
export type Plain = Readonly<Record<string, unknown>>;

/** Stands in a text for a part that is not known: what a chart's release is called, a value that nobody gave. */
export const unknownPart = '\uE000';
/** Stands for the name of a chart's release: not known either, but always the same in one chart. */
export const releaseName = '\uE002';

export function recordIn(value: unknown, ...keys: readonly string[]): Plain | undefined {
  let here = value;
  for (const key of keys) here = isPlain(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return isPlain(here) ? here : undefined;
}

export function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** A text that is not empty; numbers and flags count as they are written. */
export function textIn(value: unknown, key: string): string | undefined {
  const text = isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof text === 'number' || typeof text === 'boolean') return String(text);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

export function flagIn(value: unknown, key: string): boolean | undefined {
  const flag = isPlain(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof flag === 'boolean' ? flag : undefined;
}

export function textsIn(value: unknown, key: string): readonly string[] {
  return listIn(value, key).filter((v) => typeof v === 'string');
}

/** The texts of a map, those of other values left out. */
export function mapIn(value: unknown, ...keys: readonly string[]): Readonly<Record<string, string>> {
  const texts = Object.entries(recordIn(value, ...keys) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOpen(text: string): boolean {
  return text.includes(unknownPart) || text.includes(releaseName);
}

/** A text with `by` in the place of every part that is not known. */
export function withoutOpenParts(text: string, by: string): string {
  return text.replaceAll(unknownPart, by).replaceAll(releaseName, by);
}
