import { matchesGlob } from '../../glob.ts';
import type { Scope } from '../../inventory/fragment.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Trust } from '../../inventory/trust.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
import { levels, type PermissionEngine } from '../../permissions/power.ts';
import type { Certainty } from '../graph.ts';
import { type AwsPrincipal, accountOfPrincipal, awsPrincipal } from './arn.ts';
import { arnPatterns, mayAssume, turnsOnAccount, turnsOnCaller } from './callers.ts';
import { createPopulation, type Member, type Population } from './population.ts';
import type { UserTarget } from './techniques/technique.ts';
import { accountCaller, admits, anyCaller, inDoubt, type Organization, serviceCaller } from './trust.ts';

/** The AWS principals of an inventory, their power, and the populations that techniques end at. */
export interface AwsIndex {
  readonly principals: ReadonlyMap<string, AwsPrincipal>;
  readonly accounts: readonly string[];
  /** Place of an identity's own power in `levels`; -1 where not known. */
  rankOf(identity: string): number;
  trustsOf(role: string): readonly Trust[];
  /** The same; undefined where they were not read. */
  trustsIfRead(role: string): readonly Trust[] | undefined;
  /** Users of an account; narrowed to those a technique works on. */
  users(account: string, only?: UserTarget): Population;
  /** Roles of an account that its administrators may change. */
  roles(account: string): Population;
  /** Roles of an account that a service may run as. */
  passable(account: string, service: string): Population;
  /** Roles, of any account, that trust an account as a whole. */
  assumable(account: string): Population;
  /** Roles that trust every account. */
  readonly assumableByAnyone: Population;
  /** Roles whose trust names an identity. */
  namedBy(identity: string): readonly AwsPrincipal[];
  /** Roles that trust an account, or anyone, but do not treat every caller alike: decided caller by caller. */
  readonly byCaller: readonly AwsPrincipal[];
  /** Whether an identity provider is there; undefined where the account's providers were not listed. */
  hasProvider(arn: string): boolean | undefined;
  /**
   * The other accounts of the organization that an account manages, of those that were seen; as administrator of `service` all but the
   * management account, which delegation leaves out.
   */
  managedBy(account: string, service?: string): readonly string[];
  /** The management account of the organization that an account is in; undefined where none was seen. */
  managementOf(account: string): string | undefined;
  /** Users and roles of an account that their own policies let call AssumeRole on something. */
  callers(account: string): readonly AwsPrincipal[];
}

/** Callers times roles that are decided one by one, at most; a role beyond that stays in its class, under a condition. */
const decidedPairs = 50_000;

