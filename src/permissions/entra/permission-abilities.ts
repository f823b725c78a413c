import { microsoftGraph } from '../../inventory/graph-permissions.ts';
import { type Ability, readAbilities } from './ability.ts';
import { abilitiesByName } from './permission-names.ts';

/** An API of Microsoft that applications hold permissions of. */
interface Api {
  /** Permissions that its names do not tell all about. */
  readonly table: readonly (readonly [abilities: string, permissions: string])[];
  /** Any other permission is what its name says. */
  readonly byName?: true;
}

/** Application permissions of Microsoft Graph (https://learn.microsoft.com/graph/permissions-reference). */
const graph: Api['table'] = [
  ['pwr', 'RoleManagement.ReadWrite.Directory RoleAssignmentSchedule.ReadWrite.Directory'],
  ['pwr', 'RoleEligibilitySchedule.ReadWrite.Directory'],
  ['awr', 'AppRoleAssignment.ReadWrite.All PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole'],
  ['awr', 'PrivilegedEligibilitySchedule.ReadWrite.EntraAppRole'],
  ['cwr', 'Application.ReadWrite.All Application.ReadUpdate.All'],
  ['owr', 'Application.ReadWrite.OwnedBy'],
  ['bwr', 'AgentIdentityBlueprint.AddRemoveCreds.All AgentIdentityBlueprint.ReadWrite.All'],
  ['bwr', 'AgentIdentityBlueprint.UpdateAuthProperties.All'],
  ['mwr', 'PrivilegedAccess.ReadWrite.AzureADGroup PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup'],
  ['mwr', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
  ['ndwr', 'Group.ReadWrite.All'],
  ['nwr', 'GroupMember.ReadWrite.All Directory.ReadWrite.All User.ReadWrite.All'],
  ['uwr', 'UserAuthenticationMethod.ReadWrite.All UserAuthMethod-TAP.ReadWrite.All'],
  ['vwr', 'User-PasswordProfile.ReadWrite.All'],
  ['fwr', 'Domain.ReadWrite.All Domain-InternalFederation.ReadWrite.All Organization.ReadWrite.All'],
  ['fwr', 'PublicKeyInfrastructure.ReadWrite.All SpiffeTrustDomain.ReadWrite.All'],
  ['fwr', 'MutualTlsOauthConfiguration.ReadWrite.All'],
  ['kwr', 'Policy.ReadWrite.PermissionGrant DelegatedPermissionGrant.ReadWrite.All'],
  ['ewr', 'EntitlementManagement.ReadWrite.All'],
  ['xwr', 'DeviceManagementConfiguration.ReadWrite.All DeviceManagementScripts.ReadWrite.All'],
  ['xwr', 'DeviceManagementRBAC.ReadWrite.All DeviceManagementApps.ReadWrite.All'],
  ['lwr', 'Policy.ReadWrite.ConditionalAccess Policy.ReadWrite.AuthenticationMethod Policy.ReadWrite.Authorization'],
  ['lwr', 'Policy.ReadWrite.CrossTenantAccess Policy.ReadWrite.SecurityDefaults'],
  ['lwr', 'RoleManagementPolicy.ReadWrite.Directory RoleManagementPolicy.ReadWrite.AzureADGroup'],
  ['lwr', 'RoleManagementPolicy.ReadWrite.EntraAppRole'],
  ['sr', 'BitlockerKey.Read.All DeviceLocalCredential.Read.All'],
  ['dw', 'Mail.Send'],
  ['dwr', 'Mail.ReadWrite Calendars.ReadWrite Contacts.ReadWrite Files.ReadWrite.All Sites.ReadWrite.All Sites.Manage.All'],
  ['dwr', 'Sites.FullControl.All Chat.ReadWrite.All Notes.ReadWrite.All eDiscovery.ReadWrite.All'],
  ['dwr', 'Group-Conversation.ReadWrite.All MailboxItem.ImportExport.All EngagementConversation.ReadWrite.All'],
  ['dr', 'Mail.Read Calendars.Read Contacts.Read Files.Read.All Sites.Read.All Chat.Read.All ChannelMessage.Read.All'],
  ['dr', 'Notes.Read.All OnlineMeetingTranscript.Read.All OnlineMeetingRecording.Read.All eDiscovery.Read.All'],
  ['dr', 'Group-Conversation.Read.All MailboxItem.Read.All AiEnterpriseInteraction.Read.All User.Export.All'],
  ['dr', 'EngagementConversation.Read.All CallRecordings.Read.All CallTranscripts.Read.All'],
  ['', 'openid profile email offline_access'],
];

/** By application id, the same in every tenant. */
const apis: ReadonlyMap<string, Api> = new Map([
  [microsoftGraph, { table: graph, byName: true }],
  // Azure AD Graph is retired, but what was given there still counts (https://learn.microsoft.com/graph/migrate-azure-ad-graph-overview).
  ['00000002-0000-0000-c000-000000000000', { table: graph, byName: true }],
  // Exchange Online
  [
    '00000002-0000-0ff1-ce00-000000000000',
    {
      table: [
        ['dwr', 'full_access_as_app Mail.ReadWrite Calendars.ReadWrite.All Contacts.ReadWrite Mailbox.Migration'],
        ['dr', 'Mail.Read Calendars.Read.All Contacts.Read'],
        ['dw', 'Mail.Send'],
      ],
      byName: true,
    },
  ],
  // SharePoint Online
  [
    '00000003-0000-0ff1-ce00-000000000000',
    {
      table: [
        ['dwr', 'Sites.FullControl.All Sites.Manage.All Sites.ReadWrite.All'],
        ['dr', 'Sites.Read.All'],
      ],
      byName: true,
    },
  ],
  // Microsoft Intune
  [
    'c161e42e-d4df-4a3d-9b42-e7a3c31f59d4',
    {
      table: [
        ['r', 'get_data_warehouse get_device_compliance'],
        ['lw', 'manage_partner_compliance_policy update_device_attributes update_device_health'],
        ['w', 'send_data_usage'],
      ],
    },
  ],
  // Microsoft Defender for Endpoint
  [
    'fc780465-2017-40d4-a0c5-307022471b92',
    {
      table: [
        ['xwr', 'Machine.LiveResponse'],
        ['w', 'Machine.CollectForensics Machine.Isolate Machine.Offboard Machine.RestrictExecution Machine.Scan'],
        ['w', 'Machine.StopAndQuarantine Library.Manage Event.Write'],
      ],
      byName: true,
    },
  ],
  // Power BI
  ['00000009-0000-0000-c000-000000000000', { table: [], byName: true }],
  // Microsoft Teams
  ['cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', { table: [], byName: true }],
  // Office 365 Management
  ['c5393580-f805-4401-95e8-94b7a6ef2fc2', { table: [['dr', 'ActivityFeed.ReadDlp']], byName: true }],
  // Azure Rights Management
  [
    '00000012-0000-0000-c000-000000000000',
    {
      table: [
        ['dr', 'Content.SuperUser Content.DelegatedReader'],
        ['dwr', 'Content.DelegatedWriter'],
        ['w', 'Content.Writer'],
      ],
    },
  ],
]);

/** Permissions that count only where somebody lets the application in: one site, one mailbox, or by a role of the API's own. */
const needMore = /\.Selected$|^(?:IMAP|POP)\.AccessAsApp$|^SMTP\.SendAsApp$|^Exchange\.ManageAsApp(?:V2)?$/;

const tables: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<Ability>>> = new Map(
  [...apis].map(([id, { table }]) => [
    id,
    new Map(table.flatMap(([letters, values]) => values.split(' ').map((value) => [value.toLowerCase(), readAbilities(letters)] as const))),
  ]),
);

/** A permission of an API, as it counts for whoever holds it. */
export interface Permission {
  /** Undefined where what it allows is not known. */
  readonly abilities: ReadonlySet<Ability> | undefined;
  /** It is about everything of its kind, and not about what the application owns, made or was let in to. */
  readonly broad: boolean;
  /** By itself it allows nothing. */
  readonly needsMore: boolean;
}

/** What an application permission allows (`default access`: that it may be signed in to), by the API's application id and the permission's value. */
export function readPermission(api: string, value: string): Permission {
  const known = apis.get(api);
  const needsMore = known !== undefined && needMore.test(value);
  return {
    abilities:
      needsMore || value === 'default access'
        ? new Set()
        : (tables.get(api)?.get(value.toLowerCase()) ?? (known?.byName === true ? abilitiesByName(value) : undefined)),
    broad: !/\.(?:OwnedBy|Selected|ManagedBy|CreatedByApp|IdentityParentedBy|AppFolder|WhereInstalled|Group|Chat|User|Team)$/.test(value),
    needsMore,
  };
}
