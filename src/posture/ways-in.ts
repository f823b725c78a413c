import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Trust } from '../inventory/trust.ts';
import type { World } from './world.ts';

const none: readonly string[] = [];
const noWays = { strong_ways: none, weak_ways: none };
const strongKinds: ReadonlySet<Trust['principalKind']> = new Set(['oidc', 'saml', 'service']);

/**
 * How one gets to act as an identity: the strong ways (a token of a workload, checked cryptographically) and the weak ones (a
 * key that works for whoever has it). Absent where what lets one in was not read.
 */
export function waysIn(world: World, identity: Identity): Pick<Facts<'Identity'>, 'strong_ways' | 'weak_ways'> {
  if (identity.ci !== undefined) return ofJob(identity);
  if (identity.kind !== 'aws-iam-role' || identity.standing === 'named') return {};
  const trusts = world.inventory.trusts.get(identity.id);
  if (trusts === undefined) return identity.aws?.trusted_services === undefined ? {} : noWays;
  const strong: string[] = [];
  let others = 0;
  for (const { effect, principal, principalKind } of trusts) {
    if (effect !== 'Allow') continue;
    if (strongKinds.has(principalKind)) strong.push(principal);
    else others++;
  }
  // Nothing is gained by asking further where there is nothing to compare with.
  if (strong.length === 0) return noWays;
  // Only a trust that names it, its account or anyone lets a user in.
  if (others === 0) return { strong_ways: distinct(strong), weak_ways: none };
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
    strong_ways: distinct(strong),
    weak_ways: sure.length === 0 && open ? undefined : sure,
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort();
}

/** A job that logs in to one cloud both with a token of its own and with a stored key. */
function ofJob({ ci }: Identity): Pick<Facts<'Identity'>, 'strong_ways' | 'weak_ways'> {
  const { federated_cloud_auth: federated, static_cloud_auth: stored } = ci ?? {};
  if (federated === undefined || stored === undefined) return {};
  const both = federated.filter((cloud) => stored.includes(cloud));
  return { strong_ways: both.map((cloud) => `a token for ${cloud}`), weak_ways: both.map((cloud) => `a stored key of ${cloud}`) };
}
