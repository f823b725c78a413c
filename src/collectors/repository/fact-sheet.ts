import { type Evidence, evidenceKey } from '../../inventory/evidence.ts';
import type { Facts } from '../../inventory/fact-types.ts';

type Group = 'Mcp' | 'Agent';
type KeysOf<G extends Group, V> = { [K in keyof Facts<G>]-?: NonNullable<Facts<G>[K]> extends V ? K : never }[keyof Facts<G>] & string;

/**
 * Facts of one identity as its files are read, each with the places it was read at. What several files say adds up:
 * lists are joined, `raise` makes a flag true for good, `vote` needs every voice to be true.
 */
export class FactSheet<G extends Group> {
  readonly #facts = new Map<string, string | boolean | string[]>();
  readonly #evidence = new Map<string, Map<string, Evidence>>();
  readonly #weights = new Map<string, number>();
  readonly #prefix: string;
  /** What is read at the moment is only a part: that something is not in it is not known. */
  partial = false;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  append(key: KeysOf<G, readonly string[]>, value: string, evidence: Evidence): void {
    const list = this.#facts.get(key);
    if (!Array.isArray(list)) this.#facts.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
    this.#note(key, evidence);
  }

  /** Known and empty, where nothing was found. */
  settle(...keys: KeysOf<G, readonly string[]>[]): void {
    if (this.partial) return;
    for (const key of keys) if (!this.#facts.has(key)) this.#facts.set(key, []);
  }

  raise(key: KeysOf<G, boolean>, evidence: Evidence): void {
    this.#facts.set(key, true);
    this.#note(key, evidence);
  }

  /** Known to be false, where nothing says otherwise. */
  deny(key: KeysOf<G, boolean>): void {
    if (!this.partial && !this.#facts.has(key)) this.#facts.set(key, false);
  }

  /** The places kept are those that say what stands in the end. */
  vote(key: KeysOf<G, boolean>, value: boolean, evidence: Evidence): void {
    if (this.partial && !value) return;
    const present = this.#facts.get(key);
    if (present === false && value) return;
    if (present === true && !value) this.#evidence.delete(key);
    this.#facts.set(key, value);
    this.#note(key, evidence);
  }

  /** The first word stands, until one that weighs more: that of a definition that a rule is about. */
  tell(key: KeysOf<G, string>, value: string, evidence: Evidence, weight = 0): void {
    const present = this.#facts.get(key);
    const heavier = weight > (this.#weights.get(key) ?? 0);
    if (present !== undefined && present !== value) {
      if (!heavier) return;
      this.#evidence.delete(key);
    }
    if (heavier) this.#weights.set(key, weight);
    this.#facts.set(key, value);
    this.#note(key, evidence);
  }

  get(key: keyof Facts<G> & string): string | boolean | readonly string[] | undefined {
    return this.#facts.get(key);
  }

  facts(): Facts<G> {
    return Object.fromEntries(this.#facts) as Facts<G>;
  }

  factEvidence(): Record<string, readonly Evidence[]> {
    return Object.fromEntries([...this.#evidence].map(([key, places]) => [`${this.#prefix}.${key}`, [...places.values()]]));
  }

  #note(key: string, evidence: Evidence): void {
    const places = this.#evidence.get(key) ?? new Map<string, Evidence>();
    if (places.size < 50) places.set(evidenceKey(evidence), evidence);
    this.#evidence.set(key, places);
  }
}
