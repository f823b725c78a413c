import type { Credential } from '../inventory/credential.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type ClientKind, clientKinds, type Observed, type Use } from '../inventory/use.ts';
import { privilegedActions } from '../permissions/aws/privileged-actions.ts';
import { untraceable } from '../permissions/aws/watched-services.ts';
import type { PermissionEngine } from '../permissions/power.ts';
import { type AzureRecord, AzureUseBook } from './azure-use.ts';
import { few } from './few.ts';
import { RecordedUse } from './recorded-use.ts';

/** Use further back than this does not count as use. */
export const usePeriodDays = 90;

/** Clients that a person sits at, as people call them. */
const people: ReadonlyMap<string, string> = new Map<ClientKind, string>([
  ['console', 'AWS console'],
  ['browser', 'a browser'],
  ['cloudshell', 'CloudShell'],
  ['workstation', 'a command line or tool on a workstation'],
]);

/** Events by which a session begins that a person types in. */
const shells: ReadonlyMap<string, string> = new Map([
  ['ssm:StartSession', 'a shell session it opened'],
  ['ecs:ExecuteCommand', 'a container shell it opened'],
]);

/** What rules may know of recorded use, worked out when it is asked for. */
export class UseBook {
  readonly #inventory: Inventory;
  readonly #permissions: PermissionEngine;
  readonly #now: number;
  readonly #azure: AzureUseBook;
  /** By account; null where nothing was recorded. */
  readonly #observed = new Map<string, Observed | null>();
  /** Actions by service, of identities with equal grants. */
  readonly #actions = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor(inventory: Inventory, permissions: PermissionEngine, now: number) {
    this.#inventory = inventory;
    this.#permissions = permissions;
    this.#now = now;
    this.#azure = new AzureUseBook(inventory, now);
  }

  /** What the Activity Log of Azure shows of an identity; undefined where none was read that speaks of it. */
  azureRecordOf(identity: Identity): AzureRecord | undefined {
    return this.#azure.recordOf(identity);
  }

  /** The record of an identity's use, by its own period; undefined where none was read that speaks of it. */
  recordOf(identity: Identity, days = usePeriodDays): RecordedUse | undefined {
    const uses = this.#usesOf(identity);
    const observed = this.#observedOf(identity);
    const { catalogue } = this.#permissions;
    if (catalogue === undefined || (uses.length === 0 && observed === undefined)) return undefined;
    return new RecordedUse(identity, { uses, observed }, catalogue, { now: this.#now, days });
  }

  factsOf(identity: Identity): Facts<'Use'> | undefined {
    if (identity.plane === 'azure' || identity.plane === 'entra') return this.#azureFacts(identity);
    const record = this.recordOf(identity);
    if (record === undefined) return undefined;
    const uses = this.#usesOf(identity);
    const trailed = this.#observedOf(identity) !== undefined;
    const trail = uses.find((u) => u.recorder === 'trail');
    const reported = uses.flatMap((u) => u.reported ?? []).flatMap((text) => (text.startsWith('unused ') ? [text.slice(7)] : []));
    const unused = this.#unusedFacts(identity, record);
    return {
      observed_days: record.observedDays,
      trail_days: record.trailDays,
      ...unused,
      reported_unused: reported,
      unused: unusedText(unused, reported, record.observedDays),
      ...(trailed ? trailFacts(trail) : {}),
    };
  }

  /** How people were recorded to use an identity; empty where no record was read. */
  peopleIn(identity: Identity): readonly string[] {
    const trail = this.#usesOf(identity).find((u) => u.recorder === 'trail');
    return trail === undefined ? [] : (trailFacts(trail).interactive ?? []);
  }

  /** Networks that used an access key; undefined where no trail was read, or the key's id is not known. */
  networksOf({ identity, name, kind }: Credential): readonly string[] | undefined {
    const owner = identity === undefined ? undefined : this.#inventory.identities.get(identity);
    if (owner === undefined || kind !== 'aws-access-key' || !/^AKIA/.test(name) || this.#observedOf(owner) === undefined) return undefined;
    const keys = this.#usesOf(owner).find((u) => u.recorder === 'trail')?.keys;
    return keys !== undefined && Object.hasOwn(keys, name) ? keys[name] : [];
  }

  evidenceOf(identity: Identity, fact: string): readonly Evidence[] {
    const uses = this.#usesOf(identity);
    if (fact === 'use.interactive' || fact === 'use.interactive_events') {
      const shown = uses.flatMap((u) => Object.entries(u.clientEvidence ?? {}).filter(([kind]) => people.has(kind)));
      return shown.flatMap(([, places]) => places);
    }
    return uses.flatMap((u) => u.evidence);
  }

  #azureFacts(identity: Identity): Facts<'Use'> | undefined {
    const { azure } = this.#permissions;
    const facts = azure === undefined ? undefined : this.#azure.factsOf(identity, azure, usePeriodDays);
    return facts === undefined ? undefined : { ...facts, unused: unusedText(facts, [], facts.observed_days) };
  }

  #unusedFacts(identity: Identity, record: RecordedUse): Facts<'Use'> {
    // A permission that an unread policy gives or takes is not known to be held.
    if (record.observedDays === undefined || this.#permissions.powerOf(identity.id).level === 'unknown') return {};
    const judged = [...this.#actionsOf(identity)].map(([service, actions]) => ({ service, use: record.ofService(service, actions) }));
    const known = judged.filter(({ use }) => use !== 'unknown');
    const unused = known.filter(({ use }) => use === 'unused').map(({ service }) => service);
    const privileged = privilegedActions
      .filter((action) => !untraceable.has(action.toLowerCase()) && this.#holds(identity, action))
      .map((action) => ({ action, use: record.ofAction(action) }));
    const idle = privileged.filter(({ use }) => use === 'unused').map(({ action }) => action);
    const open = idle.length === 0 && privileged.some(({ use }) => use === 'unknown');
    return {
      services: known.length,
      unused_services: unused.sort(),
      unused_share: known.length === 0 ? (judged.length === 0 ? 0 : undefined) : unused.length / known.length,
      unused_privileged: open ? undefined : idle,
    };
  }

  #holds({ id }: Identity, action: string): boolean {
    const { answer } = this.#permissions.decide(id, action);
    return answer === 'allowed' || answer === 'conditional';
  }

  #actionsOf({ id }: Identity): ReadonlyMap<string, readonly string[]> {
    const key = this.#permissions.shareKey(id);
    const known = this.#actions.get(key) ?? this.#permissions.actionsOf?.(id) ?? new Map();
    this.#actions.set(key, known);
    return known;
  }

  #usesOf({ id }: Identity): readonly Use[] {
    return this.#inventory.uses.get(id) ?? [];
  }

  #observedOf({ plane, aws, scope }: Identity): Observed | undefined {
    if (plane !== 'aws') return undefined;
    const account = aws?.account ?? scope;
    let observed = this.#observed.get(account);
    if (observed === undefined) {
      observed = this.#inventory.scopes.get(`aws:account/${account}`)?.observed ?? null;
      this.#observed.set(account, observed);
    }
    return observed ?? undefined;
  }
}

