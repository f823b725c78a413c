import type { Evidence } from '../inventory/evidence.ts';
import { isPlain } from './known-secrets.ts';

/** Pointers that are remembered. */
const most = 1000;

/** Tells places of which no text can hold a secret that its spelling gives away. Most differ from the one before in their line alone. */
export class PlainPlaces {
  /** Pointers of one file are few, or else all different. */
  readonly #pointers = new Set<string | undefined>();
  #last: Evidence = { source: '' };

  has(at: Evidence): boolean {
    const last = this.#last;
    const isBare =
      (at.source === last.source || isPlain(at.source)) &&
      (at.file === last.file || isPlain(at.file)) &&
      (at.pointer === last.pointer || this.#pointers.has(at.pointer) || this.#isPlainPointer(at.pointer)) &&
      (at.note === last.note || isPlain(at.note));
    if (isBare) this.#last = at;
    return isBare;
  }

  #isPlainPointer(pointer: string | undefined): boolean {
    if (!isPlain(pointer)) return false;
    if (this.#pointers.size < most) this.#pointers.add(pointer);
    return true;
  }
}
