import type { Evidence } from '../../inventory/evidence.ts';
import type { GapCounter } from '../gap-counter.ts';
import type { GraphKind } from './graph-kinds.ts';
import type { GraphObject } from './graph-object.ts';
import {
  type Application,
  type Relations,
  readApplication,
  readFederation,
  readRelations,
  readServicePrincipal,
  type ServicePrincipal,
} from './read-application.ts';
import {
  type AppRoleAssignment,
  type Consent,
  type RoleAssignment,
  type RoleDefinition,
  readAppRoleAssignment,
  readConsent,
  readRoleAssignment,
  readRoleDefinition,
} from './read-grants.ts';
import { known, type Reference, readReference, readUser, type User } from './read-person.ts';
import { type ConsentPolicy, exportedLogs, readAppPolicy, readConsentPolicy } from './read-settings.ts';
import { SignInActivity } from './sign-in-activity.ts';

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly at: Evidence;
}

/**
 * What was read of a directory, whichever files or calls it came from. Nothing is handed over before all is read: a role
 * names its holder by object id, a permission names its API so, and a sign-in names a credential by its key id.
 */
export class Directory {
  readonly applications = new Map<string, Application>();
  readonly principals = new Map<string, ServicePrincipal>();
  readonly users = new Map<string, User>();
  readonly groups = new Map<string, Group>();
  readonly units = new Map<string, Group>();
  readonly roles = new Map<string, RoleDefinition>();
  readonly assignments: RoleAssignment[] = [];
  readonly appRoles: AppRoleAssignment[] = [];
  readonly consents: Consent[] = [];
  /** Members of groups, by the group's id. */
  readonly members = new Map<string, Reference[]>();
  readonly consentPolicies = new Map<string, ConsentPolicy>();
  readonly activity = new SignInActivity();
  tenant: { readonly id: string; readonly name?: string; readonly at: Evidence } | undefined;
  consentAssigned: { readonly policies: readonly string[]; readonly createApps?: boolean; readonly at: Evidence } | undefined;
  appPolicy: { readonly limits: ReturnType<typeof readAppPolicy>; readonly at: Evidence } | undefined;
  exported: { readonly logs: Set<string>; readonly at: Evidence } | undefined;
  /** Kinds that were read, and those of which pages are missing. */
  readonly seen = new Set<GraphKind>();
  readonly cut = new Set<GraphKind>();
  /** All that anybody holds was read; absent where the input does not tell. */
  grantsWhole: boolean | undefined;
  readonly #relations = new Map<string, Relations>();
  readonly #gaps: GapCounter;

  constructor(gaps: GapCounter) {
    this.#gaps = gaps;
  }

  /** Takes one object. `about`: the object that a list of something is of, where it does not say so itself. */
  take(kind: GraphKind, object: GraphObject, about?: string): void {
    this.seen.add(kind);
    switch (kind) {
      case 'application':
        this.#application(object);
        break;
      case 'service-principal':
        this.#principal(object);
        break;
      case 'user':
        this.#keep(this.users, readUser(object), 'user', object);
        break;
      case 'group':
        this.#group(object);
        break;
      case 'administrative-unit':
        this.#keep(this.units, namedOf(object), 'administrative unit', object);
        break;
      case 'tenant':
        this.#tenant(object);
        break;
      case 'role-definition':
        this.#keep(this.roles, readRoleDefinition(object), 'role', object);
        break;
      case 'role-assignment':
      case 'role-schedule':
        this.#assignment(object, false);
        break;
      case 'role-eligibility':
        this.#assignment(object, true);
        break;
      case 'directory-role':
        this.#directoryRole(object);
        break;
      case 'app-role-assignment':
        this.#push(this.appRoles, readAppRoleAssignment(object), 'permission of an application', object);
        break;
      case 'consent':
        this.#push(this.consents, readConsent(object), 'consent', object);
        break;
      case 'federated-credential':
        if (about !== undefined) this.relate(about, { federations: [readFederation(object)] });
        else
          this.unreadable('the owner of a federated credential', 'neither the answer nor the name of its file says whose it is', object.at);
        break;
      default:
        this.#setting(kind, object);
    }
  }

  /** Adds what is known of an object's owners, sponsors or federated credentials. */
  relate(id: string, more: Relations): void {
    const present = this.#relations.get(id);
    this.#relations.set(id, present === undefined ? more : joinRelations(present, more));
  }

  /** What is known of the owners, sponsors and federated credentials of the objects that are one identity. */
  relationsOf(ids: readonly (string | undefined)[]): Relations {
    let joined: Relations | undefined;
    for (const [i, id] of ids.entries()) {
      const one = id === undefined || ids.indexOf(id) !== i ? undefined : this.#relations.get(id);
      if (one !== undefined) joined = joined === undefined ? one : joinRelations(joined, one);
    }
    return joined ?? nothing;
  }

