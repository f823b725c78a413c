import type { Facts } from '../inventory/fact-types.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { unloggedModelRegions } from './aws-logs.ts';
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
function organizationFacts(world: World, source: SourceStatus): Facts<'Source'> {
  const { inventory } = world;
  const ofPlane = inventory.sources.filter((s) => s.plane === 'aws');
  const speakers = ofPlane.some((s) => s.scope !== '') ? ofPlane.filter((s) => s.scope !== '') : ofPlane;
  if (speakers.find((s) => s.scope === source.scope) !== source) {
    return { organization_policies: false, model_unlogged: [], mcp_deny: true };
  }
  const facts = inventory.scopes.get(`aws:account/${source.scope}`)?.facts ?? inventory.scopes.get('aws:organization')?.facts ?? {};
  return { ...facts, model_unlogged: unloggedModelRegions(world, source.scope), mcp_deny: mcpDeny(inventory, facts, source.scope) };
}

/** Keys that are true for requests which come through AWS's own MCP servers. */
const mcpKeys = /^aws:(?:viaawsmcpservice|calledviaawsmcp)$/i;

/**
 * Whether a service control policy denies something to requests through AWS's MCP servers; absent where those policies were not given.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function mcpDeny(inventory: Inventory, facts: Facts<'Source'>, account: string): boolean | undefined {
  if (facts.organization_policies !== true) return undefined;
  const holders = [`aws:account/${account}`, 'aws:organization'];
  const documents = holders
    .flatMap((holder) => inventory.grants.get(holder) ?? [])
    .flatMap((grant) => {
      const id = grant.document ?? inventory.policies.get(grant.policy ?? '')?.document;
      return grant.kind !== 'scp' || id === undefined ? [] : (inventory.documents.get(id) ?? []);
    });
  return documents.some(({ statements }) =>
    statements.some(
      ({ effect, condition }) =>
        effect === 'Deny' && Object.values(condition ?? {}).some((keys) => Object.keys(keys).some((key) => mcpKeys.test(key))),
    ),
  );
}
