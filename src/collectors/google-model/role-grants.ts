import type { GivenRole } from '../../inventory/binding.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Trust } from '../../inventory/trust.ts';
import { environmentOf } from '../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { isDefaultAccount, isServiceAgent, type Member, scopeOfAccount } from './members.ts';

/**
 * Roles by which one becomes a service account, with what they allow
 * (https://cloud.google.com/iam/docs/service-account-permissions).
 */
const becoming: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    'roles/iam.serviceAccountTokenCreator': ['iam.serviceAccounts.getAccessToken', 'iam.serviceAccounts.signJwt'],
    'roles/iam.workloadIdentityUser': ['iam.serviceAccounts.getAccessToken'],
    'roles/iam.serviceAccountOpenIdTokenCreator': ['iam.serviceAccounts.getOpenIdToken'],
    'roles/iam.serviceAccountUser': ['iam.serviceAccounts.actAs'],
  }),
);

/** A role that a member is given on something. */
export interface MemberRole {
  readonly member: Member;
  /** Absent: not known. */
  readonly role?: string | undefined;
  /** Absent: not known. */
  readonly scope?: string | undefined;
  readonly condition?: string | undefined;
  readonly at: Evidence;
  readonly declared?: true;
}

const longestCondition = 4096;

export function roleGrant({ member: { holder }, role, scope, condition, at, declared }: MemberRole): Grant {
  return {
    id: `${holder}#attached/${role ?? `?${at.file ?? ''}:${at.line ?? 0}`} on ${scope ?? '?'}`,
    holder,
    kind: 'attached',
    ...(role === undefined ? { name: `role that is not known (line ${at.line ?? 0})` } : namesOf(role)),
    ...(scope === undefined ? {} : { scope }),
    ...(condition === undefined ? {} : { condition: shownCondition(condition) }),
    ...(declared === undefined ? {} : { declared }),
    evidence: [at],
  };
}

/** A role as bindings give it, and the condition as it is shown. */
export function givenRole(role: string, condition: string | undefined, until: string | undefined): GivenRole {
  const { name, policy } = namesOf(role);
  return { name, policy, condition: condition === undefined ? undefined : shownCondition(condition), until };
}

const named = new Map<string, { readonly name: string; readonly policy: string }>();
const conditions = new Map<string, string>();
/** Few roles and conditions make up most grants: each is made once, as long as there are not too many. */
const most = 10_000;

function namesOf(role: string): { readonly name: string; readonly policy: string } {
  const present = named.get(role);
  if (present !== undefined) return present;
  const names = { name: withoutKnownSecrets(role), policy: `gcp:role/${role}` };
  if (named.size < most) named.set(role, names);
  return names;
}

function shownCondition(condition: string): string {
  const present = conditions.get(condition);
  if (present !== undefined) return present;
  const shown = withoutKnownSecrets(condition).slice(0, longestCondition);
  if (conditions.size < most) conditions.set(condition, shown);
  return shown;
}

/**
 * That whoever holds a role on a service account may become it; undefined for roles that let nobody. `isBare`: the names of both were
 * looked through for known secrets.
 */
export function becomingTrust(identity: string, given: MemberRole, isBare = false): Trust | undefined {
  const actions = becoming.get(given.role ?? '');
  return actions === undefined ? undefined : trustOf(identity, given, actions, isBare);
}

/** That identities of a pool are who they are by the tokens that the pool takes. */
export function exchangeTrust(given: Pick<MemberRole, 'member' | 'at' | 'declared'>): Trust {
  return trustOf(given.member.holder, given, ['sts.tokens.exchange']);
}

