import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { Access, type Explanation } from '../permissions/aws/access.ts';
import type { ActionUniverse } from '../permissions/aws/action-universe.ts';
import { AwsPermissions } from '../permissions/aws/aws-permissions.ts';
import { withoutResource } from '../permissions/aws/without-resource.ts';
import { AzurePermissions } from '../permissions/azure/azure-permissions.ts';
import { withoutEndedGrants } from '../permissions/ended-grants.ts';
import { EntraPermissions } from '../permissions/entra/entra-permissions.ts';
import { GcpPermissions } from '../permissions/gcp/gcp-permissions.ts';
import { GithubPermissions } from '../permissions/github/github-permissions.ts';
import { KubernetesPermissions } from '../permissions/kubernetes/kubernetes-permissions.ts';
import type { Decision, PermissionEngine } from '../permissions/power.ts';
import { UserError } from '../user-error.ts';
import { readActionsWithoutResource } from './action-table.ts';
import type { ReadInput } from './prepare.ts';
import type { AskedPlane, Circumstances } from './question.ts';

/** Answers questions about actions of one plane. */
export interface Answerer {
  /** Whether an identity is one that the plane's permissions are worked out for. */
  readonly knows: (identity: Identity) => boolean;
  readonly explain: (identity: string, action: string, resource: string | undefined) => Explanation;
}

/** How planes are called, with an action as each writes it. */
export const askedPlanes: Readonly<Record<AskedPlane, { readonly name: string; readonly action: string }>> = {
  aws: { name: 'AWS', action: 's3:GetObject' },
  azure: { name: 'Azure', action: 'Microsoft.Storage/storageAccounts/listKeys/action' },
  entra: { name: 'Entra ID', action: 'microsoft.directory/applications/credentials/update' },
  gcp: { name: 'Google Cloud', action: 'storage.objects.get' },
  github: { name: 'GitHub', action: 'push:main' },
  kubernetes: { name: 'Kubernetes', action: '"get secrets"' },
};

export function answererFor(
  plane: AskedPlane,
  { inventory, now }: Pick<ReadInput, 'inventory' | 'now'>,
  universe: ActionUniverse,
  circumstances: Circumstances,
): Answerer {
  if (plane === 'aws') {
    const engine = new AwsPermissions(inventory, universe, now);
    const access = new Access(inventory, universe, engine, withoutResource(readActionsWithoutResource()));
    return {
      knows: ({ id }) => /^aws:(?:user|role|root)\//.test(id),
      explain: (identity, action, resource) => access.explain(identity, action, resource, circumstances),
    };
  }
  const engine: PermissionEngine = engines[plane](inventory, now);
  const isMicrosoft = plane === 'azure' || plane === 'entra';
  return {
    // Principals of the directory hold roles of Azure as well, and managed identities are principals of the directory.
    knows: (identity) => identity.plane === plane || (isMicrosoft && (identity.plane === 'azure' || identity.plane === 'entra')),
    explain: (identity, action, resource) => explanationOf(engine.decide(identity, action, resource), plane),
  };
}

const engines: Readonly<Record<Exclude<AskedPlane, 'aws'>, (inventory: Inventory, now: Date) => PermissionEngine>> = {
  azure: (inventory, now) => new AzurePermissions(withoutEndedGrants(inventory, now)),
  entra: (inventory, now) => new EntraPermissions(withoutEndedGrants(inventory, now)),
  gcp: (inventory, now) => new GcpPermissions(inventory, now.getTime()),
  github: (inventory) => new GithubPermissions(inventory),
  kubernetes: (inventory) => new KubernetesPermissions(inventory),
};

/** Refuses what cannot be answered: an identity of a plane without an engine, or an action of another plane than its own. */
export function refuseOthers({ id, plane: home }: Identity, asked: AskedPlane): never {
  const plane = home === 'entra' && asked !== 'entra' ? 'azure' : home;
  const known = Object.values(askedPlanes).map((p) => p.name);
  if (!Object.hasOwn(askedPlanes, plane) || plane === asked)
    throw new UserError(`what ${id} may do is not worked out action by action; that is done for identities of ${known.join(', ')}`);
  const { name, action } = askedPlanes[plane as AskedPlane];
  throw new UserError(`${id} is of ${name}, and the action is one of ${askedPlanes[asked].name}; write it like ${action}`);
}

const because: Readonly<Record<Exclude<AskedPlane, 'aws'>, Readonly<Record<Decision['answer'], string>>>> = {
  azure: {
    allowed: 'a role that it holds allows it',
    conditional: 'a role that it holds allows it under a condition',
    denied: 'no role that it holds allows it',
    unknown: 'what it holds is not all known',
  },
  entra: {
    allowed: 'a directory role or permission that it holds allows it',
    conditional: 'a directory role or permission that it holds allows it under a condition',
    denied: 'no directory role or permission that it holds allows it',
    unknown: 'what it holds is not all known',
  },
  gcp: {
    allowed: 'a role that it holds allows it',
    conditional: 'a role that it holds allows it under a condition',
    denied: 'no role that it holds allows it',
    unknown: 'what it holds is not all known',
  },
  github: {
    allowed: 'it may, without anybody else',
    conditional: 'it may with the word of somebody else',
    denied: 'it may not',
    unknown: 'what it holds is not all known',
  },
  kubernetes: {
    allowed: 'a rule of a role bound to it allows it',
    conditional: 'a rule of a role bound to it allows it under a condition',
    denied: 'no rule of a role bound to it allows it',
    unknown: 'what it holds is not all known',
  },
};

function explanationOf({ answer, statements, conditionKeys, reasons = [] }: Decision, plane: Exclude<AskedPlane, 'aws'>): Explanation {
  return {
    decision: answer,
    statements,
    conditionKeys,
    reasons: reasons.length > 0 ? reasons : [because[plane][answer]],
    missing: [],
  };
}
