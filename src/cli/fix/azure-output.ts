import { idOfRole } from '../../inventory/azure-built-in-roles.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { NewAssignment } from '../../permissions/azure/smaller-roles.ts';
import { inertJson, plain } from '../../reporters/escape.ts';
import type { AzureFixPlan } from './azure-fix.ts';
import { type FixFormat, indented, quoteWord } from './fix-output.ts';

/** Smaller roles as JSON, as commands of az, or as Terraform. Only the last two hold the notes. */
export function renderAzureFix(plan: AzureFixPlan, format: FixFormat): string {
  switch (format) {
    case 'json':
      return `${indented(asRecord(plan), '', 2)}\n`;
    case 'cli':
      return `${[...comments(plan), ...commands(plan)].join('\n')}\n`;
    case 'terraform':
      return `${[...comments(plan), ...terraform(plan)].join('\n')}\n`;
  }
}

function asRecord({ identity, assignments, removed, groups }: AzureFixPlan): Readonly<Record<string, unknown>> {
  return {
    identity: identity.id,
    assign: assignments.map((a, i) => ({
      role: a.builtIn === undefined ? definitionOf(a, roleName(identity, i)) : { id: a.builtIn.id, name: a.builtIn.name },
      scope: a.scope,
      ...(a.condition === undefined ? {} : { condition: a.condition, conditionVersion: '2.0' }),
    })),
    remove: removed.map(({ name, policy, scope }) => ({ role: name, id: policy?.slice('azure:role/'.length), scope })),
    leaveGroups: groups.map((group) => group.slice(group.indexOf('/') + 1)),
  };
}

/** A custom role as az takes it (https://learn.microsoft.com/azure/role-based-access-control/custom-roles-cli). */
function definitionOf({ permissions, scope }: NewAssignment, name: string): Readonly<Record<string, unknown>> {
  return {
    Name: name,
    IsCustom: true,
    Description: 'What one machine identity needs',
    Actions: permissions.actions,
    NotActions: permissions.notActions,
    DataActions: permissions.dataActions,
    NotDataActions: permissions.notDataActions,
    AssignableScopes: [assignableScope(scope)],
  };
}

/** A role of one's own is assignable in a management group, a subscription or a resource group, not in a resource. */
function assignableScope(scope: string): string {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(scope)?.[0] ?? /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? scope;
}

function roleName({ name }: Identity, i: number): string {
  return `nhi-fix-${name}${i === 0 ? '' : `-${i + 1}`}`;
}

/** The object id of a principal, or a command that asks for it. */
function objectId({ id, aliases = [] }: Identity): string {
  const own = [id, ...aliases].find((one) => one.startsWith('entra:service-principal/'));
  if (own !== undefined) return quoteWord(own.slice('entra:service-principal/'.length));
  const [, subscription, group, name] = /^azure:managed-identity\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (name !== undefined)
    return `"$(az identity show --subscription ${quoteWord(subscription ?? '')} --resource-group ${quoteWord(group ?? '')} --name ${quoteWord(name)} --query principalId --output tsv)"`;
  return 'OBJECT_ID';
}

function comments({ notes, identity, before, after }: AzureFixPlan): readonly string[] {
  return [`${plain(identity.id)}: ${before} known actions now, ${after} with these roles`, ...notes].map((line) => `# ${plain(line)}`);
}

function commands({ identity, assignments, removed, groups }: AzureFixPlan): readonly string[] {
  const who = objectId(identity);
  return [
    ...assignments.flatMap((a, i) => {
      const name = roleName(identity, i);
      const make =
        a.builtIn === undefined ? [`az role definition create --role-definition ${quoteWord(inertJson(definitionOf(a, name)))}`] : [];
      const limit = a.condition === undefined ? '' : ` --condition ${quoteWord(a.condition)} --condition-version 2.0`;
      const role = quoteWord(a.builtIn?.id ?? name);
      return [
        ...make,
        `az role assignment create --assignee-object-id ${who} --assignee-principal-type ServicePrincipal --role ${role} --scope ${quoteWord(a.scope)}${limit}`,
      ];
    }),
    ...removed.map(
      ({ name, policy, scope = '' }) =>
        `az role assignment delete --assignee ${who} --role ${quoteWord(idOfRole(name) ?? policy?.slice('azure:role/'.length) ?? name)} --scope ${quoteWord(scope)}`,
    ),
    ...groups.map((group) => `az ad group member remove --group ${quoteWord(group.slice(group.indexOf('/') + 1))} --member-id ${who}`),
  ];
}

function terraform({ identity, assignments, removed, groups }: AzureFixPlan): readonly string[] {
  const label = `nhi_fix_${identity.name.replace(/\W/g, '_')}`;
  const text = (value: string): string =>
    inertJson(value)
      .replaceAll('${', () => '$${')
      .replaceAll('%{', () => '%%{');
  const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;
  return [
    ...assignments.flatMap((a, i) => {
      const own = `${label}_${i + 1}`;
      const role =
        a.builtIn === undefined
          ? [
              `resource "azurerm_role_definition" "${own}" {`,
              `  name  = ${text(roleName(identity, i))}`,
              `  scope = ${text(assignableScope(a.scope))}`,
              '  permissions {',
              ...(
                [
                  ['actions', a.permissions.actions],
                  ['data_actions', a.permissions.dataActions],
                  ['not_actions', a.permissions.notActions],
                  ['not_data_actions', a.permissions.notDataActions],
                ] as const
              ).flatMap(([name, values], at) => (values.length > 0 || at < 2 ? [`    ${name.padEnd(12)} = ${list(values)}`] : [])),
              '  }',
              '}',
              '',
            ]
          : [];
      const definition =
        a.builtIn === undefined
          ? `  role_definition_id = azurerm_role_definition.${own}.role_definition_resource_id`
          : `  role_definition_name = ${text(a.builtIn.name)}`;
      return [
        ...role,
        `resource "azurerm_role_assignment" "${own}" {`,
        `  scope = ${text(a.scope)}`,
        definition,
        `  principal_id = var.${label}_object_id`,
        ...(a.condition === undefined ? [] : [`  condition = ${text(a.condition)}`, '  condition_version = "2.0"']),
        '}',
        '',
      ];
    }),
    `variable "${label}_object_id" {`,
    '  type = string',
    '}',
    '',
    ...removed.map(({ name, scope = '' }) => `# Take away: ${plain(name)} on ${plain(scope)}`),
    ...groups.map((group) => `# Take it out of the group ${plain(group.slice(group.indexOf('/') + 1))} as well.`),
  ];
}
