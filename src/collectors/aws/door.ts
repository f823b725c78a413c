import type { Evidence } from '../../inventory/evidence.ts';
import { Recent } from '../aws-policy/recent.ts';
import type { GapCounter } from '../gap-counter.ts';
import { readDate } from './dates.ts';
import type { Tags } from './shapes.ts';

export type Raw = Readonly<Record<string, unknown>>;

/**
 * Checks the parts of answers as they are read. A field of the wrong type is left out and becomes a gap, one per field
 * and file; the rest of the record is kept.
 */
export class Door {
  readonly #gaps: GapCounter;
  /** Tags as they were read of late: those of one team and environment stand on many things. */
  readonly tags = new Recent<Tags>();

  constructor(gaps: GapCounter) {
    this.#gaps = gaps;
  }

  /** The record itself. `what` is its name for people: `user`. */
  object(value: unknown, what: string, at: Evidence): Raw | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
    this.wrong(`${withArticle(what)} record`, 'is not an object', at);
    return undefined;
  }

  text(raw: Raw, key: string, what: string, at: Evidence): string | undefined {
    const value = raw[key];
    if (typeof value === 'string') return value;
    if (value !== undefined && value !== null) this.#wrongField(key, what, 'is not text', at);
    return undefined;
  }

  date(raw: Raw, key: string, what: string, at: Evidence): string | undefined {
    const value = raw[key];
    if (value === undefined || value === null) return undefined;
    const date = readDate(value);
    if (date === undefined) this.#wrongField(key, what, 'is not a date', at);
    return date;
  }

  list(raw: Raw, key: string, what: string, at: Evidence): readonly unknown[] | undefined {
    const value = raw[key];
    if (Array.isArray(value)) return value as unknown[];
    if (value !== undefined && value !== null) this.#wrongField(key, what, 'is not a list', at);
    return undefined;
  }

  /** The objects of a list; others are left out with a gap. */
  objects(raw: Raw, key: string, what: string, at: Evidence): readonly Raw[] | undefined {
    const list = this.list(raw, key, what, at);
    if (list === undefined) return undefined;
    const out: Raw[] = [];
    for (const value of list) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) out.push(value as Raw);
      else this.#wrongField(key, what, 'holds something that is not an object', at);
    }
    return out;
  }

  field(raw: Raw, key: string, what: string, at: Evidence): Raw | undefined {
    const value = raw[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'object' && !Array.isArray(value)) return value as Raw;
    this.#wrongField(key, what, 'is not an object', at);
    return undefined;
  }

  /** Notes that something could not be read; said once per file and counted. */
  wrong(what: string, detail: string, at: Evidence): void {
    this.#gaps.add(`${what} ${detail}`, {
      source: at.source,
      what,
      why: 'unreadable',
      detail: `${placeOf(at)}${what} ${detail}`,
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
      ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
    });
  }

  #wrongField(key: string, what: string, detail: string, at: Evidence): void {
    this.wrong(`${key} of ${withArticle(what)}`, detail, { ...at, pointer: `${at.pointer ?? ''}/${key}` });
  }
}

function placeOf(at: Evidence): string {
  return at.pointer === undefined || at.pointer === '' ? '' : `${at.pointer}: `;
}

/** `an access key`, but `a user`. */
function withArticle(what: string): string {
  return `${/^[aeio]/.test(what) ? 'an' : 'a'} ${what}`;
}