export function createAwsIndex(inventory: Inventory, engine: PermissionEngine, organization: Organization): AwsIndex {
  const principals = new Map<string, AwsPrincipal>();
  const byAccount = new Map<string, AwsPrincipal[]>();
  const measure = (identity: Identity): number => {
    const level = identity.standing === 'named' ? 'unknown' : engine.powerOf(identity.id).level;
    return level === 'unknown' ? -1 : levels.indexOf(level);
  };
  // Measured in the order they were read in, which is how they lie in memory: any other order is slower by far.
  const met: AwsPrincipal[] = [];
  for (const identity of inventory.identities.values()) {
    const principal = identity.plane === 'aws' ? awsPrincipal(identity, measure) : undefined;
    if (principal) met.push(principal);
  }
  for (const principal of met.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    principals.set(principal.id, principal);
    append(byAccount, principal.account, principal);
  }
  const rankOf = (id: string): number => principals.get(id)?.rank ?? -1;
  const trustsOf = (role: string): readonly Trust[] => inventory.trusts.get(role) ?? [];
  const keys = countKeys(inventory);

  const named = new Map<string, AwsPrincipal[]>();
  const trusting = new Map<string, AwsPrincipal[]>();
  const byService = new Map<string, AwsPrincipal[]>();
  const anyone: AwsPrincipal[] = [];
  const byCaller: AwsPrincipal[] = [];
  const accounts = [...byAccount.keys()].sort();
  const mayCall = new Map<string, readonly AwsPrincipal[]>();
  const callers = (account: string): readonly AwsPrincipal[] => {
    const present = mayCall.get(account);
    if (present) return present;
    const able = (byAccount.get(account) ?? []).filter((p) => p.type !== 'root' && !isProviders(p.identity));
    const found = mayAssume(engine, able);
    mayCall.set(account, found);
    return found;
  };
  const countAsked = (open: readonly Trust[]): number => {
    const whole = open.filter((t) => arnPatterns(t) === undefined);
    const asked = whole.some((t) => t.principalKind === 'anyone') ? accounts : distinct(whole, (t) => accountOfPrincipal(t.principal));
    return asked.reduce((sum, account) => sum + callers(account).length, 0);
  };
  const open: Trust[] = [];
  let pairs = 0;
  for (const role of principals.values()) {
    if (role.type !== 'role' || isProviders(role.identity)) continue;
    const trusts = trustsOf(role.id);
    const about = trusts.every(isAboutAssuming) ? trusts : trusts.filter(isAboutAssuming);
    open.length = 0;
    for (const trust of about) {
      if (trust.effect !== 'Allow') continue;
      const { principalKind, principal } = trust;
      if (principalKind === 'account' || principalKind === 'anyone') open.push(trust);
      else if (principalKind === 'service') appendOnce(byService, `${role.account}/${withoutPartition(principal)}`, role);
      else if (principalKind === 'identity') {
        const id = awsIdentityId(principal);
        if (id !== undefined) appendOnce(named, id, role);
      }
    }
    if (open.length === 0) continue;
    if (about.some(turnsOnCaller)) {
      const asked = countAsked(open);
      if (pairs + asked <= decidedPairs) {
        pairs += asked;
        byCaller.push(role);
        continue;
      }
    }
    const toAll = open.some((t) => t.principalKind === 'anyone');
    const byAccounts = toAll && about.some(turnsOnAccount) && pairs + accounts.length <= decidedPairs;
    if (byAccounts) pairs += accounts.length;
    else if (toAll) anyone.push(role);
    for (const account of byAccounts
      ? accounts
      : distinct(open, (t) => (t.principalKind === 'account' ? accountOfPrincipal(t.principal) : undefined)))
      append(trusting, account, role);
  }

  const listed = new Set([...inventory.providers.keys()].map(providersOf));
  const administering = administratorsOf(inventory);
  const isManagement = (account: string): boolean => administering.get(account)?.management === true;
  const populations = new Map<string, Population>();
  const remember = (node: string, members: () => Member[]): Population => {
    let population = populations.get(node);
    if (population === undefined) {
      population = createPopulation(node, members());
      populations.set(node, population);
    }
    return population;
  };
  const member = (p: AwsPrincipal, certainty: Certainty = 'confirmed', reason = '', evidence: Member['evidence'] = []): Member => ({
    id: p.id,
    arn: p.arn,
    account: p.account,
    certainty,
    reason,
    evidence,
    rank: p.rank,
  });
  const letIn = (roles: readonly AwsPrincipal[], caller: Parameters<typeof admits>[2], whom: string): Member[] =>
    roles.flatMap((role) => {
      const trusts = trustsOf(role.id);
      const admission = admits(trusts, 'sts:AssumeRole', caller);
      return admission ? [member(role, admission.certainty, `${role.name} trusts ${whom}${inDoubt(admission)}`, admission.evidence)] : [];
    });

  return {
    principals,
    accounts,
    rankOf,
    trustsOf,
    trustsIfRead: (role) => inventory.trusts.get(role),
    users: (account, only) =>
      remember(`class:users${only === undefined ? '' : `-${only}`}/${account}`, () =>
        (byAccount.get(account) ?? []).flatMap((p) => {
          const certainty = p.type === 'user' ? userCertainty(p.identity, keys.get(p.id) ?? 0, only) : undefined;
          return certainty ? [member(p, certainty)] : [];
        }),
      ),
    roles: (account) =>
      remember(`class:roles/${account}`, () =>
        (byAccount.get(account) ?? []).filter((p) => p.type === 'role' && !isProviders(p.identity)).map((p) => member(p)),
      ),
    passable: (account, service) =>
      remember(`class:passable/${account}/${service}`, () => {
        const roles = letIn(byService.get(`${account}/${service}`) ?? [], serviceCaller(service, account), service);
        return service === 'ec2.amazonaws.com' ? withInstanceProfile(roles, principals) : roles;
      }),
    assumable: (account) =>
      remember(`class:assumable-by-root-trust/${account}`, () =>
        letIn(trusting.get(account) ?? [], accountCaller(account, organization), `account ${account}`),
      ),
    assumableByAnyone: createPopulation('class:assumable-by-anyone', letIn(anyone, anyCaller, 'every AWS account')),
    namedBy: (identity) => named.get(identity) ?? [],
    byCaller,
    hasProvider: (arn) => inventory.providers.has(arn) || (listed.has(providersOf(arn)) ? false : undefined),
    managedBy: (account, service) => {
      const administers = administering.get(account);
      if (administers === undefined) return [];
      const manages = administers.management === true;
      if (!manages && (service === undefined || administers.delegated?.includes(service) !== true)) return [];
      return accounts.filter((one) => one !== account && (manages || !isManagement(one)) && isTogether(inventory, account, one));
    },
    managementOf: (account) =>
      isManagement(account) ? account : [...administering.keys()].find((one) => isManagement(one) && isTogether(inventory, account, one)),
    callers,
  };
}

