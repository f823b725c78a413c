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

const surest: readonly HeldRole['holds'][] = ['sure', 'tag', 'conditional'];

/** The edge for a technique that what is held on some scopes allows, with the role behind each permission. */
export function edgeOf(from: string, to: string, technique: ReadyTechnique, certainty: Certainty, on: readonly Holding[]): Edge {
  const statements = needsOf(technique).flatMap((action): EdgeStatement[] => {
    const bit = bitOf(action) ?? 0n;
    const roles = on.flatMap((h) => h.roles).filter((r) => ((r.mask ?? 0n) & bit) !== 0n);
    const [best] = [...roles].sort((a, b) => surest.indexOf(a.holds) - surest.indexOf(b.holds));
    return best === undefined ? [] : [{ ...referTo(best), action }];
  });
  const names = [...new Set(statements.map((s) => s.policy))].join(' and ');
  const whom = isClass(to) ? nameOfClass(to) : to.slice(to.indexOf('/') + 1);
  const isAdministrator = technique.gains.what === 'administrator' && technique.direct === true;
  return {
    from,
    to,
    kind: isAdministrator ? 'member' : technique.direct === true ? 'assumes' : 'escalates',
    certainty,
    ...(technique.direct === true ? {} : { technique: technique.id }),
    reason: `${technique.does} ${whom} by ${names}`,
    evidence: statements.reduce<readonly Evidence[]>((all, s) => mergeList(all, s.evidence), []),
    ...(technique.direct === true ? {} : { statements }),
  };
}
