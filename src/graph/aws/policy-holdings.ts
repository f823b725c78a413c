import type { Grant } from '../../inventory/grant.ts';
import { accountOfArn } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
import { tierOf } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import { allowsAll, makesAdministrator, mostCertain } from './admin-strength.ts';

/** What an identity holds that a technique may change: policies, groups, a permissions boundary. */
export interface PolicyHoldings {
  /** ARNs of the customer-managed policies that are attached to it, or to a group it is in. */
  customerPolicies(identity: string): readonly string[];
  /** Names of its inline policies. */
  inlinePolicies(identity: string): readonly string[];
  /** Whether any role of an account has a customer-managed policy. */
  hasCustomerPolicies(account: string): boolean;
  /** Ids of the groups it is a member of. */
  groups(identity: string): readonly string[];
  /** Ids of the groups of an account that make their members administrators. */
  adminGroups(account: string): readonly Strong[];
  /** A permissions boundary limits what it can gain by changing its own policies. */
  bounded(identity: string): boolean;
  /** What its permissions boundary says; undefined where it was not read. */
  boundary(identity: string): readonly PolicyStatement[] | undefined;
  /** Policies that make who holds them administrator: AWS's own, and the customer's in an account. */
  adminPolicies(account: string): readonly Strong[];
  /** How certain it is that its policies allow everything, before denies and limits; undefined where they do not. */
  allowsEverything(identity: string): Certainty | undefined;
  /** The statements of each version of a customer-managed policy that is not in force; undefined where not all are known. */
  otherVersions(policy: string): readonly (readonly PolicyStatement[])[] | undefined;
  /** What its policies deny, directly or through groups, by where they are: all has to be known. */
  denies(identity: string): { readonly inline: number; readonly attached: readonly string[]; readonly elsewhere: boolean };
}

/** A group or policy that makes administrator, outright or under a condition. */
export interface Strong {
  readonly id: string;
  readonly certainty: Certainty;
}

/** AWS's own policies that lead to every permission. */
const awsAdminPolicies = ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/IAMFullAccess'];

export function readPolicyHoldings(inventory: Inventory): PolicyHoldings {
  const admins = new Map<string, Strong[]>();
  // Holders of other planes may be very many.
  const groupIds = [...inventory.grants.keys()].filter((holder) => holder.startsWith('aws:group/')).sort();
  for (const holder of groupIds) {
    const account = /^aws:group\/(\d{12}|stack\.[\w.-]+)\//.exec(holder)?.[1];
    const certainty = account === undefined ? undefined : makesAdministrator(statementsOfHolder(inventory, holder));
    if (account === undefined || certainty === undefined) continue;
    const list = admins.get(account);
    if (list) list.push({ id: holder, certainty });
    else admins.set(account, [{ id: holder, certainty }]);
  }
  const attached = (holder: string): string[] =>
    (inventory.grants.get(holder) ?? []).flatMap((g) =>
      g.kind === 'attached' && isCustomers(inventory, g.policy) ? [g.policy ?? ''] : [],
    );
  const withPolicies = new Set<string>();
  for (const holder of inventory.grants.keys()) {
    if (!holder.startsWith('aws:role/')) continue;
    const account = /^aws:role\/(\d{12}|stack\.[\w.-]+)\//.exec(holder)?.[1];
    if (account !== undefined && !withPolicies.has(account) && attached(holder).length > 0) withPolicies.add(account);
  }
  let foundAdmins: ReadonlyMap<string, readonly Strong[]> | undefined;
  const ownAdmins = (): ReadonlyMap<string, readonly Strong[]> => {
    foundAdmins ??= customerAdminPolicies(inventory);
    return foundAdmins;
  };
  const known = new Map<string, readonly string[]>();
  const groups = (identity: string): readonly string[] => inventory.memberships.get(identity) ?? [];
  return {
    groups,
    inlinePolicies: (identity) => (inventory.grants.get(identity) ?? []).flatMap((g) => (g.kind === 'inline' ? [g.name] : [])),
    hasCustomerPolicies: (account) => withPolicies.has(account),
    customerPolicies: (identity) => {
      let policies = known.get(identity);
      policies ??= [...new Set([identity, ...groups(identity)].flatMap(attached))].sort();
      known.set(identity, policies);
      return policies;
    },
    adminGroups: (account) => admins.get(account) ?? [],
    bounded: (identity) => (inventory.grants.get(identity) ?? []).some((g) => g.kind === 'boundary'),
    boundary: (identity) => {
      const grant = (inventory.grants.get(identity) ?? []).find((g) => g.kind === 'boundary');
      return grant && statementsOf(inventory, grant);
    },
    adminPolicies: (account) => [
      ...awsAdminPolicies.map((id): Strong => ({ id, certainty: 'confirmed' })),
      ...(ownAdmins().get(account) ?? []),
    ],
    allowsEverything: (identity) =>
      mostCertain([identity, ...groups(identity)].flatMap((holder) => givesEverything(inventory, holder) ?? [])),
    otherVersions(policy) {
      const versions = inventory.policies.get(policy)?.otherVersions?.map((id) => inventory.documents.get(id)?.statements);
      return versions?.flatMap((statements) => (statements === undefined ? [] : [statements]));
    },
    denies(identity) {
      const own = (inventory.grants.get(identity) ?? []).filter((g) => denies(inventory, g) !== false);
      return {
        inline: own.filter((g) => g.kind === 'inline').length,
        attached: own.flatMap((g) => (g.kind === 'attached' ? [g.policy ?? g.name] : [])),
        elsewhere: groups(identity).some((group) => (inventory.grants.get(group) ?? []).some((g) => denies(inventory, g) !== false)),
      };
    },
  };
}

