import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';
import type { Collected } from './collector.ts';

/** Counts what a source hands over, and says how it was read. */
export class SourceTally {
  readonly #gaps: Gap[] = [];
  readonly #identities = new Set<string>();
  #fragments = 0;

  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  take(fragment: Fragment): void {
    this.#fragments++;
    if (fragment.type === 'gap') this.#gaps.push(fragment.value);
    if (fragment.type === 'identity' && fragment.value.standing !== 'named') this.#identities.add(fragment.value.id);
  }

  status(source: string, { plane, scope, requests }: Pick<Collected, 'plane' | 'scope' | 'requests'>): SourceStatus {
    const partial = this.#gaps.some((gap) => gap.partial !== false);
    const nothing = this.#fragments === this.#gaps.length;
    return {
      source,
      plane,
      scope,
      status: partial ? (nothing ? 'failed' : 'partial') : 'complete',
      identities: this.#identities.size,
      requests,
      gaps: this.#gaps,
    };
  }
}