/** The account and the kind of a provider: the providers of one kind are listed together. */
function providersOf(arn: string): string {
  return arn.slice(0, arn.indexOf('-provider/'));
}

/** The accounts that administer others of their organization. */
function administratorsOf({ scopes }: Inventory): ReadonlyMap<string, Scope> {
  const prefix = 'aws:account/';
  const found = [...scopes.values()].filter(({ id, management, delegated }) => id.startsWith(prefix) && (management || delegated));
  return new Map(found.map((scope) => [scope.id.slice(prefix.length), scope]));
}

function isTogether(inventory: Inventory, one: string, other: string): boolean {
  const [a, b] = [one, other].map((account) => inventory.scopes.get(`aws:account/${account}`)?.organizationId);
  if (a !== undefined && b !== undefined) return a === b;
  const members = inventory.scopes.get('aws:organization')?.memberAccounts ?? [];
  return members.includes(one) && members.includes(other);
}

/** Whether a technique works on a user, and how certain that is. */
function userCertainty(user: Identity, keys: number, only: UserTarget | undefined): Certainty | undefined {
  switch (only) {
    case undefined:
      return 'confirmed';
    case 'key-slot':
      // A user can have two access keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      if (user.aws?.active_keys === undefined && keys === 0) return 'possible';
      return keys < 2 ? 'confirmed' : undefined;
    case 'no-key-slot':
      if (user.aws?.active_keys === undefined && keys === 0) return 'possible';
      return keys < 2 ? undefined : 'confirmed';
    case 'password':
      if (user.aws?.console_password === false) return undefined;
      return user.aws?.console_password === undefined ? 'possible' : user.aws.mfa === true ? 'conditional' : 'confirmed';
    case 'password-mfa':
      // Without MFA the simpler technique does; what is not known is left to that one.
      return user.aws?.console_password === true && user.aws.mfa === true ? 'confirmed' : undefined;
    case 'no-password':
      if (user.aws?.console_password === true) return undefined;
      return user.aws?.console_password === undefined ? 'possible' : user.aws.mfa === true ? 'conditional' : 'confirmed';
  }
}

/** An instance takes a role through an instance profile: without one the role cannot be handed to it. */
function withInstanceProfile(roles: readonly Member[], principals: ReadonlyMap<string, AwsPrincipal>): Member[] {
  return roles.flatMap((role): Member[] => {
    const profiles = principals.get(role.id)?.identity.aws?.instance_profiles;
    if (profiles === undefined) return [{ ...role, certainty: 'possible' }];
    return profiles.length > 0 ? [role] : [];
  });
}

function countKeys(inventory: Inventory): Map<string, number> {
  const out = new Map<string, number>();
  for (const c of inventory.credentials.values()) {
    if (c.kind === 'aws-access-key' && c.identity !== undefined) out.set(c.identity, (out.get(c.identity) ?? 0) + 1);
  }
  return out;
}

/** Roles of the provider itself can be neither changed nor passed nor assumed by others. */
export function isProviders(identity: Identity): boolean {
  return identity.providerManaged === true || identity.aws?.service_linked === true;
}

function distinct<T>(items: readonly T[], key: (item: T) => string | undefined): string[] {
  return [...new Set(items.flatMap((item) => key(item) ?? []))];
}

function isAboutAssuming({ actions }: Trust): boolean {
  return actions.some((action) => action === 'sts:AssumeRole' || matchesGlob(action.toLowerCase(), 'sts:assumerole'));
}

/** The same of one value several times in a row. */
function appendOnce<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
