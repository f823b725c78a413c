import type { Facts } from '../inventory/fact-types.ts';
import type { Grant } from '../inventory/grant.ts';
import type { PolicyStatement } from '../inventory/policy.ts';
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
    declared: grant.declared === true || policy?.declared === true,
    wildcards: document === undefined ? undefined : wildcardsIn(document.statements),
    conditional: document?.statements.some((s) => s.condition !== undefined),
    identity: identityFacts(world, grant.holder),
  };
}

/** What statements allow on everything, whatever the request: all of a service, or all but some actions. */
function wildcardsIn(statements: readonly PolicyStatement[]): readonly string[] {
  const found = statements.flatMap(({ effect, action, notAction, resource, condition }) => {
    if (
      effect !== 'Allow' ||
      condition !== undefined ||
      resource?.some((r) => r === '*' || /^arn:aws[\w-]*:[\w-]+:\*?:\*?:\*$/.test(r)) !== true
    )
      return [];
    const services = (action ?? []).filter((a) => /^[a-z0-9-]+:\*$/i.test(a)).map((a) => a.toLowerCase());
    return notAction === undefined ? services : [`everything but ${notAction.slice(0, 5).join(', ')}`];
  });
  return [...new Set(found)].sort();
}
