import type { Evidence } from '../../inventory/evidence.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { referTo } from '../../permissions/gcp/measure-power.ts';
import type { Certainty, Edge, EdgeStatement } from '../graph.ts';
import { classKindOf, type ScopeClasses } from './scope-classes.ts';
import { groupWays, madeEdge, type Way } from './technique-edge.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/** A technique that may be used on a scope. */
export interface Usable {
  readonly technique: ReadyTechnique;
  readonly certainty: Certainty;
}

/** One edge of a plan: a technique, the roles it is used by (their places among those held), and how many others it stands for. */
interface Step {
  readonly technique: ReadyTechnique;
  readonly certainty: Certainty;
  readonly roles: readonly number[];
  readonly by: string;
  readonly others: number;
}

/**
 * What roles on one scope lead to. Very many identities hold the same roles, each on a project of its own: what is made of them is
 * worked out once, and then only told for each scope.
 */
export class EdgePlans {
  readonly #classes: ScopeClasses;
  readonly #plans = new Map<readonly Usable[], Map<string, readonly Step[]>>();

  constructor(classes: ScopeClasses) {
    this.#classes = classes;
  }

  /** The edges of whoever may use some techniques on a scope by all that it holds there. None of them is of one's own custom roles or tags. */
  addEdges(from: string, holding: Holding, usable: readonly Usable[], edges: Edge[]): void {
    for (const step of this.#planFor(holding, usable)) {
      const node = this.#classes.nodeFor(step.technique.gains, holding.scope);
      if (node === undefined) continue;
      const statements: EdgeStatement[] = [];
      let evidence: readonly Evidence[] = [];
      for (const [n, place] of step.roles.entries()) {
        const role = holding.roles[place];
        const action = step.technique.needs[n]?.action;
        if (role === undefined || action === undefined) continue;
        evidence = mergeList(evidence, role.grant.evidence);
        if (step.technique.direct !== true) statements.push({ ...referTo(role), action });
      }
      const { technique, certainty, by, others } = step;
      edges.push(madeEdge(from, { technique, certainty, to: node.id, whom: node.name, by, others, evidence, statements }));
    }
  }

  #planFor(holding: Holding, usable: readonly Usable[]): readonly Step[] {
    const plans = this.#plans.get(usable) ?? new Map<string, readonly Step[]>();
    if (plans.size === 0) this.#plans.set(usable, plans);
    const key = signatureOf(holding);
    const present = plans.get(key);
    if (present !== undefined) return present;
    const plan = planOf(holding, usable);
    plans.set(key, plan);
    return plan;
  }
}

/** What a plan turns on: which roles are held, how surely, and which of them on the same scope. */
function signatureOf({ roles }: Holding): string {
  let key = '';
  const scopes: (string | undefined)[] = [];
  for (const { grant, holds } of roles) {
    let n = scopes.indexOf(grant.scope);
    if (n < 0) n = scopes.push(grant.scope) - 1;
    key += `${grant.policy ?? ''} ${grant.name} ${holds} ${n}\n`;
  }
  return key;
}

/** Ways are grouped by the kinds of classes that they lead to: each stands for one node of the scope. */
function planOf(holding: Holding, usable: readonly Usable[]): readonly Step[] {
  const on = [holding];
  const ways = usable.flatMap(({ technique, certainty }): Way | readonly Way[] =>
    isOwn(technique) ? [] : { technique, certainty, to: classKindOf(technique.gains), on },
  );
  return groupWays(ways).map(({ way, roles, others }) => {
    const names = new Set(roles.flatMap((role) => (role === undefined ? [] : [role.grant.name])));
    return {
      technique: way.technique,
      certainty: way.certainty,
      roles: roles.map((role) => (role === undefined ? -1 : holding.roles.indexOf(role))),
      by: [...names].join(' and '),
      others,
    };
  });
}

function isOwn({ gains }: ReadyTechnique): boolean {
  return gains.what === 'own-custom-role' || gains.what === 'tagged-role';
}

/** Whether nothing stands in roles that a plan does not speak of: a custom role, a tag. */
export function isPlain(roles: readonly HeldRole[]): boolean {
  return roles.every(({ grant: { policy }, holds }) => holds !== 'tag' && (policy === undefined || policy.startsWith('gcp:role/roles/')));
}
