import type { Frame } from './frame.ts';
import { ListMap } from './list-map.ts';
import type { Measured } from './measured.ts';

/** Identities of one type and account under the same limits: they differ by the documents of their policies alone. */
export class Kin {
  /** By the ids of those documents. */
  readonly measured = new ListMap<Measured>();
  /** By what of them is no small statement; null where one such identity was met. */
  readonly frames = new Map<string, Frame | null>();
  readonly #bounded = new Map<string, Kin>();

  /** The part of it that has boundaries besides. */
  boundedBy(boundaries: string): Kin {
    let bounded = this.#bounded.get(boundaries);
    if (bounded === undefined) {
      bounded = new Kin();
      this.#bounded.set(boundaries, bounded);
    }
    return bounded;
  }
}