/** What is not used, in words; undefined where nothing is known to be unused. */
function unusedText(facts: Facts<'Use'>, reported: readonly string[], days: number | undefined): string | undefined {
  const { services = 0, unused_services: idle = [], unused_privileged: privileged = [] } = facts;
  const parts = [
    ...(idle.length === 0 ? [] : [`${idle.length} of ${services} services (${few(idle, listed)})`]),
    ...(privileged.length === 0 ? [] : [`privileged actions ${few(privileged, listed)}`]),
  ];
  const seen = parts.length === 0 ? [] : [`${parts.join(' and ')}, in ${days ?? 0} recorded days`];
  const all = [...seen, ...(reported.length === 0 ? [] : [`reported by IAM Access Analyzer: ${few(reported, listed)}`])];
  return all.length === 0 ? undefined : all.join('; ');
}

const listed = 4;

/** Nothing recorded of an identity in an account whose trail was read is no use. */
function trailFacts(trail: Use | undefined): Facts<'Use'> {
  const clients = new Map(Object.entries(trail?.clients ?? {}));
  const interactive = [...people].flatMap(([kind, name]) => counted(name, clients.get(kind)));
  const opened = [...shells].flatMap(([event, name]) => (Object.hasOwn(trail?.actions ?? {}, event) ? [name] : []));
  return {
    interactive: [...interactive, ...opened],
    interactive_events: [...people.keys()].reduce((sum, kind) => sum + (clients.get(kind) ?? 0), opened.length),
    clients: clientKinds.filter((kind) => clients.has(kind)),
    networks: trail?.networks ?? [],
    refused: Object.values(trail?.refused ?? {}).reduce((a, b) => a + b, 0),
    without_mfa: trail?.mfa?.without ?? 0,
  };
}

function counted(name: string, count: number | undefined): readonly string[] {
  return count === undefined || count === 0 ? [] : [`${name} (${count} ${count === 1 ? 'event' : 'events'})`];
}
