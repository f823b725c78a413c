import type { Lookup } from './conditions.ts';

/** Where the one endpoint of IAM is (https://docs.aws.amazon.com/general/latest/gr/iam-service.html). */
const regions: Readonly<Record<string, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The region that calls to IAM go to; undefined for a partition that is not known. */
export function regionOfIam(partition: string): string | undefined {
  return regions[partition];
}

/** Whether an action (lower case) is a call to IAM: PassRole is none, but a permission that calls to other services need. */
export function isCallToIam(action: string): boolean {
  return action.startsWith('iam:') && action !== 'iam:passrole';
}

/** What is known of a call to IAM, besides what `given` knows. */
export function callToIam(partition: string, given: Lookup): Lookup {
  const region = regionOfIam(partition);
  return (key) => {
    const value = given(key);
    return value === 'unknown' && key === 'aws:requestedregion' && region !== undefined ? [region] : value;
  };
}
