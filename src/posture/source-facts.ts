import type { Facts } from '../inventory/fact-types.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import type { Grant } from '../inventory/grant.ts';
import type { PolicyStatement } from '../inventory/policy.ts';
import { knownManagedPolicy } from '../permissions/aws/managed-policies.ts';
import { levelsOver } from '../permissions/aws/organization-levels.ts';
import { trailFacts, unloggedModelRegions } from './aws-logs.ts';
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
  // An organization read as a whole is asked about at each of its accounts.
  if (source.scope.startsWith('o-')) return notAsked;
  const ofPlane = inventory.sources.filter((s) => s.plane === 'aws');
  const speakers = ofPlane.some((s) => s.scope !== '') ? ofPlane.filter((s) => s.scope !== '') : ofPlane;
  if (speakers.find((s) => s.scope === source.scope) !== source) return notAsked;
  const levels = levelsOver(source.scope, 'scp', inventory);
  const sure = levels.filter((level) => level.perhapsIn === undefined).flatMap((level) => level.grants);
  const logs = { model_unlogged: unloggedModelRegions(world, source.scope), ...trailFacts(world, source.scope) };
  if (sure.length === 0) return logs;
  const actions = (grants: readonly Grant[]): readonly string[] => grants.flatMap((grant) => deniedToAll(grant, inventory) ?? []);
  const denied = new Set(actions(sure));
  // A policy that was not read, or of a unit that the account may be in, may deny more.
  const more = sure.some((grant) => deniedToAll(grant, inventory) === undefined);
  const perhaps = actions(levels.filter((level) => level.perhapsIn !== undefined).flatMap((level) => level.grants));
  const settled = !more && perhaps.every((action) => denied.has(action));
  return {
    ...logs,
    organization_policies: true,
    mcp_deny: deniesMcp(
      levels.flatMap((level) => level.grants),
      inventory,
    ),
    ...(settled ? { denied_everywhere: [...denied].sort() } : {}),
  };
}

/** What is asked at another source. */
const notAsked: Facts<'Source'> = { organization_policies: false, model_unlogged: [], trails_unvalidated: [], mcp_deny: true };

/** Keys that are true for requests which come through AWS's own MCP servers. */
const mcpKeys = /^aws:(?:viaawsmcpservice|calledviaawsmcp)$/i;

/**
 * Whether a service control policy denies something to requests through AWS's MCP servers; absent where a policy was not read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function deniesMcp(grants: readonly Grant[], inventory: World['inventory']): boolean | undefined {
  const all = grants.map((grant) => statementsOf(grant, inventory));
  const denies = all.some((statements) =>
    statements?.some(
      ({ effect, condition }) =>
        effect === 'Deny' && Object.values(condition ?? {}).some((keys) => Object.keys(keys).some((key) => mcpKeys.test(key))),
    ),
  );
  return denies || !all.includes(undefined) ? denies : undefined;
}

/** Actions that a policy denies on everything, without a condition; undefined where its content is not known. */
function deniedToAll(grant: Grant, inventory: World['inventory']): readonly string[] | undefined {
  return statementsOf(grant, inventory)?.flatMap((s) =>
    s.effect === 'Deny' && s.condition === undefined && s.resource?.includes('*') ? (s.action ?? []) : [],
  );
}

function statementsOf(grant: Grant, inventory: World['inventory']): readonly PolicyStatement[] | undefined {
  const document = grant.document ?? (grant.policy === undefined ? undefined : inventory.policies.get(grant.policy)?.document);
  if (document !== undefined) return inventory.documents.get(document)?.statements;
  return grant.policy === undefined ? undefined : knownManagedPolicy(grant.policy);
}
