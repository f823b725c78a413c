import { isSameJson } from '../../inventory/same-json.ts';

/** A power of two. */
const places = 4096;

interface Place<T> {
  readonly raw: unknown;
  readonly made: T;
}

/**
 * What was made of JSON values of late, found by the values themselves: one that is met again is recognised where it lies, without
 * a text being made of it to look it up by. Each has one place, which it shares with others; the one that came last has it.
 */
export class Recent<T> {
  /** Made once there is something: many a reader reads one document. */
  #places: (Place<T> | undefined)[] | undefined;

  find(raw: unknown): T | undefined {
    const place = this.#places?.[markOf(raw) & (places - 1)];
    return place !== undefined && isSameJson(place.raw, raw) ? place.made : undefined;
  }

  add(raw: unknown, made: T): T {
    this.#places ??= new Array<Place<T> | undefined>(places).fill(undefined);
    this.#places[markOf(raw) & (places - 1)] = { raw, made };
    return made;
  }
}

/** A number that equal values have in common, from a few of their letters. */
function markOf(raw: unknown): number {
  if (typeof raw === 'string') return markOfText(raw);
  if (typeof raw !== 'object' || raw === null) return 1;
  let mark = 7;
  if (Array.isArray(raw)) for (let i = 0; i < raw.length; i++) mark = (Math.imul(mark, 31) + markOf(raw[i])) | 0;
  else for (const key in raw) mark = (Math.imul(mark, 31) + markOfText(key) + markOf((raw as Readonly<Record<string, unknown>>)[key])) | 0;
  return mark ^ (mark >>> 12);
}

export function markOfText(text: string): number {
  const { length } = text;
  if (length < 4) return length;
  const [last, middle] = [text.charCodeAt(length - 1), text.charCodeAt(length >> 1)];
  return length * 37 + last * 11 + text.charCodeAt(length - 4) * 173 + middle * 5 + text.charCodeAt((length >> 1) + 1) * 67;
}
