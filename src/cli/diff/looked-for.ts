import { type Seen, wouldBeSeen } from '../../findings/baseline.ts';
import { certainties } from '../../graph/graph.ts';
import type { State, StatePath } from './state.ts';

const statuses = ['failed', 'partial', 'complete'];

/** How well a plane's scope was read; -1 where it was not. */
function readingOf({ plane, scope }: Seen, { sources }: State): number {
  const found = sources.filter((s) => s.plane === plane && s.scope === scope).map((s) => statuses.indexOf(s.status));
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Whether a source spoke of this at all. What nobody can tell the source of counts as looked at. */
export function wasLookedAt(seen: Seen, state: State): boolean {
  return seen.plane === '' || readingOf(seen, state) > 0;
}

/** Whether the later state saw a scope no worse than the earlier one did. */
export function isReadAsWell(seen: Seen, before: State, after: State): boolean {
  return seen.plane === '' || readingOf(seen, after) >= readingOf(seen, before);
}

/** Whether a way or path over some identities would be told again, were it still there. */
export function isLookedFor(nodes: readonly string[], seenBy: readonly Seen[], before: State, after: State): boolean {
  return (
    seenBy.every((seen) => isReadAsWell(seen, before, after)) &&
    nodes.every((id) => {
      const then = before.identities.get(id);
      const now = after.identities.get(id);
      if (then === undefined) return true;
      if (now === undefined) return wouldBeSeen(then.seenBy, after.sources);
      return now.power.level !== 'unknown' || then.power.level === 'unknown';
    })
  );
}

/** Answers whether a state has some path between the ends of a path, of a certainty or a higher one, to an end that is administrator. */
export function reachabilityOf({ edges, identities }: State): (path: StatePath, certainty: string) => boolean {
  let next: Map<string, { readonly to: string; readonly rank: number }[]> | undefined;
  const nextOf = (): Map<string, { readonly to: string; readonly rank: number }[]> => {
    const found = new Map<string, { readonly to: string; readonly rank: number }[]>();
    for (const { from, to, certainty } of edges) {
      const list = found.get(from) ?? [];
      list.push({ to, rank: rankOf(certainty) });
      found.set(from, list);
    }
    return found;
  };
  return ({ from, to }, certainty) => {
    const end = identities.get(to);
    if (end === undefined ? !to.startsWith('class:') : end.power.level !== 'admin') return false;
    next ??= nextOf();
    const worst = rankOf(certainty);
    const seen = new Set([from]);
    for (const node of seen) {
      if (node === to) return true;
      for (const edge of next.get(node) ?? []) if (edge.rank <= worst) seen.add(edge.to);
    }
    return false;
  };
}

function rankOf(certainty: string): number {
  return (certainties as readonly string[]).indexOf(certainty);
}