  /** Objects of a list whose owner the list itself names: owners, sponsors, members. */
  addReferences(of: 'owners' | 'sponsors' | 'members', about: string, objects: readonly GraphObject[]): void {
    const references = objects.flatMap((object) => readReference(object) ?? []);
    for (const object of objects) this.#takeNamed(object);
    if (of === 'members') this.members.set(about, [...(this.members.get(about) ?? []), ...references]);
    else this.relate(about, { [of]: references });
  }

  unreadable(what: string, detail: string, at: Evidence): void {
    this.#gaps.add(`${what} ${detail}`, {
      source: at.source,
      what,
      why: 'unreadable',
      detail: at.pointer === undefined || at.pointer === '' ? detail : `${at.pointer}: ${detail}`,
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
      ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
    });
  }

  #application(object: GraphObject): void {
    this.#takeRelations(object);
    const read = readApplication(object);
    if (read === undefined) {
      this.#partial('application', object);
      return;
    }
    const present = this.applications.get(read.id);
    this.applications.set(
      read.id,
      present === undefined
        ? read
        : {
            ...joined(present, read),
            blueprint: present.blueprint || read.blueprint,
            platforms: [...new Set([...present.platforms, ...read.platforms])],
          },
    );
  }

  #principal(object: GraphObject): void {
    this.#takeRelations(object);
    for (const one of object.objects('appRoleAssignments') ?? []) this.take('app-role-assignment', one);
    for (const one of object.objects('appRoleAssignedTo') ?? []) this.take('app-role-assignment', one);
    for (const one of object.objects('oauth2PermissionGrants') ?? []) this.take('consent', one);
    const groups = object.objects('memberOf');
    for (const group of groups ?? []) this.#memberOf(object, group);
    // An expansion brings no more.
    if (groups?.length === 20)
      this.unreadable('some groups of a service principal', 'it is in 20 or more, and only 20 were given', object.at);
    const read = readServicePrincipal(object);
    if (read === undefined) {
      if (groups === undefined) this.#partial('service principal', object);
      return;
    }
    const present = this.principals.get(read.id);
    this.principals.set(
      read.id,
      present === undefined
        ? read
        : {
            ...joined(present, read),
            saml: present.saml || read.saml,
            disabledByMicrosoft: present.disabledByMicrosoft || read.disabledByMicrosoft,
          },
    );
  }

  /** What is asked for with an object is kept by its id, and the people in it are known by what it says of them. */
  #takeRelations(object: GraphObject): void {
    const id = object.id('id') ?? object.id('appId');
    if (id === undefined) return;
    this.relate(id, readRelations(object));
    for (const key of ['owners', 'sponsors', 'ownerUsers', 'ownerServicePrincipals'])
      for (const one of object.objects(key) ?? []) this.#takeNamed(one);
  }

  /** A group, a role or a unit that a service principal is in. */
  #memberOf(object: GraphObject, group: GraphObject): void {
    const [id, about] = [object.id('id'), group.id('id')];
    if (id === undefined || about === undefined || group.type?.toLowerCase() !== 'group') return;
    this.#takeNamed(group);
    this.members.set(about, [...(this.members.get(about) ?? []), { id, type: 'service-principal', at: object.at }]);
  }

  #group(object: GraphObject): void {
    const group = namedOf(object);
    this.#keep(this.groups, group, 'group', object);
    const id = object.id('id');
    for (const key of ['members', 'transitiveMembers', 'memberUsers', 'memberServicePrincipals', 'memberGroups']) {
      const members = object.objects(key);
      if (members !== undefined && id !== undefined) this.addReferences('members', id, members);
    }
  }

  #tenant(object: GraphObject): void {
    const id = object.id('tenantId') ?? object.id('id');
    const name = object.text('displayName');
    if (id !== undefined) this.tenant ??= { id, ...(name === undefined ? {} : { name }), at: object.at };
  }

  #assignment(object: GraphObject, eligible: boolean): void {
    const named = object.object('principal');
    if (named !== undefined) this.#takeNamed(named);
    const role = object.object('roleDefinition');
    if (role?.has('displayName') === true) this.#keep(this.roles, readRoleDefinition(role), 'role', role);
    this.#push(this.assignments, readRoleAssignment(object, eligible), 'role assignment', object);
  }

  /** An activated role with its members, in the older form. */
  #directoryRole(object: GraphObject): void {
    const role = object.id('roleTemplateId');
    const name = object.text('displayName');
    if (role === undefined) {
      this.#partial('directory role', object);
      return;
    }
    this.roles.set(role, this.roles.get(role) ?? { id: role, ...(name === undefined ? {} : { name }), builtIn: true, at: object.at });
    for (const key of ['members', 'memberUsers', 'memberServicePrincipals', 'memberGroups']) {
      for (const member of object.objects(key) ?? []) {
        const reference = readReference(member);
        this.#takeNamed(member);
        if (reference === undefined) continue;
        const { id: principal, type, at } = reference;
        this.assignments.push({ role, principal, ...(type === undefined ? {} : { principalType: type }), scope: '/', eligible: false, at });
        this.seen.add('role-assignment');
      }
    }
  }

  #setting(kind: GraphKind, object: GraphObject): void {
    switch (kind) {
      case 'authorization-policy': {
        const of = object.object('defaultUserRolePermissions');
        const policies = of?.texts('permissionGrantPoliciesAssigned') ?? object.texts('permissionGrantPolicyIdsAssignedToDefaultUserRole');
        const createApps = of?.flag('allowedToCreateApps');
        if (policies !== undefined) this.consentAssigned = { policies, ...(createApps === undefined ? {} : { createApps }), at: object.at };
        break;
      }
      case 'consent-policy': {
        const policy = readConsentPolicy(object);
        if (policy !== undefined) this.consentPolicies.set(policy.id, policy);
        break;
      }
      case 'default-app-policy':
        this.appPolicy = { limits: readAppPolicy(object), at: object.at };
        break;
      case 'principal-activity':
        this.activity.takeApplication(object);
        break;
      case 'credential-activity':
        this.activity.takeCredential(object);
        break;
      case 'sign-in':
        this.activity.takeSignIn(object);
        break;
      case 'diagnostic-setting':
        this.exported ??= { logs: new Set(), at: object.at };
        for (const log of exportedLogs(object)) this.exported.logs.add(log);
        break;
    }
  }

  /** What a list says of an object that it only names: as much as it likes. */
  #takeNamed(object: GraphObject): void {
    const reference = readReference(object);
    if (reference?.type === 'user') {
      const user = readUser(object);
      if (user !== undefined) this.users.set(user.id, { ...user, ...this.users.get(user.id) });
    } else if (reference?.type === 'group') {
      const group = namedOf(object);
      if (group !== undefined && !this.groups.has(group.id)) this.groups.set(group.id, group);
    } else if (reference?.type === 'service-principal' && object.has('appId') && !this.principals.has(reference.id)) {
      const principal = readServicePrincipal(object);
      if (principal !== undefined) this.principals.set(principal.id, principal);
    }
  }

  #keep<T extends { readonly id: string }>(map: Map<string, T>, value: T | undefined, what: string, object: GraphObject): void {
    if (value === undefined) {
      this.#partial(what, object);
      return;
    }
    const present = map.get(value.id);
    map.set(value.id, present === undefined ? value : { ...present, ...value });
  }

  #push<T>(list: T[], value: T | undefined, what: string, object: GraphObject): void {
    if (value === undefined) this.unreadable(`a ${what}`, 'it does not say whom or what it is of', object.at);
    else list.push(value);
  }

  /** Graph answers an object that may not be read with its type and id alone: it is not one without a name. */
  #partial(what: string, object: GraphObject): void {
    const relates = Object.keys(readRelations(object)).length > 0;
    if (!relates)
      this.unreadable(`${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`, 'only its id is given: who asked may not read it', object.at);
  }
}

function namedOf(object: GraphObject): Group | undefined {
  const [id, name] = [object.id('id'), object.text('displayName')];
  return id === undefined || name === undefined ? undefined : { id, name, at: object.at };
}

/** Two answers about one object: what the second does not say stays as the first has it. */
function joined<T extends Application | ServicePrincipal>(a: T, b: T): T {
  return { ...a, ...b, at: a.at, offers: b.offers.size > 0 ? b.offers : a.offers, offersToApps: a.offersToApps || b.offersToApps };
}

const nothing: Relations = {};

function joinRelations(a: Relations, b: Relations): Relations {
  return known({
    owners: joinDistinct(a.owners, b.owners, (one) => one.id),
    sponsors: joinDistinct(a.sponsors, b.sponsors, (one) => one.id),
    federations: joinDistinct(a.federations, b.federations, (one) => [one.name, one.issuer, one.subject, one.expression].join(' ')),
  });
}

function joinDistinct<T>(a: readonly T[] | undefined, b: readonly T[] | undefined, keyOf: (item: T) => string): readonly T[] | undefined {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return a?.length ? a : (b ?? a);
  return [...new Map([...a, ...b].map((item) => [keyOf(item), item])).values()];
}
