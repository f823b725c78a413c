import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { DirectoryHoldings } from '../../permissions/entra/holdings.ts';

/** What there is to reach in the directories that were read, by tenant. */
export interface DirectoryPlaces {
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** Identity, or class node of a group, by an object id or client id. */
  readonly nodeOf: (object: string) => string | undefined;
}

export interface Tenant {
  /** Applications whose credentials others may add to: registered here. */
  readonly applications: readonly string[];
  /** Applications of other tenants: whether their publisher locked their credentials here is not known. */
  readonly foreign: readonly string[];
  readonly blueprints: readonly string[];
  /** Users without a directory role who own or hold something. */
  readonly users: readonly string[];
  /** Groups that hold directory roles, so that they are assignable to roles; and others that hold something. */
  readonly roleGroups: readonly string[];
  readonly groups: readonly string[];
}

export function groupClass(group: string): string {
  return `class:entra-group/${group.slice(group.indexOf('/') + 1)}`;
}

/** Whether somebody else can get in as an application by a credential put on it, and whether that is sure. */
export function takeable({ kind, nature, providerManaged, standing }: Identity): 'yes' | 'maybe' | 'no' {
  if (kind !== 'entra-application' && kind !== 'entra-agent-blueprint') return 'no';
  // Microsoft locks what is its own.
  if (providerManaged === true || nature === 'service-agent' || standing === 'named') return 'no';
  return nature === 'third-party' ? 'maybe' : 'yes';
}

export function readDirectoryPlaces(inventory: Inventory, holdings: DirectoryHoldings): DirectoryPlaces {
  const tenants = new Map<string, { [K in keyof Tenant]: string[] }>();
  const tenant = (id: string): { [K in keyof Tenant]: string[] } => {
    const present = tenants.get(id);
    if (present !== undefined) return present;
    const made = { applications: [], foreign: [], blueprints: [], users: [], roleGroups: [], groups: [] };
    tenants.set(id, made);
    return made;
  };
  const ofGroup = new Map<string, string>();
  const owners = new Set(inventory.links.flatMap((l) => (l.kind === 'owns' ? [l.from] : [])));
  for (const identity of inventory.identities.values()) {
    if (identity.plane !== 'entra' && identity.plane !== 'azure') continue;
    const home = tenant(holdings.tenantOf(identity));
    if (identity.enabled === false) continue;
    const way = takeable(identity);
    // Actions and permissions for blueprints are others than those for applications.
    if (identity.kind === 'entra-agent-blueprint') {
      if (way !== 'no') home.blueprints.push(identity.id);
    } else if (way === 'yes') home.applications.push(identity.id);
    else if (way === 'maybe') home.foreign.push(identity.id);
    else if (identity.kind === 'entra-user' && isOrdinary(identity.id, owners, holdings)) home.users.push(identity.id);
  }
  const only = tenants.size === 1 ? [...tenants.keys()][0] : undefined;
  const ofMember = new Map<string, string>();
  for (const [id, groups] of inventory.memberships) {
    const identity = inventory.identities.get(id);
    if (identity !== undefined) for (const group of groups) ofMember.set(group, holdings.tenantOf(identity));
  }
  for (const holder of inventory.grants.keys()) {
    if (!holder.startsWith('entra:group/')) continue;
    ofGroup.set(holder.slice('entra:group/'.length).toLowerCase(), groupClass(holder));
    const home = ofMember.get(holder) ?? only;
    if (home === undefined) continue;
    const isRoleGroup = holdings.of(holder).some((h) => h.role !== undefined);
    tenant(home)[isRoleGroup ? 'roleGroups' : 'groups'].push(holder);
  }
  return { tenants, nodeOf: (object) => ofGroup.get(object) ?? holdings.objectOf(object) };
}

function isOrdinary(id: string, owners: ReadonlySet<string>, holdings: DirectoryHoldings): boolean {
  return owners.has(id) && holdings.of(id).every((h) => h.role === undefined);
}
