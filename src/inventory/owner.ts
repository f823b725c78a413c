import type { Evidence } from './evidence.ts';

/** What names an owner, weakest first: of two sources that name different owners the stronger one counts. */
export const ownerSources = ['commit', 'codeowners', 'label', 'annotation', 'tag', 'directory', 'configuration'] as const;
/**
 * `commit`: who last committed the line that defines it; `codeowners`: the code owners of the file that defines it; `label`,
 * `annotation`, `tag`: as the provider has it; `directory`: registered as owner in Entra ID, or as whose key or token it is; `configuration`: the user's own word.
 */
export type OwnerSource = (typeof ownerSources)[number];

/** An owner, with what names it and where that stands. */
export interface Owned {
  readonly owner?: string;
  /** Absent beside an owner: a tag. */
  readonly ownerFrom?: OwnerSource;
  readonly factEvidence?: Readonly<Record<string, readonly Evidence[]>>;
}

/** The record whose owner counts: the one with the stronger source, the first of two that are as strong. */
export function betterOwned<T extends Owned>(first: T, second: T): T {
  return rankOf(second) > rankOf(first) ? second : first;
}

function rankOf({ owner, ownerFrom = 'tag' }: Owned): number {
  return owner === undefined ? -1 : ownerSources.indexOf(ownerFrom);
}
