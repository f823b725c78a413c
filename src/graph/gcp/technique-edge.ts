import type { Evidence } from '../../inventory/evidence.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { referTo } from '../../permissions/gcp/measure-power.ts';
import { bitOf } from '../../permissions/gcp/permission-mask.ts';
import { isClass, nameOfClass } from '../class-node.ts';
import type { Certainty, Edge, EdgeStatement } from '../graph.ts';
import { needsOf } from './techniques/gcp-techniques.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/** A technique that leads somewhere, and what is held for it. */
export interface Way {
  readonly technique: ReadyTechnique;
  readonly certainty: Certainty;
  readonly to: string;
  readonly on: readonly Holding[];
}

/**
 * The edges for the ways of one identity. Ways to the same node by the same roles are one edge, named for the first of them:
 * a basic role holds dozens, and whoever takes the role away takes them all away.
 */
export function edgesOf(from: string, ways: readonly Way[]): readonly Edge[] {
  const groups = new Map<string, { readonly way: Way; readonly statements: readonly EdgeStatement[]; others: number }>();
  for (const way of ways) {
    if (way.to === from) continue;
    const statements = statementsOf(way);
    const by = new Set(statements.map((s) => `${s.policy} ${s.statement}`));
    const key = `${way.to}\n${way.certainty}\n${by.size < 2 ? [...by].join('') : [...by].sort().join('\n')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { way, statements, others: 0 });
    else group.others++;
  }
  return [...groups.values()].map(({ way, statements, others }) => edgeOf(from, way, statements, others));
}

const surest: readonly HeldRole['holds'][] = ['sure', 'tag', 'conditional'];

/** The role behind each permission that a technique needs. */
function statementsOf({ technique, on }: Way): readonly EdgeStatement[] {
  const roles = on.length === 1 ? (on[0]?.roles ?? []) : on.flatMap((h) => h.roles);
  return needsOf(technique).flatMap((action): EdgeStatement[] => {
    const bit = bitOf(action) ?? 0n;
    let best: HeldRole | undefined;
    for (const role of roles) {
      if (((role.mask ?? 0n) & bit) === 0n) continue;
      if (best === undefined || surest.indexOf(role.holds) < surest.indexOf(best.holds)) best = role;
    }
    return best === undefined ? [] : [{ ...referTo(best), action }];
  });
}

function edgeOf(from: string, { technique, certainty, to }: Way, statements: readonly EdgeStatement[], others: number): Edge {
  const names = [...new Set(statements.map((s) => s.policy))].join(' and ');
  const whom = isClass(to) ? nameOfClass(to) : to.slice(to.indexOf('/') + 1);
  const isAdministrator = technique.gains.what === 'administrator' && technique.direct === true;
  const more = others === 0 || technique.direct === true ? '' : `, and in ${others === 1 ? 'one other way' : `${others} other ways`}`;
  return {
    from,
    to,
    kind: isAdministrator ? 'member' : technique.direct === true ? 'assumes' : 'escalates',
    certainty,
    ...(technique.direct === true ? {} : { technique: technique.id }),
    reason: `${technique.does} ${whom} by ${names}${more}`,
    evidence: statements.reduce<readonly Evidence[]>((all, s) => mergeList(all, s.evidence), []),
    ...(technique.direct === true ? {} : { statements }),
  };
}
