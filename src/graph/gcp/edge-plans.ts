import type { GcpPowers } from '../../permissions/gcp/gcp-permissions.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import type { RoleList } from '../../permissions/gcp/profiles.ts';
import type { EdgeDraft } from '../edge-draft.ts';
import type { Edge } from '../graph.ts';
import { classKindOf, type ScopeClasses } from './scope-classes.ts';
import { edgeOf, groupWays, kindOf, type Way, whomOf } from './technique-edge.ts';
import type { ReadyTechnique } from './techniques/technique.ts';
import { anyNeed, type Usable, usableOn } from './usable.ts';

/** One edge of a plan: a technique, the roles it is used by (their places among those that tell), and how many others it stands for. */
export interface Step extends Usable, Pick<Edge, 'kind'> {
  readonly roles: readonly number[];
  readonly others: number;
}

/** What roles on one scope lead to, but for what comes of one's own custom roles: those are not the same for all with such roles. */
export interface Plan {
  readonly usable: readonly Usable[];
  readonly steps: readonly Step[];
  /** Custom roles may be changed. */
  readonly changesRoles: boolean;
}

/** What one identity holds on one thing, and what that leads to. */
export interface SingleAnswer {
  readonly holding: Holding;
  readonly ways: readonly Way[];
  /** It leads elsewhere for others with the same roles. */
  readonly isOwn: boolean;
}

/**
 * Very many identities hold the same roles, each on a project of its own: what comes of them is worked out once, and edges are drawn
 * for each scope.
 */
export class EdgePlans {
  readonly #classes: ScopeClasses;
  readonly #powers: GcpPowers;
  /** By the roles, and by whether they are held on a project, folder or organization. */
  readonly #plans = new Map<RoleList, Map<string, Plan>>();
  /** By the roles on an account, and by the plan of those above it. */
  readonly #onAccounts = new Map<RoleList, Map<Plan | undefined, readonly Step[] | undefined>>();

  constructor(classes: ScopeClasses, powers: GcpPowers) {
    this.#classes = classes;
    this.#powers = powers;
  }

  /** What comes of the roles of an identity on the only project, folder or organization on which it holds any. */
  planFor(identity: string, scope: string, roles: RoleList): Plan | undefined {
    const kind = scope.slice(0, scope.indexOf('/'));
    const plans = this.#plans.get(roles) ?? new Map<string, Plan>();
    const present = plans.get(kind);
    if (present !== undefined) return present;
    const holding = this.#powers.holdingOn(identity, scope);
    if (holding === undefined) return undefined;
    const plan = planOf(holding);
    this.#plans.set(roles, plans.set(kind, plan));
    return plan;
  }

  /**
   * What comes of roles on a service account, together with those on what it lies in, as their own plan tells them. Undefined where
   * that turns on more than the roles. `first` answers for the first identity of each such pair.
   */
  stepsOnAccount(roles: RoleList, above: Plan | undefined, first: () => SingleAnswer): readonly Step[] | undefined {
    const known = this.#onAccounts.get(roles) ?? new Map<Plan | undefined, readonly Step[] | undefined>();
    if (known.has(above)) return known.get(above);
    const { holding, ways, isOwn } = first();
    const steps = isOwn ? undefined : stepsOf(ways, holding);
    this.#onAccounts.set(roles, known.set(above, steps));
    return steps;
  }

  addEdges(from: string, scope: string, { steps }: Plan, edges: (Edge | EdgeDraft)[]): void {
    for (const step of steps) {
      const to = this.#classes.nodeFor(step.technique.gains, scope);
      if (to !== undefined) edges.push(this.edgeFor(from, to, step, scope));
    }
  }

  /** `scope`: on what the roles are held that the step is taken by. */
  edgeFor(from: string, to: string, step: Step, scope: string): EdgeDraft {
    return new PlannedEdge(from, to, step, scope, this.#powers);
  }
}

/** A step of a plan, for one identity and scope. */
class PlannedEdge implements EdgeDraft {
  readonly from: string;
  readonly to: string;
  readonly #step: Step;
  readonly #scope: string;
  readonly #powers: GcpPowers;

  constructor(from: string, to: string, step: Step, scope: string, powers: GcpPowers) {
    this.from = from;
    this.to = to;
    this.#step = step;
    this.#scope = scope;
    this.#powers = powers;
  }

  get kind(): Edge['kind'] {
    return this.#step.kind;
  }

  get certainty(): Edge['certainty'] {
    return this.#step.certainty;
  }

  get technique(): string | undefined {
    return this.#step.kind === 'escalates' ? this.#step.technique.id : undefined;
  }

  whole(): Edge {
    const { technique, certainty, roles, others } = this.#step;
    const holding = this.#powers.holdingOn(this.from, this.#scope);
    const telling = holding === undefined ? [] : tellingIn(holding);
    const way = { technique, certainty, to: this.to, on: [] };
    return edgeOf(this.from, whomOf(this.to), { way, roles: roles.map((place) => telling[place]), others });
  }
}

/** Ways are grouped by the kinds of classes that they lead to: each stands for one node of the scope. */
function planOf(holding: Holding): Plan {
  const usable = usableOn(holding);
  const on = [holding];
  const ways = usable.flatMap(({ technique, certainty }): Way | readonly Way[] =>
    isOwn(technique) ? [] : { technique, certainty, to: classKindOf(technique.gains), on },
  );
  const changesRoles = usable.some(({ technique }) => technique.gains.what === 'own-custom-role');
  return { usable, steps: stepsOf(ways, holding), changesRoles };
}

function stepsOf(ways: readonly Way[], holding: Holding): readonly Step[] {
  const telling = tellingIn(holding);
  return groupWays(ways).map(({ way: { technique, certainty }, roles, others }): Step => {
    const places = roles.map((role) => (role === undefined ? -1 : telling.indexOf(role)));
    return { technique, certainty, kind: kindOf(technique), roles: places, others };
  });
}

/** The roles on which a plan turns, in their order. */
function tellingIn({ roles }: Holding): readonly HeldRole[] {
  return roles.filter(({ mask }) => mask !== undefined && (mask & anyNeed) !== 0n);
}

/** What is had of one's own custom roles, see `Plan`, and of tags: roles held for sure ask for none. */
function isOwn({ gains }: ReadyTechnique): boolean {
  return gains.what === 'own-custom-role' || gains.what === 'tagged-role';
}
