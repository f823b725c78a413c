import { accountOfArn } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';

/** What an identity holds that a technique may change: policies, groups, a permissions boundary. */
export interface PolicyHoldings {
  /** ARNs of the customer-managed policies that are attached to it, or to a group it is in. */
  customerPolicies(identity: string): readonly string[];
  /** Whether any role of an account has a customer-managed policy. */
  hasCustomerPolicies(account: string): boolean;
  /** Ids of the groups it is a member of. */
  groups(identity: string): readonly string[];
  /** Ids of the groups of an account that make their members administrators. */
  adminGroups(account: string): readonly string[];
  /** A permissions boundary limits what it can gain by changing its own policies. */
  bounded(identity: string): boolean;
}

export function readPolicyHoldings(inventory: Inventory): PolicyHoldings {
  const admins = new Map<string, string[]>();
  for (const holder of [...inventory.grants.keys()].sort()) {
    const account = /^aws:group\/(\d{12}|stack\.[\w.-]+)\//.exec(holder)?.[1];
    if (account === undefined || !givesEverything(inventory, holder)) continue;
    const list = admins.get(account);
    if (list) list.push(holder);
    else admins.set(account, [holder]);
  }
  const attached = (holder: string): string[] =>
    (inventory.grants.get(holder) ?? []).flatMap((g) =>
      g.kind === 'attached' && isCustomers(inventory, g.policy) ? [g.policy ?? ''] : [],
    );
  const withPolicies = new Set<string>();
  for (const holder of inventory.grants.keys()) {
    const account = /^aws:role\/(\d{12}|stack\.[\w.-]+)\//.exec(holder)?.[1];
    if (account !== undefined && !withPolicies.has(account) && attached(holder).length > 0) withPolicies.add(account);
  }
  const known = new Map<string, readonly string[]>();
  const groups = (identity: string): readonly string[] => inventory.memberships.get(identity) ?? [];
  return {
    groups,
    hasCustomerPolicies: (account) => withPolicies.has(account),
    customerPolicies: (identity) => {
      let policies = known.get(identity);
      policies ??= [...new Set([identity, ...groups(identity)].flatMap(attached))].sort();
      known.set(identity, policies);
      return policies;
    },
    adminGroups: (account) => admins.get(account) ?? [],
    bounded: (identity) => (inventory.grants.get(identity) ?? []).some((g) => g.kind === 'boundary'),
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

function givesEverything(inventory: Inventory, holder: string): boolean {
  return (inventory.grants.get(holder) ?? []).some((grant) => {
    if (grant.kind !== 'attached' && grant.kind !== 'inline') return false;
    if (grant.policy?.endsWith(':iam::aws:policy/AdministratorAccess')) return true;
    const document = grant.document ?? (grant.policy === undefined ? undefined : inventory.policies.get(grant.policy)?.document);
    const statements = document === undefined ? [] : (inventory.documents.get(document)?.statements ?? []);
    return statements.some(
      (s) =>
        s.effect === 'Allow' &&
        s.condition === undefined &&
        s.action?.some((a) => a === '*' || a === '*:*') === true &&
        s.resource?.includes('*') === true,
    );
  });
}