function trustOf(
  identity: string,
  { member, condition, at, declared }: Pick<MemberRole, 'member' | 'at' | 'declared' | 'condition'>,
  actions: readonly string[],
  isBare = false,
): Trust {
  const id = `${identity}#trust/${member.principalKind}/${member.text}`;
  const kind = 'gcp-trust';
  const effect = 'Allow';
  const { principalKind } = member;
  const principal = isBare ? member.text : withoutKnownSecrets(member.text);
  const evidence = [at];
  // In one piece, for nearly all are such.
  if (condition === undefined && declared === undefined) return { id, identity, kind, effect, principalKind, principal, actions, evidence };
  return {
    id,
    identity,
    kind,
    effect,
    principalKind,
    principal,
    actions,
    // No key of a request: what it comes to is decided nowhere here.
    ...(condition === undefined ? {} : { condition: { Cel: { expression: [shownCondition(condition)] } } }),
    ...(declared === undefined ? {} : { declared }),
    evidence,
  };
}

/** Agents of Google Cloud by the names that their identities have (https://cloud.google.com/iam/docs/agent-identity-overview). */
export const agentPrincipal = /^principal:\/\/agents\.[\w.-]+\.id\.goog\/(.+)$/;

/** An identity outside of Google Cloud, or of an agent, that is given roles itself and works without a service account. */
export function federatedIdentity(member: Member, standing: Identity['standing'], at: Evidence): Identity {
  const agent = agentPrincipal.exec(member.text)?.[1];
  const pool = /\/workloadIdentityPools\/([^/]+)\/(.+)$/.exec(member.text);
  return {
    id: member.holder,
    plane: 'gcp',
    kind: agent === undefined ? 'gcp-federated-principal' : 'gcp-agent-identity',
    name: withoutKnownSecrets(agent ?? (pool === null ? member.text : `${pool[2]} of pool ${pool[1]}`)),
    scope: /projects\/([^/]+)\//.exec(member.text)?.[1] ?? '',
    nature: agent === undefined ? 'workload' : 'agent',
    agent: agent !== undefined,
    standing,
    evidence: [at],
  };
}

/** A service account that something names and another source may describe. `isBare`: its address was looked through for known secrets. */
export function namedAccount(id: string, email: string, at: Evidence, isBare = false): Draft<Identity> {
  const { scope, environment } = placeOfAccount(email);
  const agent = isServiceAgent(email);
  const name = isBare ? email : withoutKnownSecrets(email);
  const nature = agent ? 'service-agent' : isDefaultAccount(email) ? 'workload' : 'unknown';
  const plane = 'gcp';
  const kind = 'gcp-service-account';
  const standing = 'named';
  const evidence = [at];
  const account: Draft<Identity> =
    environment === undefined
      ? { id, plane, kind, name, scope, agent: false, evidence, nature, standing }
      : { id, plane, kind, name, scope, agent: false, environment, evidence, nature, standing };
  if (agent) account.providerManaged = true;
  return account;
}

/**
 * What a service account's address tells of it, but for its id. That stands in front of it: an object that begins with a spread and
 * goes on with other names gets a hidden class to itself from V8 as Node 20 has it, which makes it dear to make and to read.
 */
export function accountIdentity(email: string, at: Evidence): Omit<Identity, 'id' | 'nature' | 'standing'> {
  const { scope, environment } = placeOfAccount(email);
  return {
    plane: 'gcp',
    kind: 'gcp-service-account',
    name: withoutKnownSecrets(email),
    scope,
    agent: false,
    ...(environment === undefined ? {} : { environment }),
    evidence: [at],
  };
}

/** Accounts of one project mostly come one behind the other, and keep its name once. */
let lastProject: { readonly scope: string; readonly environment: string | undefined } = { scope: '', environment: undefined };

/** The project of an account by its address, and the environment that its own name tells, or else that of the project. */
function placeOfAccount(email: string): { readonly scope: string; readonly environment: string | undefined } {
  const written = scopeOfAccount(email);
  if (written !== lastProject.scope) lastProject = { scope: written, environment: environmentOf(undefined, written) };
  const { scope, environment } = lastProject;
  const at = email.indexOf('@');
  return { scope, environment: environmentOf(undefined, at < 0 ? email : email.slice(0, at)) ?? environment };
}
