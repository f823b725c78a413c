import { isGuid } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { Gap } from '../../../inventory/gap.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { GapCounter } from '../../gap-counter.ts';
import type { Plain } from './arm-object.ts';

/** What turning objects of Azure into fragments shares across one source. */
export class ArmContext {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
  readonly gaps = new GapCounter();
  /** Environments of subscriptions and resource groups, by ARM id: what lies in them has theirs unless it says otherwise. */
  readonly environments: Map<string, string>;
  /** What principals are, by object id: those whose type somebody told, managed identities and service principals. */
  readonly principalTypes: Map<string, string>;
  /** Names of role definitions that were seen, by id. */
  readonly roleNames: Map<string, string>;
  /** Ids of the identities that were handed over. */
  readonly holders: Set<string>;
  readonly subscriptions = new Set<string>();
  /** Categories of logs that are kept, by the resource's ARM id. */
  readonly logs = new Map<string, Set<string>>();
  /** Names of settings that hold secrets, by the app's ARM id: an app's settings come in several answers. */
  readonly siteSecrets = new Map<string, Set<string>>();
  /** The one identity of a resource, by its ARM id. */
  readonly identityOf: Map<string, string>;
  /** Definitions of Azure Lighthouse, by ARM id. */
  readonly registrations = new Map<string, Plain>();
  /** What it takes to activate a role on a scope, by both: see `activationKey`. Undefined where two answers say two things. */
  readonly activations = new Map<string, readonly string[] | undefined>();
  /** Things that are handed over when everything was seen. */
  readonly #last: (() => void)[] = [];

  constructor(emit: (fragment: Fragment) => void, fingerprint: (secret: string) => string, before?: ArmContext) {
    this.emit = emit;
    this.fingerprint = fingerprint;
    this.environments = before?.environments ?? new Map();
    this.principalTypes = before?.principalTypes ?? new Map();
    this.roleNames = before?.roleNames ?? new Map();
    this.holders = before?.holders ?? new Set();
    this.identityOf = before?.identityOf ?? new Map();
  }

  /** Does something when all objects were seen: names and kinds may come after what refers to them. */
  later(act: () => void): void {
    this.#last.push(act);
  }

  /** What is put off once more is done after all that was put off before. */
  runLater(): void {
    while (this.#last.length > 0) for (const act of this.#last.splice(0)) act();
  }

  identity(value: Identity): void {
    this.holders.add(value.id);
    this.emit({ type: 'identity', value });
  }

  /** Notes that something could not be read or is not told; of one kind, only the first few are said. */
  gap(group: string, gap: Omit<Gap, 'source'>, at: Evidence): void {
    const place: Pick<Gap, 'source' | 'file' | 'line' | 'pointer'> = {
      source: at.source,
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
      ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
    };
    this.gaps.add(group, { ...place, ...gap });
  }

  unreadable(what: string, detail: string, at: Evidence): void {
    this.gap(`${what} ${detail}`, { what, why: 'unreadable', detail: `${what} ${detail}` }, at);
  }
}

/** The word in an id for what a principal of a role assignment is; `principal` where that is not told. */
export function principalWord(type: string | undefined): string {
  switch (type?.toLowerCase()) {
    case 'serviceprincipal':
      return 'service-principal';
    case 'user':
      return 'user';
    case 'group':
    case 'foreigngroup':
      return 'group';
    default:
      return 'principal';
  }
}

/** Ids under which other sources may speak of a service principal. */
export function principalAliases(objectId: string | undefined, clientId: string | undefined): readonly string[] {
  return [
    ...(clientId !== undefined && isGuid(clientId) ? [`entra:application/${clientId.toLowerCase()}`] : []),
    ...(objectId !== undefined && isGuid(objectId) ? [`entra:service-principal/${objectId.toLowerCase()}`] : []),
  ];
}
