/**
 * The global condition keys, in lower case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). A family ends with a slash.
 */
const globalKeys: ReadonlySet<string> = new Set([
  'aws:assumedroot',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:chatbotsourcearn',
  'aws:currenttime',
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:epochtime',
  'aws:federatedprovider',
  'aws:ismcpserviceaction',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:principaltag/',
  'aws:principaltype',
  'aws:referer',
  'aws:requestedregion',
  'aws:requesttag/',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:resourcetag/',
  'aws:securetransport',
  'aws:signedby',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceidentity',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:tagkeys',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:userid',
  'aws:username',
  'aws:viaawsmcpservice',
  'aws:viaawsservice',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:vpcsourceip',
]);

/** Names of the global keys in lower case, for people who misspell one. */
export const globalKeyNames: readonly string[] = [...globalKeys];

/** Prefixes of keys that are no service's own. */
const otherPrefixes: ReadonlySet<string> = new Set(['saml']);

/**
 * Whether a condition key is one that AWS has, as far as that is known offline: a global key by its name, a service's by
 * the service. An identity provider's keys start with its host (`token.actions.githubusercontent.com:sub`).
 */
export function isKnownKey(key: string, isService: (prefix: string) => boolean): boolean {
  const lower = key.toLowerCase();
  const colon = lower.lastIndexOf(':');
  const prefix = lower.slice(0, colon);
  if (colon <= 0 || colon === lower.length - 1) return false;
  if (lower.startsWith('aws:')) {
    const slash = lower.indexOf('/');
    return globalKeys.has(slash < 0 ? lower : lower.slice(0, slash + 1));
  }
  const service = lower.slice(0, lower.indexOf(':'));
  return otherPrefixes.has(service) || isService(service) || prefix.includes('.') || prefix.includes('/');
}

/** Keys that the identity itself decides, or the time, and no request: see principal-facts.ts. */
export function isPrincipalKey(key: string): boolean {
  return /^(?:aws:(?:principal|username$|userid$|tokenissuetime$|currenttime$|epochtime$|source(?:account|arn|owner|orgid|orgpaths)$)|kms:calleraccount$)/i.test(
    key,
  );
}

/** Keys on which identities of one account, one type and the same grants differ. */
export function isPersonalKey(key: string): boolean {
  return /^aws:(?:principalarn$|principaltag\/|username$|userid$)/i.test(key);
}

/** Keys that the resource, or the action, of a question decides: see resource-facts.ts. */
export function isResourceKey(key: string): boolean {
  return /^(?:aws:(?:resource|requestedregion$)|s3:resourceaccount$|iam:(?:resourcetag\/|permissionsboundary$))/i.test(key);
}
