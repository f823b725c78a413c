import type { Facts } from '../inventory/fact-types.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { Grant } from '../inventory/grant.ts';
import { knownManagedPolicy } from '../permissions/aws/managed-policies.ts';
import { levelsOver } from '../permissions/aws/organization-levels.ts';
import type { World } from './world.ts';

/** What rules may know of a source. */
export function sourceFacts(world: World, source: SourceStatus): Facts<'Source'> {
  return {
    id: `source:${source.source}`,
    name: source.source,
    plane: source.plane,
    scope: source.scope === '' ? source.source : source.scope,
    status: source.status,
    gaps: source.gaps.filter((g) => g.partial !== false).length,
    ...(source.plane === 'aws' ? organizationFacts(world, source) : {}),
  };
}

/**
 * What the organization denies. An account may be read from many files: it is asked about once, at its first source,
 * and files that tell no account speak for the organization only where no account was read.
 */
function organizationFacts({ inventory }: World, source: SourceStatus): Facts<'Source'> {
  // An organization read as a whole is asked about at each of its accounts.
  if (source.scope.startsWith('o-')) return { organization_policies: false };
  const ofPlane = inventory.sources.filter((s) => s.plane === 'aws');
  const speakers = ofPlane.some((s) => s.scope !== '') ? ofPlane.filter((s) => s.scope !== '') : ofPlane;
  if (speakers.find((s) => s.scope === source.scope) !== source) return { organization_policies: false };
  const levels = levelsOver(source.scope, 'scp', inventory);
  const sure = levels.filter((level) => level.perhapsIn === undefined).flatMap((level) => level.grants);
  if (sure.length === 0) return {};
  const actions = (grants: readonly Grant[]): readonly string[] => grants.flatMap((grant) => deniedToAll(grant, inventory) ?? []);
  const denied = new Set(actions(sure));
  // A policy that was not read, or of a unit that the account may be in, may deny more.
  const more = sure.some((grant) => deniedToAll(grant, inventory) === undefined);
  const perhaps = actions(levels.filter((level) => level.perhapsIn !== undefined).flatMap((level) => level.grants));
  const settled = !more && perhaps.every((action) => denied.has(action));
  return { organization_policies: true, ...(settled ? { denied_everywhere: [...denied].sort() } : {}) };
}

/** Actions that a policy denies on everything, without a condition; undefined where its content is not known. */
function deniedToAll(grant: Grant, inventory: World['inventory']): readonly string[] | undefined {
  const document = grant.document ?? (grant.policy === undefined ? undefined : inventory.policies.get(grant.policy)?.document);
  const statements =
    document === undefined
      ? grant.policy === undefined
        ? undefined
        : knownManagedPolicy(grant.policy)
      : inventory.documents.get(document)?.statements;
  return statements?.flatMap((s) =>
    s.effect === 'Deny' && s.condition === undefined && s.resource?.includes('*') ? (s.action ?? []) : [],
  );
}
