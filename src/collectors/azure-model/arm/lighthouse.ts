import { plainArmId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, objectOf, objectsOf, type Plain, scopeOfId, textOf } from './arm-object.ts';
import { emitHeldRole } from './assignments.ts';

/**
 * A registration of Azure Lighthouse: principals of another tenant hold roles on a subscription or resource group, and stand
 * in none of its role assignments (https://learn.microsoft.com/rest/api/managedservices/registration-assignments).
 */
export function readRegistration(context: ArmContext, { id, properties }: ArmObject, at: Evidence): void {
  const scope = plainArmId(scopeOfId(id));
  const definition = objectOf(objectOf(properties, 'registrationDefinition'), 'properties');
  if (definition === undefined) {
    const named = textOf(properties, 'registrationDefinitionId');
    context.later(() => {
      const known = named === undefined ? undefined : context.registrations.get(plainArmId(named));
      if (known !== undefined) readAuthorizations(context, known, scope, at);
      else
        context.gap(
          'registration',
          {
            what: 'what a registration of Azure Lighthouse allows',
            why: 'not-given',
            detail: 'the assignment does not hold its definition',
            permission: 'az managedservices assignment list --include-definition true',
          },
          at,
        );
    });
    return;
  }
  readAuthorizations(context, definition, scope, at);
}

/** A definition, which assignments name. */
export function readRegistrationDefinition(context: ArmContext, { id, properties }: ArmObject): void {
  context.registrations.set(id, properties);
}

function readAuthorizations(context: ArmContext, definition: Plain, scope: string, at: Evidence): void {
  const tenant = (textOf(definition, 'managedByTenantId') ?? textOf(definition, 'manageeTenantId'))?.toLowerCase();
  const tenantName = textOf(definition, 'managedByTenantName') ?? tenant;
  for (const [list, eligible] of [
    ['authorizations', false],
    ['eligibleAuthorizations', true],
  ] as const) {
    for (const authorization of objectsOf(definition, list)) {
      const principal = textOf(authorization, 'principalId')?.toLowerCase();
      const role = textOf(authorization, 'roleDefinitionId');
      if (principal === undefined || role === undefined) continue;
      const id = `entra:principal/${principal}`;
      const name = textOf(authorization, 'principalIdDisplayName') ?? principal;
      if (!context.holders.has(id))
        context.identity({
          id,
          plane: 'entra',
          kind: 'entra-foreign-principal',
          name: withoutKnownSecrets(tenantName === undefined ? name : `${name} (${tenantName})`),
          scope: tenant ?? '',
          nature: 'third-party',
          agent: false,
          standing: 'observed',
          ...(tenant === undefined ? {} : { entra: { tenant } }),
          evidence: [at],
        });
      emitHeldRole(context, { principal, principalType: undefined, role, scope, eligible }, at);
    }
  }
}
