import type { Holding } from '../../permissions/gcp/holdings.ts';
import { maskOf } from '../../permissions/gcp/permission-mask.ts';
import type { Certainty } from '../graph.ts';

const tagBinding = maskOf('resourcemanager.tagValueBindings.create');

/**
 * How surely all of some permissions are held. A tag that whoever needs it can attach stands in nobody's way; attaching takes a role on
 * the value of the tag as well, which lies in the organization (https://cloud.google.com/resource-manager/docs/tags/tags-creating-and-managing#attaching).
 */
export function certaintyFor(need: bigint, holding: Holding): Certainty | undefined {
  const sure = attachesAny(holding) ? holding.sure | holding.tagged : holding.sure;
  if ((sure & need) === need) return 'confirmed';
  return ((sure | holding.conditional | holding.tagged) & need) === need ? 'conditional' : undefined;
}

function attachesAny({ sure, tagged, roles }: Holding): boolean {
  if (tagged === 0n || (sure & tagBinding) === 0n) return false;
  return roles.some((r) => r.holds === 'sure' && ((r.mask ?? 0n) & tagBinding) !== 0n && r.scope?.startsWith('gcp:organization/') === true);
}
