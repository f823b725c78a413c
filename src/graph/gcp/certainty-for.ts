import type { Holding } from '../../permissions/gcp/holdings.ts';
import { maskOf } from '../../permissions/gcp/permission-mask.ts';
import type { Certainty } from '../graph.ts';

const tagBinding = maskOf('resourcemanager.tagValueBindings.create');

/** How surely all of some permissions are held. A tag that whoever needs it can attach stands in nobody's way. */
export function certaintyFor(need: bigint, holding: Holding): Certainty | undefined {
  const sure = (holding.sure & tagBinding) === 0n ? holding.sure : holding.sure | holding.tagged;
  if ((sure & need) === need) return 'confirmed';
  return ((sure | holding.conditional | holding.tagged) & need) === need ? 'conditional' : undefined;
}
