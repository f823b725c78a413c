import { idOfRole } from '../../../src/inventory/azure-built-in-roles.ts';
import type { Fragment, Scope } from '../../../src/inventory/fragment.ts';
import type { Grant } from '../../../src/inventory/grant.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { DenyRule, RolePermission } from '../../../src/inventory/policy.ts';
import { withoutEndedGrants } from '../../../src/permissions/ended-grants.ts';

const evidence = [{ source: 'test' }];

/** The time of the world. */
const now = new Date('2026-11-22T00:00:00Z');

/** Two subscriptions: `one` lies in the management group `web` of the topmost group `top`; where `two` lies is not known. */
export const one = '/subscriptions/one';
export const two = '/subscriptions/two';

export interface Given {
  /** A built-in role by its name, or one of `roles`. */
  readonly role: string;
  readonly scope: string;
  readonly condition?: string;
  readonly eligible?: true;
  readonly until?: string;
  /** The group that holds it. */
  readonly group?: string;
  /** Who holds it; absent: `app`. */
  readonly holder?: string;
}

export interface GivenDeny extends Omit<Partial<DenyRule>, 'denies'> {
  readonly denies?: readonly Partial<RolePermission>[];
  /** Where it is attached: `azure:subscription/one`. */
  readonly at: string;
}

export interface GivenWorld {
  readonly assignments?: readonly Given[];
  /** Custom roles by name. */
  readonly roles?: Readonly<Record<string, readonly Partial<RolePermission>[]>>;
  /** Groups that the identity, or another group, is in. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly denies?: readonly GivenDeny[];
  /** Role assignments were not all read. */
  readonly unlisted?: true;
}

export const app = 'azure:managed-identity/one/rg/app';

export function identityRecord(id: string, more: Partial<Identity> = {}): Fragment {
  return {
    type: 'identity',
    value: {
      id,
      plane: id.startsWith('entra:') ? 'entra' : 'azure',
      kind: id.startsWith('azure:system')
        ? 'azure-system-identity'
        : id.startsWith('entra:')
          ? 'entra-application'
          : 'azure-managed-identity',
      name: id.slice(id.lastIndexOf('/') + 1),
      scope: 'one',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      evidence,
      ...more,
    },
  };
}

export function permission(part: Partial<RolePermission>): RolePermission {
  return { actions: [], notActions: [], dataActions: [], notDataActions: [], ...part };
}

export function grantOf({ role, scope, condition, eligible, until, group, holder = app }: Given): Fragment {
  const policy = `azure:role/${idOfRole(role) ?? role}`;
  const who = group === undefined ? holder : `entra:group/${group}`;
  const value: Grant = {
    id: `${who}#attached/${policy}@${scope.toLowerCase()}`,
    holder: who,
    kind: 'attached',
    name: role,
    policy,
    scope: scope.toLowerCase(),
    role,
    ...(condition === undefined ? {} : { condition }),
    ...(eligible === undefined ? {} : { eligible }),
    ...(until === undefined ? {} : { until }),
    evidence,
  };
  return { type: 'grant', value };
}

const scopes: readonly Scope[] = [
  { id: 'azure:management-group/top', plane: 'azure', name: 'top', parent: 'entra:tenant/t' },
  { id: 'azure:management-group/web', plane: 'azure', name: 'web', parent: 'azure:management-group/top' },
  { id: 'azure:management-group/data', plane: 'azure', name: 'data', parent: 'azure:management-group/top' },
  { id: 'azure:subscription/one', plane: 'azure', name: 'one', parent: 'azure:management-group/web' },
  { id: 'azure:subscription/two', plane: 'azure', name: 'two' },
];

export function worldOf(given: GivenWorld, ...more: readonly Fragment[]): Inventory {
  const builder = new InventoryBuilder();
  const listed = given.unlisted === true ? {} : { supplies: ['grants'] };
  for (const value of scopes) builder.add({ type: 'scope', value: { ...value, ...listed } });
  builder.add(identityRecord(app, { aliases: ['entra:service-principal/app-object'] }));
  for (const [name, permissions] of Object.entries(given.roles ?? {}))
    builder.add({
      type: 'policy',
      value: {
        id: `azure:role/${name}`,
        kind: 'azure-role',
        name,
        providerManaged: false,
        allows: permissions.map(permission),
        evidence,
      },
    });
  for (const assignment of given.assignments ?? [])
    builder.add(given.unlisted === true ? declared(grantOf(assignment)) : grantOf(assignment));
  for (const [member, groups] of Object.entries(given.groups ?? {}))
    for (const group of groups)
      builder.add({
        type: 'membership',
        value: { identity: member === 'app' ? app : `entra:group/${member}`, group: `entra:group/${group}` },
      });
  for (const [i, { at, ...rule }] of (given.denies ?? []).entries()) {
    const id = `azure:deny-assignment/${i}`;
    const denies = [{ principals: ['*'], exceptPrincipals: [], ...rule, denies: (rule.denies ?? []).map(permission) }];
    builder.add({
      type: 'policy',
      value: { id, kind: 'azure-deny-assignment', name: `deny ${i}`, providerManaged: true, denies, evidence },
    });
    builder.add({ type: 'grant', value: { id: `${at}#scp/${id}`, holder: at, kind: 'scp', name: `deny ${i}`, policy: id, evidence } });
  }
  for (const fragment of more) builder.add(fragment);
  return withoutEndedGrants(builder.finish([]), now);
}

function declared(fragment: Fragment): Fragment {
  return fragment.type === 'grant' ? { type: 'grant', value: { ...fragment.value, declared: true } } : fragment;
}
