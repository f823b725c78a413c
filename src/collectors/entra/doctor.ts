import { UserError } from '../../user-error.ts';
import type { CollectContext, DoctorLine } from '../collector.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import { graphCalls } from './calls.ts';
import { adviceFor, type LiveOptions, openGraph } from './live.ts';
import { permissions } from './permissions.ts';

/** One small question a permission; what another question of the same permission shows needs none of its own. */
const probes: readonly (readonly [permission: string, path: string])[] = [
  ['Application.Read.All', '/v1.0/applications?$select=id&$top=1'],
  ['RoleManagement.Read.Directory', '/v1.0/roleManagement/directory/roleAssignments?$top=1'],
  ['DelegatedPermissionGrant.Read.All', '/v1.0/oauth2PermissionGrants?$top=1'],
  ['Organization.Read.All', '/v1.0/organization?$select=id,displayName'],
  ['GroupMember.Read.All', '/v1.0/groups?$select=id&$top=1'],
  ['User.Read.All', '/v1.0/users?$select=id,accountEnabled&$top=1'],
  ['AuditLog.Read.All', `/beta${graphCalls.activity.path}?$top=1`],
  ['Policy.Read.All', '/v1.0/policies/authorizationPolicy'],
  ['Policy.Read.PermissionGrant', '/v1.0/policies/permissionGrantPolicies?$select=id'],
  ['AdministrativeUnit.Read.All', '/v1.0/directory/administrativeUnits?$select=id&$top=1'],
  ['AgentIdentity.Read.All', '/v1.0/servicePrincipals/microsoft.graph.agentIdentity?$top=1'],
  ['AgentIdentityBlueprint.Read.All', '/v1.0/applications/microsoft.graph.agentIdentityBlueprint?$top=1'],
  ['AgentIdentityBlueprintPrincipal.Read.All', '/v1.0/servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal?$top=1'],
];

/** Checks the sign-in and each permission; one line a check. Never throws for what Graph refuses. */
export async function checkEntra(source: string, context: CollectContext, options: LiveOptions = {}): Promise<readonly DoctorLine[]> {
  const lines: DoctorLine[] = [];
  try {
    const { client, base } = openGraph(source, context, options);
    for (const [permission, path] of probes) {
      try {
        await client.json({ url: `${base}${path}` });
        if (lines.length === 0) lines.push({ status: 'ok', check: `${source}: credentials` });
        lines.push({ status: 'ok', check: permission });
      } catch (error) {
        if (!(error instanceof RestFailure)) throw error;
        if (error.credentials)
          return [...lines, { status: 'failed', check: `${source}: credentials`, remedy: `${error.detail}${adviceFor(error, base)}` }];
        if (lines.length === 0 && error.why === 'unreachable')
          return [{ status: 'failed', check: `${source}: Microsoft Graph`, remedy: error.detail }];
        if (lines.length === 0) lines.push({ status: 'ok', check: `${source}: credentials` });
        lines.push(lineOf(permission, error));
      }
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [...lines, { status: 'failed', check: `${source}: credentials`, remedy: error.message }];
  }
  return lines;
}

function lineOf(permission: string, failure: RestFailure): DoctorLine {
  const needed = permissions.find((one) => one.permission === permission);
  if (/NonPremiumTenant|premium|license/i.test(`${failure.code} ${failure.detail}`))
    return { status: 'ok', check: `${permission} (the tenant has no licence for it)` };
  // A tenant that knows no agents answers that there is no such thing.
  if (failure.status === 400 || failure.status === 404) return { status: 'ok', check: `${permission} (not there in this tenant)` };
  if (failure.why !== 'denied') return { status: 'failed', check: permission, remedy: failure.detail };
  const need = needed?.required === true ? 'required' : 'recommended';
  return { status: 'missing', check: permission, remedy: `grant ${permission} (${need}): it shows ${needed?.serves ?? 'more'}` };
}
