import { azurePath } from '../../inventory/azure-id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { kindOfScope, rootScope, type ScopeTree } from '../../permissions/azure/scope-tree.ts';
import type { Edge } from '../graph.ts';
import { type Family, familyOfType } from './technique.ts';

/** Stands for the subscriptions of which nobody said where they lie. */
const unplaced = 'unplaced';

/** Families whose members are no identities that code runs as at once. */
const apart: ReadonlySet<Family> = new Set(['settings', 'vault', 'cluster-local', 'identities']);

const managedType = 'microsoft.managedidentity/userassignedidentities';

/**
 * Where identities of Azure are reached: family by family, in resource groups, subscriptions and management groups. A scope's
 * class leads to those of what lies in it; only classes that something leads to become edges.
 */
export class Places {
  readonly #tree: ScopeTree;
  /** family -> scope -> scopes and identities in it. */
  readonly #within = new Map<Family, Map<string, Set<string>>>();
  /** family -> path of a resource -> identities of it and its parts. */
  readonly #at = new Map<Family, Map<string, Set<string>>>();
  readonly #used = new Set<string>();

  constructor(inventory: Inventory, tree: ScopeTree) {
    this.#tree = tree;
    const local = new Set<string>();
    for (const credential of inventory.credentials.values()) {
      const path = pathOfResource(credential.resource);
      if (path === undefined || credential.enabled === false) continue;
      if (credential.kind === 'azure-kubernetes-local-account') local.add(path);
      if (credential.identity !== undefined && isOfVault(path)) this.#put('vault', path, credential.identity);
    }
    for (const { id, plane, enabled } of inventory.identities.values()) {
      if (plane !== 'azure' || enabled === false) continue;
      const [, sub, group, name] = /^azure:managed-identity\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
      if (name !== undefined) this.#put('managed', `${sub}/${group}/${managedType}/${name}`, id);
      const cluster = /^azure:kubelet-identity\/(.+)$/.exec(id)?.[1];
      if (cluster !== undefined) this.#putCluster(cluster, id, local);
      const own = /^azure:system-identity\/(.+)$/.exec(id)?.[1];
      if (own !== undefined) this.#putRunning(own, id, local);
    }
    const settings = credentialsHeld(inventory);
    for (const workload of inventory.workloads.values()) {
      const path = pathOfResource(workload.id);
      if (path === undefined || workload.identity === undefined) continue;
      this.#putRunning(path, workload.identity, local);
      if (/^microsoft\.(?:web|app)\//.test(typeOf(path)))
        for (const owner of settings.get(workload.identity) ?? []) this.#put('settings', path, owner);
      const issuer = workload.settings?.issuer;
      if (issuer !== undefined && familyOfType[typeOf(path)] === 'cluster')
        for (const identity of trusting(inventory, issuer)) this.#putCluster(path, identity, local);
    }
  }

  /** What a role on a scope reaches of a family: a class, or identities of one resource. */
  reached(family: Family, scope: string): readonly string[] {
    if (kindOfScope(scope) === 'resource') {
      return [...(this.#at.get(family)?.get(azurePath(scope)) ?? [])];
    }
    const within = this.#within.get(family);
    const isOpen = kindOfScope(scope) === 'management-group' && within?.has(unplaced) === true;
    if (within?.has(scope) !== true && !isOpen) return [];
    const node = classOf(family, scope);
    this.#used.add(node);
    return [node];
  }

  /** Edges from the classes that were reached to what they hold. */
  *edges(): Generator<Edge> {
    const open = [...this.#used];
    const done = new Set(open);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const [family, scope] = readClass(node);
      const within = this.#within.get(family);
      const inside = [...(within?.get(scope) ?? [])];
      const isOpen = kindOfScope(scope) === 'management-group' && within?.has(unplaced) === true;
      for (const to of [...inside, ...(isOpen ? [unplaced] : [])]) {
        const target = to === unplaced || to.startsWith('/') ? classOf(family, to) : to;
        yield {
          from: node,
          to: target,
          kind: 'member',
          certainty: to === unplaced ? 'possible' : 'confirmed',
          reason: to === unplaced ? 'where some subscriptions lie is not known' : '',
          evidence: [],
        };
        if (target === to || done.has(target)) continue;
        done.add(target);
        open.push(target);
      }
    }
  }

  #putRunning(path: string, identity: string, local: ReadonlySet<string>): void {
    const family = familyOfType[typeOf(path)];
    if (family === undefined) return;
    // Nodes and pods do not get at the identity of the cluster itself; of what nodes run as, the group tells.
    if (family !== 'cluster') this.#put(family, path, identity);
    else if (/^azure:managed-identity\/[^/]+\/mc_/.test(identity)) this.#putCluster(path, identity, local);
  }

  #putCluster(path: string, identity: string, local: ReadonlySet<string>): void {
    this.#put('cluster', path, identity);
    if (local.has(path)) this.#put('cluster-local', path, identity);
  }

  #put(family: Family, path: string, identity: string): void {
    for (const at of resourcesAround(path)) {
      add(this.#at, family, at, identity);
      if (!apart.has(family)) add(this.#at, 'identities', at, identity);
    }
    const [subscription = '', group = ''] = path.split('/', 2);
    const home = `/subscriptions/${subscription}`;
    // What lies in a subscription itself has no group.
    const place = isProvider(group) && path.split('/').length % 2 === 0 ? home : `${home}/resourcegroups/${group}`;
    for (const one of apart.has(family) ? [family] : [family, 'identities' as const]) {
      // What a place lies in is told once.
      const isKnown = this.#within.get(one)?.has(place) === true;
      add(this.#within, one, place, identity);
      if (isKnown) continue;
      let below = place;
      for (const above of this.#tree.above(place)) {
        add(this.#within, one, above, below);
        below = above;
      }
      add(this.#within, one, rootScope, below);
      if (kindOfScope(below) === 'subscription') add(this.#within, one, unplaced, below);
    }
  }
}

const leading: ReadonlySet<string> = new Set([...Object.keys(familyOfType), managedType, 'microsoft.keyvault/vaults'].map(rootType));

/** Whether a role on a scope can lead anywhere: most resources run nothing and keep no credential. */
export function mayLead(scope: string): boolean {
  return kindOfScope(scope) !== 'resource' || leading.has(rootType(typeOf(azurePath(scope))));
}

/** `microsoft.web/sites/slots` -> `microsoft.web/sites`. */
function rootType(type: string): string {
  return type.split('/', 2).join('/');
}

/** The paths of a resource and of those that it is a part of. */
function* resourcesAround(path: string): Generator<string> {
  const parts = path.split('/');
  const provider = parts.findLastIndex((part, i) => i > 0 && isProvider(part));
  for (let end = parts.length; end >= provider + 3; end -= 2) yield parts.slice(0, end).join('/');
}

export function classOf(family: Family, scope: string): string {
  return `class:azure-${family}/${scope}`;
}

function readClass(node: string): readonly [family: Family, scope: string] {
  const rest = node.slice('class:azure-'.length);
  const slash = rest.indexOf('/');
  return [rest.slice(0, slash) as Family, rest.slice(slash + 1)];
}

function add(map: Map<Family, Map<string, Set<string>>>, family: Family, key: string, value: string): void {
  const inner = map.get(family) ?? new Map<string, Set<string>>();
  map.set(family, inner);
  const set = inner.get(key);
  if (set) set.add(value);
  else inner.set(key, new Set([value]));
}

/** The path of a resource by its id, also of one that is there several times. */
function pathOfResource(id: string | undefined): string | undefined {
  return id?.startsWith('azure:resource/') === true ? id.slice('azure:resource/'.length).replace(/#\d+$/, '') : undefined;
}

function isProvider(word: string): boolean {
  return word.startsWith('microsoft.');
}

/** The type of a resource by its path: `1/rg/microsoft.web/sites/shop` -> `microsoft.web/sites`. */
function typeOf(path: string): string {
  const parts = path.split('/');
  const provider = parts.findLastIndex((part, i) => i > 0 && isProvider(part));
  if (provider < 0) return '';
  const types = parts.slice(provider + 1).filter((_, i) => i % 2 === 0);
  return [parts[provider], ...types].join('/');
}

function isOfVault(path: string): boolean {
  return typeOf(path).startsWith('microsoft.keyvault/vaults');
}

/** Whose credentials an identity holds. */
function credentialsHeld(inventory: Inventory): ReadonlyMap<string, ReadonlySet<string>> {
  const held = new Map<string, Set<string>>();
  for (const { kind, from, to } of inventory.links) {
    const credential = kind === 'holds' ? inventory.credentials.get(to) : undefined;
    if (credential?.identity === undefined || credential.enabled === false) continue;
    const set = held.get(from);
    if (set) set.add(credential.identity);
    else held.set(from, new Set([credential.identity]));
  }
  return held;
}

/** Identities of Azure and Entra ID that take tokens of an issuer. */
function trusting(inventory: Inventory, issuer: string): readonly string[] {
  const plain = (text: string): string =>
    text
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return [...inventory.trusts].flatMap(([identity, trusts]) =>
    trusts.some((t) => t.kind === 'azure-federated-credential' && plain(t.principal) === plain(issuer)) ? [identity] : [],
  );
}
