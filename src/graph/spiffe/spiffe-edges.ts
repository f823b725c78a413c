import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { readServiceAccountId } from '../../inventory/rbac.ts';
import { clusterOfAgent, readEntryText, type SpiffeEntry, selectorValue } from '../../inventory/spiffe-entry.ts';
import { trustDomainClass } from '../class-node.ts';
import type { Certainty, Edge } from '../graph.ts';
import { presentedIdentities } from './presented.ts';

/**
 * Who is given a SPIFFE ID: service accounts of clusters whose pods have the selectors of an entry, the agent that hands it out, servers that
 * issue what they like; and where an identity is let in by its ID (https://spiffe.io/docs/latest/spire-about/spire-concepts/).
 */
export function spiffeEdges(inventory: Inventory): Edge[] {
  const members = [...inventory.identities.values()].filter((i) => i.plane === 'spiffe');
  if (members.length === 0) return [];
  const accounts = new Accounts(inventory);
  const edges: Edge[] = [];
  const issued = new Set<string>();
  for (const identity of members) {
    if (identity.enabled === false) continue;
    const { entries, downstream, admin, trust_domain: domain } = identity.spiffe ?? {};
    for (const text of entries ?? []) edges.push(...given(inventory, identity, readEntryText(text), accounts));
    if (entries === undefined) edges.push(...byPath(identity, accounts));
    if (domain === undefined || (downstream !== true && admin !== true)) continue;
    issued.add(domain);
    const reason = downstream === true ? `issues any identity of ${domain}` : `may add entries to the server of ${domain}`;
    const edge = { from: identity.id, to: trustDomainClass(domain), kind: 'assumes', certainty: 'confirmed' } as const;
    edges.push({ ...edge, reason, evidence: identity.evidence });
  }
  for (const { id, spiffe } of members)
    if (issued.has(spiffe?.trust_domain ?? ''))
      edges.push({
        from: trustDomainClass(spiffe?.trust_domain ?? ''),
        to: id,
        kind: 'member',
        certainty: 'confirmed',
        reason: '',
        evidence: [],
      });
  return [...edges, ...presentedIdentities(inventory, members)];
}

/** What is given by one entry. */
function* given(inventory: Inventory, identity: Identity, entry: SpiffeEntry, accounts: Accounts): Generator<Edge> {
  const base = { to: identity.id, kind: 'assumes', evidence: identity.evidence } as const;
  const { parent } = entry;
  if (parent !== undefined && inventory.identities.has(parent))
    yield { ...base, from: parent, certainty: 'confirmed', reason: `hands out ${identity.name}` };
  const [namespace, account] = [selectorValue(entry, 'k8s:ns:'), selectorValue(entry, 'k8s:sa:')];
  if (namespace === undefined && account === undefined) return;
  const narrower = entry.selectors.some((s) => !/^k8s:(?:ns|sa):/.test(s));
  const cluster = clusterOf(inventory, parent);
  for (const { id, isThere } of accounts.of(cluster, namespace, account)) {
    const certainty: Certainty = !isThere ? 'possible' : narrower ? 'conditional' : 'confirmed';
    const which = isThere ? '' : '; whether of this cluster is not known';
    yield { ...base, from: id, certainty, reason: `its pods have ${entry.selectors.join(' and ')}${which}` };
  }
}

/** Meshes call a workload by its account: `spiffe://cluster.local/ns/web/sa/shop` (https://istio.io/latest/docs/concepts/security/#istio-identity). */
function* byPath(identity: Identity, accounts: Accounts): Generator<Edge> {
  const [, namespace, account] = /^spiffe:\/\/[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity.id) ?? [];
  if (namespace === undefined || account === undefined) return;
  const reason = `it is called like ${namespace}/${account}; whether of this cluster is not known`;
  for (const { id } of accounts.of(undefined, namespace, account))
    yield { from: id, to: identity.id, kind: 'assumes', certainty: 'possible', reason, evidence: identity.evidence };
}

/** The cluster whose agents hand out what a parent does: itself one, or a group of them. */
function clusterOf({ identities }: Inventory, parent: string | undefined): string | undefined {
  const own = clusterOfAgent(parent);
  if (own !== undefined || parent === undefined) return own;
  const groups = (identities.get(parent)?.spiffe?.entries ?? []).map(readEntryText);
  return groups.map((g) => selectorValue(g, 'k8s_psat:cluster:') ?? selectorValue(g, 'k8s_sat:cluster:')).find((c) => c !== undefined);
}

interface Found {
  readonly id: string;
  /** Of the cluster that is meant. */
  readonly isThere: boolean;
}

interface Account {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** Service accounts by namespace and by name. */
class Accounts {
  readonly #byNamespace = new Map<string, Account[]>();
  readonly #byName = new Map<string, Account[]>();
  readonly #clusters = new Set<string>();

  constructor(inventory: Inventory) {
    for (const id of inventory.identities.keys()) {
      const account = readServiceAccountId(id);
      if (account === undefined) continue;
      this.#clusters.add(account.cluster);
      push(this.#byNamespace, account.namespace, { id, ...account });
      push(this.#byName, account.name, { id, ...account });
    }
  }

  /** Those of the cluster where it was read under its name; else of every cluster, of which it may be one. */
  of(cluster: string | undefined, namespace: string | undefined, name: string | undefined): readonly Found[] {
    const known = cluster !== undefined && this.#clusters.has(cluster);
    const list = name === undefined ? this.#byNamespace.get(namespace ?? '') : this.#byName.get(name);
    return (list ?? [])
      .filter((a) => (namespace === undefined || a.namespace === namespace) && (!known || a.cluster === cluster))
      .map(({ id }) => ({ id, isThere: known }));
  }
}

function push(map: Map<string, Account[]>, key: string, account: Account): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [account]);
  else list.push(account);
}
