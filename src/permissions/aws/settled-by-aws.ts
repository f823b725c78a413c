import type { Principal } from './principal.ts';

/** An answer that no policy changes, and why. */
export interface SettledByAws {
  readonly answer: 'allowed' | 'denied';
  readonly reason: string;
}

const users = ['user', 'root'] as const;

/**
 * Calls to STS that every principal, or none of a type, can make whatever policies say
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html). `action`: in lower case.
 */
export function settledByAws({ type }: Principal, action: string): SettledByAws | undefined {
  if (type === 'other') return undefined;
  const isUser = users.some((one) => one === type);
  switch (action) {
    case 'sts:getcalleridentity':
      return { answer: 'allowed', reason: 'it needs no permission, and no policy can deny it' };
    case 'sts:getsessiontoken':
      return isUser
        ? { answer: 'allowed', reason: 'it needs no permission, and no policy can deny it' }
        : { answer: 'denied', reason: 'only a user can call it with credentials of its own' };
    case 'sts:getfederationtoken':
      return isUser ? undefined : { answer: 'denied', reason: 'only a user can call it with credentials of its own' };
    case 'sts:assumerole':
      return type === 'root' ? { answer: 'denied', reason: 'the root user cannot assume roles' } : undefined;
    default:
      return undefined;
  }
}

const ownPolicyOfBucket: ReadonlySet<string> = new Set(['s3:getbucketpolicy', 's3:putbucketpolicy', 's3:deletebucketpolicy']);

/**
 * Whether a bucket's policy cannot lock the root user of its own account out of an action
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html).
 */
export function isNeverLockedOut({ type }: Principal, action: string): boolean {
  return type === 'root' && ownPolicyOfBucket.has(action);
}
