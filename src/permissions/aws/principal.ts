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
  const { type, account, serviceLinked } = holderOf(id, identity);
  return {
    id,
    type,
    account,
    name: id.split('/', 3)[2] ?? '',
    path: identity?.aws?.path ?? '/',
    partition: identity?.aws?.partition ?? 'aws',
    serviceLinked,
  };
}

/** What of a principal decides which policies it has. */
export type Holder = Pick<Principal, 'type' | 'account' | 'serviceLinked'>;

export function holderOf(id: string, identity: Identity | undefined): Holder {
  return {
    type: typeOf(id),
    account: identity?.aws?.account ?? id.split('/', 2)[1] ?? '',
    serviceLinked: identity?.aws?.service_linked ?? identity?.providerManaged ?? false,
  };
}

function typeOf(id: string): Principal['type'] {
  if (id.startsWith('aws:role/')) return 'role';
  return id.startsWith('aws:user/') ? 'user' : id.startsWith('aws:root/') ? 'root' : 'other';
}

/** The principal's own ARN, in the partition that ARNs are compared in. */
export function arnOf(principal: Principal): string {
  return `arn:aws:iam::${principal.account}:${principal.type}${principal.path}${principal.name}`;
}
