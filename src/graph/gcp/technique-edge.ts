import type { Evidence } from '../../inventory/evidence.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { referTo } from '../../permissions/gcp/measure-power.ts';
import type { Mask } from '../../permissions/gcp/permission-mask.ts';
import { isClass, nameOfClass } from '../class-node.ts';
import type { EdgeDraft } from '../edge-draft.ts';
import type { Certainty, Edge, EdgeStatement } from '../graph.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/** A technique that leads somewhere, and what is held for it. */
export interface Way {
  readonly technique: ReadyTechnique;
  readonly certainty: Certainty;
  readonly to: string;
  readonly on: readonly Holding[];
}

/** Ways of one identity to the same node by the same roles. */
export interface WayGroup {
  /** The first of them. */
  readonly way: Way;
  /** The role behind each permission that it needs. */
  readonly roles: readonly (HeldRole | undefined)[];
  others: number;
}

/**
 * The edges for the ways of one identity. Ways to the same node by the same roles are one edge, named for the first of them:
 * a basic role holds dozens, and whoever takes the role away takes them all away.
 */
export function edgesOf(from: string, ways: readonly Way[]): readonly EdgeDraft[] {
  return groupWays(ways.filter((way) => way.to !== from)).map((group) => new GroupEdge(from, group));
}

/** The edge for a group of ways. */
class GroupEdge implements EdgeDraft {
  readonly from: string;
  readonly #group: WayGroup;

  constructor(from: string, group: WayGroup) {
    this.from = from;
    this.#group = group;
  }

  get to(): string {
    return this.#group.way.to;
  }

  get kind(): Edge['kind'] {
    return kindOf(this.#group.way.technique);
  }

  get certainty(): Certainty {
    return this.#group.way.certainty;
  }

  get technique(): string | undefined {
    return this.kind === 'escalates' ? this.#group.way.technique.id : undefined;
  }

  whole(): Edge {
    return edgeOf(this.from, whomOf(this.to), this.#group);
  }
}

export function groupWays(ways: readonly Way[]): readonly WayGroup[] {
  const groups = new Map<string, WayGroup>();
  const search = new RoleSearch();
  for (const way of ways) {
    const roles = way.technique.needs.map(({ bit }) => search.roleFor(bit, way.on));
    const key = `${way.to}\n${way.certainty}\n${search.labelOf(roles)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { way, roles, others: 0 });
    else group.others++;
  }
  return [...groups.values()];
}

const surest: readonly HeldRole['holds'][] = ['sure', 'tag', 'conditional'];

/** Finds the roles behind the ways of one identity: many ways need the same of the same roles. */
class RoleSearch {
  readonly #labels = new Map<HeldRole, string>();
  #on: readonly Holding[] = [];
  #found = new Map<Mask, HeldRole | undefined>();

  /** The surest role that gives a permission, the first of several. */
  roleFor(bit: Mask, on: readonly Holding[]): HeldRole | undefined {
    if (on.length !== this.#on.length || on.some((holding, n) => holding !== this.#on[n])) {
      this.#on = on;
      this.#found = new Map();
    }
    if (this.#found.has(bit)) return this.#found.get(bit);
    let best: HeldRole | undefined;
    for (const { roles } of on) {
      for (const role of roles) {
        if (role.mask === undefined || (role.mask & bit) === 0n) continue;
        if (best === undefined || surest.indexOf(role.holds) < surest.indexOf(best.holds)) best = role;
      }
    }
    this.#found.set(bit, best);
    return best;
  }

  /** What some roles are called, whichever of them comes first. */
  labelOf(roles: readonly (HeldRole | undefined)[]): string {
    const labels = new Set<string>();
    for (const role of roles) if (role !== undefined) labels.add(this.#nameOf(role));
    if (labels.size < 2) return [...labels].join('');
    return [...labels].sort().join('\n');
  }

  #nameOf(role: HeldRole): string {
    const present = this.#labels.get(role);
    if (present !== undefined) return present;
    const { policy, statement } = referTo(role);
    const name = `${policy} ${statement}`;
    this.#labels.set(role, name);
    return name;
  }
}

/** The role behind each permission that a technique needs. */
function statementsOf({ technique }: Way, roles: readonly (HeldRole | undefined)[]): readonly EdgeStatement[] {
  return roles.flatMap((role, n) => {
    const action = technique.needs[n]?.action;
    return role === undefined || action === undefined ? [] : [{ ...referTo(role), action }];
  });
}

/** The edge for a group of ways; `whom`: what it leads to, for a person. */
export function edgeOf(from: string, whom: string, { way, roles, others }: WayGroup): Edge {
  const { technique, certainty, to } = way;
  const kind = kindOf(technique);
  const statements = statementsOf(way, roles);
  const evidence = statements.reduce<readonly Evidence[]>((all, s) => mergeList(all, s.evidence), []);
  const by = [...new Set(statements.map((s) => s.policy))].join(' and ');
  const reason = `${technique.does} ${whom} by ${by}`;
  if (kind !== 'escalates') return { from, to, kind, certainty, reason, evidence };
  const more = others === 0 ? '' : `, and in ${others === 1 ? 'one other way' : `${others} other ways`}`;
  return { from, to, kind, certainty, technique: technique.id, reason: reason + more, evidence, statements };
}

/** What an edge leads to, for a person. */
export function whomOf(to: string): string {
  return isClass(to) ? nameOfClass(to) : to.slice(to.indexOf('/') + 1);
}

/** What makes one the account, or administrator, outright is no detour. */
export function kindOf({ direct, gains }: ReadyTechnique): 'escalates' | 'member' | 'assumes' {
  if (direct !== true) return 'escalates';
  return gains.what === 'administrator' ? 'member' : 'assumes';
}
