import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { clusterOf, readServiceAccountId } from '../../inventory/rbac.ts';

/** The service accounts of a cluster by namespace, and those of them that pods run as. */
export interface Places {
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly running: ReadonlyMap<string, readonly string[]>;
  /** Service accounts with a token that stands in a Secret, by namespace. */
  readonly stored: ReadonlyMap<string, readonly string[]>;
  /** Clusters that let roles of AWS in by a ConfigMap. */
  readonly mapped: ReadonlySet<string>;
}

/** Reads where the service accounts among some identities are. */
export function readPlaces(inventory: Inventory, actors: readonly Identity[]): Places {
  const accounts = new Map<string, string[]>();
  const running = new Map<string, string[]>();
  const stored = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, id: string): void => {
    const account = readServiceAccountId(id);
    if (account === undefined) return;
    const key = `${account.cluster}/${account.namespace}`;
    const list = map.get(key);
    if (list === undefined) map.set(key, [id]);
    else if (!list.includes(id)) list.push(id);
  };
  for (const { id } of actors) add(accounts, id);
  const runs = new Set<string>();
  for (const { identity } of inventory.workloads.values()) if (identity !== undefined) runs.add(identity);
  for (const id of runs) add(running, id);
  for (const credential of inventory.credentials.values()) {
    if (credential.kind === 'kubernetes-service-account-token' && credential.identity !== undefined && credential.enabled !== false)
      add(stored, credential.identity);
  }
  const mapped = new Set(inventory.links.flatMap((link) => (link.kind === 'enters' ? [clusterOf(link.to)] : [])));
  return { accounts, running, stored, mapped };
}

export function accountsClass(place: string): string {
  return `class:kubernetes-accounts/${place}`;
}

export function runningClass(place: string): string {
  return `class:kubernetes-running/${place}`;
}
