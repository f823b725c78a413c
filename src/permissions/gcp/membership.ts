import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type PrincipalSet, readPrincipalSet } from './principal-set.ts';
import type { ScopeTree } from './scope-tree.ts';

/** Whether an identity belongs to a set. `maybe`: what its token carries decides. */
export type Belongs = 'yes' | 'no' | 'maybe';

type Agents = Extract<PrincipalSet, { readonly kind: 'agents' }>;
type Pool = Extract<PrincipalSet, { readonly kind: 'pool' }>;

const none: readonly string[] = [];

/** Who belongs to what policies name: groups, domains, pools, projects. */
export class Memberships {
  readonly #inventory: Inventory;
  readonly #tree: ScopeTree;
  readonly #sets = new Map<string, PrincipalSet>();
  #groupsRead: ReadonlySet<string> | undefined;

  constructor(inventory: Inventory, tree: ScopeTree) {
    this.#inventory = inventory;
    this.#tree = tree;
  }

  /** An identity and all groups that it is in, also through groups. */
  groupsOf(identity: string): readonly string[] {
    const direct = this.#inventory.memberships.get(identity);
    if (direct === undefined) return none;
    const all = new Set<string>();
    const open = [...direct];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (all.has(group)) continue;
      all.add(group);
      open.push(...(this.#inventory.memberships.get(group) ?? []));
    }
    return [...all].sort();
  }

  /** As `belongs`, but a group of which no member was read may hold whoever can be in a group. */
  mayBelong(identity: Identity, text: string): Belongs {
    const belongs = this.belongs(identity, text);
    if (belongs !== 'no') return belongs;
    const set = this.read(text);
    return set.kind === 'one' && this.mayBeIn(identity, set.id) ? 'maybe' : 'no';
  }

  /** Whether nobody can tell if an identity is in a group: none of its members was read. Tokens of pools are in none. */
  mayBeIn({ id }: Identity, group: string): boolean {
    if (!group.startsWith('gcp:group/') || !/^gcp:(?:service-account|user|group)\//.test(id) || id === group) return false;
    this.#groupsRead ??= new Set([...this.#inventory.memberships.values()].flat());
    return !this.#groupsRead.has(group);
  }

  /** Whether an identity is one of those that a text names. Basic roles on a project are for `HeldRoles` to say: `no`. */
  belongs(identity: Identity, text: string): Belongs {
    if (text === identity.id) return 'yes';
    const set = this.read(text);
    switch (set.kind) {
      case 'everybody':
        return 'yes';
      case 'authenticated':
        return identity.kind === 'gcp-federated-principal' ? 'no' : 'yes';
      case 'one':
        return set.id === identity.id || this.groupsOf(identity.id).includes(set.id) ? 'yes' : 'no';
      case 'users':
        return this.#isUser(identity, set.domain);
      case 'container':
        return this.#isIn(identity, set.scope, set.type);
      case 'pool':
        return this.#isInPool(identity, set);
      case 'agents':
        return this.#isAgentIn(identity, set, text);
      default:
        return 'no';
    }
  }

  read(text: string): PrincipalSet {
    const present = this.#sets.get(text);
    if (present !== undefined) return present;
    const set = readPrincipalSet(text);
    this.#sets.set(text, set);
    return set;
  }

  /** Under which a set that the identity may belong to can be found, see `keyOfSet`. */
  keysOf(identity: Identity): readonly string[] {
    // The name of an account says that it is in no pool, and there are very many of them.
    const isAccount = identity.kind === 'gcp-service-account' && !identity.id.endsWith(']');
    const set = isAccount ? undefined : this.read(identity.id);
    if (set?.kind === 'pool') return [poolKey(set)];
    const agent = this.#agentOf(identity);
    if (agent !== undefined) return [agent.domain];
    const home = this.#homeOf(identity);
    return home === undefined ? [] : this.#tree.chainOf(home);
  }

  /** The key of a set of principals; undefined of what is no set, or one that is looked at by everybody. */
  keyOfSet(holder: string): string | undefined {
    const set = this.read(holder);
    if (set.kind === 'pool') return poolKey(set);
    if (set.kind === 'agents') return holder.includes('principalSet:') ? set.domain : undefined;
    return set.kind === 'container' ? this.#tree.named(set.scope) : undefined;
  }

  /** An agent's own principal, which is another name of it where the agent was described. */
  #agentOf({ id, aliases = [] }: Identity): Agents | undefined {
    for (const name of [id, ...aliases]) {
      const set = name.startsWith('gcp:principal/principal://agents.') ? this.read(name) : undefined;
      if (set?.kind === 'agents') return set;
    }
    return undefined;
  }

  #isAgentIn(identity: Identity, set: Agents, text: string): Belongs {
    if (!text.includes('principalSet:')) return identity.aliases?.some((a) => a.endsWith(text)) === true ? 'yes' : 'no';
    const own = this.#agentOf(identity);
    return own?.domain === set.domain && (set.project === undefined || set.project === own.project) ? 'yes' : 'no';
  }

  #homeOf(identity: Identity): string | undefined {
    if (identity.kind === 'gcp-service-account') return identity.scope === '' ? undefined : this.#tree.projectNamed(identity.scope);
    const set = this.read(identity.id);
    return set.kind === 'pool' ? this.#tree.projectNamed(set.project) : undefined;
  }

  #isUser({ id }: Identity, domain: string | undefined): Belongs {
    if (!id.startsWith('gcp:user/')) return 'no';
    if (domain === undefined) return 'maybe';
    return id.toLowerCase().endsWith(`@${domain}`) ? 'yes' : 'no';
  }

  #isIn(identity: Identity, scope: string, type: string | undefined): Belongs {
    const home = this.#homeOf(identity);
    // A user belongs to an organization by its directory, which is not read.
    if (home === undefined)
      return identity.id.startsWith('gcp:user/') && scope.startsWith('gcp:organization/') && type === undefined ? 'maybe' : 'no';
    if (!this.#tree.isWithin(home, this.#tree.named(scope))) return 'no';
    if (type === undefined) return 'yes';
    const isAgent = identity.providerManaged === true;
    return (type === 'ServiceAccount' && !isAgent) || (type === 'ServiceAgent' && isAgent) ? 'yes' : 'no';
  }

  #isInPool(identity: Identity, set: Pool): Belongs {
    const own = this.read(identity.id);
    if (own.kind !== 'pool' || own.pool !== set.pool) return 'no';
    if (this.#tree.projectNamed(own.project) !== this.#tree.projectNamed(set.project) && !isGoogles(set.pool)) return 'no';
    if (set.attribute === undefined) return 'yes';
    if (own.attribute === set.attribute) return own.value === set.value ? 'yes' : 'no';
    // A set is no member of a smaller one, nor of one that is cut another way.
    if (own.attribute !== 'subject') return 'no';
    if (set.attribute === 'namespace') return own.value?.startsWith(`ns/${set.value}/`) === true ? 'yes' : 'no';
    return 'maybe';
  }
}

/** Pools of GKE carry the id of their project in their own name. */
function isGoogles(pool: string): boolean {
  return pool.endsWith('.svc.id.goog');
}

function poolKey({ pool }: Pool): string {
  return `pool ${pool}`;
}
