import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/**
 * How one gets to act as an identity: the strong ways (a token of a workload, checked cryptographically) and the weak ones (a
 * key that works for whoever has it). Absent where what lets one in was not read.
 */
export function waysIn(world: World, identity: Identity): Pick<Facts<'Identity'>, 'strong_ways' | 'weak_ways'> {
  if (identity.ci !== undefined) return ofJob(identity);
  if (identity.kind !== 'aws-iam-role' || identity.standing === 'named') return {};
  const trusts = world.inventory.trusts.get(identity.id)?.filter((t) => t.effect === 'Allow');
  if (trusts === undefined) return identity.aws?.trusted_services === undefined ? {} : { strong_ways: [], weak_ways: [] };
  const strong = trusts.filter((t) => ['oidc', 'saml', 'service'].includes(t.principalKind)).map((t) => t.principal);
  // Nothing is gained by asking further where there is nothing to compare with.
  if (strong.length === 0) return { strong_ways: [], weak_ways: [] };
  // Only a trust that names it, its account or anyone lets a user in.
  if (strong.length === trusts.length) return { strong_ways: [...new Set(strong)].sort(), weak_ways: [] };
  const into = world.graph.edgesTo(identity.id).filter((e) => e.kind === 'assumes');
  const weak = new Set<string>();
  let open = false;
  for (const edge of into) {
    const user = world.inventory.identities.get(edge.from);
    if (user?.kind !== 'aws-iam-user') continue;
    const keys = world.holdings.ownedBy(user.id).filter((c) => c.kind === 'aws-access-key');
    const live = keys.filter((key) => key.enabled !== false);
    if (edge.certainty === 'confirmed') for (const key of live) weak.add(`${key.name} of ${user.name}`);
    const unread = keys.length === 0 && user.aws?.active_keys === undefined;
    if (unread || (edge.certainty === 'possible' && live.length > 0)) open = true;
  }
  const sure = [...weak].sort();
  return {
    strong_ways: [...new Set(strong)].sort(),
    weak_ways: sure.length === 0 && open ? undefined : sure,
  };
}

/** A job that logs in to one cloud both with a token of its own and with a stored key. */
function ofJob({ ci }: Identity): Pick<Facts<'Identity'>, 'strong_ways' | 'weak_ways'> {
  const { federated_cloud_auth: federated, static_cloud_auth: stored } = ci ?? {};
  if (federated === undefined || stored === undefined) return {};
  const both = federated.filter((cloud) => stored.includes(cloud));
  return { strong_ways: both.map((cloud) => `a token for ${cloud}`), weak_ways: both.map((cloud) => `a stored key of ${cloud}`) };
}
