import { idOfDirectoryRole } from '../../../src/inventory/directory-roles.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Grant } from '../../../src/inventory/grant.ts';
import { microsoftGraph } from '../../../src/inventory/graph-permissions.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';

export const tenant = 'aaaaaaaa-0000-4000-8000-00000000000a';

/** A made-up object or client id that ends in a number. */
export function guid(n: number): string {
  return `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** What somebody holds, as cases write it. */
export interface Held {
  readonly role?: string;
  readonly permission?: string;
  /** The API of a permission; Microsoft Graph where it is not said. */
  readonly api?: string;
  /** Where a role holds; the whole directory where it is not said. */
  readonly on?: string;
  readonly delegated?: true;
  readonly eligible?: true;
  readonly condition?: string;
  /** The group that holds it. */
  readonly group?: string;
  /** What a custom role allows. */
  readonly actions?: readonly string[];
}

export const application = 'entra:application/shop';

export function identityRecord(id: string, more: Partial<Identity> = {}): Fragment {
  const kind = id.slice('entra:'.length, id.indexOf('/'));
  return {
    type: 'identity',
    value: {
      id,
      plane: id.startsWith('azure:') ? 'azure' : 'entra',
      kind: `entra-${kind}`,
      name: id.slice(id.indexOf('/') + 1),
      scope: tenant,
      nature: kind === 'user' ? 'human' : 'workload',
      agent: false,
      standing: 'observed',
      entra: { tenant },
      evidence: [{ source: 'test', pointer: `/${id}` }],
      ...more,
    },
  };
}

/** The tenant, all of whose roles and permissions were read. */
export const wholeTenant: Fragment = {
  type: 'scope',
  value: { id: `entra:tenant/${tenant}`, plane: 'entra', name: 'contoso.example', supplies: ['grants'] },
};

export function holds(holder: string, held: Held): readonly Fragment[] {
  const out: Fragment[] = [];
  const owner = held.group === undefined ? holder : `entra:group/${held.group}`;
  if (held.group !== undefined) out.push({ type: 'membership', value: { identity: holder, group: owner } });
  const policy =
    held.permission === undefined
      ? `entra:role/${idOfDirectoryRole(held.role ?? '') ?? held.role}`
      : `entra:permission/${held.api ?? microsoftGraph}/${held.permission}${held.delegated ? '/delegated' : ''}`;
  if (held.actions !== undefined)
    out.push({
      type: 'policy',
      value: { id: policy, kind: 'entra-role', name: held.role ?? '', providerManaged: false, permissions: held.actions, evidence: [] },
    });
  const scope = held.permission === undefined ? (held.on ?? '/') : undefined;
  const grant: Grant = {
    id: `${owner}#attached/${policy}@${scope ?? 'tenant'}`,
    holder: owner,
    kind: 'attached',
    name: held.role ?? held.permission ?? '',
    policy,
    ...(scope === undefined ? {} : { scope }),
    ...(held.eligible === undefined ? {} : { eligible: held.eligible }),
    ...(held.condition === undefined ? {} : { condition: held.condition }),
    evidence: [{ source: 'test', pointer: `/${policy}` }],
  };
  out.push({ type: 'grant', value: grant });
  return out;
}

export function inventoryOf(...fragments: readonly (Fragment | readonly Fragment[])[]): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of fragments.flat()) builder.add(fragment);
  return builder.finish([]);
}
