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
  const into = world.graph.edgesTo(identity.id).filter((e) => e.kind === 'assumes');
  const keyed = into.flatMap((e) => {
    const user = world.inventory.identities.get(e.from);
    if (user?.kind !== 'aws-iam-user') return [];
    const keys = world.holdings.ownedBy(user.id).filter((c) => c.kind === 'aws-access-key' && c.enabled !== false);
    return keys.map((key) => ({ certainty: e.certainty, text: `${key.name} of ${user.name}` }));
  });
  const sure = [...new Set(keyed.filter((k) => k.certainty === 'confirmed').map((k) => k.text))].sort();
  return {
    strong_ways: [...new Set(strong)].sort(),
    weak_ways: sure.length === 0 && keyed.some((k) => k.certainty === 'possible') ? undefined : sure,
  };
}

/** A job that logs in to one cloud both with a token of its own and with a stored key. */
function ofJob({ ci }: Identity): Pick<Facts<'Identity'>, 'strong_ways' | 'weak_ways'> {
  const { federated_cloud_auth: federated, static_cloud_auth: stored } = ci ?? {};
  if (federated === undefined || stored === undefined) return {};
  const both = federated.filter((cloud) => stored.includes(cloud));
  return { strong_ways: both.map((cloud) => `a token for ${cloud}`), weak_ways: both.map((cloud) => `a stored key of ${cloud}`) };
}
