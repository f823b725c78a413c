/** One entry of a framework. */
export interface Entry {
  readonly id: string;
  /** The official short name; where an entry has none, that of the group it stands in, or our own few words. */
  readonly title: string;
  readonly url: string;
}

/** A framework at one version: its entries, and other spellings of their ids that people use. */
export interface Framework {
  readonly name: string;
  readonly version: string;
  readonly entries: readonly Entry[];
  readonly aliases?: Readonly<Record<string, string>>;
}

/** Makes entries of an id -> title table. */
export function entriesOf(titles: Readonly<Record<string, string>>, urlOf: (id: string) => string): readonly Entry[] {
  return Object.entries(titles).map(([id, title]) => ({ id, title, url: urlOf(id) }));
}
