import type { Evidence } from '../../../inventory/evidence.ts';

/** A list of short texts, each with the places that show it. Repeats add their place. */
export class Noted {
  readonly #places = new Map<string, Evidence[]>();

  add(text: string, evidence: Evidence): void {
    const places = this.#places.get(text);
    if (places === undefined) this.#places.set(text, [evidence]);
    else if (!places.some((p) => p.line === evidence.line && p.column === evidence.column)) places.push(evidence);
  }

  get texts(): readonly string[] {
    return [...this.#places.keys()];
  }

  get evidence(): readonly Evidence[] {
    return [...this.#places.values()].flat();
  }

  placesOf(text: string): readonly Evidence[] {
    return this.#places.get(text) ?? [];
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }
}
