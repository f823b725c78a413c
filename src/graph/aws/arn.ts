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
  /** Place of its own power in `levels`; -1 where not known. */
  readonly rank: number;
}

/** Reads an identity of the AWS plane; undefined for anything that is not a principal of an account, of which `rankOf` is not asked. */
export function awsPrincipal(identity: Identity, rankOf: (identity: Identity) => number): AwsPrincipal | undefined {
  const match = /^aws:(user|role|root)\/(\d{12}|stack\.[\w.-]+)(?:\/(.+))?$/.exec(identity.id);
  if (!match) return undefined;
  const type = match[1] as AwsPrincipal['type'];
  const account = match[2] ?? '';
  const name = match[3] ?? '';
  const rank = rankOf(identity);
  if (type === 'root') return { id: identity.id, type, account, name: 'root', arn: `arn:aws:iam::${account}:root`, identity, rank };
  const path = identity.aws?.path ?? '/';
  return { id: identity.id, type, account, name, arn: `arn:aws:iam::${account}:${type}${path}${name}`, identity, rank };
}

/** The account that a principal of kind `account` means: an account id or the ARN of its root. */
export function accountOfPrincipal(principal: string): string | undefined {
  return /^(?:arn:aws[\w-]*:iam::)?(\d{12}|stack\.[\w.-]+)(?::root)?$/.exec(principal)?.[1];
}
