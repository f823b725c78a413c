import { azurePath, azureResourceId, isGuid } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, objectOf, parentOfId, textOf, timeOf } from './arm-object.ts';
import { emitWorkload } from './resources.ts';

/**
 * A connection of an automation account: a run-as account is an application, whose certificate the account keeps
 * (https://learn.microsoft.com/rest/api/automation/connection).
 */
export function readAutomationConnection(context: ArmContext, object: ArmObject, at: Evidence): void {
  const fields = objectOf(object.properties, 'fieldDefinitionValues');
  const client = textOf(fields, 'ApplicationId')?.toLowerCase();
  if (client === undefined || !isGuid(client)) return;
  const identity = `entra:application/${client}`;
  context.identity({
    id: identity,
    plane: 'entra',
    kind: 'entra-application',
    name: client,
    scope: '',
    nature: 'workload',
    agent: false,
    standing: 'named',
    evidence: [at],
  });
  const account = parentOfId(object.id);
  emitWorkload(
    context,
    { ...object, name: account.split('/').at(-1) ?? object.name },
    { id: `${azureResourceId(account)}#${withoutKnownSecrets(object.name)}`, kind: 'azure-automation-account', identity },
    at,
  );
}

/** A certificate that an automation account keeps. */
export function readAutomationCertificate(context: ArmContext, { id, name, properties }: ArmObject, at: Evidence): void {
  const expiresAt = timeOf(properties, 'expiryTime');
  const createdAt = timeOf(properties, 'creationTime');
  context.emit({
    type: 'credential',
    value: {
      id: `azure:automation-certificate/${azurePath(id)}`,
      kind: 'azure-automation-certificate',
      name: withoutKnownSecrets(name),
      static: expiresAt === undefined,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(createdAt === undefined ? {} : { createdAt }),
      provider: 'azure',
      purpose: 'cloud',
      evidence: [at],
    },
  });
}
