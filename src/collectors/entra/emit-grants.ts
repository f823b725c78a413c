import { nameOfDirectoryRole } from '../../inventory/directory-roles.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { type Grant, placeholderGrant } from '../../inventory/grant.ts';
import { graphPermission, microsoftGraph } from '../../inventory/graph-permissions.ts';
import type { Policy } from '../../inventory/policy.ts';
import { isMicrosoftTenant, nameOfMicrosoftApp } from '../azure-model/microsoft-apps.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Emission, Who } from './emission.ts';
import type { RoleAssignment } from './read-grants.ts';

/** A permission that stands for an application being there at all. */
const noRole = '00000000-0000-0000-0000-000000000000';

interface Api {
  readonly id: string;
  readonly name: string;
  readonly microsoft: boolean;
  readonly offers?: ReadonlyMap<string, string>;
}

/** Who holds what. */
export interface Given {
  /** Names of roles and application permissions, by holder. */
  readonly holds: ReadonlyMap<string, readonly string[]>;
  /** Groups that hold something. */
  readonly groups: ReadonlySet<string>;
  /** Users who hold a role. */
  readonly users: ReadonlySet<string>;
}

/** Hands over directory roles, permissions of applications and consents as grants, and says who holds what. */
export class GrantEmission {
  readonly #emission: Emission;
  readonly #policies = new Set<string>();
  readonly #holds = new Map<string, string[]>();
  readonly #groups = new Set<string>();
  readonly #users = new Set<string>();
  readonly #apis = new Map<string, Api>();
  readonly #told = new Set<string>();

  constructor(emission: Emission) {
    this.#emission = emission;
  }

