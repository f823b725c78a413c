import type { Evidence } from '../../inventory/evidence.ts';
import { isObject } from '../../plain-object.ts';
import type { GapCounter } from '../gap-counter.ts';
import { below } from '../place-below.ts';
import { readGraphDate } from './graph-date.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Names that Azure AD Graph and its tools have for what Microsoft Graph calls otherwise. */
const olderNames: ReadonlyMap<string, string> = new Map([
  ['objectId', 'id'],
  ['appOwnerTenantId', 'appOwnerOrganizationId'],
  ['startDate', 'startDateTime'],
  ['endDate', 'endDateTime'],
  ['appDisplayName', 'displayName'],
  ['odataType', '@odata.type'],
  ['odata.type', '@odata.type'],
  ['creationTimestamp', 'createdDateTime'],
  ['availableToOtherTenants', 'isMultiTenant'],
]);

/**
 * An object of Microsoft Graph, as any of its tools writes it: `displayName` (Graph, az), `DisplayName` (PowerShell),
 * `display_name` (Python). What is of the wrong type counts as not given, and becomes a gap, once for each field and source.
 */
export class GraphObject {
  readonly at: Evidence;
  readonly #raw: Raw;
  readonly #gaps: GapCounter;

  constructor(raw: Raw, at: Evidence, gaps: GapCounter) {
    this.at = at;
    this.#raw = withGraphNames(raw);
    this.#gaps = gaps;
  }

  /** Whether the object says anything under a name, `null` included. */
  has(key: string): boolean {
    return Object.hasOwn(this.#raw, key) && this.#raw[key] !== undefined;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#raw);
  }

  raw(key: string): unknown {
    return Object.hasOwn(this.#raw, key) ? this.#raw[key] : undefined;
  }

  text(key: string): string | undefined {
    const value = this.raw(key);
    if (typeof value === 'string') return value;
    return this.#other(key, value, 'is not text');
  }

  /** An id, in lower case: ids are compared without regard to it. */
  id(key: string): string | undefined {
    const text = this.text(key)?.trim().toLowerCase();
    return text === '' ? undefined : text;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (typeof value === 'boolean') return value;
    // `az` and PowerShell write some as text.
    if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return /^true$/i.test(value);
    return this.#other(key, value, 'is neither true nor false');
  }

  date(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null || value === '') return undefined;
    const date = readGraphDate(value);
    if (date === undefined && !(typeof value === 'string' && value.startsWith('0001-'))) this.#wrong(key, 'is not a date');
    return date;
  }

  texts(key: string): readonly string[] | undefined {
    const value = this.raw(key);
    if (!Array.isArray(value)) return this.#other(key, value, 'is not a list');
    const texts = value.filter((v): v is string => typeof v === 'string');
    if (texts.length < value.length) this.#wrong(key, 'holds something that is not text');
    return texts;
  }

  object(key: string): GraphObject | undefined {
    const value = this.raw(key);
    if (isObject(value)) return new GraphObject(value, below(this.at, `/${key}`), this.#gaps);
    return this.#other(key, value, 'is not an object');
  }

  objects(key: string): readonly GraphObject[] | undefined {
    const value = this.raw(key);
    if (!Array.isArray(value)) return this.#other(key, value, 'is not a list');
    const found = value.flatMap((v: unknown, i) => (isObject(v) ? [new GraphObject(v, below(this.at, `/${key}/${i}`), this.#gaps)] : []));
    if (found.length < value.length) this.#wrong(key, 'holds something that is not an object');
    return found;
  }

  /** `#microsoft.graph.user` as `user`. */
  get type(): string | undefined {
    const type = this.raw('@odata.type');
    return typeof type === 'string' ? type.slice(type.lastIndexOf('.') + 1).replace(/^#/, '') : undefined;
  }

  #other(key: string, value: unknown, detail: string): undefined {
    if (value !== undefined && value !== null) this.#wrong(key, detail);
    return undefined;
  }

  #wrong(key: string, detail: string): void {
    const { source, file, line } = this.at;
    const pointer = `${this.at.pointer ?? ''}/${key}`;
    this.#gaps.add(`field ${key} ${detail}`, {
      source,
      what: `${key} of an object of the directory`,
      why: 'unreadable',
      detail: `${pointer}: ${key} ${detail}`,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      pointer,
    });
  }
}

function withGraphNames(raw: Raw): Raw {
  const keys = Object.keys(raw);
  if (!keys.some(isOtherName)) return raw;
  // Names come from a file, and one of them may be `__proto__`.
  const named = new Map<string, unknown>();
  for (const key of keys) {
    const camel = key.startsWith('@')
      ? key
      : `${key[0]?.toLowerCase()}${key.slice(1).replace(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase())}`;
    const name = olderNames.get(camel) ?? camel;
    // Where a tool writes both, Graph's own name counts.
    if (name === key || !named.has(name)) named.set(name, raw[key]);
  }
  return Object.fromEntries(named);
}

function isOtherName(key: string): boolean {
  const first = key.charCodeAt(0);
  return (first >= 65 && first <= 90) || key.includes('_') || olderNames.has(key);
}
