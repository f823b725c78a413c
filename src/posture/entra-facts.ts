import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { type Ability, waysOn } from '../permissions/entra/ability.ts';
import type { HeldPower } from '../permissions/entra/holdings.ts';
import type { World } from './world.ts';

/** Abilities by which a directory role leads to administrator of the tenant, or to any application, at once. */
const takingOver: readonly Ability[] = ['z', 'p', 'a', 'c', 'm', 'u'];

/** What rules may know of an identity of a directory: its own record, and what follows from what it holds there. */
export function entraFacts(world: World, identity: Identity): Facts<'Entra'> | undefined {
  if (identity.plane !== 'entra' && identity.plane !== 'azure') return identity.entra;
  const held = world.directory.of(identity.id);
  // Of what only code declares, what the code gives it is all there is.
  const listed = world.directory.isListed(identity.id) || identity.standing === 'declared';
  // Nothing was read of what it holds: nothing follows.
  if (held.length === 0 && !listed) return identity.entra;
  const named = (list: readonly HeldPower[], isWhole: boolean): readonly string[] | undefined => {
    const names = [...new Set(list.map((h) => h.grant.name))].sort();
    return names.length > 0 || isWhole ? names : undefined;
  };
  const known = (kind: 'role' | 'permission'): boolean =>
    listed && held.every((h) => h[kind] === undefined || h.abilities !== undefined || h.condition === 'delegated');
  return {
    ...identity.entra,
    tier0_permissions: named(held.filter(isTier0), known('permission')),
    takeover_roles: named(held.filter(isTakeover), known('role')),
    tenant_data: named(held.filter(isTenantData), known('permission')),
    wide_access: named(held.filter(isWide), known('role') && known('permission')),
    weak_owners: weakOwners(world, identity),
  };
}

/** Where a person can check one of these facts: what is held, and who owns it. */
export function entraEvidence(world: World, identity: Identity, fact: string): readonly Evidence[] {
  const deciding = tests[fact];
  if (deciding !== undefined)
    return world.directory
      .of(identity.id)
      .filter(deciding)
      .flatMap((h) => h.grant.evidence);
  return fact === 'weak_owners' ? owning(world, identity).flatMap((e) => e.evidence) : [];
}

const tests: Readonly<Record<string, (held: HeldPower) => boolean>> = {
  tier0_permissions: isTier0,
  takeover_roles: isTakeover,
  tenant_data: isTenantData,
  wide_access: isWide,
};

function has({ abilities }: HeldPower, ...any: readonly Ability[]): boolean {
  return any.some((ability) => abilities?.has(ability) === true);
}

function isTier0(held: HeldPower): boolean {
  return held.permission !== undefined && held.condition === undefined && held.broad && has(held, ...waysOn, 'l');
}

function isTakeover(held: HeldPower): boolean {
  return held.role !== undefined && held.condition === undefined && held.broad && has(held, ...takingOver);
}

function isTenantData(held: HeldPower): boolean {
  return held.permission !== undefined && held.condition === undefined && held.broad && has(held, 'd');
}

function isWide(held: HeldPower): boolean {
  return isTier0(held) || isTakeover(held) || isTenantData(held) || isConsentForAll(held);
}

/** Somebody consented for everybody to more than reading: without a user of its own in the condition. */
function isConsentForAll(held: HeldPower): boolean {
  if (held.permission?.delegated !== true || !/^for users who sign in$/.test(held.grant.condition ?? 'for users who sign in')) return false;
  return held.permission.value === 'Directory.AccessAsUser.All' || has(held, ...waysOn, 'd', 'l', 's', 'w');
}

/** Ways by which owners become an identity, as far as they are sure. */
function owning(world: World, identity: Identity): readonly { readonly from: string; readonly evidence: readonly Evidence[] }[] {
  return world.graph
    .edgesTo(identity.id)
    .filter((e) => e.certainty === 'confirmed' && (e.technique === 'entra-owner' || e.technique === 'entra-owned-app-credential'))
    .filter((e) => world.directory.isListed(e.from) && !world.directory.of(e.from).some(isPrivileged));
}

function isPrivileged(held: HeldPower): boolean {
  return held.condition === undefined && held.broad && has(held, 'z', ...waysOn);
}

function weakOwners(world: World, identity: Identity): readonly string[] | undefined {
  const names = owning(world, identity).map((e) => world.graph.nameOf(e.from));
  if (names.length > 0) return [...new Set(names)].sort();
  return identity.entra?.owners === undefined && identity.standing !== 'declared' ? undefined : [];
}
