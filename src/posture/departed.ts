/** Somebody who left. */
export interface Departure {
  /** Under which names he is known: e-mail addresses, `@login`s, names. Several of one person. */
  readonly names: readonly string[];
  /** The day, `2026-03-31`; absent: has left. */
  readonly on?: string;
}

/** Answers for owners whether they left. */
export class DepartureBook {
  readonly #byKey = new Map<string, Departure>();
  /** Those of whom the list gives no address: only they go by their name where an owner has an address. */
  readonly #byNameAlone = new Map<string, Departure>();
  readonly #known = new Map<string, Departure | undefined>();

  /** @param now a departure that is still to come counts for nothing. */
  constructor(departures: readonly Departure[], now: number) {
    for (const departure of departures) {
      if (departure.on !== undefined && Date.parse(departure.on) > now) continue;
      const keys = departure.names.flatMap(keysOf);
      const alone = !keys.some((key) => key.startsWith('mail:'));
      for (const key of keys) {
        if (!this.#byKey.has(key)) this.#byKey.set(key, departure);
        if (alone && key.startsWith('name:') && !this.#byNameAlone.has(key)) this.#byNameAlone.set(key, departure);
      }
    }
  }

  /** The departure of an owner, that of the first name where everybody who is named left. Undefined where somebody is still there. */
  of(owner: string): Departure | undefined {
    if (!this.#known.has(owner)) {
      const people = peopleOf(owner).map((person) => this.#ofPerson(person));
      this.#known.set(owner, people.includes(undefined) ? undefined : people[0]);
    }
    return this.#known.get(owner);
  }

  #ofPerson(person: string): Departure | undefined {
    const keys = keysOf(person);
    const named = keys.some((key) => key.startsWith('mail:'));
    for (const key of keys) {
      const found = named && key.startsWith('name:') ? this.#byNameAlone.get(key) : this.#byKey.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The single owners of a text that names several. */
function peopleOf(owner: string): readonly string[] {
  const people = owner
    .split(/[,;\n]|\s(?:and|&)\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return people.length === 0 ? [owner] : people;
}

/** `12345+login@users.noreply.github.com`: https://docs.github.com/account-and-profile/reference/email-addresses-reference */
const noReply = /^(?:\d{1,12}\+)?([a-z\d](?:[a-z\d-]{0,38}))@users\.noreply\.github\.com$/;

/**
 * What a written name may be compared by. Letters' case says nothing. An address is only the same as the whole address, a
 * team is nobody's name, and a single word may be a login.
 */
function keysOf(written: string): readonly string[] {
  const text = written
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/\s+/g, ' ');
  const inBrackets = /^(.{0,200}?)\s?<([^<>\s]{3,254})>$/.exec(text);
  const address = inBrackets?.[2] ?? text;
  if (/^[^@\s]+@[^@\s]+$/.test(address)) {
    const login = noReply.exec(address)?.[1];
    const name = inBrackets?.[1]?.replace(/^"|"$/g, '').trim() ?? '';
    return [`mail:${address}`, ...(login === undefined ? [] : [`login:${login}`]), ...(name === '' ? [] : [`name:${name}`])];
  }
  if (text.startsWith('@')) return text.includes('/') ? [`team:${text}`] : [`login:${text.slice(1)}`];
  if (text === '') return [];
  return text.includes(' ') ? [`name:${text}`] : [`name:${text}`, `login:${text}`];
}
