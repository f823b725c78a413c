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
  const ofPlane = inventory.sources.filter((s) => s.plane === 'aws');
  const speakers = ofPlane.some((s) => s.scope !== '') ? ofPlane.filter((s) => s.scope !== '') : ofPlane;
  if (speakers.find((s) => s.scope === source.scope) !== source) return { organization_policies: false };
  return inventory.scopes.get(`aws:account/${source.scope}`)?.facts ?? inventory.scopes.get('aws:organization')?.facts ?? {};
}
