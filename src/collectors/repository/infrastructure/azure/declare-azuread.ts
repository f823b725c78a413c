import { common, type Described, given } from '../terraform/described.ts';
import { entriesIn, knownText, listOf } from '../value.ts';
import type { Application, AzureDeclaration } from './declarations.ts';

type Declare = (d: Described) => readonly AzureDeclaration[];

/** What a resource of the provider azuread declares (https://registry.terraform.io/providers/hashicorp/azuread/latest/docs). */
export function declareAzuread(d: Described): readonly AzureDeclaration[] {
  return resources.get(d.type)?.(d) ?? [];
}

const resources: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ['azuread_application', (d) => [applicationOf(d, false), ...passwordBlocks(d)]],
  ['azuread_application_registration', (d) => [applicationOf(d, false)]],
  ['azuread_service_principal', (d) => [applicationOf(d, true)]],
  ['azuread_application_password', secret('entra-client-secret', 'application_id', 'application_object_id')],
  ['azuread_application_certificate', secret('entra-client-certificate', 'application_id', 'application_object_id')],
  ['azuread_service_principal_password', secret('entra-client-secret', 'service_principal_id')],
  ['azuread_service_principal_certificate', secret('entra-client-certificate', 'service_principal_id')],
  ['azuread_application_federated_identity_credential', federation],
  ['azuread_application_flexible_federated_identity_credential', federation],
  [
    'azuread_app_role_assignment',
    (d) => [
      {
        kind: 'app-role',
        ...common(d),
        principal: d.get('principal_object_id'),
        resource: d.get('resource_object_id'),
        role: d.get('app_role_id'),
      },
    ],
  ],
  [
    'azuread_service_principal_delegated_permission_grant',
    (d) => [
      {
        kind: 'delegated',
        ...common(d),
        principal: d.get('service_principal_object_id'),
        resource: d.get('resource_service_principal_object_id'),
        scopes: listOf(d.get('claim_values')),
        forOne: given(d.get('user_object_id')) !== undefined,
      },
    ],
  ],
  [
    'azuread_directory_role_assignment',
    (d) => [
      {
        kind: 'directory-role',
        ...common(d),
        principal: d.get('principal_object_id'),
        role: d.get('role_id'),
        scope: given(d.get('directory_scope_id')) ?? given(d.get('directory_scope_object_id')),
      },
    ],
  ],
  [
    'azuread_directory_role_member',
    (d) => [{ kind: 'directory-role', ...common(d), principal: d.get('member_object_id'), role: d.get('role_object_id') }],
  ],
  [
    'azuread_directory_role',
    (d) => [
      {
        kind: 'role',
        ...common(d),
        name: given(d.get('display_name')),
        id: given(d.get('template_id')),
        permissions: undefined,
        existing: true,
      },
    ],
  ],
  [
    'azuread_custom_directory_role',
    (d) => [
      { kind: 'role', ...common(d), name: d.get('display_name'), id: given(d.get('template_id')), permissions: undefined, existing: false },
    ],
  ],
]);

function applicationOf(d: Described, isPrincipal: boolean): Application {
  const owners = d.get('owners');
  return {
    kind: 'application',
    ...common(d),
    isPrincipal,
    name: given(d.get('display_name')),
    client: given(d.get('client_id')) ?? given(d.get('application_id')),
    object: given(d.get('object_id')),
    owners: owners === undefined || d.isData ? undefined : listOf(owners),
    // `use_existing` takes up a principal that is there, mostly one of Microsoft's.
    existing: d.isData || knownText(d.get('use_existing')) === 'true',
  };
}

/** A password that is made with the application. */
function passwordBlocks(d: Described): readonly AzureDeclaration[] {
  if (d.isData) return [];
  return listOf(d.get('password')).flatMap((block, i): readonly AzureDeclaration[] => {
    if (block.kind !== 'object') return [];
    const entries = new Map(entriesIn(block).map((e) => [e.key, e.value]));
    return [
      {
        kind: 'application-secret',
        ...common(d),
        address: `${d.address} password ${i + 1}`,
        at: block.at,
        what: 'entra-client-secret',
        of: { kind: 'reference', to: d.address, attribute: 'id', at: block.at },
        name: given(entries.get('display_name')),
        keyId: given(entries.get('key_id')),
        startsAt: given(entries.get('start_date')),
        endsAt: given(entries.get('end_date')),
        value: given(entries.get('value')),
      },
    ];
  });
}

function secret(what: 'entra-client-secret' | 'entra-client-certificate', ...owners: readonly string[]): Declare {
  return (d) => [
    {
      kind: 'application-secret',
      ...common(d),
      what,
      of: owners.map((name) => given(d.get(name))).find((v) => v !== undefined),
      name: given(d.get('display_name')),
      keyId: given(d.get('key_id')),
      startsAt: given(d.get('start_date')),
      endsAt: given(d.get('end_date')),
      // Of a certificate only the public part stands here.
      value: what === 'entra-client-secret' ? given(d.get('value')) : undefined,
    },
  ];
}

function federation(d: Described): readonly AzureDeclaration[] {
  return [
    {
      kind: 'federation',
      ...common(d),
      identity: given(d.get('application_id')) ?? d.get('application_object_id'),
      name: d.get('display_name'),
      issuer: d.get('issuer'),
      subject: given(d.get('subject')),
      audiences: listOf(given(d.get('audiences')) ?? d.get('audience')),
      expression: given(d.get('claims_matching_expression')),
    },
  ];
}
