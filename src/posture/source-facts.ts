import type { Facts } from '../inventory/fact-types.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { World } from './world.ts';

/** What rules may know of a source. */
export function sourceFacts(world: World, source: SourceStatus): Facts<'Source'> {
  const scope =
    world.inventory.scopes.get(`${source.plane}:account/${source.scope}`)?.facts ?? world.inventory.scopes.get('aws:organization')?.facts;
  return {
    id: `source:${source.source}`,
    name: source.source,
    plane: source.plane,
    scope: source.scope,
    status: source.status,
    gaps: source.gaps.filter((g) => g.partial !== false).length,
    ...(source.plane === 'aws' ? scope : {}),
  };
}
