import { microsoftGraph } from '../../inventory/graph-permissions.ts';
import type { NeededPermission } from '../collector.ts';

/**
 * The application permissions of Microsoft Graph that a scan needs, with their ids, which are the same everywhere
 * (https://learn.microsoft.com/graph/permissions-reference). Each only reads.
 */
const rows: readonly (readonly [permission: string, id: string, serves: string, required?: true])[] = [
  [
    'Application.Read.All',
    '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    'applications, service principals, their credentials, owners and permissions',
    true,
  ],
  [
    'RoleManagement.Read.Directory',
    '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
    'roles of the directory, who holds them and who may activate them',
    true,
  ],
  ['DelegatedPermissionGrant.Read.All', '81b4724a-58aa-41c1-8a55-84ef97466587', 'permissions that people consented to'],
  ['Organization.Read.All', '498476ce-e0fe-48b0-b801-37ba7e2685c6', 'the id of the tenant, by which applications of others are told'],
  ['GroupMember.Read.All', '98830695-27a2-44f7-8c18-0c3ebc9698f6', 'groups through which roles are held'],
  ['User.Read.All', 'df021288-bdef-4463-88db-98f22de89214', 'whether owners are still there, and users that services sign in as'],
  ['AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da', 'when applications and credentials were last used'],
  ['Policy.Read.All', '246dd0d5-5bd0-4def-940b-0421030a5b68', 'what people may consent to, and the policy for credentials'],
  ['Policy.Read.PermissionGrant', '9e640839-a198-48fb-8b9a-013fd6f6cbcd', 'what policies for consent of the tenant itself allow'],
  ['AdministrativeUnit.Read.All', '134fd756-38ce-4afd-ba33-e9623dbe66c2', 'names of administrative units'],
  ['AgentIdentity.Read.All', 'b2b8f011-2898-4234-9092-5059f6c1ebfa', 'identities of agents and their sponsors'],
  ['AgentIdentityBlueprint.Read.All', '7547a7d1-36fa-4479-9c31-559a600eaa4f', 'blueprints of agents and their sponsors'],
  ['AgentIdentityBlueprintPrincipal.Read.All', '9361dea9-4524-493d-941d-f1b65aaf6c7c', 'principals of blueprints and their sponsors'],
];

export const permissions: readonly NeededPermission[] = rows.map(([permission, , serves, required]) => ({
  permission,
  serves,
  required: required === true,
}));

/** What the manifest of an application asks for: the file for `az ad app create --required-resource-accesses @FILE`. */
export function permissionDocument(): string {
  const resourceAccess = rows.map(([, id]) => ({ id, type: 'Role' }));
  return `${JSON.stringify([{ resourceAppId: microsoftGraph, resourceAccess }], null, 2)}\n`;
}
