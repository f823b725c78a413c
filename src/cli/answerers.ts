import type { Identity } from '../inventory/identity.ts';
import { Access, type Explanation } from '../permissions/aws/access.ts';
import type { ActionUniverse } from '../permissions/aws/action-universe.ts';
import { AwsPermissions } from '../permissions/aws/aws-permissions.ts';
import { GcpPermissions } from '../permissions/gcp/gcp-permissions.ts';
import { KubernetesPermissions } from '../permissions/kubernetes/kubernetes-permissions.ts';
import type { Decision, PermissionEngine } from '../permissions/power.ts';
import { UserError } from '../user-error.ts';
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
  gcp: { name: 'Google Cloud', action: 'storage.objects.get' },
  kubernetes: { name: 'Kubernetes', action: '"get secrets"' },
};

export function answererFor(
  plane: AskedPlane,
  { inventory, now }: Pick<ReadInput, 'inventory' | 'now'>,
  universe: ActionUniverse,
  circumstances: Circumstances,
): Answerer {
  if (plane === 'aws') {
    const access = new Access(inventory, universe, new AwsPermissions(inventory, universe, now));
    return {
      knows: ({ id }) => /^aws:(?:user|role|root)\//.test(id),
      explain: (identity, action, resource) => access.explain(identity, action, resource, circumstances),
    };
  }
  const engine: PermissionEngine = plane === 'gcp' ? new GcpPermissions(inventory, now.getTime()) : new KubernetesPermissions(inventory);
  return {
    knows: (identity) => identity.plane === plane,
    explain: (identity, action, resource) => explanationOf(engine.decide(identity, action, resource), plane),
  };
}

/** Refuses what cannot be answered: an identity of a plane without an engine, or an action of another plane than its own. */
export function refuseOthers({ id, plane }: Identity, asked: AskedPlane): never {
  const known = Object.values(askedPlanes).map((p) => p.name);
  if (!Object.hasOwn(askedPlanes, plane) || plane === asked)
    throw new UserError(`what ${id} may do is not worked out action by action; that is done for identities of ${known.join(', ')}`);
  const { name, action } = askedPlanes[plane as AskedPlane];
  throw new UserError(`${id} is of ${name}, and the action is one of ${askedPlanes[asked].name}; write it like ${action}`);
}

const because: Readonly<Record<'gcp' | 'kubernetes', Readonly<Record<Decision['answer'], string>>>> = {
  gcp: {
    allowed: 'a role that it holds allows it',
    conditional: 'a role that it holds allows it under a condition',
    denied: 'no role that it holds allows it',
    unknown: 'what it holds is not all known',
  },
  kubernetes: {
    allowed: 'a rule of a role bound to it allows it',
    conditional: 'a rule of a role bound to it allows it under a condition',
    denied: 'no rule of a role bound to it allows it',
    unknown: 'what it holds is not all known',
  },
};

function explanationOf({ answer, statements, conditionKeys, reasons = [] }: Decision, plane: 'gcp' | 'kubernetes'): Explanation {
  return {
    decision: answer,
    statements,
    conditionKeys,
    reasons: reasons.length > 0 ? reasons : [because[plane][answer]],
    missing: [],
  };
}
