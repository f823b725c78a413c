import { type ResourceRow, rowOfTerraform } from '../../../azure-model/resource-rows.ts';
import { common, type Described, given } from '../terraform/described.ts';
import { get, isAbsent, knownText, listOf, scalar, type Value } from '../value.ts';
import type { AzureDeclaration, AzureResource } from './declarations.ts';
import { type ArmShape, declareArm, flagOf, holeIn, storageAccount } from './declare-arm.ts';
import { dig, settingsIn } from './settings.ts';

type Declare = (d: Described) => readonly AzureDeclaration[];

/** What a resource of the providers azurerm and azapi declares (https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs). */
export function declareAzurerm(d: Described): readonly AzureDeclaration[] {
  const declare = special.get(d.type);
  if (declare !== undefined) return declare(d);
  if (d.type.startsWith('azapi_')) return declareAzapi(d);
  const row = rowOfTerraform(d.type);
  const resource = resourceOf(d, row?.type ?? plainTypes.get(d.type) ?? `terraform/${d.type}`, row);
  return [resource, ...secretsOf(d, row), ...(d.type === 'azurerm_key_vault' && !d.isData ? accessPolicies(d) : [])];
}

/** Resources that only others name. */
const plainTypes: ReadonlyMap<string, string> = new Map([
  ['azurerm_resource_group', 'microsoft.resources/resourcegroups'],
  ['azurerm_subscription', 'microsoft.resources/subscriptions'],
  ['azurerm_management_group', 'microsoft.management/managementgroups'],
  ['azurerm_storage_container', 'microsoft.storage/storageaccounts/blobservices/containers'],
  ['azurerm_virtual_network', 'microsoft.network/virtualnetworks'],
  ['azurerm_subnet', 'microsoft.network/virtualnetworks/subnets'],
  ['azurerm_log_analytics_workspace', 'microsoft.operationalinsights/workspaces'],
  ['azurerm_dns_zone', 'microsoft.network/dnszones'],
  ['azurerm_private_dns_zone', 'microsoft.network/privatednszones'],
]);

/** By what a part names the resource that it is part of. */
const parents: readonly string[] = [
  'key_vault_id',
  'cognitive_account_id',
  'ai_services_hub_id',
  'app_service_id',
  'function_app_id',
  'storage_account_id',
  'virtual_network_id',
];

const special: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ['azurerm_role_assignment', (d) => assignment(d, {})],
  ['azurerm_pim_active_role_assignment', (d) => assignment(d, {})],
  ['azurerm_pim_eligible_role_assignment', (d) => assignment(d, { eligible: true })],
  [
    'azurerm_role_definition',
    (d) => [
      {
        kind: 'role',
        ...common(d),
        name: d.get('name'),
        id: given(d.get('role_definition_id')),
        permissions: d.isData ? undefined : d.get('permissions'),
        existing: d.isData,
      },
    ],
  ],
  [
    'azurerm_federated_identity_credential',
    (d) => [
      {
        kind: 'federation',
        ...common(d),
        // Its name changed with version 5 of the provider.
        identity: given(d.get('parent_id')) ?? d.get('user_assigned_identity_id'),
        name: d.get('name'),
        issuer: d.get('issuer'),
        subject: d.get('subject'),
        audiences: listOf(d.get('audience')),
      },
    ],
  ],
  ['azurerm_key_vault_access_policy', (d) => (d.isData ? [] : [accessOf(d.address, d, d.get('key_vault_id'), d.get)])],
  ['azurerm_client_config', () => []],
]);

function assignment(d: Described, extra: { readonly eligible?: true }): readonly AzureDeclaration[] {
  return [
    {
      kind: 'assignment',
      ...common(d),
      principal: d.get('principal_id'),
      principalType: given(d.get('principal_type')),
      // A state has both, and the id is the one that does not change.
      role: given(d.get('role_definition_name')) ?? d.get('role_definition_id'),
      scope: d.get('scope'),
      condition: given(d.get('condition')),
      ...extra,
    },
  ];
}

function resourceOf(d: Described, type: string, row: ResourceRow | undefined): AzureResource {
  const identity = listOf(d.get('identity'))[0];
  const parent = parents.map((name) => given(d.get(name))).find((v) => v !== undefined);
  const isChild = type.split('/').length > 2;
  const id = given(d.get('id'));
  const managed = type === 'microsoft.managedidentity/userassignedidentities';
  return {
    kind: 'resource',
    ...common(d),
    id: knownText(id)?.startsWith('/') === true ? id : undefined,
    group: given(d.get('resource_group_name')),
    subscription: undefined,
    parent: isChild ? parent : undefined,
    type,
    names: [type === 'microsoft.resources/subscriptions' ? given(d.get('subscription_id')) : d.get('name')],
    row,
    existing: d.isData,
    identity:
      identity === undefined || d.isData || identity.kind !== 'object'
        ? undefined
        : { type: get(identity, 'type'), assigned: listOf(get(identity, 'identity_ids')) },
    principal: managed ? given(d.get('principal_id')) : given(get(identity, 'principal_id')),
    client: managed ? given(d.get('client_id')) : undefined,
    runsAs: given(d.get('microsoft_app_msi_id')) ?? given(d.get('microsoft_app_id')),
    keys: keysOf(d, row),
    signatures: type === storageAccount && !d.isData ? signaturesOf(d) : undefined,
    settings: (row?.settings?.terraform ?? []).flatMap((path) => settingsIn(digIn(d, path))),
    tags: d.isData ? undefined : (given(d.get('tags')) ?? { kind: 'object', entries: [], at: d.at }),
  };
}

