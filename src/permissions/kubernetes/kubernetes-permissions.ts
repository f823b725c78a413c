import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { clusterGroupId, clusterOf, readServiceAccountId } from '../../inventory/rbac.ts';
import type { Decision, PermissionEngine, Power, StatementReference } from '../power.ts';
import { ClusterRoles } from './cluster-roles.ts';
import { type Held, type Holdings, measureRbac } from './measure-rbac.ts';
import { isClusterScoped, namesOfRule, type RbacRequest, readRbacAction, ruleConcerns } from './rbac-request.ts';

const mostReferences = 5;

/** The group whose members no rule limits; it is no binding that makes it so. */
const masters = 'system:masters';

/**
 * What identities of Kubernetes clusters may do by their role bindings. Actions are written `verb resource/subresource.group`
 * (`create pods/exec`, `bind clusterroles.rbac.authorization.k8s.io`), resources `namespace/name`, with `*` for either. Other
 * authorizers of a cluster (webhooks, a cloud's own) are not seen.
 */
export class KubernetesPermissions implements PermissionEngine {
  readonly #inventory: Inventory;
  readonly #roles: ClusterRoles;
  readonly #holdings = new Map<string, Holdings>();
  readonly #measured = new Map<string, Power>();
  readonly #requests = new Map<string, RbacRequest | undefined>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#roles = new ClusterRoles(inventory);
  }

  powerOf(identity: string): Power {
    const key = this.shareKey(identity);
    const power = this.#measured.get(key) ?? measureRbac(this.#holdingsOf(identity));
    this.#measured.set(key, power);
    return power;
  }

  decide(identity: string, action: string, resource?: string): Decision {
    const request = this.#request(action);
    if (request === undefined)
      return { answer: 'unknown', statements: [], conditionKeys: [], reasons: [`${action} is no action of Kubernetes`] };
    const found = this.#allowing(identity, request).filter((f) => resource === undefined || covers(f.pattern, resource));
    const { unreadable, listed } = this.#holdingsOf(identity);
    if (found.length > 0)
      return { answer: 'allowed', statements: found.slice(0, mostReferences).map((f) => f.statement), conditionKeys: [] };
    if (unreadable.length === 0 && listed) return { answer: 'denied', statements: [], conditionKeys: [], limits: [] };
    const reasons =
      unreadable.length > 0 ? unreadable.map((name) => `the rules of ${name} are not known`) : ['its role bindings are not known'];
    return { answer: 'unknown', statements: [], conditionKeys: [], reasons };
  }

  /** Patterns are `namespace/name`: `*` + `/*` is everywhere, `web/*` one namespace, `web/db` one object. */
  resourcesFor(identity: string, action: string): { pattern: string; conditional: boolean; statement: StatementReference }[] {
    // Most have no rule at all, and every technique is asked of each.
    const request = this.#holdingsOf(identity).held.length === 0 ? undefined : this.#request(action);
    return request === undefined ? [] : this.#allowing(identity, request).map((f) => ({ ...f, conditional: false }));
  }

  shareKey(identity: string): string {
    return this.#holdingsOf(identity).key;
  }

  #request(action: string): RbacRequest | undefined {
    if (!this.#requests.has(action)) this.#requests.set(action, readRbacAction(action));
    return this.#requests.get(action);
  }

  #allowing(identity: string, request: RbacRequest): { pattern: string; statement: StatementReference }[] {
    return this.#holdingsOf(identity).held.flatMap((held) => {
      if (!ruleConcerns(held.rule, request) || (held.namespace !== undefined && isClusterScoped(request))) return [];
      return namesOfRule(held.rule, request).map((name) => ({ pattern: `${held.namespace ?? '*'}/${name}`, statement: held.reference }));
    });
  }

  #holdingsOf(identity: string): Holdings {
    const present = this.#holdings.get(identity);
    if (present !== undefined) return present;
    const holdings = this.#read(identity);
    this.#holdings.set(identity, holdings);
    return holdings;
  }

  #read(id: string): Holdings {
    const identity = this.#inventory.identities.get(id);
    const held: Held[] = [];
    const unreadable: string[] = [];
    const keys: string[] = [];
    const groups = new Set([...groupsOf(id), ...(this.#inventory.memberships.get(id) ?? [])]);
    for (const holder of [id, ...groups]) {
      for (const grant of this.#inventory.grants.get(holder) ?? []) {
        if (grant.kind !== 'binding' || grant.policy === undefined) continue;
        const rules = this.#roles.rulesOf(grant.policy);
        keys.push(`${grant.policy}@${grant.namespace ?? '*'}`);
        if (rules === undefined) unreadable.push(grant.name);
        const through = holder === id ? undefined : groupName(holder);
        for (const placed of rules ?? []) held.push({ ...whereOf(grant), rule: placed.rule, reference: referTo(placed, grant, through) });
      }
    }
    if ([id, ...groups].some((holder) => groupName(holder) === masters)) {
      const through = groupName(id) === masters ? {} : { through: masters };
      held.push({ rule: everything, reference: { policy: masters, statement: 'rule 1', ...through, evidence: identity?.evidence ?? [] } });
      keys.push(masters);
    }
    // A binding of its own shows that the source holds bindings; what its groups have shows nothing of it.
    const listed = identity?.grantsListed === true || (this.#inventory.grants.get(id) ?? []).some((g) => g.kind === 'binding');
    return { held, unreadable, listed, key: `${listed} ${keys.sort().join(' ')}` };
  }
}

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

function whereOf({ namespace }: Grant): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function referTo(
  { role, statement, evidence }: { readonly role: string; readonly statement: string; readonly evidence: StatementReference['evidence'] },
  grant: Grant,
  through: string | undefined,
): StatementReference {
  return { policy: role, statement, ...(through === undefined ? {} : { through }), evidence: [...grant.evidence, ...evidence] };
}

/**
 * The groups that everybody is in who can name himself to the cluster
 * (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/).
 */
function groupsOf(id: string): readonly string[] {
  const cluster = clusterOf(id);
  const account = readServiceAccountId(id);
  const names = account === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  return [...names, 'system:authenticated'].map((name) => clusterGroupId(cluster, name));
}

function groupName(holder: string): string | undefined {
  const prefix = clusterGroupId(clusterOf(holder), '');
  return holder.startsWith(prefix) ? holder.slice(prefix.length) : undefined;
}

/** Whether all of what is asked for lies in a pattern. */
function covers(pattern: string, asked: string): boolean {
  const [namespace, name = '*'] = pattern.split('/', 2);
  const [wantedNamespace, wantedName = '*'] = asked.split('/', 2);
  return (namespace === '*' || namespace === wantedNamespace) && (name === '*' || name === wantedName);
}
