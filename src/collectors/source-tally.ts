import type { BindingSink } from '../inventory/binding.ts';
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

  /** Counts a binding. */
  count(): void {
    this.#fragments++;
  }

  /** Hands bindings on, and counts them. */
  counting(bindings: BindingSink): BindingSink {
    return {
      numberOf: (holder) => bindings.numberOf(holder),
      bind: (binding) => {
        this.count();
        bindings.bind(binding);
      },
    };
  }

  take(fragment: Fragment): void {
    this.#fragments++;
    if (fragment.type === 'gap') this.#gaps.push(fragment.value);
    if (fragment.type === 'identity' && fragment.value.standing !== 'named') this.#identities.add(fragment.value.id);
  }

  /** For a person who watches. */
  counts(): string {
    return readCounts(this.#identities.size, this.#gaps.length);
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

/** `12 identities, 1 gap`. */
export function readCounts(identities: number, gaps: number): string {
  const missing = gaps === 0 ? '' : `, ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}`;
  return `${identities} ${identities === 1 ? 'identity' : 'identities'}${missing}`;
}

/**
 * For files that are read together: a tally for each, and what hands fragments on and counts each to the file where its evidence
 * lies. What speaks of none of them counts to the first.
 */
export function tallyBySource(
  files: readonly { readonly source: string }[],
  handOn: (fragment: Fragment) => void,
): { readonly tallies: ReadonlyMap<string, SourceTally>; readonly emit: (fragment: Fragment) => void } {
  const tallies = new Map(files.map(({ source }) => [source, new SourceTally()]));
  const first = files[0]?.source ?? '';
  const emit = (fragment: Fragment): void => {
    const { value } = fragment;
    const source = fragment.type === 'gap' ? fragment.value.source : 'evidence' in value ? value.evidence?.[0]?.source : undefined;
    tallies.get(source ?? first)?.take(fragment);
    handOn(fragment);
  };
  return { tallies, emit };
}
