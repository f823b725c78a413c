import { idOfDirectoryRole } from '../../inventory/directory-roles.ts';
import { type Ability, readAbilities } from './ability.ts';

/**
 * What the built-in roles of the directory let one do
 * (https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
 */
const table: readonly (readonly [abilities: string, roles: string])[] = [
  ['z', 'Global Administrator'],
  ['pamklwr', 'Privileged Role Administrator'],
  ['pcnufkwr', 'Partner Tier2 Support'],
  ['cnvkwr', 'Partner Tier1 Support'],
  ['cfwr', 'Hybrid Identity Administrator'],
  ['ckwr', 'Application Administrator, Cloud Application Administrator'],
  ['bwr', 'AI Administrator, Agent ID Administrator'],
  ['nvkewr', 'User Administrator'],
  ['nkwr', 'Directory Writers'],
  ['newr', 'Identity Governance Administrator'],
  ['nxswr', 'Intune Administrator'],
  ['ndwr', 'Exchange Administrator, Knowledge Administrator, Knowledge Manager, SharePoint Administrator'],
  ['ndwr', 'SharePoint Advanced Management Administrator, Teams Administrator'],
  ['nwr', 'Groups Administrator, Windows 365 Administrator, Yammer Administrator'],
  ['uwr', 'Privileged Authentication Administrator'],
  ['vlwr', 'Security Operator'],
  ['vswr', 'Helpdesk Administrator'],
  ['vwr', 'Authentication Administrator, Entra SOC Identity Responder, Password Administrator'],
  ['flswr', 'Security Administrator'],
  ['fwr', 'Domain Name Administrator, External Identity Provider Administrator'],
  ['lwr', 'Authentication Policy Administrator, Conditional Access Administrator, Tenant Governance Administrator'],
  ['swr', 'Cloud Device Administrator'],
  ['sr', 'Global Reader, Security Reader'],
  ['dwr', 'Dynamics 365 Administrator, Dynamics 365 Business Central Administrator, Exchange Backup Administrator'],
  ['dwr', 'Fabric Administrator, Microsoft 365 Backup Administrator, Power Platform Administrator'],
  ['dwr', 'SharePoint Backup Administrator'],
  ['w', 'Customer Delegated Admin Relationship Administrator, Microsoft 365 Migration Administrator, Places Administrator'],
  ['wr', 'Agent ID Developer, Agent Registry Administrator, Application Developer, Attack Payload Author'],
  ['wr', 'Attack Simulation Administrator, Attribute Assignment Administrator, Attribute Definition Administrator'],
  ['wr', 'Attribute Log Administrator, Attribute Provisioning Administrator, Authentication Extensibility Administrator'],
  ['wr', 'Authentication Extensibility Password Administrator, Azure DevOps Administrator'],
  ['wr', 'Azure Information Protection Administrator, B2C IEF Keyset Administrator, B2C IEF Policy Administrator'],
  ['wr', 'Billing Administrator, Cloud App Security Administrator, Compliance Administrator, Compliance Data Administrator'],
  ['wr', 'Customer LockBox Access Approver, Desktop Analytics Administrator, Device Managers, Dragon Administrator'],
  ['wr', 'Edge Administrator, Entra Backup Administrator, Entra Backup Reader, Entra Customer Lockbox Approver'],
  ['wr', 'Exchange Recipient Administrator, Extended Directory User Administrator, External ID User Flow Administrator'],
  ['wr', 'External ID User Flow Attribute Administrator, Global Secure Access Administrator, Guest Inviter, Guest User'],
  ['wr', 'Insights Administrator, Insights Analyst, Insights Business Leader, IoT Device Administrator, License Administrator'],
  ['wr', 'Lifecycle Workflows Administrator, Microsoft Graph Data Connect Administrator'],
  ['wr', 'Microsoft Hardware Warranty Administrator, Microsoft Hardware Warranty Specialist, Network Administrator'],
  ['wr', 'Office Apps Administrator, Organizational Branding Administrator, Organizational Data Source Administrator'],
  ['wr', 'Organizational Messages Approver, Organizational Messages Writer, People Administrator'],
  ['wr', 'Permissions Management Administrator, Printer Administrator, Printer Technician, Search Administrator, Search Editor'],
  ['wr', 'SharePoint Embedded Administrator, Skype for Business Administrator, Teams Communications Administrator'],
  ['wr', 'Teams Communications Support Engineer, Teams Communications Support Specialist'],
  ['wr', 'Teams External Collaboration Administrator, Teams Telephony Administrator, Tenant Creator'],
  ['wr', 'Tenant Governance Relationship Administrator, User, Virtual Visits Administrator, Viva Glint Tenant Administrator'],
  ['wr', 'Viva Goals Administrator, Viva Pulse Administrator, Windows Update Deployment Administrator'],
  ['r', 'AI Reader, Attribute Assignment Reader, Attribute Definition Reader, Attribute Log Reader'],
  ['r', 'Attribute Provisioning Reader, Azure AD Joined Device Local Administrator, Directory Readers'],
  ['r', 'Directory Synchronization Accounts, Global Secure Access Log Reader, Kaizala Administrator'],
  ['r', 'Message Center Privacy Reader, Message Center Reader, On Premises Directory Sync Account, Reports Reader'],
  ['r', 'Restricted Guest User, Service Support Administrator, Teams Devices Administrator, Teams Reader'],
  ['r', 'Tenant Governance Reader, Tenant Governance Relationship Reader, Usage Summary Reports Reader'],
  ['r', 'User Experience Success Manager'],
  ['', 'Device Join, Device Users, Workplace Device Join'],
];

const byRole: ReadonlyMap<string, ReadonlySet<Ability>> = new Map(
  table.flatMap(([abilities, roles]) =>
    roles.split(', ').flatMap((role): readonly [string, ReadonlySet<Ability>][] => {
      const id = idOfDirectoryRole(role);
      return id === undefined ? [] : [[id, readAbilities(abilities)]];
    }),
  ),
);

/** What a built-in role lets one do, by its template id; undefined of one that the table does not know. */
export function abilitiesOfRole(id: string): ReadonlySet<Ability> | undefined {
  return byRole.get(id);
}
