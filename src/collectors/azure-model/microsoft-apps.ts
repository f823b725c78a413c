/** Tenants in which Microsoft registers the applications that are its own (https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in). */
const microsoftTenants: ReadonlySet<string> = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']);

/** Those that are met in most tenants, by application id: for sources that do not say which tenant an application comes from. */
const rows: readonly (readonly [id: string, name: string])[] = [
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'],
  ['00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'],
  ['00000003-0000-0ff1-ce00-000000000000', 'Office 365 SharePoint Online'],
  ['0000000a-0000-0000-c000-000000000000', 'Microsoft Intune'],
  ['c161e42e-d4df-4a3d-9b42-e7a3c31f59d4', 'Microsoft Intune API'],
  ['0000000c-0000-0000-c000-000000000000', 'Microsoft App Access Panel'],
  ['00000009-0000-0000-c000-000000000000', 'Power BI Service'],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Windows Azure Service Management API'],
  ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Azure Portal'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['1b730954-1685-4b74-9bfd-dac224a7b894', 'Azure Active Directory PowerShell'],
  ['de8bc8b5-d9f9-48b1-a8ad-b748da725064', 'Graph Explorer'],
  ['aebc6443-996d-45c2-90f0-388ff96faa56', 'Visual Studio Code'],
  ['d3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Office'],
  ['4765445b-32c6-49b0-83e6-1d93765276ca', 'OfficeHome'],
  ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Teams'],
  ['29d9ed98-a469-4536-ade2-f981bc1d605e', 'Microsoft Authentication Broker'],
  ['cfa8b339-82a2-471a-a3c9-0fc0be7a4093', 'Azure Key Vault'],
  ['e406a681-f3d4-42a8-90b6-c2b029497af1', 'Azure Storage'],
  ['022907d3-0f1b-48f7-badc-1ba6abab6d66', 'Azure SQL Database'],
  ['499b84ac-1321-427f-aa17-267ca6975798', 'Azure DevOps'],
  ['ca7f3f0b-7d91-482c-8e09-c5d840d0eac5', 'Log Analytics API'],
  ['509e4652-da8d-478d-a730-e9d4a1996ca4', 'Azure Resource Graph'],
  ['7cd684f4-8a78-49b0-91ec-6a35d38739ba', 'Azure Logic Apps'],
  ['fc780465-2017-40d4-a0c5-307022471b92', 'WindowsDefenderATP'],
  ['8ee8fdad-f234-4243-8f3b-15c294843740', 'Microsoft Threat Protection'],
  ['05a65629-4c1b-48c1-a78b-804c4abdd4af', 'Microsoft Cloud App Security'],
  ['c5393580-f805-4401-95e8-94b7a6ef2fc2', 'Office 365 Management APIs'],
  ['6db7aeea-6c4a-475d-bbb0-7338bc73d646', 'Yammer'],
  ['262044b1-e2ce-469f-a196-69ab7ada62d3', 'Backup Management Service'],
  ['fb78d390-0c51-40cd-8e17-fdbfab77341b', 'Microsoft Exchange REST API Based Powershell'],
  ['59f0a04a-b322-4310-adc9-39ac41e9631e', 'Azure SRE Agent'],
];

const nameOf = new Map(rows);

/** The name of one of Microsoft's own applications by its application id. */
export function nameOfMicrosoftApp(id: string): string | undefined {
  return nameOf.get(id.toLowerCase());
}

/** Whether a tenant is one of Microsoft's, in which its own applications are registered. */
export function isMicrosoftTenant(id: string): boolean {
  return microsoftTenants.has(id.toLowerCase());
}
