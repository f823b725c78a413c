import type { Scope, SourceStatus } from './fragment.ts';
import type { Gap } from './gap.ts';

/**
 * Leaves out the gaps that another source of the same run fills: a credential report says what the account's
 * authorization details do not, and the other way round. A source without a gap left is complete.
 */
export function settleGaps(sources: readonly SourceStatus[], scopes: Iterable<Scope>): readonly SourceStatus[] {
  const supplied = new Set<string>();
  for (const scope of scopes) for (const supply of scope.supplies ?? []) supplied.add(`${scope.id}#${supply}`);
  const open = (gap: Gap): boolean => gap.settledBy === undefined || !supplied.has(gap.settledBy);
  return sources.map((source) => {
    const gaps = source.gaps.filter(open);
    if (gaps.length === source.gaps.length) return source;
    const status = source.status === 'partial' && gaps.every((g) => g.partial === false) ? 'complete' : source.status;
    return { ...source, status, gaps };
  });
}
