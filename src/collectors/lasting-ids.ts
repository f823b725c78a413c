import { idOfContent, isForOneRun } from '../document-id.ts';
import type { Fragment } from '../inventory/fragment.ts';

/** Gives fragments that are kept ids that hold. A document comes before what refers to it. */
export class LastingIds {
  readonly #lasting = new Map<string, string>();
  readonly #kept = new Set<string>();

  /** The fragment to keep; undefined where the same was kept before. */
  of(fragment: Fragment): Fragment | undefined {
    if (fragment.type === 'document' && isForOneRun(fragment.value.id)) {
      const { id, ...content } = fragment.value;
      const lasting = idOfContent(content);
      this.#lasting.set(id, lasting);
      if (this.#kept.has(lasting)) return undefined;
      this.#kept.add(lasting);
      return { type: 'document', value: { id: lasting, ...content } };
    }
    if (fragment.type !== 'grant' || fragment.value.document === undefined) return fragment;
    const document = this.#lasting.get(fragment.value.document);
    return document === undefined ? fragment : { type: 'grant', value: { ...fragment.value, document } };
  }
}
