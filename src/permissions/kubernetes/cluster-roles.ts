import type { Evidence } from '../../inventory/evidence.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy } from '../../inventory/policy.ts';
import { clusterOf, clusterRoleId, type LabelSelector, type RbacRule } from '../../inventory/rbac.ts';
import { builtInRoles, harmlessRoles } from './built-in-roles.ts';

/** A rule as a person finds it. */
export interface PlacedRule {
  readonly rule: RbacRule;
  /** The role it stands in, which another one may have taken it over from. */
  readonly role: string;
  /** `rule 2`. */
  readonly statement: string;
  readonly evidence: readonly Evidence[];
}

/** The rules of the roles of every cluster, those taken over from other roles included. */
export class ClusterRoles {
  readonly #inventory: Inventory;
  readonly #known = new Map<string, readonly PlacedRule[] | undefined>();
  #byCluster: ReadonlyMap<string, readonly Policy[]> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** The rules of a role by its id; undefined where they are not known. */
  rulesOf(id: string): readonly PlacedRule[] | undefined {
    if (!this.#known.has(id)) this.#known.set(id, this.#read(id));
    return this.#known.get(id);
  }

  #read(id: string): readonly PlacedRule[] | undefined {
    const policy = this.#inventory.policies.get(id);
    const name = id.slice(id.lastIndexOf('/') + 1);
    const builtIn = id === clusterRoleId(clusterOf(id), name) ? builtInRoles.get(name) : undefined;
    if (policy === undefined) {
      if (harmlessRoles.has(name)) return [];
      // A role that is not there gives nothing, however it is bound.
      if (builtIn === undefined)
        return this.#inventory.scopes.get(`kubernetes:cluster/${clusterOf(id)}`)?.supplies?.includes('roles') ? [] : undefined;
      const own = builtIn.rules.map((rule, i): PlacedRule => ({ rule, role: name, statement: `rule ${i + 1}`, evidence: [] }));
      return [...own, ...this.#added(id, name)];
    }
    const own = this.#ownRules(policy);
    // Rules beside an aggregation are the controller's work: what it took over stands there already.
    if (policy.aggregates === undefined || (own !== undefined && own.length > 0)) return own;
    return this.#selected(id, policy.aggregates);
  }

  #ownRules(policy: Policy): readonly PlacedRule[] | undefined {
    const rules = policy.document === undefined ? undefined : this.#inventory.documents.get(policy.document)?.rules;
    return rules?.map((rule, i) => ({
      rule,
      role: policy.name,
      statement: `rule ${i + 1}`,
      evidence: policy.places?.[i] === undefined ? policy.evidence : [policy.places[i]],
    }));
  }

  /** What other roles of the cluster add to a built-in one. */
  #added(id: string, name: string): readonly PlacedRule[] {
    const labels = ['view', 'edit', 'admin'].slice(0, ['view', 'edit', 'admin'].indexOf(name) + 1);
    return this.#selected(
      id,
      labels.map((l): LabelSelector => ({ matchLabels: { [builtInRoles.get(l)?.label ?? '']: 'true' } })),
    );
  }

  #selected(id: string, selectors: readonly LabelSelector[]): readonly PlacedRule[] {
    // A role that selects itself, or two that select each other, add nothing by it.
    this.#known.set(id, []);
    const found: PlacedRule[] = [];
    for (const policy of this.#policiesOf(clusterOf(id))) {
      if (policy.id === id || !selectors.some((s) => selects(s, policy.labels ?? {}))) continue;
      found.push(...(this.rulesOf(policy.id) ?? []));
    }
    return found;
  }

  #policiesOf(cluster: string): readonly Policy[] {
    if (this.#byCluster === undefined) {
      const byCluster = new Map<string, Policy[]>();
      for (const policy of this.#inventory.policies.values()) {
        if (policy.kind !== 'kubernetes-cluster-role') continue;
        const list = byCluster.get(clusterOf(policy.id));
        if (list) list.push(policy);
        else byCluster.set(clusterOf(policy.id), [policy]);
      }
      this.#byCluster = byCluster;
    }
    return this.#byCluster.get(cluster) ?? [];
  }
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors; an empty one selects everything. */
function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      if (operator === 'In') return value !== undefined && values.includes(value);
      return operator === 'NotIn' && (value === undefined || !values.includes(value));
    })
  );
}
