/** The application id of Microsoft Graph, in every tenant. */
export const microsoftGraph = '00000003-0000-0000-c000-000000000000';

/**
 * Application permissions of Microsoft Graph that hand out power or read data of a whole tenant, by id
 * (https://learn.microsoft.com/graph/permissions-reference).
 */
const rows: readonly (readonly [id: string, value: string])[] = [
  ['9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'RoleManagement.ReadWrite.Directory'],
  ['06b708a9-e830-4db3-a914-8e69da51d44f', 'AppRoleAssignment.ReadWrite.All'],
  ['1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', 'Application.ReadWrite.All'],
  ['18a4783c-866b-4cc7-a460-3d5e5662c884', 'Application.ReadWrite.OwnedBy'],
  ['fc023787-fd04-4e44-9bc7-d454f00c0f0a', 'Application.ReadUpdate.All'],
  ['dd199f4a-f148-40a4-a2ec-f0069cc799ec', 'RoleAssignmentSchedule.ReadWrite.Directory'],
  ['fee28b28-e1f3-4841-818e-2704dc62245f', 'RoleEligibilitySchedule.ReadWrite.Directory'],
  ['2f6817f8-7b12-4f0f-bc18-eeaf60705a9e', 'PrivilegedAccess.ReadWrite.AzureADGroup'],
  ['41202f2c-f7ab-45be-b001-85c9728b9d69', 'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup'],
  ['618b6020-bca8-4de6-99f6-ef445fa4d857', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
  ['81adad77-a25a-489d-ac43-321115620139', 'PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole'],
  ['7f4c39f1-1aa7-44b7-ab05-38df2609c37a', 'PrivilegedEligibilitySchedule.ReadWrite.EntraAppRole'],
  ['62a82d76-70ea-41e2-9197-370581804d09', 'Group.ReadWrite.All'],
  ['dbaae8cf-10b5-4b86-a4a1-f871c94c6695', 'GroupMember.ReadWrite.All'],
  ['19dbc75e-c2e2-444c-a770-ec69d8559fc7', 'Directory.ReadWrite.All'],
  ['50483e42-d915-4231-9639-7fdb7fd190e5', 'UserAuthenticationMethod.ReadWrite.All'],
  ['627169a8-8c15-451c-861a-5b80e383de5c', 'UserAuthMethod-TAP.ReadWrite.All'],
  ['cc117bb9-00cf-4eb8-b580-ea2a878fe8f7', 'User-PasswordProfile.ReadWrite.All'],
  ['741f803b-c850-494e-b5df-cde7c675a1ca', 'User.ReadWrite.All'],
  ['7e05723c-0bb0-42da-be95-ae9f08a6e53c', 'Domain.ReadWrite.All'],
  ['292d869f-3427-49a8-9dab-8c70152b74e9', 'Organization.ReadWrite.All'],
  ['a2b63618-5350-462d-b1b3-ba6eb3684e26', 'PublicKeyInfrastructure.ReadWrite.All'],
  ['a402ca1c-2696-4531-972d-6e5ee4aa11ea', 'Policy.ReadWrite.PermissionGrant'],
  ['01c0a623-fc9b-48e9-b794-0756f8e8f067', 'Policy.ReadWrite.ConditionalAccess'],
  ['29c18626-4985-4dcd-85c0-193eef327366', 'Policy.ReadWrite.AuthenticationMethod'],
  ['338163d7-f101-4c92-94ba-ca46fe52447c', 'Policy.ReadWrite.CrossTenantAccess'],
  ['31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad', 'RoleManagementPolicy.ReadWrite.Directory'],
  ['9acd699f-1e81-4958-b001-93b1d2506e19', 'EntitlementManagement.ReadWrite.All'],
  ['8e8e4742-1d95-4f68-9d56-6ee75648c72a', 'DelegatedPermissionGrant.ReadWrite.All'],
  ['9241abd9-d0e6-425a-bd4f-47ba86e767a4', 'DeviceManagementConfiguration.ReadWrite.All'],
  ['9255e99d-faf5-445e-bbf7-cb71482737c4', 'DeviceManagementScripts.ReadWrite.All'],
  ['e330c4f0-4170-414e-a55a-2f022ec2b57b', 'DeviceManagementRBAC.ReadWrite.All'],
  ['0510736e-bdfb-4b37-9a1f-89b4a074763a', 'AgentIdentityBlueprint.AddRemoveCreds.All'],
  ['7fddd33b-d884-4ec0-8696-72cff90ff825', 'AgentIdentityBlueprint.ReadWrite.All'],
  ['19202363-278e-49c2-bf00-391e2ba00881', 'AgentIdentityBlueprint.UpdateAuthProperties.All'],
  ['17b78cfd-eeff-447d-8bab-2795af00055a', 'SpiffeTrustDomain.ReadWrite.All'],
  ['78bbf8cf-07d8-45ba-b0eb-1a7b48efbcf1', 'MutualTlsOauthConfiguration.ReadWrite.All'],
  ['a82116e5-55eb-4c41-a434-62fe8a61c773', 'Sites.FullControl.All'],
  ['e2a3a72e-5f79-4c64-b1b1-878b674786c9', 'Mail.ReadWrite'],
  ['b633e1c5-b582-4048-a93e-9f11b44c7e96', 'Mail.Send'],
  ['810c84a8-4a9e-49e6-bf7d-12d183f40d01', 'Mail.Read'],
  ['75359482-378d-4052-8f01-80520e7db3cd', 'Files.ReadWrite.All'],
  ['57f1cf28-c0c4-4ec3-9a30-19a2eaaf2f6e', 'BitlockerKey.Read.All'],
  ['884b599e-4d48-43a5-ba94-15c414d00588', 'DeviceLocalCredential.Read.All'],
  ['af2bf46f-7bf1-4be3-8bad-e17e279e8462', 'SecurityIdentitiesActions.ReadWrite.All'],
  ['7ab1d382-f21e-4acd-a863-ba3e13f7da61', 'Directory.Read.All'],
  ['df021288-bdef-4463-88db-98f22de89214', 'User.Read.All'],
  ['5b567255-7703-4780-807c-7be8301ae99b', 'Group.Read.All'],
  ['98830695-27a2-44f7-8c18-0c3ebc9698f6', 'GroupMember.Read.All'],
  ['9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30', 'Application.Read.All'],
  ['01d4889c-1287-42c6-ac1f-5d1e02578ef6', 'Files.Read.All'],
  ['332a536c-c7ef-4017-ab91-336970924f0d', 'Sites.Read.All'],
  ['9492366f-7969-46a4-8d15-ed1a20078fff', 'Sites.ReadWrite.All'],
  ['883ea226-0bf2-4a8f-9f9d-92c9162a727d', 'Sites.Selected'],
  ['798ee544-9d2d-430c-a058-570e29e34338', 'Calendars.Read'],
  ['ef54d2bf-783f-4e0f-bca1-3210c0444d99', 'Calendars.ReadWrite'],
  ['6b7d71aa-70aa-4810-a8d9-5d9fb2830017', 'Chat.Read.All'],
  ['b0afded3-3588-46d8-8b3d-9842eff778da', 'AuditLog.Read.All'],
  ['246dd0d5-5bd0-4def-940b-0421030a5b68', 'Policy.Read.All'],
  ['7438b122-aefc-4978-80ed-43db9fcc7715', 'Device.Read.All'],
  ['498476ce-e0fe-48b0-b801-37ba7e2685c6', 'Organization.Read.All'],
  ['230c1aed-a721-4c5d-9cb4-a90514e508ef', 'Reports.Read.All'],
  ['bf394140-e372-4bf9-a898-299cfc7564e5', 'SecurityEvents.Read.All'],
  ['089fe4d0-434a-44c5-8827-41ba8a0b17f5', 'Contacts.Read'],
  ['a267235f-af13-44dc-8385-c1dc93023186', 'TeamsActivity.Send'],
  ['7b2449af-6ccd-4f4d-9f78-e550c193f0d1', 'ChannelMessage.Read.All'],
  ['b2b8f011-2898-4234-9092-5059f6c1ebfa', 'AgentIdentity.Read.All'],
  ['7547a7d1-36fa-4479-9c31-559a600eaa4f', 'AgentIdentityBlueprint.Read.All'],
];

const values = new Map(rows);

/** The value of an application permission of Microsoft Graph (`User.Read.All`) by its id. */
export function graphPermission(id: string): string | undefined {
  return values.get(id.toLowerCase());
}
