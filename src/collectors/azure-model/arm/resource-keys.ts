import { azurePath, azureResourceId } from '../../../inventory/azure-id.ts';
import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { below, type Draft } from '../../place-below.ts';
import type { ResourceRow } from '../resource-rows.ts';
import { signatureFacts } from '../signature-policy.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, fieldOf, objectOf, type Plain, pointerIn, textOf, timeOf, valuesAt } from './arm-object.ts';

/** The keys that open a resource without any identity: whether they work, and since when they are the same. */
export function readKeys(context: ArmContext, object: ArmObject, row: ResourceRow, at: Evidence): void {
  const keys = row.keys ?? (isFunctionApp(object) ? functionKeys : undefined);
  if (keys === undefined) return;
  const enabled = 'arm' in keys ? worksIn(object, keys) : true;
  const value: Draft<Credential> = {
    id: `azure:resource-key/${azurePath(object.id)}`,
    kind: keys.credential,
    name: withoutKnownSecrets(object.name),
    static: true,
    expiresAt: null,
    provider: 'azure',
    purpose: keys.purpose,
    resource: azureResourceId(object.id),
    evidence: ['arm' in keys ? below(at, pointerIn(object, keys.arm.path.replace(/^properties/, '').replaceAll('.', '/'))) : at],
  };
  if (enabled !== undefined) value.enabled = enabled;
  // The older of the two keys is the one to worry about.
  const made = objectOf(object.properties, 'keyCreationTime');
  const changedAt = [timeOf(made, 'key1'), timeOf(made, 'key2')].filter((t) => t !== undefined).sort()[0];
  if (changedAt !== undefined) value.changedAt = changedAt;
  const policies = object.type === 'microsoft.storage/storageaccounts' && object.hasSettings ? policiesOf(object.properties) : undefined;
  if (policies !== undefined) value.azure = policies;
  context.emit({ type: 'credential', value });
}

function policiesOf(properties: Plain): Facts<'AzureCredential'> {
  const [sas, key] = [objectOf(properties, 'sasPolicy'), objectOf(properties, 'keyPolicy')];
  return signatureFacts({
    period: textOf(sas, 'sasExpirationPeriod'),
    action: textOf(sas, 'expirationAction'),
    due: fieldOf(key, 'keyExpirationPeriodInDays'),
  });
}

/** Whether keys work: as the setting says, undefined where no settings are given, as always where there is none. */
function worksIn({ properties, hasSettings }: ArmObject, { arm, keysWork }: NonNullable<ResourceRow['keys']>): boolean | undefined {
  if (!hasSettings) return undefined;
  const value = valuesAt({ properties }, arm.path)[0];
  return typeof value === 'boolean' ? (value ? arm.worksWhen : !arm.worksWhen) : value === undefined ? keysWork : undefined;
}

/** Every app with functions has host keys, which open all functions that ask for a key (https://learn.microsoft.com/azure/azure-functions/function-keys-how-to). */
const functionKeys = { credential: 'azure-function-key', purpose: 'cloud' } as const;

function isFunctionApp({ type, raw }: ArmObject): boolean {
  return (
    type === 'microsoft.web/sites' && /functionapp/i.test(textOf(raw, 'kind') ?? '') && !/workflowapp/i.test(textOf(raw, 'kind') ?? '')
  );
}
