import type { Identity } from '../../inventory/identity.ts';

/** An IAM user, role or root user as the graph needs it. */
export interface AwsPrincipal {
  readonly id: string;
  readonly type: 'user' | 'role' | 'root';
  readonly account: string;
  readonly name: string;
  /** In the partition `aws`: ARNs are compared without their partition. */
  readonly arn: string;
  readonly identity: Identity;
}

/** Reads an identity of the AWS plane; undefined for anything that is not a principal of an account. */
export function awsPrincipal(identity: Identity): AwsPrincipal | undefined {
  const match = /^aws:(user|role|root)\/(\d{12}|stack\.[\w.-]+)(?:\/(.+))?$/.exec(identity.id);
  if (!match) return undefined;
  const type = match[1] as AwsPrincipal['type'];
  const account = match[2] ?? '';
  const name = match[3] ?? '';
  if (type === 'root') return { id: identity.id, type, account, name: 'root', arn: `arn:aws:iam::${account}:root`, identity };
  const path = identity.aws?.path ?? '/';
  return { id: identity.id, type, account, name, arn: `arn:aws:iam::${account}:${type}${path}${name}`, identity };
}

/** The account that a principal of kind `account` means: an account id or the ARN of its root. */
export function accountOfPrincipal(principal: string): string | undefined {
  return /^(?:arn:aws[\w-]*:iam::)?(\d{12}|stack\.[\w.-]+)(?::root)?$/.exec(principal)?.[1];
}
