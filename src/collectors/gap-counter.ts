import type { Fragment } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';

/**
 * Collects gaps so that one kind of problem, met a hundred thousand times, is said a few times and then counted.
 */
export class GapCounter {
  readonly #groups = new Map<string, { readonly gaps: Gap[]; count: number }>();

  /** Notes a gap. Of a group only the first `keep` are said; the last of them carries the count of the rest. */
  add(group: string, gap: Gap, keep = 1): void {
    const key = `${group}\u0000${gap.file ?? ''}`;
    const known = this.#groups.get(key);
    if (known === undefined) this.#groups.set(key, { gaps: [gap], count: 1 });
    else {
      known.count++;
      if (known.gaps.length < keep) known.gaps.push(gap);
    }
  }

  /** Hands over what was noted, in order of first appearance, and forgets it. */
  flush(emit: (fragment: Fragment) => void): void {
    for (const { gaps, count } of this.#groups.values()) {
      const more = count - gaps.length;
      gaps.forEach((gap, i) => {
        const rest = more > 0 && i === gaps.length - 1 ? ` (and ${more} more like it)` : '';
        emit({ type: 'gap', value: { ...gap, what: oneLine(gap.what), detail: `${oneLine(gap.detail)}${rest}` } });
      });
    }
    this.#groups.clear();
  }
}

/** Names in a gap come from what was scanned: a line break or an escape in them must not pass. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
