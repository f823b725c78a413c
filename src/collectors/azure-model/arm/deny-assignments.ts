import { azurePath, plainArmId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { DenyRule, Policy } from '../../../inventory/policy.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import { type ArmContext, principalWord } from './arm-context.ts';
import { type ArmObject, fieldOf, flagOf, objectsOf, scopeOfId, textOf } from './arm-object.ts';
import { permissionsOf } from './role-definitions.ts';
import { scopeId } from './scopes.ts';

/** Stands for all principals, where the type says that the system defines it. */
const everybody = '00000000-0000-0000-0000-000000000000';

/**
 * A deny assignment: it takes actions away at a scope and below it, whatever roles give
 * (https://learn.microsoft.com/azure/role-based-access-control/deny-assignments).
 */
export function readDenyAssignment(context: ArmContext, { id, name, properties }: ArmObject, at: Evidence): void {
  const denies = permissionsOf(fieldOf(properties, 'permissions'));
  const shown = withoutKnownSecrets(textOf(properties, 'denyAssignmentName') ?? name);
  if (denies === undefined) context.unreadable('what a deny assignment takes away', `cannot be read (${shown})`, at);
  const scope = plainArmId(textOf(properties, 'scope') ?? scopeOfId(id)) || '/';
  const condition = textOf(properties, 'condition');
  const principals = (key: string): readonly string[] => objectsOf(properties, key).flatMap((p) => principalsOf(p));
  const rule: Draft<DenyRule> = { principals: principals('principals'), exceptPrincipals: principals('excludePrincipals') };
  if (denies !== undefined) rule.denies = denies;
  if (condition !== undefined) rule.condition = withoutKnownSecrets(condition).slice(0, 8000);
  if (flagOf(properties, 'doNotApplyToChildScopes') === true) rule.here = true;
  const policy: Draft<Policy> = {
    id: `azure:deny-assignment/${azurePath(id)}`,
    kind: 'azure-deny-assignment',
    name: shown,
    providerManaged: flagOf(properties, 'isSystemProtected') === true,
    evidence: [at],
  };
  if (denies !== undefined) policy.denies = [rule];
  context.emit({ type: 'policy', value: policy });
  const holder = scopeId(scope);
  context.emit({
    type: 'grant',
    value: { id: `${holder}#scp/${policy.id}`, holder, kind: 'scp', name: shown, policy: policy.id, scope, evidence: [at] },
  });
}

/** The ids under which a principal may be known: where its type is not told, all of them. */
function principalsOf(principal: Parameters<typeof textOf>[0]): readonly string[] {
  const object = textOf(principal, 'id')?.toLowerCase();
  if (object === undefined) return [];
  if (object === everybody) return ['*'];
  const word = principalWord(textOf(principal, 'type'));
  const words = word === 'principal' ? ['service-principal', 'user', 'group'] : [word];
  return words.map((w) => `entra:${w}/${object}`);
}