  emit(): Given {
    const { assignments, appRoles } = this.#emission.directory;
    // A schedule says more of an assignment than the list of assignments, which shows it too.
    const scheduled = new Set(assignments.filter((a) => !a.eligible && a.activated !== undefined).map(keyOf));
    for (const a of assignments) if (a.eligible || a.activated !== undefined || !scheduled.has(keyOf(a))) this.#role(a);
    for (const one of appRoles) this.#permission(one);
    this.#delegated();
    return { holds: this.#holds, groups: this.#groups, users: this.#users };
  }

  /** Grants that were not all read stand for what may be there besides. */
  emitPlaceholders(): void {
    for (const { id, application, principal } of this.#emission.accounts) {
      const at = principal?.at ?? application?.at;
      if (at !== undefined) this.#emission.emit({ type: 'grant', value: placeholderGrant(id, [at]) });
    }
  }

  #role(assignment: RoleAssignment): void {
    const { directory } = this.#emission;
    const who = this.#emission.who(assignment.principal, assignment.principalType);
    const definition = directory.roles.get(assignment.role);
    const id = `entra:role/${definition?.id ?? assignment.role}`;
    const name = definition?.name ?? nameOfDirectoryRole(assignment.role) ?? assignment.role;
    const scope = this.#scope(assignment.scope);
    this.#policy(id, () => ({
      id,
      kind: 'entra-role',
      name: withoutKnownSecrets(name),
      providerManaged: definition?.builtIn ?? nameOfDirectoryRole(assignment.role) !== undefined,
      ...(definition?.actions === undefined ? {} : { permissions: definition.actions }),
      evidence: [definition?.at ?? assignment.at],
    }));
    const suffix = assignment.eligible ? ' eligible' : assignment.activated === true ? ' activated' : '';
    this.#grant(who, {
      id: `${who.id}#attached/${id}@${scope}${suffix}`,
      name: withoutKnownSecrets(name),
      policy: id,
      scope,
      role: assignment.role,
      ...(assignment.eligible ? { eligible: true } : {}),
      ...(assignment.until === undefined ? {} : { until: assignment.until }),
      evidence: [assignment.at],
    });
    this.#note(who, scope === '/' ? name : `${name} on ${scope}`);
    if (who.what === 'user') this.#users.add(assignment.principal);
  }

  /** `/administrativeUnits/<id>` in lower case; one object as the identity or group that it is. */
  #scope(written: string): string {
    const scope = written.trim().toLowerCase() || '/';
    const object = /^\/([0-9a-f-]{36})$/.exec(scope)?.[1];
    if (object === undefined) return scope;
    const { what, id } = this.#emission.who(object);
    return what === 'named' ? `entra:object/${object}` : id;
  }

  #permission({
    role,
    principal,
    principalType,
    resource,
    resourceName,
    resourceApp,
    at,
  }: Emission['directory']['appRoles'][number]): void {
    const who = this.#emission.who(principal, principalType);
    // Which applications people may open is no matter of machines.
    if (who.what === 'user' || who.what === 'group') return;
    const api = this.#api(resource, resourceName, resourceApp, role);
    const value =
      role === noRole
        ? 'default access'
        : (api.offers?.get(role) ?? (api.id === microsoftGraph ? graphPermission(role) : undefined) ?? role);
    const id = `entra:permission/${api.id}/${value}`;
    const name = `${api.name}: ${value}`;
    this.#permissionPolicy(id, name, api, at);
    this.#grant(who, { id: `${who.id}#attached/${id}@/`, name, policy: id, scope: '/', role, evidence: [at] });
    if (role !== noRole) this.#note(who, name);
  }

  /** One grant for each scope, however many people consented. */
  #delegated(): void {
    const rows = new Map<
      string,
      {
        readonly client: string;
        readonly resource: string;
        readonly scope: string;
        readonly people: Set<string>;
        all: boolean;
        readonly at: Evidence;
      }
    >();
    for (const { client, resource, scopes, person, at } of this.#emission.directory.consents) {
      for (const scope of scopes) {
        const key = `${client} ${resource} ${scope}`;
        const row = rows.get(key) ?? { client, resource, scope, people: new Set<string>(), all: false, at };
        rows.set(key, row);
        if (person === undefined) row.all = true;
        else row.people.add(person);
      }
    }
    for (const { client, resource, scope, people, all, at } of rows.values()) {
      const who = this.#emission.who(client, 'service-principal');
      const api = this.#api(resource, undefined, undefined, undefined);
      const id = `entra:permission/${api.id}/${scope}/delegated`;
      const name = `${api.name}: ${scope} (delegated)`;
      this.#permissionPolicy(id, name, api, at);
      const condition = all
        ? 'for users who sign in'
        : people.size === 1
          ? 'for one user who signs in'
          : `for ${people.size} users who sign in`;
      this.#grant(who, {
        id: `${who.id}#attached/${id}@/`,
        name: withoutKnownSecrets(name),
        policy: id,
        scope: '/',
        role: scope,
        condition,
        evidence: [at],
      });
    }
  }

  /** The API that a permission is of. Where its service principal was not read, what names it, or the permission itself, tells. */
  #api(resource: string, name: string | undefined, client: string | undefined, role: string | undefined): Api {
    const present = this.#apis.get(resource);
    if (present !== undefined) return present;
    const account = this.#emission.account(resource) ?? (client === undefined ? undefined : this.#emission.account(client));
    const known = account?.principal ?? account?.application;
    const appId = known?.appId ?? client ?? (isGraph(name, role) ? microsoftGraph : undefined);
    const owner = account?.principal?.ownerTenant;
    const api: Api = {
      id: appId ?? `service-principal/${resource}`,
      name: withoutKnownSecrets(
        (appId === undefined ? undefined : nameOfMicrosoftApp(appId)) ?? account?.name ?? name ?? 'an API that is not known',
      ),
      microsoft: owner === undefined ? appId !== undefined && nameOfMicrosoftApp(appId) !== undefined : isMicrosoftTenant(owner),
      ...(known === undefined ? {} : { offers: new Map([...(account?.application?.offers ?? []), ...(account?.principal?.offers ?? [])]) }),
    };
    if (appId === undefined) {
      this.#emission.gap(
        'which API some permissions are of',
        'the service principal of the API was not given',
        { source: this.#emission.source },
        { permission: 'GET /servicePrincipals' },
      );
    } else this.#apis.set(resource, api);
    return api;
  }

  #permissionPolicy(id: string, name: string, { microsoft }: Api, at: Evidence): void {
    this.#policy(id, () => ({ id, kind: 'entra-permission', name: withoutKnownSecrets(name), providerManaged: microsoft, evidence: [at] }));
  }

  #policy(id: string, make: () => Policy): void {
    if (this.#policies.has(id)) return;
    this.#policies.add(id);
    this.#emission.emit({ type: 'policy', value: make() });
  }

  #grant(who: Who, grant: Omit<Grant, 'holder' | 'kind'>): void {
    this.#emission.emit({ type: 'grant', value: { ...grant, holder: who.id, kind: 'attached' } });
    if (who.what === 'group') this.#groups.add(who.id);
    else if (who.what === 'named') this.#named(who, grant.evidence);
  }

  /** A principal that the directory does not describe here: it may be deleted, or not have been given. */
  #named({ id, name }: Who, evidence: readonly Evidence[]): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.#emission.emit({
      type: 'identity',
      value: {
        id,
        ...(id === `entra:principal/${name}` ? {} : { aliases: [`entra:principal/${name}`] }),
        plane: 'entra',
        kind: id.startsWith('entra:service-principal/') ? 'entra-service-principal' : 'entra-principal',
        name,
        scope: this.#emission.tenant,
        nature: 'unknown',
        agent: false,
        standing: 'named',
        evidence,
      },
    });
  }

  #note({ id }: Who, name: string): void {
    const present = this.#holds.get(id);
    if (present === undefined) this.#holds.set(id, [name]);
    else if (!present.includes(name)) present.push(name);
  }
}

function keyOf({ role, principal, scope }: RoleAssignment): string {
  return `${role} ${principal} ${scope}`;
}

function isGraph(name: string | undefined, role: string | undefined): boolean {
  return name === 'Microsoft Graph' || (role !== undefined && graphPermission(role) !== undefined);
}
