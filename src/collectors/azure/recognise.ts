import type { FileHead } from '../collector.ts';

/** An id of ARM as the value of a member: of something in a subscription, or of a provider above subscriptions. */
const armId = /"(?:id|ID)"\s*:\s*"\/(?:subscriptions\/[^"]{4,400}|providers\/microsoft\.(?!aadiam\/)[^"]{4,400})"/i;
/** Where such ids stand but the file is something else: a template, a state, another tool's export, a report of this tool. */
const otherKeys = ['$schema', 'terraform_version', 'format_version', 'runs', 'schema', 'meta', '@odata.context'];
const azureHound = /"kind"\s*:\s*"AZ[A-Z]/;

/** Rows of Azure that have no ARM id, or not in the letters of ARM, by what their objects show. */
const rows: readonly ((head: FileHead) => boolean)[] = [
  // az account list
  ({ keys }) => ['id', 'tenantId', 'isDefault', 'state'].every((key) => keys.includes(key)),
  // az keyvault secret list, and what the vault itself answers
  ({ keys, text }) =>
    (keys.includes('attributes') || keys.includes('value')) &&
    /"id"\s*:\s*"https:\/\/[a-z0-9-]{1,60}\.vault\.[a-z0-9.-]{1,60}\/secrets\//i.test(text),
  // The agents of a project of Foundry
  ({ keys, text }) =>
    (keys.includes('data') || keys.includes('object')) &&
    /"object"\s*:\s*"agent"/.test(text) &&
    /"(?:versions|instance_identity)"\s*:\s*\{/.test(text),
  // A table of Resource Graph, whose cells have no names
  ({ keys, text }) =>
    keys.includes('data') && /"columns"\s*:\s*\[/.test(text) && /"rows"\s*:/.test(text) && /"\/subscriptions\/|microsoft\./i.test(text),
  // The Activity Log, as Get-AzActivityLog prints it and as diagnostic settings export it
  ({ keys, text }) =>
    ['OperationName', 'EventTimestamp', 'Caller'].every((key) => keys.includes(key)) ||
    ((['time', 'resourceId', 'operationName', 'category'].every((key) => keys.includes(key)) || keys.includes('records')) &&
      /"category"\s*:\s*"Administrative"/.test(text) &&
      /"resourceId"\s*:\s*"\/subscriptions\//i.test(text)),
  // Get-AzRoleAssignment and Get-AzRoleDefinition
  ({ keys }) => ['RoleAssignmentId', 'RoleDefinitionId', 'ObjectId', 'Scope'].every((key) => keys.includes(key)),
  ({ keys }) => ['Id', 'IsCustom', 'Actions', 'NotActions', 'AssignableScopes'].every((key) => keys.includes(key)),
  // Role definitions without ids
  ({ text, keys }) =>
    (keys.includes('value') || keys.includes('roleName')) &&
    /"roleType"\s*:\s*"(?:BuiltInRole|CustomRole)"/.test(text) &&
    /"assignableScopes"\s*:/.test(text),
];

/** Whether a file is an answer of Azure, by what stands in its head. */
export function recognisesAzureFile(head: FileHead): boolean {
  if (head.format !== 'json' || azureHound.test(head.text)) return false;
  if (rows.some((row) => row(head))) return true;
  if (otherKeys.some((key) => head.keys.includes(key))) return false;
  return ['id', 'value', 'data', 'Data', '_source'].some((key) => head.keys.includes(key)) && armId.test(head.text);
}
