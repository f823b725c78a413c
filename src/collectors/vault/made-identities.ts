import { nameOfRole } from '../../inventory/azure-built-in-roles.ts';
import { plainArmId } from '../../inventory/azure-id.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { accountOfArn, stackAccount } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { readPolicyDocument } from '../aws-policy/policy-document.ts';
import { type Answer, isAnswer, listOf, textOf, textsOf } from './vault-api.ts';

/** A role of an engine that makes identities anew. */
export interface Making {
  readonly vault: string;
  readonly mount: string;
  readonly name: string;
  readonly role: Answer;
  /** The account of the engine's own key, where that is known. */
  readonly account: string | undefined;
  readonly evidence: readonly Evidence[];
}

/** What an engine makes, each time under another name: one stands for all. */
export interface Made {
  readonly id: string;
  readonly fragments: readonly Fragment[];
}

/**
 * Users of AWS, and sessions of the engine's own user, with the policies that the role names
 * (https://developer.hashicorp.com/vault/api-docs/secret/aws#create-update-role). Of an account that nothing tells, a stand-in counts.
 */
export function madeAwsUser({ vault, mount, name, role, account, evidence }: Making): Made | undefined {
  const types = textsOf(role.credential_types).length > 0 ? textsOf(role.credential_types) : textsOf(role.credential_type);
  if (!types.some((t) => t === 'iam_user' || t === 'federation_token')) return undefined;
  const arns = listOf(role.policy_arns);
  const named = arns.map(accountOfArn).find((a) => a !== undefined);
  const scope = account ?? named ?? stackAccount(vault, mount);
  const id = `aws:user/${scope}/vault.${mount.replaceAll('/', '.')}.${name}`;
  const holder: Identity = {
    id,
    plane: 'aws',
    kind: 'aws-vault-user',
    name: `users that the vault makes for ${mount}/${name}`,
    scope,
    nature: 'workload',
    agent: false,
    standing: 'declared',
    grantsListed: true,
    evidence,
  };
  const fragments: Fragment[] = [{ type: 'identity', value: holder }];
  for (const arn of arns) {
    const policy = arn.slice(arn.lastIndexOf('/') + 1);
    fragments.push({
      type: 'grant',
      value: { id: `${id}#attached/${policy}`, holder: id, kind: 'attached', name: policy, policy: arn, evidence },
    });
  }
  const text = textOf(role.policy_document) || textOf(role.policy);
  if (text !== '') {
    const { document } = readPolicyDocument(text);
    if (document !== undefined) fragments.push({ type: 'document', value: document });
    const inline = document === undefined ? {} : { document: document.id };
    fragments.push({ type: 'grant', value: { id: `${id}#inline/${name}`, holder: id, kind: 'inline', name, ...inline, evidence } });
  }
  for (const group of listOf(role.iam_groups))
    fragments.push({ type: 'membership', value: { identity: id, group: `aws:group/${scope}/${group}` } });
  return { id, fragments };
}

/** Service principals of Azure with the roles that the role names (https://developer.hashicorp.com/vault/api-docs/secret/azure#create-update-role). */
export function madeAzurePrincipal({ vault, mount, name, role, evidence }: Making): Made | undefined {
  const roles = (Array.isArray(role.azure_roles) ? role.azure_roles : []).filter(isAnswer);
  if (roles.length === 0 || textOf(role.application_object_id) !== '') return undefined;
  const id = `entra:service-principal/vault.${vault}.${mount.replaceAll('/', '.')}.${name}`;
  const holder: Identity = {
    id,
    plane: 'entra',
    kind: 'entra-vault-service-principal',
    name: `service principals that the vault makes for ${mount}/${name}`,
    scope: '',
    nature: 'workload',
    agent: false,
    standing: 'declared',
    evidence,
  };
  const grants = roles.map(({ role_id: roleId, role_name: roleName, scope }): Fragment => {
    const guid = textOf(roleId).split('/').at(-1)?.toLowerCase() ?? '';
    const on = plainArmId(textOf(scope)) || '/';
    const called = nameOfRole(guid) ?? (textOf(roleName) || guid);
    const policy = `azure:role/${guid}`;
    return {
      type: 'grant',
      value: {
        id: `${id}#attached/${policy}@${on}`,
        holder: id,
        kind: 'attached',
        name: called,
        policy,
        scope: on,
        role: called,
        evidence,
      },
    };
  });
  return { id, fragments: [{ type: 'identity', value: holder }, ...grants] };
}
