/**
 * Stable ids of the planes `azure` and `entra`, the same whoever speaks: a live answer, a template, Terraform, a workflow.
 *
 * - `azure:managed-identity/<subscription>/<resource group>/<name>`: a user-assigned managed identity
 * - `azure:system-identity/<path>`: the identity of one resource, by the path of the resource
 * - `azure:resource/<path>`: a resource, also as a workload
 * - `azure:role/<id>`: a role definition, by the id that Azure gives it
 * - `entra:application/<client id>`: an application and its service principal, which are one identity
 * - `entra:service-principal/<object id>`, `entra:user/<object id>`, `entra:group/<object id>`: a principal of which only the object id is known
 * - `entra:role/<template id>`: a directory role; `entra:permission/<application id>/<value>`: a permission of an API
 *
 * A path is a resource's ARM id in lower case without the words `subscriptions`, `resourceGroups` and `providers`: names
 * and types of ARM do not tell upper from lower case
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules). An identity that has a client
 * id and an object id carries `entra:application/<client id>` and `entra:service-principal/<object id>` as aliases.
 *
 * Code that does not say its subscription counts as in a stand-in for it (see `azureStack`), and what it deploys to a
 * group it does not name as in the group `<stand-in>.group`. An application of which code knows no client id is
 * `entra:application/<stand-in>/<display name>`.
 */

const managedIdentity =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.managedidentity\/userassignedidentities\/([^/]+)$/;

/** An ARM id in the form in which ids are compared: lower case, no last slash. */
export function plainArmId(id: string): string {
  return id.trim().toLowerCase().replace(/\/+$/, '');
}

/** The path of a resource, from its ARM id. */
export function azurePath(armId: string): string {
  return plainArmId(armId)
    .replace(/^\/subscriptions\//, '')
    .replace(/^([^/]+)\/resourcegroups\//, '$1/')
    .replaceAll('/providers/', '/')
    .replace(/^\/?providers\//, '');
}

/** The id of a user-assigned managed identity, from its ARM id; undefined where it is another resource's. */
export function managedIdentityId(armId: string): string | undefined {
  const match = managedIdentity.exec(plainArmId(armId));
  return match === null ? undefined : `azure:managed-identity/${match[1]}/${match[2]}/${match[3]}`;
}

/** The id of the identity that is a resource's own. */
export function systemIdentityId(armId: string): string {
  return `azure:system-identity/${azurePath(armId)}`;
}

export function azureResourceId(armId: string): string {
  return `azure:resource/${azurePath(armId)}`;
}

/** Whether a text is the id of an object, application, role or tenant. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Stands for the subscription that code is deployed to, see `stackAccount`: the same code may have an AWS account as well. */
export function azureStack(stack: string): string {
  return `${stack}.azure`;
}

/** Stands for the resource group of a deployment that does not say which it goes to. */
export function stackGroup(stack: string): string {
  return `${stack}.group`;
}