/** The ARN of a group, from its id. Groups are known without their path. */
export function arnOfGroup(group: string): string {
  const [, account = '', name = ''] = group.split('/');
  return `arn:aws:iam::${account}:group/${name}`;
}

function isCustomers(inventory: Inventory, policy: string | undefined): boolean {
  if (policy === undefined || accountOfArn(policy) === undefined) return false;
  return inventory.policies.get(policy)?.providerManaged !== true;
}

function givesEverything(inventory: Inventory, holder: string): Certainty | undefined {
  const found = (inventory.grants.get(holder) ?? []).flatMap((grant): Certainty[] => {
    if (grant.kind !== 'attached' && grant.kind !== 'inline') return [];
    if (grant.policy?.endsWith(':iam::aws:policy/AdministratorAccess')) return ['confirmed'];
    const certainty = allowsAll(statementsOf(inventory, grant) ?? []);
    return certainty === undefined ? [] : [certainty];
  });
  return mostCertain(found);
}

function statementsOf(inventory: Inventory, grant: Pick<Grant, 'document' | 'policy'>): readonly PolicyStatement[] | undefined {
  const document = grant.document ?? (grant.policy === undefined ? undefined : inventory.policies.get(grant.policy)?.document);
  return document === undefined ? undefined : inventory.documents.get(document)?.statements;
}

/** All that a group says, of what could be read. */
function statementsOfHolder(inventory: Inventory, holder: string): readonly PolicyStatement[] {
  return (inventory.grants.get(holder) ?? []).flatMap((grant) => {
    if (grant.kind !== 'attached' && grant.kind !== 'inline') return [];
    const read = statementsOf(inventory, grant);
    return read ?? (awsAdminPolicies.some((arn) => withoutPartition(grant.policy ?? '') === arn) ? everything : []);
  });
}

const everything: readonly PolicyStatement[] = [{ effect: 'Allow', action: ['*'], resource: ['*'] }];

/** Whether a policy denies anything; undefined where it could not be read. AWS's own policies hardly ever do. */
function denies(inventory: Inventory, grant: Grant): boolean | undefined {
  if (grant.kind !== 'attached' && grant.kind !== 'inline') return false;
  const statements = statementsOf(inventory, grant);
  if (statements === undefined) return grant.policy?.includes(':iam::aws:policy/') === true ? false : undefined;
  return statements.some((s) => s.effect === 'Deny');
}

function customerAdminPolicies(inventory: Inventory): ReadonlyMap<string, readonly Strong[]> {
  const out = new Map<string, Strong[]>();
  for (const policy of inventory.policies.values()) {
    const account = policy.kind === 'aws-managed-policy' ? accountOfArn(policy.id) : undefined;
    const certainty = account === undefined ? undefined : makesAdministrator(statementsOf(inventory, { policy: policy.id }) ?? []);
    if (account === undefined || certainty === undefined) continue;
    const list = out.get(account);
    if (list) list.push({ id: policy.id, certainty });
    else out.set(account, [{ id: policy.id, certainty }]);
  }
  for (const list of out.values()) list.sort((a, b) => tierOf(a.certainty) - tierOf(b.certainty) || (a.id < b.id ? -1 : 1));
  return out;
}
