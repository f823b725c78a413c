import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { DenyRule } from '../../inventory/policy.ts';
import { summaryOfGrants } from '../grant-summary.ts';
import { type Condition, readCondition } from './condition.ts';
import { judgeCondition, type Truth } from './judge-condition.ts';
import { blockAllows } from './role.ts';
import { kindOfScope, type ScopeTree, scopeOfHolder } from './scope-tree.ts';

/** A deny assignment's rule, where it stands. */
export interface Deny {
  readonly grant: Grant;
  readonly scope: string;
  /** Undefined where what it denies could not be read. */
  readonly rule: DenyRule | undefined;
  readonly condition?: Condition | 'unreadable';
}

/**
 * Deny assignments: they win over every role
 * (https://learn.microsoft.com/azure/role-based-access-control/deny-assignments).
 */
export class Denies {
  readonly #all: readonly Deny[];
  readonly #tree: ScopeTree;

  constructor(inventory: Inventory, tree: ScopeTree) {
    this.#tree = tree;
    const all: Deny[] = [];
    for (const holder of summaryOfGrants(inventory).limited) {
      const scope = scopeOfHolder(holder);
      if (scope === undefined) continue;
      for (const grant of inventory.grants.get(holder) ?? []) {
        if (grant.kind !== 'scp') continue;
        const rules = inventory.policies.get(grant.policy ?? '')?.denies;
        if (rules === undefined) all.push({ grant, scope, rule: undefined });
        for (const rule of rules ?? []) {
          const { condition } = rule;
          all.push({ grant, scope, rule, ...(condition === undefined ? {} : { condition: readCondition(condition) ?? 'unreadable' }) });
        }
      }
    }
    this.#all = all;
  }

  /** The deny assignments that are about an identity. Most inventories have none. */
  about(identity: Identity, groups: readonly string[]): readonly Deny[] {
    if (this.#all.length === 0) return this.#all;
    const names = new Set(['*', identity.id, ...(identity.aliases ?? []), ...groups]);
    return this.#all.filter(
      ({ rule }) =>
        rule === undefined || (rule.principals.some((p) => names.has(p)) && !rule.exceptPrincipals.some((p) => p !== '*' && names.has(p))),
    );
  }

  /**
   * Whether one of them denies an action, in lower case, on a scope; with those that do, or may. `isBelow`: asked is whether it
   * is denied on all that lies in the scope too.
   */
  judge(
    denies: readonly Deny[],
    action: string,
    isData: boolean,
    scope: string,
    isBelow: boolean,
  ): { readonly truth: Truth; readonly by: readonly Deny[] } {
    const open: Deny[] = [];
    for (const deny of denies) {
      const truth = this.#judge(deny, action, isData, scope, isBelow && kindOfScope(scope) !== 'resource');
      if (truth === 'yes') return { truth, by: [deny] };
      if (truth === 'maybe') open.push(deny);
    }
    return open.length === 0 ? { truth: 'no', by: [] } : { truth: 'maybe', by: open };
  }

  #judge({ rule, scope: at, condition }: Deny, action: string, isData: boolean, scope: string, isBelow: boolean): Truth {
    const where = rule?.here === true ? (at === scope && !isBelow ? 'yes' : 'no') : this.#tree.covers(at, scope);
    if (where === 'no') return 'no';
    if (rule?.denies === undefined) return 'maybe';
    if (!rule.denies.some((written) => blockAllows({ written }, action, isData))) return 'no';
    if (condition === undefined) return where;
    const holds = condition === 'unreadable' ? 'maybe' : judgeCondition(condition, { action }, new Set());
    return holds === 'no' ? 'no' : holds === 'yes' ? where : 'maybe';
  }
}
