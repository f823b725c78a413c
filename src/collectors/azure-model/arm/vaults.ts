import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import { type ArmContext, principalWord } from './arm-context.ts';
import { type ArmObject, flagOf, objectOf, objectsOf, type Plain, parentOfId, textOf, textsOf, timeOf } from './arm-object.ts';

/** The address of a secret of a vault, in the clouds that Azure has. */
const secretAddress = /^https:\/\/([a-z0-9-]{1,60})\.vault\.[a-z0-9.-]{1,60}\/secrets\/([^/]{1,200})/i;

/** Whether a row is one of `az keyvault secret list`, whose id is the secret's address. */
export function isVaultSecret(raw: Plain): boolean {
  return secretAddress.test(textOf(raw, 'id') ?? '') && objectOf(raw, 'attributes') !== undefined;
}

/** A secret as the vault itself lists it, without its value (https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets). */
export function readVaultSecret(context: ArmContext, raw: Plain, at: Evidence): void {
  const [, vault = '', name = ''] = secretAddress.exec(textOf(raw, 'id') ?? '') ?? [];
  emitSecret(context, { vault }, name, raw, objectOf(raw, 'attributes'), at);
}

/** A secret as ARM lists it, without its value (https://learn.microsoft.com/rest/api/keyvault/keyvault/secrets/list). */
export function readArmSecret(context: ArmContext, { id, name, properties }: ArmObject, at: Evidence): void {
  const vault = parentOfId(id);
  emitSecret(context, { vault: vault.split('/').at(-1) ?? '', scope: vault }, name, properties, objectOf(properties, 'attributes'), at);
}

function emitSecret(
  context: ArmContext,
  { vault, scope }: { readonly vault: string; readonly scope?: string },
  name: string,
  of: Plain,
  attributes: Plain | undefined,
  at: Evidence,
): void {
  const short = name.slice(name.lastIndexOf('/') + 1);
  // The private key of a certificate is renewed with it.
  const isManaged = flagOf(of, 'managed') === true;
  const expiresAt = timeOf(attributes, 'expires') ?? timeOf(attributes, 'exp');
  const value: Draft<Credential> = {
    id: `azure:key-vault-secret/${vault.toLowerCase()}/${short.toLowerCase()}`,
    kind: 'azure-key-vault-secret',
    name: withoutKnownSecrets(`${vault}/${short}`),
    static: expiresAt === undefined && !isManaged,
    provider: 'azure',
    purpose: 'other',
    evidence: [at],
  };
  if (scope !== undefined) value.scope = scope;
  if (expiresAt !== undefined) value.expiresAt = expiresAt;
  else if (attributes !== undefined && !isManaged) value.expiresAt = null;
  if (isManaged) value.rotation = true;
  const enabled = flagOf(attributes, 'enabled');
  const createdAt = timeOf(attributes, 'created');
  const changedAt = timeOf(attributes, 'updated');
  if (enabled !== undefined) value.enabled = enabled;
  if (createdAt !== undefined) value.createdAt = createdAt;
  if (changedAt !== undefined) value.changedAt = changedAt;
  context.emit({ type: 'credential', value });
}

/** The access policies of a vault that does not use roles for its data (https://learn.microsoft.com/azure/key-vault/general/assign-access-policy). */
export function readVaultAccess(context: ArmContext, { id, properties }: ArmObject, at: Evidence): void {
  if (flagOf(properties, 'enableRbacAuthorization') === true) return;
  for (const policy of objectsOf(properties, 'accessPolicies')) {
    const object = textOf(policy, 'objectId')?.toLowerCase();
    const permissions = objectOf(policy, 'permissions');
    if (object === undefined || permissions === undefined) continue;
    const may = ['keys', 'secrets', 'certificates', 'storage']
      .flatMap((of) => {
        const actions = textsOf(permissions, of) ?? [];
        return actions.length === 0 ? [] : [`${of} ${actions.join(', ')}`];
      })
      .join('; ');
    if (may === '') continue;
    const name = `key vault access: ${may.toLowerCase()}`;
    // What it is, other answers tell.
    context.later(() => {
      const holder = `entra:${principalWord(context.principalTypes.get(object))}/${object}`;
      context.emit({
        type: 'grant',
        value: {
          id: `${holder}#attached/${name}@${id}`,
          holder,
          kind: 'attached',
          name,
          scope: id,
          role: may.slice(0, 400),
          evidence: [at],
        },
      });
    });
  }
}
