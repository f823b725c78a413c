import { isDeepStrictEqual } from 'node:util';
import type { Direction } from './compare-states.ts';
import { factWords, type RecordKind, type Treatment, toldFields, untoldFacts } from './told-fields.ts';

/** The fields of one record that differ, in words, and whether they come to more or less together. */
export interface FieldChanges {
  readonly parts: readonly string[];
  readonly direction: Direction;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Compares two states of a record field by field.
 * @param whole both were read as well: what one of them lacks is not there, where the field says so of itself.
 */
export function changedFields(
  kind: RecordKind,
  before: object,
  after: object,
  whole: boolean,
  nameOf: (id: string) => string,
): FieldChanges {
  const found: { readonly part: string; readonly direction: Direction }[] = [];
  for (const [field, treatment] of Object.entries<Treatment>(toldFields[kind])) {
    if (!('words' in treatment)) continue;
    const [was, is] = [(before as Fields)[field], (after as Fields)[field]];
    compare(field, treatment, was, is, whole && treatment.none === true);
  }
  return { parts: found.map((f) => f.part), direction: together(found.map((f) => f.direction)) };

  function compare(path: string, treatment: Treatment, was: unknown, is: unknown, countsAbsence: boolean): void {
    if (!('words' in treatment) || isDeepStrictEqual(was, is)) return;
    if (!countsAbsence && (isUnknown(was) || isUnknown(is))) return;
    if (treatment.opaque === true) {
      found.push({ part: treatment.words, direction: 'other' });
    } else if (isObject(was) || isObject(is)) {
      const [a, b] = [isObject(was) ? was : {}, isObject(is) ? is : {}];
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const inner = `${path}.${name}`;
        if (Object.hasOwn(untoldFacts, inner)) continue;
        const words = [treatment.words, name.replaceAll('_', ' ')].filter((w) => w !== '').join(' ');
        const named = factWords[inner];
        // A map that is there is whole: a tag or a claim that it lacks is not there. A fact that is not there is not known.
        const counts = countsAbsence || treatment.words !== '' || (whole && named !== undefined && 'none' in named);
        compare(inner, named ?? { ...treatment, words }, a[name], b[name], counts);
      }
    } else {
      const change = Array.isArray(was) || Array.isArray(is) ? listChange(was, is, nameOf) : scalarChange(was, is, nameOf);
      if (change === undefined) return;
      const rising = treatment.rising ?? 'other';
      const falling = rising === 'more' ? 'less' : rising === 'less' ? 'more' : 'other';
      const direction = change.rises === undefined ? 'other' : change.rises ? rising : falling;
      found.push({ part: `${treatment.words} ${change.text}`.trim(), direction });
    }
  }
}

/** `unknown` is a word of closed lists (the nature of an identity), '' stands for a home that was not learnt. */
function isUnknown(value: unknown): boolean {
  return value === undefined || value === '' || value === 'unknown';
}

interface ValueChange {
  readonly text: string;
  /** Absent: neither. */
  readonly rises?: boolean;
}

function scalarChange(was: unknown, is: unknown, nameOf: (id: string) => string): ValueChange {
  const text = `${shown(was, nameOf)} -> ${shown(is, nameOf)}`;
  if (typeof was === 'boolean' && typeof is === 'boolean') return { text, rises: is };
  // A day that is not there is no end.
  if (isTime(was) && isTime(is)) return { text, rises: (is ?? '\uffff') > (was ?? '\uffff') };
  return { text };
}

function isTime(value: unknown): value is string | null | undefined {
  return value === null || value === undefined || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value));
}

function listChange(was: unknown, is: unknown, nameOf: (id: string) => string): ValueChange | undefined {
  const of = (value: unknown): ReadonlySet<string> => new Set(Array.isArray(value) ? value.map((one) => shown(one, nameOf)) : []);
  const [a, b] = [of(was), of(is)];
  const gained = [...b].filter((one) => !a.has(one)).sort();
  const lost = [...a].filter((one) => !b.has(one)).sort();
  if (gained.length === 0 && lost.length === 0) return undefined;
  const text = [...(gained.length === 0 ? [] : [`gained ${some(gained)}`]), ...(lost.length === 0 ? [] : [`lost ${some(lost)}`])].join(
    ', ',
  );
  return gained.length > 0 && lost.length > 0 ? { text } : { text, rises: gained.length > 0 };
}

/** The first of a list, the others counted. */
export function some(words: readonly string[], between: ', ' | '; ' = ', '): string {
  const atMost = between === ', ' ? 5 : 12;
  return [...words.slice(0, atMost), ...(words.length > atMost ? [`${words.length - atMost} more`] : [])].join(between);
}

function shown(value: unknown, nameOf: (id: string) => string): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return nameOf(value);
  if (isObject(value)) return shownObject(value, nameOf);
  return Array.isArray(value) ? value.map((one) => shown(one, nameOf)).join(' ') : String(value);
}

/** Of what was found in a file, the file and the key; of anything else all that it says, in one order. */
function shownObject(value: Fields, nameOf: (id: string) => string): string {
  if (typeof value.file === 'string') return `${value.file}${typeof value.key === 'string' ? ` (${value.key})` : ''}`;
  return Object.keys(value)
    .sort()
    .map((name) => `${name} ${shown(value[name], nameOf)}`)
    .join(' ');
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function together(directions: readonly Direction[]): Direction {
  if (directions.includes('more')) return 'more';
  return directions.length > 0 && directions.every((d) => d === 'less') ? 'less' : 'other';
}
