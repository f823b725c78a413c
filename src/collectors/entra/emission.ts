import { managedIdentityId, plainArmId, systemIdentityId } from '../../inventory/azure-id.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { isMicrosoftTenant, nameOfMicrosoftApp } from '../azure-model/microsoft-apps.ts';
import type { GapCounter } from '../gap-counter.ts';
import type { Directory } from './directory.ts';
import type { Application, ServicePrincipal } from './read-application.ts';
import type { Reference } from './read-person.ts';

/** An application with its service principal: one identity, whichever of the two is there. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly application?: Application;
  readonly principal?: ServicePrincipal;
  /** Microsoft's own. */
  readonly microsoft: boolean;
  readonly managed: boolean;
}

/** Somebody whom the directory names by object id. */
export interface Who {
  readonly id: string;
  readonly name: string;
  readonly what: 'account' | 'user' | 'group' | 'named';
  readonly account?: Account;
}

/** What handing over a directory shares. */
export class Emission {
  readonly directory: Directory;
  readonly emit: (fragment: Fragment) => void;
  readonly gaps: GapCounter;
  /** ISO 8601. */
  readonly now: string;
  readonly source: string;
  /** The tenant's id; empty where nothing tells it. */
  readonly tenant: string;
  readonly accounts: readonly Account[];
  readonly #byObject = new Map<string, Account>();
  readonly #byClient = new Map<string, Account>();

  constructor(directory: Directory, parts: Pick<Emission, 'emit' | 'gaps' | 'now' | 'source'>) {
    this.directory = directory;
    this.emit = parts.emit;
    this.gaps = parts.gaps;
    this.now = parts.now;
    this.source = parts.source;
    this.accounts = accountsOf(directory);
    for (const account of this.accounts) {
      const { application, principal } = account;
      if (application !== undefined) this.#byObject.set(application.id, account);
      if (principal !== undefined) this.#byObject.set(principal.id, account);
      const client = application?.appId ?? principal?.appId;
      if (client !== undefined && principal?.agent !== 'identity') this.#byClient.set(client, account);
    }
    this.tenant = directory.tenant?.id ?? homeOf(this.accounts) ?? '';
  }

  /** The account of an application or service principal, by its object id or client id. */
  account(id: string): Account | undefined {
    return this.#byObject.get(id) ?? this.#byClient.get(id);
  }

  /** Whom an object id stands for. `type`: what the source says it is. */
  who(id: string, type?: Reference['type']): Who {
    const account = this.#byObject.get(id);
    if (account !== undefined) return { id: account.id, name: account.name, what: 'account', account };
    const user = this.directory.users.get(id);
    if (user !== undefined || type === 'user') return { id: `entra:user/${id}`, name: user?.name ?? id, what: 'user' };
    const group = this.directory.groups.get(id);
    if (group !== undefined || type === 'group') return { id: `entra:group/${id}`, name: group?.name ?? id, what: 'group' };
    return { id: `entra:${type ?? 'principal'}/${id}`, name: id, what: 'named' };
  }

  /** Notes something that could not be seen: one gap a matter, counted. */
  gap(what: string, detail: string, at: Evidence, more: { readonly partial?: false; readonly permission?: string } = {}): void {
    this.gaps.add(`${what} ${detail}`, {
      source: at.source,
      what,
      why: 'not-given',
      detail,
      ...more,
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
      ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
    });
  }
}

function accountsOf({ applications, principals }: Directory): readonly Account[] {
  const byClient = new Map<string, { application?: Application; principal?: ServicePrincipal }>();
  const others: Account[] = [];
  for (const application of applications.values()) {
    const present = byClient.get(application.appId ?? application.id);
    if (present === undefined) byClient.set(application.appId ?? application.id, { application });
    else present.application = application;
  }
  for (const principal of principals.values()) {
    // Every agent's identity may bear the client id of its blueprint.
    if (principal.agent === 'identity' || principal.appId === undefined || isManaged(principal)) {
      others.push(makeAccount({ principal }));
      continue;
    }
    const present = byClient.get(principal.appId);
    if (present === undefined) byClient.set(principal.appId, { principal });
    else present.principal = principal;
  }
  return [...[...byClient.values()].map(makeAccount), ...others];
}

function makeAccount(of: { readonly application?: Application; readonly principal?: ServicePrincipal }): Account {
  const { application, principal } = of;
  const client = application?.appId ?? principal?.appId;
  const managed = principal !== undefined && isManaged(principal);
  const microsoft =
    !managed &&
    (principal?.ownerTenant === undefined
      ? application === undefined && client !== undefined && nameOfMicrosoftApp(client) !== undefined
      : isMicrosoftTenant(principal.ownerTenant));
  const name = application?.name ?? principal?.name ?? (client === undefined ? undefined : nameOfMicrosoftApp(client)) ?? client;
  return { ...of, id: idOf(principal, client, managed), name: name ?? principal?.id ?? '', microsoft, managed };
}

function idOf(principal: ServicePrincipal | undefined, client: string | undefined, managed: boolean): string {
  if (managed && principal?.armId !== undefined) return managedIdentityId(principal.armId) ?? systemIdentityId(principal.armId);
  if (client === undefined || principal?.agent === 'identity') return `entra:service-principal/${principal?.id ?? ''}`;
  return `entra:application/${client}`;
}

function isManaged({ type, armId }: ServicePrincipal): boolean {
  return type === undefined ? armId !== undefined : type.toLowerCase() === 'managedidentity';
}

/** The tenant in which the applications are registered that are registered here, where all of them say the same. */
function homeOf(accounts: readonly Account[]): string | undefined {
  const homes = new Set(accounts.flatMap((a) => (a.application === undefined ? [] : (a.principal?.ownerTenant ?? []))));
  return homes.size === 1 ? [...homes][0] : undefined;
}

/** The ARM id's subscription. */
export function subscriptionOf(armId: string | undefined): string | undefined {
  return armId === undefined ? undefined : /^\/subscriptions\/([^/]+)/.exec(plainArmId(armId))?.[1];
}
