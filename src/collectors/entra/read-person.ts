import type { Evidence } from '../../inventory/evidence.ts';
import type { GraphObject } from './graph-object.ts';

/** A user, group or service principal that something else names: an owner, a sponsor, a member, the holder of a role. */
export interface Reference {
  readonly id: string;
  readonly type?: 'user' | 'group' | 'service-principal';
  readonly at: Evidence;
}

/** A user of the directory. */
export interface User {
  readonly id: string;
  readonly at: Evidence;
  /** Sign-in name, else display name. */
  readonly name: string;
  readonly displayName?: string;
  readonly enabled?: boolean;
  readonly guest?: boolean;
  /** When he leaves, by the directory. */
  readonly leavesAt?: string;
  readonly createdAt?: string;
  readonly lastUsedAt?: string;
  /** Absent where it was not asked for. */
  readonly passwordNeverExpires?: boolean;
  /** He signed in without being there, and never in person; absent where sign-ins were not given. */
  readonly signsInAlone?: boolean;
  /** Of the user account of an agent: the agent's identity. */
  readonly agentIdentity?: string;
  readonly agent: boolean;
}

/** A reference to an object of the directory; undefined where it has no id. */
export function readReference(object: GraphObject): Reference | undefined {
  const id = object.id('id');
  if (id === undefined) return undefined;
  const type = typeOf(object);
  return { id, ...(type === undefined ? {} : { type }), at: object.at };
}

function typeOf(object: GraphObject): Reference['type'] {
  if (object.type !== undefined) return typeWord(object.type);
  if (object.has('userPrincipalName')) return 'user';
  return object.has('servicePrincipalType') ? 'service-principal' : undefined;
}

/** The word for what a principal is, as Graph's types and `principalType` write it. */
export function typeWord(type: string | undefined): Reference['type'] {
  const word = type?.toLowerCase();
  if (word === 'user' || word === 'agentuser') return 'user';
  if (word === 'group') return 'group';
  return word === 'serviceprincipal' || word?.startsWith('agentidentity') === true ? 'service-principal' : undefined;
}

/** A user; undefined where only the id could be read. */
export function readUser(object: GraphObject): User | undefined {
  const id = object.id('id');
  const displayName = object.text('displayName');
  const name = object.text('userPrincipalName') ?? object.text('mail') ?? displayName;
  if (id === undefined || name === undefined) return undefined;
  const policies = object.has('passwordPolicies') ? (object.text('passwordPolicies') ?? '') : undefined;
  const activity = object.object('signInActivity');
  const [inPerson, alone] = [activity?.date('lastSignInDateTime'), activity?.date('lastNonInteractiveSignInDateTime')];
  const last = [inPerson, alone, activity?.date('lastSuccessfulSignInDateTime')]
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
  const optional = {
    displayName,
    enabled: object.flag('accountEnabled'),
    guest: guestIn(object, name),
    leavesAt: object.date('employeeLeaveDateTime'),
    createdAt: object.date('createdDateTime'),
    lastUsedAt: last,
    passwordNeverExpires: policies === undefined ? undefined : /DisablePasswordExpiration/i.test(policies),
    signsInAlone: activity === undefined || last === undefined ? undefined : inPerson === undefined && alone !== undefined,
    agentIdentity: object.id('identityParentId'),
  };
  const agent = object.type === 'agentUser' || optional.agentIdentity !== undefined;
  return { id, at: object.at, name, agent, ...known(optional) };
}

function guestIn(object: GraphObject, name: string): boolean | undefined {
  const type = object.text('userType');
  return type === undefined ? (/#EXT#@/i.test(name) ? true : undefined) : type.toLowerCase() === 'guest';
}

/** A record without the fields that are not known. */
export function known<T extends object>(record: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const out: Record<string, unknown> = {};
  for (const key in record) if (record[key] !== undefined) out[key] = record[key];
  return out as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}