function digIn(d: Described, path: string): readonly Value[] {
  const [head = '', ...rest] = path.split('.');
  const value = d.get(head);
  if (value === undefined) return [];
  return rest.length === 0 ? [value] : dig({ kind: 'object', entries: [{ key: head, value }], at: d.at }, path);
}

/** The provider knows no policy for keys. */
function signaturesOf(d: Described): AzureResource['signatures'] {
  const block = listOf(d.get('sas_policy'))[0];
  return { period: get(block, 'expiration_period') ?? holeIn(block), action: get(block, 'expiration_action'), due: undefined };
}

function keysOf(d: Described, row: ResourceRow | undefined): AzureResource['keys'] {
  if (row?.keys === undefined || d.isData) return undefined;
  for (const { name, worksWhen } of row.keys.terraform) {
    const value = given(d.get(name));
    if (value !== undefined) return { work: flagOf(value, worksWhen, row.keys.keysWork), at: value.at };
  }
  return { work: row.keys.keysWork, at: d.at };
}

function secretsOf(d: Described, row: ResourceRow | undefined): readonly AzureDeclaration[] {
  if (d.isData) return [];
  return (row?.secrets?.terraform ?? []).flatMap((path) =>
    digIn(d, path).flatMap((value): readonly AzureDeclaration[] => {
      const name = path.slice(path.lastIndexOf('.') + 1);
      return isAbsent(value) || knownText(value) === undefined
        ? []
        : [{ kind: 'secret', ...common(d), key: name === 'value' ? 'key vault secret' : name, value }];
    }),
  );
}

function accessPolicies(d: Described): readonly AzureDeclaration[] {
  const vault: Value = { kind: 'reference', to: d.address, attribute: 'id', at: d.at };
  return listOf(d.get('access_policy')).map((policy, i) =>
    accessOf(`${d.address} access ${i + 1}`, { ...d, at: policy.at }, vault, (name) => get(policy, name)),
  );
}

function accessOf(address: string, d: Described, vault: Value | undefined, read: (name: string) => Value | undefined): AzureDeclaration {
  return {
    kind: 'access',
    ...common(d),
    address,
    vault,
    principal: read('object_id'),
    permissions: ['secret', 'key', 'certificate', 'storage'].flatMap((of) => {
      const may = listOf(read(`${of}_permissions`));
      return may.length === 0 ? [] : [{ of: `${of}s`, may }];
    }),
  };
}

/** A resource of any type, written as ARM writes it (https://registry.terraform.io/providers/Azure/azapi/latest/docs). */
function declareAzapi(d: Described): readonly AzureDeclaration[] {
  if (d.type === 'azapi_resource_action' || d.type === 'azapi_resource_list') return [];
  const type = knownText(d.get('type'))?.split('@')[0]?.toLowerCase();
  if (type === undefined) return [];
  const id = given(d.get('resource_id')) ?? given(d.get('id'));
  const identity = listOf(d.get('identity'))[0];
  const entries = [
    ...(bodyOf(d.get('body'))?.entries ?? []),
    ...(identity === undefined
      ? []
      : [
          {
            key: 'identity',
            value: {
              kind: 'object' as const,
              at: identity.at,
              entries: [
                { key: 'type', value: get(identity, 'type') ?? scalar('', d.at) },
                {
                  key: 'userAssignedIdentities',
                  value: { kind: 'list' as const, items: listOf(get(identity, 'identity_ids')), at: identity.at },
                },
              ],
            },
          },
        ]),
    ...(given(d.get('tags')) === undefined ? [] : [{ key: 'tags', value: d.get('tags') as Value }]),
  ];
  const isExtension = type.startsWith('microsoft.authorization/');
  const parent = given(d.get('parent_id'));
  const isTop = type.split('/').length === 2;
  const shape: ArmShape = {
    ...common(d),
    type,
    names: [d.get('name')],
    existing: d.isData,
    // An update says a part of a resource that is made elsewhere.
    id: knownText(id)?.startsWith('/') === true ? id : undefined,
    ...(isExtension ? { scope: parent } : isTop ? { scope: parent } : { parent }),
    body: { kind: 'object', entries, at: d.at },
  };
  return declareArm(shape);
}

/** The body, as an object or as what `jsonencode` makes of one. */
function bodyOf(value: Value | undefined): (Value & { readonly kind: 'object' }) | undefined {
  return value?.kind === 'object' ? value : undefined;
}
