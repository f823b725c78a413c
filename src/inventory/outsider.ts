import type { Identity } from './identity.ts';

/** Who stands outside of what was read and may become something in it: nothing is known of them but that. */
export const outsiderKinds = ['aws-outside-account', 'aws-anyone', 'identity-provider'] as const;
export type OutsiderKind = (typeof outsiderKinds)[number];

export function isOutsider({ kind }: Pick<Identity, 'kind'>): boolean {
  return (outsiderKinds as readonly string[]).includes(kind);
}

/** Whoever has an AWS account. */
export const anyoneId = 'aws:outside/anyone';

/** Everybody in an account that is not the user's own. */
export function outsideAccountId(account: string): string {
  return `aws:outside/account/${account}`;
}

/** Whoever gets a token of an identity provider: its host and path, or its ARN. */
export function identityProviderId(issuer: string): string {
  return `aws:outside/provider/${issuer}`;
}
