import type { Evidence } from '../inventory/evidence.ts';
import { isPlain } from './known-secrets.ts';

/** Tells places of which no text can hold a secret that its spelling gives away. Most differ from the one before in their line alone. */
export class PlainPlaces {
  #last: Evidence = { source: '' };

  has(at: Evidence): boolean {
    const last = this.#last;
    const isBare =
      (at.source === last.source || isPlain(at.source)) &&
      (at.file === last.file || isPlain(at.file)) &&
      (at.pointer === last.pointer || isPlain(at.pointer)) &&
      (at.note === last.note || isPlain(at.note));
    if (isBare) this.#last = at;
    return isBare;
  }
}
