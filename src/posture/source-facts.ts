import type { Facts } from '../inventory/fact-types.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
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
  const known = [`aws:account/${source.scope}`, ...unitsAbove(`aws:account/${source.scope}`, inventory), 'aws:organization'].flatMap(
    (holder) => inventory.scopes.get(holder)?.facts ?? [],
  );
  if (known.length === 0) return {};
  return { organization_policies: true, denied_everywhere: [...new Set(known.flatMap((f) => f.denied_everywhere ?? []))].sort() };
}

/** The units that a scope is in, as far as that is known, from the nearest. */
function unitsAbove(scope: string, inventory: World['inventory']): readonly string[] {
  const units: string[] = [];
  for (let at = inventory.scopes.get(scope)?.parent; at?.startsWith('aws:ou/') === true && !units.includes(at); ) {
    units.push(at);
    at = inventory.scopes.get(at)?.parent;
  }
  return units;
}
