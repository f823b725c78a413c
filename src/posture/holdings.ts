import type { Credential } from '../inventory/credential.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Workload } from '../inventory/workload.ts';

/** Who holds which credential, and which credentials and workloads belong to whom. */
export interface Holdings {
  /** Credentials that prove an identity. */
  ownedBy(identity: string): readonly Credential[];
  /** Credentials that an identity has in its hands, whoever they prove. */
  heldBy(identity: string): readonly Credential[];
  /** Identities that hold a credential, sorted. */
  holdersOf(credential: string): readonly string[];
  /**
   * The same, where a pipeline job stands for the agents that it runs, for what the job is given, its agents see; and for the other
   * jobs of its file, which are one consumer.
   */
  separateHoldersOf(credential: string): readonly string[];
  workloadsOf(identity: string): readonly Workload[];
  /** MCP servers that an agent uses. */
  serversOf(identity: string): readonly string[];
}

export function readHoldings(inventory: Inventory): Holdings {
  const owned = new Map<string, Credential[]>();
  const held = new Map<string, Credential[]>();
  const holders = new Map<string, string[]>();
  const runners = new Map<string, string>();
  const workloads = new Map<string, Workload[]>();
  const servers = new Map<string, string[]>();
  for (const credential of inventory.credentials.values()) {
    if (credential.identity !== undefined) append(owned, credential.identity, credential);
  }
  for (const link of inventory.links) {
    if (link.kind === 'uses') append(servers, link.from, link.to);
    if (link.kind === 'runs') runners.set(link.to, link.from);
    if (link.kind !== 'holds') continue;
    const credential = inventory.credentials.get(link.to);
    if (credential === undefined) continue;
    append(held, link.from, credential);
    append(holders, link.to, link.from);
  }
  for (const list of holders.values()) list.sort();
  for (const workload of inventory.workloads.values()) {
    // What is only defined gives its role to what runs, and is counted there.
    if (workload.identity !== undefined && workload.kind !== 'aws-ecs-task-definition') append(workloads, workload.identity, workload);
  }
  const holdersOf = (id: string): readonly string[] => holders.get(id) ?? nothing;
  return {
    ownedBy: (id) => owned.get(id) ?? nothing,
    heldBy: (id) => held.get(id) ?? nothing,
    holdersOf,
    separateHoldersOf: (id) => {
      const all = holdersOf(id);
      const separate = all.filter((holder) => !all.includes(runners.get(holder) ?? ''));
      return separate.filter((holder, i) => separate.findIndex((other) => pipelineOf(other) === pipelineOf(holder)) === i);
    },
    workloadsOf: (id) => workloads.get(id) ?? nothing,
    serversOf: (id) => servers.get(id) ?? nothing,
  };
}

/** Nearly everybody's: one list for all of them. */
const nothing: readonly never[] = [];

/** The file of a pipeline's job, `repository:workflow-job/acme/shop/.github/workflows/ci.yml`; any other id as it is. */
export function pipelineOf(id: string): string {
  return id.startsWith('repository:') ? id.replace(/#.*$/s, '') : id;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
