import { serviceAccountId } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { accountOf, type ScopeTree } from '../../permissions/gcp/scope-tree.ts';
import { weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import { certaintyFor } from './certainty-for.ts';
import { type ClassMembers, delegateNode, identityTokenNode } from './class-members.ts';
import { classKindOf } from './scope-classes.ts';
import type { Way } from './technique-edge.ts';
import { gcpTechniques } from './techniques/gcp-techniques.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/** Techniques that need something on the account itself. */
const onAccounts = gcpTechniques.filter((technique) => technique.account !== 0n);

/** What roles on one service account, or on one thing that runs as an account, lead to. */
export class SingleTargets {
  readonly #inventory: Inventory;
  readonly #tree: ScopeTree;
  readonly #members: ClassMembers;
  #byName: ReadonlyMap<string, readonly { readonly kind: string; readonly identity: string }[]> | undefined;

  /** What stands behind the last slash of those names. */
  readonly #names = new Set<string>();

  constructor(inventory: Inventory, tree: ScopeTree, members: ClassMembers) {
    this.#inventory = inventory;
    this.#tree = tree;
    this.#members = members;
  }

  /** Whether a scope is an account, or something that runs as one: of most things nothing leads on. */
  readonly has = (scope: string): boolean => accountOf(scope) !== undefined || this.#runningAt(scope).length > 0;

  /** `on` answers what the same identity holds on another scope. */
  of(holding: Holding, on: (scope: string) => Holding): readonly Way[] {
    const email = accountOf(holding.scope);
    return email === undefined ? this.#ofThing(holding, on) : this.#ofAccount(holding, serviceAccountId(email), on);
  }

  /** Whether what is held on an account leads to something only if something runs as it. */
  turnsOnRunning(holding: Holding, on: (scope: string) => Holding): boolean {
    return onAccounts.some(({ gains, account, project, thing }) => {
      if (gains.what !== 'workloads' || certaintyFor(account, holding) === undefined) return false;
      const home = this.#tree.projectOf(holding.scope);
      return home !== undefined && certaintyFor(project | thing, on(home)) !== undefined;
    });
  }

  /** Whether anybody gets in as an account. */
  isOpen(account: string): boolean {
    return this.#inventory.identities.get(account)?.enabled !== false;
  }

  /** What a technique makes of one account: the account, or a part of it. */
  nodeFor(technique: ReadyTechnique, account: string, project: string | undefined): string | undefined {
    const { gains } = technique;
    switch (gains.what) {
      case 'accounts':
        return account;
      case 'delegates':
        return delegateNode(account);
      case 'identity-tokens':
        return identityTokenNode(account);
      case 'workloads':
        return project !== undefined && this.#members.runsIn(classKindOf(gains), project, account) ? account : undefined;
      default:
        return undefined;
    }
  }

  #ofAccount(holding: Holding, account: string, on: (scope: string) => Holding): readonly Way[] {
    if (!this.isOpen(account)) return [];
    const project = this.#tree.projectOf(holding.scope);
    let inProject: Holding | undefined;
    return onAccounts.flatMap((technique): Way[] => {
      const own = certaintyFor(technique.account, holding);
      if (own === undefined) return [];
      const to = this.nodeFor(technique, account, project);
      if (to === undefined) return [];
      const rest = technique.project | technique.thing;
      if (rest === 0n) return [{ technique, certainty: own, to, on: [holding] }];
      if (project === undefined) return [];
      inProject ??= on(project);
      const beside = certaintyFor(rest, inProject);
      return beside === undefined ? [] : [{ technique, certainty: weakest(own, beside), to, on: [inProject, holding] }];
    });
  }

  /** A job, a machine or an agent on which a role is given. */
  #ofThing(holding: Holding, on: (scope: string) => Holding): readonly Way[] {
    const runs = this.#runningAt(holding.scope);
    if (runs.length === 0) return [];
    const project = this.#tree.projectOf(holding.scope);
    return gcpTechniques.flatMap((technique): Way[] => {
      const { gains } = technique;
      if (technique.thing === 0n || gains.what !== 'workloads') return [];
      const here = certaintyFor(technique.thing, holding);
      if (here === undefined) return [];
      return runs.flatMap(({ kind, identity }): Way[] => {
        if (!gains.kinds.includes(kind)) return [];
        const parts: { certainty: Certainty | undefined; at: Holding }[] = [{ certainty: here, at: holding }];
        if (technique.project !== 0n) {
          if (project === undefined) return [];
          const at = on(project);
          parts.push({ certainty: certaintyFor(technique.project, at), at });
        }
        if (technique.account !== 0n) {
          const at = on(this.#tree.homeOf(identity) ?? identity);
          parts.push({ certainty: certaintyFor(technique.account, at), at });
        }
        let certainty: Certainty = 'confirmed';
        for (const part of parts) {
          if (part.certainty === undefined) return [];
          certainty = weakest(certainty, part.certainty);
        }
        return [{ technique, certainty, to: identity, on: parts.map((p) => p.at) }];
      });
    });
  }

  #runningAt(scope: string): readonly { readonly kind: string; readonly identity: string }[] {
    this.#byName ??= this.#index();
    if (this.#names.size === 0) return [];
    const last = scope.slice(scope.lastIndexOf('/') + 1);
    // Of most things the name alone tells that nothing runs there.
    if (!this.#names.has(last)) return [];
    const project = this.#tree.projectOf(scope)?.slice('gcp:project/'.length);
    if (project === undefined) return [];
    return this.#byName.get(`${project}/${last}`) ?? [];
  }

  #index(): ReadonlyMap<string, readonly { readonly kind: string; readonly identity: string }[]> {
    const out = new Map<string, { readonly kind: string; readonly identity: string }[]>();
    const put = (id: string, kind: string, identity: string): void => {
      const key = /^gcp:[\w-]+\/(.+)$/.exec(id)?.[1];
      if (key === undefined) return;
      out.set(key, [...(out.get(key) ?? []), { kind, identity }]);
      this.#names.add(key.slice(key.lastIndexOf('/') + 1));
    };
    for (const { id, kind, identity } of this.#inventory.workloads.values())
      if (identity !== undefined && this.#inventory.identities.get(identity)?.enabled !== false) put(id, kind, identity);
    for (const { id, kind, plane, actsAs } of this.#inventory.identities.values())
      if (plane === 'gcp' && kind === 'gcp-reasoning-engine') put(id, kind, actsAs ?? id);
    return out;
  }
}
