import { heldGrants } from '../../inventory/grant-table.ts';
import { serviceAccountId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { abilities } from '../../permissions/gcp/abilities.ts';
import { readPrincipalSet } from '../../permissions/gcp/principal-set.ts';
import { RolePermissions } from '../../permissions/gcp/role-permissions.ts';
import { accountOf, type ScopeTree } from '../../permissions/gcp/scope-tree.ts';
import type { ClassKind, Member } from './scope-classes.ts';
import { gcpTechniques } from './techniques/gcp-techniques.ts';

type ByProject = ReadonlyMap<string, readonly Member[]>;

interface Runner {
  readonly kind: string;
  readonly identity: string;
  readonly scope: string;
}

const clusterKinds = ['gcp-gke-node-pool', 'gcp-gke-cluster'];
const runningKinds: ReadonlySet<string> = new Set([
  ...clusterKinds,
  ...gcpTechniques.flatMap(({ gains }) => (gains.what === 'workloads' ? gains.kinds : [])),
]);

/** Whom the classes of projects lead to, by kind and project; worked out when first asked for. */
export class ClassMembers {
  readonly #inventory: Inventory;
  readonly #tree: ScopeTree;
  /** By the projects that they live in. */
  readonly #accounts = new Map<string, Identity[]>();
  #runners: readonly Runner[] | undefined;
  readonly #known = new Map<ClassKind, ByProject>();

  /** `identities`: all of the inventory, in whichever order is fastest. */
  constructor(inventory: Inventory, tree: ScopeTree, identities: Iterable<Identity>) {
    this.#inventory = inventory;
    this.#tree = tree;
    // Those of one project come one after the other mostly.
    let last: string | undefined;
    let list: Identity[] = [];
    for (const account of identities) {
      const project = account.kind === 'gcp-service-account' ? this.projectOf(account) : undefined;
      if (project === undefined) continue;
      if (project !== last) {
        last = project;
        list = this.#accounts.get(project) ?? [];
        if (list.length === 0) this.#accounts.set(project, list);
      }
      list.push(account);
    }
  }

  readonly of = (kind: ClassKind): ByProject => {
    const present = this.#known.get(kind);
    if (present !== undefined) return present;
    const made = this.#make(kind);
    this.#known.set(kind, made);
    return made;
  };

  /** The project that an account lives in; of accounts that carry a project's number in their address, that one. */
  projectOf({ id, scope }: Identity): string | undefined {
    const numbered = /\/(\d+)(?:@cloudbuild|@cloudservices|-compute@developer)\./.exec(id)?.[1];
    const project = numbered ?? (scope === '' ? /\/([^/@]+)@(?:cloudbuild|cloudservices)\./.exec(id)?.[1] : scope);
    return project === undefined || project === '' ? undefined : this.#tree.projectNamed(project);
  }

  /** Whether something of these kinds in a project runs as an identity. */
  runsIn(kind: ClassKind, project: string, identity: string): boolean {
    return (
      this.of(kind)
        .get(project)
        ?.some((m) => m.id === identity) === true
    );
  }

  #make(kind: ClassKind): ByProject {
    switch (kind) {
      case 'service-accounts':
        return this.#where((a) => a.enabled !== false && a.providerManaged !== true);
      case 'admin':
        return this.#where((a) => a.providerManaged !== true);
      case 'api-agents':
        return this.#where((a) => a.id.endsWith('@cloudservices.gserviceaccount.com'));
      case 'build-accounts':
        return this.#builders();
      case 'delegates':
        return this.#where(
          (a) => a.enabled !== false && a.providerManaged !== true,
          (a) => ({ id: delegateNode(a.id), certainty: 'confirmed' }),
        );
      case 'identity-tokens': {
        const taken = this.#takenElsewhere();
        return this.#where(
          (a) => a.enabled !== false && a.gcp?.unique_id !== undefined && taken.has(a.gcp.unique_id),
          (a) => ({ id: identityTokenNode(a.id), certainty: 'confirmed' }),
        );
      }
      case 'api-key-accounts':
        return this.#keyed();
      case 'pool-identities':
        return this.#pools(false);
      case 'clusters':
        return joined(this.#running(clusterKinds), this.#pools(true));
      default: {
        const gain = gcpTechniques.find(
          (t) => t.gains.what === 'workloads' && kind === `workloads-${t.gains.of.replaceAll(' ', '-')}`,
        )?.gains;
        return gain?.what === 'workloads' ? this.#running(gain.kinds) : new Map();
      }
    }
  }

  #where(fits: (account: Identity) => boolean, as: (account: Identity) => Member = surely): ByProject {
    const out = new Map<string, Member[]>();
    for (const [project, accounts] of this.#accounts) {
      const members: Member[] = [];
      for (const account of accounts) if (fits(account)) members.push(as(account));
      if (members.length > 0) out.set(project, members);
    }
    return out;
  }

  /** Unique ids that roles of AWS ask tokens of Google for. */
  #takenElsewhere(): ReadonlySet<string> {
    const out = new Set<string>();
    for (const trusts of this.#inventory.trusts.values())
      for (const { principal, condition = {} } of trusts)
        if (/(?:^|\/)accounts\.google\.com$/.test(principal))
          for (const keys of Object.values(condition)) for (const values of Object.values(keys)) for (const value of values) out.add(value);
    return out;
  }

  /** Builds run as the account that Cloud Build once had, or as that of the project's machines: which one is told nowhere. */
  #builders(): ByProject {
    const old = this.#where((a) => a.id.endsWith('@cloudbuild.gserviceaccount.com') && a.enabled !== false);
    const machines = this.#where(
      (a) => /-compute@developer\.gserviceaccount\.com$/.test(a.id) && a.enabled !== false,
      ({ id }) => ({ id, certainty: 'possible' }),
    );
    return joined(old, new Map([...machines].filter(([project]) => !old.has(project))));
  }

  #running(kinds: readonly string[]): ByProject {
    const out = new Map<string, Member[]>();
    this.#runners ??= this.#findRunners();
    for (const { kind, identity, scope } of this.#runners)
      if (kinds.includes(kind)) add(out, this.#tree.projectNamed(scope), { id: identity, certainty: 'confirmed' });
    return out;
  }

  /** Whatever runs as somebody. Many kinds are asked for, and most identities are of none of them. */
  #findRunners(): readonly Runner[] {
    const out: Runner[] = [];
    for (const { kind, identity, scope } of this.#inventory.workloads.values())
      if (identity !== undefined && scope !== undefined && this.#inventory.identities.get(identity)?.enabled !== false)
        out.push({ kind, identity, scope });
    for (const { kind, id, scope, actsAs } of this.#inventory.identities.values())
      if (runningKinds.has(kind)) out.push({ kind, identity: actsAs ?? id, scope });
    return out;
  }

  /** Accounts that API keys are bound to. */
  #keyed(): ByProject {
    const out = new Map<string, Member[]>();
    for (const { kind, identity, enabled } of this.#inventory.credentials.values()) {
      const account =
        kind === 'gcp-api-key' && enabled !== false && identity !== undefined ? this.#inventory.identities.get(identity) : undefined;
      const project = account?.kind === 'gcp-service-account' ? this.projectOf(account) : undefined;
      if (account !== undefined && project !== undefined) add(out, project, surely(account));
    }
    return out;
  }

  /** Identities of the pools of a project, and the accounts that they may become: the pools of clusters, or all others. */
  #pools(ofClusters: boolean): ByProject {
    const roles = new RolePermissions(this.#inventory);
    const out = new Map<string, Member[]>();
    for (const holder of this.#inventory.grants.keys()) {
      if (!holder.startsWith('gcp:principal/')) continue;
      const set = readPrincipalSet(holder);
      if (set.kind !== 'pool' || set.pool.endsWith('.svc.id.goog') !== ofClusters) continue;
      const project = this.#tree.projectNamed(set.project);
      if (this.#inventory.identities.has(holder)) add(out, project, { id: holder, certainty: 'confirmed' });
      for (const { kind, scope, policy, condition } of heldGrants(this.#inventory.grants, holder)) {
        const account = kind === 'attached' && scope !== undefined ? accountOf(this.#tree.named(scope)) : undefined;
        if (account === undefined || ((roles.maskOf(policy) ?? 0n) & abilities.becomes) === 0n) continue;
        add(out, project, { id: serviceAccountId(account), certainty: condition === undefined ? 'confirmed' : 'conditional' });
      }
    }
    return out;
  }
}

/** Stands for what can be reached by delegation through an account. */
export function delegateNode(account: string): string {
  return `class:gcp-delegate/${account.slice('gcp:service-account/'.length)}`;
}

/** Stands for whoever takes identity tokens of an account: less than the account itself. */
export function identityTokenNode(account: string): string {
  return `class:gcp-identity-token/${account.slice('gcp:service-account/'.length)}`;
}

function surely({ id }: Identity): Member {
  return { id, certainty: 'confirmed' };
}

function add(map: Map<string, Member[]>, project: string, member: Member): void {
  const list = map.get(project);
  if (list === undefined) map.set(project, [member]);
  else if (!list.some((m) => m.id === member.id)) list.push(member);
}

function joined(a: ByProject, b: ByProject): ByProject {
  const out = new Map<string, readonly Member[]>(a);
  for (const [project, members] of b) out.set(project, [...(out.get(project) ?? []), ...members]);
  return out;
}
