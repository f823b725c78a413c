import type { Inventory } from '../../inventory/inventory.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import type { ScopeTree } from '../../permissions/gcp/scope-tree.ts';
import { gcpClass } from '../class-node.ts';
import type { EdgeDraft } from '../edge-draft.ts';
import type { Certainty, Edge } from '../graph.ts';
import type { Gain } from './techniques/technique.ts';

/** A kind of things that classes stand for, scope by scope: `service-accounts`, `workloads/machines`. */
export type ClassKind = string;

/** Somebody whom a class of a project leads to. */
export interface Member {
  readonly id: string;
  readonly certainty: Certainty;
}

const kinds = new Map<Gain, ClassKind>();

/** The kind of class that a technique leads to. */
export function classKindOf(gain: Gain): ClassKind {
  const present = kinds.get(gain);
  if (present !== undefined) return present;
  const kind = nameOfKind(gain);
  kinds.set(gain, kind);
  return kind;
}

function nameOfKind(gain: Gain): ClassKind {
  switch (gain.what) {
    case 'accounts':
      return 'service-accounts';
    case 'administrator':
    case 'own-custom-role':
    case 'tagged-role':
      return 'admin';
    case 'workloads':
    case 'things':
      return `${gain.what}-${gain.of.replaceAll(' ', '-')}`;
    default:
      return gain.what;
  }
}

/**
 * The class nodes that edges lead to, with the edges down from them: from an organization or folder to what lies below, and from a
 * project to its own. Only classes that something leads to are opened, and only ways that end at somebody.
 */
export class ScopeClasses {
  readonly #tree: ScopeTree;
  readonly #membersOf: (kind: ClassKind) => ReadonlyMap<string, readonly Member[]>;
  readonly #where = new Map<ClassKind, ReadonlySet<string>>();
  /** The nodes of the scopes that something leads to. */
  readonly #used = new Map<ClassKind, Map<string, string>>();

  /** The last answers of `nodeFor`: identities of one project are asked about in a row. */
  readonly #last = new Map<Gain, { readonly scope: string; readonly node: string | undefined }>();

  constructor(tree: ScopeTree, membersOf: (kind: ClassKind) => ReadonlyMap<string, readonly Member[]>) {
    this.#tree = tree;
    this.#membersOf = membersOf;
  }

  /** The nodes for all of a scope but some places below it. */
  nodes(kind: ClassKind, scope: string, except: readonly string[]): readonly string[] {
    if (except.length === 0) return [this.#use(kind, scope)];
    const within = except.filter((e) => e.startsWith('gcp:') && this.#tree.isWithin(e, scope));
    if (within.length === 0) return [this.#use(kind, scope)];
    if (within.includes(scope)) return [];
    return this.#tree.childrenOf(scope).flatMap((child) => (within.includes(child) ? [] : this.nodes(kind, child, within)));
  }

  /** The nodes that what is held on a scope leads to by a technique. */
  nodesFor(gain: Gain, { scope, except }: Holding): readonly string[] {
    const kind = classKindOf(gain);
    return this.#leads(gain, kind, scope) ? this.nodes(kind, scope, except) : [];
  }

  /** The node that what is held on all of a scope leads to by a technique. */
  nodeFor(gain: Gain, scope: string): string | undefined {
    const last = this.#last.get(gain);
    if (last?.scope === scope) return last.node;
    const kind = classKindOf(gain);
    const node = this.#leads(gain, kind, scope) ? this.#use(kind, scope) : undefined;
    this.#last.set(gain, { scope, node });
    return node;
  }

  /** What works on something that is there already works only where something is. */
  #leads(gain: Gain, kind: ClassKind, scope: string): boolean {
    return (
      gain.what === 'accounts' || gain.what === 'administrator' || gain.what === 'things' || isPartial(gain) || this.#isPeopled(kind, scope)
    );
  }

  /** Adds the edges down from every class in use, each once. */
  addEdges(inventory: Inventory, edges: (Edge | EdgeDraft)[]): void {
    for (const [kind, scopes] of this.#used) {
      const members = this.#membersOf(kind);
      const peopled = this.#peopled(kind);
      const open = [...scopes.keys()];
      const nodes = [...scopes.values()];
      /** Below those in use. */
      const opened = new Map<string, string>();
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        // One text for all of its edges: each of its own would have to be looked up, and stays.
        const node = nodes.pop() ?? '';
        for (const child of this.#tree.childrenOf(at)) {
          if (!peopled.has(child)) continue;
          const known = scopes.get(child) ?? opened.get(child);
          const below = known ?? gcpClass(kind, child);
          edges.push(edgeDown(node, below, 'confirmed', ''));
          if (known !== undefined) continue;
          opened.set(child, below);
          open.push(child);
          nodes.push(below);
        }
        for (const { id, certainty } of members.get(at) ?? [])
          edges.push(edgeDown(node, id, certainty, kind === 'admin' ? reasonFor(inventory.identities.get(id)?.enabled) : ''));
      }
    }
  }

  #isPeopled(kind: ClassKind, scope: string): boolean {
    return this.#peopled(kind).has(scope);
  }

  /** Scopes in which, or below which, a kind of class has members. */
  #peopled(kind: ClassKind): ReadonlySet<string> {
    const present = this.#where.get(kind);
    if (present !== undefined) return present;
    const peopled = new Set<string>();
    // What lies above a scope that is in it already is in it as well.
    for (const project of this.#membersOf(kind).keys())
      for (let at: string | undefined = project; at !== undefined && !peopled.has(at); at = this.#tree.parentOf(at)) peopled.add(at);
    this.#where.set(kind, peopled);
    return peopled;
  }

  #use(kind: ClassKind, scope: string): string {
    const used = this.#used.get(kind) ?? new Map<string, string>();
    if (used.size === 0) this.#used.set(kind, used);
    const present = used.get(scope);
    if (present !== undefined) return present;
    const node = gcpClass(kind, scope);
    used.set(scope, node);
    return node;
  }
}

/** Less than becoming an account, for which accounts need not be known. */
function isPartial({ what }: Gain): boolean {
  return what === 'identity-tokens' || what === 'storage-keys';
}

function reasonFor(enabled: boolean | undefined): string {
  return enabled === false
    ? 'an administrator can turn the service account on and become it'
    : 'an administrator can become any service account of the project';
}

function edgeDown(from: string, to: string, certainty: Certainty, reason: string): Edge {
  return { from, to, kind: 'member', certainty, reason, evidence: none };
}

const none: Edge['evidence'] = [];
