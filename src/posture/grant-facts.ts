import type { Facts } from '../inventory/fact-types.ts';
import type { Grant } from '../inventory/grant.ts';
import { identityFacts } from './identity-facts.ts';
import type { World } from './world.ts';

/** What rules may know of a grant. */
export function grantFacts(world: World, grant: Grant): Facts<'Grant'> {
  const { inventory } = world;
  const policy = grant.policy === undefined ? undefined : inventory.policies.get(grant.policy);
  const document = inventory.documents.get(grant.document ?? policy?.document ?? '');
  return {
    id: grant.id,
    kind: grant.kind,
    policy: grant.name,
    provider_managed: grant.policy === undefined ? false : (policy?.providerManaged ?? grant.policy.includes(':iam::aws:')),
    admin: document?.statements.some(
      (s) => s.effect === 'Allow' && s.action?.includes('*') === true && s.resource?.includes('*') === true && s.condition === undefined,
    ),
    conditional: document?.statements.some((s) => s.condition !== undefined),
    identity: identityFacts(world, grant.holder),
  };
}
