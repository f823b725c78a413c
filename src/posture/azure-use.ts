import { countDays, type DayRanges, lastDay } from '../inventory/day-ranges.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { AzurePermissions } from '../permissions/azure/azure-permissions.ts';
import { traceOf } from '../permissions/azure/log-traces.ts';
import { tellingActions } from '../permissions/azure/telling-actions.ts';

const day = 86_400_000;
/** A log that ends more days ago than this says nothing of today. */
const stale = 90;

/** What the Activity Log shows of one identity. */
export interface AzureRecord {
  /** Days of the log of the subscription that a scope lies in; 0 where none was read, or the scope lies above subscriptions. */
  readonly daysOn: (scope: string | undefined) => number;
  /** Actions, in lower case, used in so many days before the end of the log. */
  readonly usedWithin: (days: number) => readonly string[];
  readonly refused: number;
}

/** What was read of the Activity Log. */
export class AzureUseBook {
  readonly #inventory: Inventory;
  readonly #now: number;
  /** By the id of the subscription. */
  readonly #logs = new Map<string, DayRanges>();
  /** When the last of them ends. */
  readonly #until: number;

  constructor(inventory: Inventory, now: number) {
    this.#inventory = inventory;
    this.#now = now;
    let until = 0;
    for (const { id, plane, observed } of inventory.scopes.values()) {
      const last = plane === 'azure' && observed !== undefined ? Date.parse(lastDay(observed.days) ?? '') : Number.NaN;
      if (observed === undefined || Number.isNaN(last) || now - last > stale * day) continue;
      this.#logs.set(id.slice('azure:subscription/'.length), observed.days);
      until = Math.max(until, last + day);
    }
    this.#until = Math.min(now, until);
  }

  /** Undefined where no log speaks of the identity: none names it, and none was read whole. */
  recordOf({ id, createdAt }: Identity): AzureRecord | undefined {
    const uses = (this.#inventory.uses.get(id) ?? []).filter((u) => u.recorder === 'activity-log');
    if (uses.length === 0 && this.#logs.size === 0) return undefined;
    const until = this.#until === 0 ? this.#now : this.#until;
    return {
      daysOn: (scope) => {
        const subscription = /^\/subscriptions\/([^/]+)/.exec(scope ?? '')?.[1];
        return countDays(this.#logs.get(subscription ?? '') ?? [], createdAt?.slice(0, 10));
      },
      usedWithin: (days) => {
        const recent = uses.flatMap(({ actions }) =>
          Object.entries(actions).flatMap(([action, at]) => (at !== null && until - Date.parse(at) <= days * day ? [action] : [])),
        );
        return [...new Set(recent)].sort();
      },
      refused: uses.flatMap((u) => Object.values(u.refused ?? {})).reduce((sum, count) => sum + count, 0),
    };
  }

  /** What rules and people may know of it; undefined where there is none. `unused_privileged` only of what a log would show. */
  factsOf(identity: Identity, azure: AzurePermissions, days: number): Facts<'Use'> | undefined {
    const record = this.recordOf(identity);
    if (record === undefined) return undefined;
    const held = azure.assignments.of(identity.id);
    const observed = held.length === 0 ? 0 : Math.min(...held.map(({ scope }) => record.daysOn(scope)));
    const facts: Facts<'Use'> = { observed_days: observed, trail_days: observed, refused: record.refused };
    if (observed < days || !azure.assignments.areListed(identity.id) || held.some((a) => a.role === undefined)) return facts;
    const used = new Set(record.usedWithin(days));
    const idle = tellingActions.flatMap(({ name, action, data, level }) =>
      !data &&
      (level === 'admin' || level === 'escalate') &&
      traceOf(action) === 'shown' &&
      !used.has(action) &&
      azure.decide(identity.id, action).answer === 'allowed'
        ? [name]
        : [],
    );
    return { ...facts, unused_privileged: idle };
  }
}
