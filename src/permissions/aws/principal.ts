import type { Identity } from '../../inventory/identity.ts';
import type { VariableValues } from './policy-variables.ts';

/** The parts of an AWS identity that evaluation needs. */
export interface Principal {
  readonly id: string;
  readonly type: 'user' | 'role' | 'root' | 'other';
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly serviceLinked: boolean;
}

/** Reads `aws:role/<account>/<name>`, `aws:user/<account>/<name>` and `aws:root/<account>`. */
export function principalOf(id: string, identity: Identity | undefined): Principal {
  const [kind = '', account = '', name = ''] = id.split('/', 3);
  const type = kind === 'aws:user' ? 'user' : kind === 'aws:role' ? 'role' : kind === 'aws:root' ? 'root' : 'other';
  return {
    id,
    type,
    account: identity?.aws?.account ?? account,
    name,
    path: identity?.aws?.path ?? '/',
    serviceLinked: identity?.aws?.service_linked ?? identity?.providerManaged ?? false,
  };
}

/** The principal's own ARN, in the partition that ARNs are compared in. */
export function arnOf(principal: Principal): string {
  return `arn:aws:iam::${principal.account}:${principal.type}${principal.path}${principal.name}`;
}

/**
 * Values of policy variables that the identity itself decides. `aws:username` exists for users only; the tags of a role
 * may be added to by session tags, those of a user are the user's
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse).
 */
export function variablesOf(principal: Principal, identity: Identity | undefined): VariableValues {
  return (key) => {
    const lower = key.toLowerCase();
    if (lower === 'aws:username') return principal.type === 'user' ? principal.name : principal.type === 'role' ? null : undefined;
    if (lower === 'aws:principalaccount') return principal.account === '' ? undefined : principal.account;
    if (lower === 'aws:principaltype') return { user: 'User', role: 'AssumedRole', root: 'Account', other: undefined }[principal.type];
    if (lower.startsWith('aws:principaltag/') && principal.type === 'user' && identity?.tags) {
      return tagValue(identity.tags, lower.slice('aws:principaltag/'.length));
    }
    return undefined;
  };
}

/** Tag keys in condition keys are not case-sensitive. */
function tagValue(tags: Readonly<Record<string, string>>, key: string): string | null {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === key)?.[1] ?? null;
}
