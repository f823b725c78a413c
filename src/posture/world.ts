import type { Graph } from '../graph/graph.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { DirectoryHoldings } from '../permissions/entra/holdings.ts';
import type { PermissionEngine } from '../permissions/power.ts';
import type { Posture } from './four-questions.ts';
import { type Holdings, readHoldings } from './holdings.ts';
import { type ReachedFrom, readReachedFrom } from './reached-from.ts';
import type { PostureSettings } from './settings.ts';
import { UseBook } from './use-book.ts';

/** Everything that is known, before it is judged: the inventory with what follows from it. */
export interface World {
  readonly inventory: Inventory;
  readonly permissions: PermissionEngine;
  readonly graph: Graph;
  readonly settings: PostureSettings;
  readonly holdings: Holdings;
  readonly reachedFrom: ReachedFrom;
  readonly use: UseBook;
  /** Roles and permissions that identities of Azure and Entra ID hold in their directory. */
  readonly directory: DirectoryHoldings;
  /** Answers to the four questions already worked out, by identity id. */
  readonly postures: Map<string, Posture>;
}

export function makeWorld(inventory: Inventory, permissions: PermissionEngine, graph: Graph, settings: PostureSettings): World {
  return {
    inventory,
    permissions,
    graph,
    settings,
    holdings: readHoldings(inventory),
    reachedFrom: readReachedFrom(inventory, graph),
    use: new UseBook(inventory, permissions, settings.now),
    directory: new DirectoryHoldings(inventory),
    postures: new Map(),
  };
}
