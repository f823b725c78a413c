import type { Identity } from '../../inventory/identity.ts';

/** The parts of an AWS identity that evaluation needs. */
export interface Principal {
  readonly id: string;
  readonly type: 'user' | 'role' | 'root' | 'other';
  readonly account: string;
  readonly name: string;
  readonly path: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
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
    partition: identity?.aws?.partition ?? 'aws',
    serviceLinked: identity?.aws?.service_linked ?? identity?.providerManaged ?? false,
  };
}

/** The principal's own ARN, in the partition that ARNs are compared in. */
export function arnOf(principal: Principal): string {
  return `arn:aws:iam::${principal.account}:${principal.type}${principal.path}${principal.name}`;
}
