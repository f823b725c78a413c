import { accountOfArn, awsIdentityId } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Resource } from '../../inventory/resource.ts';
import type { KeyValue, Lookup } from './conditions.ts';
import { isCallToIam, regionOfIam } from './iam-region.ts';
import type { OrganizationTree } from './organization-tree.ts';
import { hasWildcard } from './wildcard.ts';

/**
 * Values of the condition keys that the resource of a question decides
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resource-properties).
 * `action` in lower case; `resource` an ARN as it was asked about, or a pattern of ARNs; `partition` of who asks.
 */
export function resourceFacts(inventory: Inventory, tree: OrganizationTree, action: string, resource: string, partition: string): Lookup {
  const identity = hasWildcard(resource) ? undefined : awsIdentityId(resource);
  return (key) => {
    if (key.startsWith('aws:resourcetag/')) return tagOf(inventory, identity, key.slice('aws:resourcetag/'.length));
    if (key.startsWith('iam:resourcetag/')) return tagOf(inventory, identity, key.slice('iam:resourcetag/'.length));
    switch (key) {
      case 'aws:resourceaccount':
      case 's3:resourceaccount':
        return known(accountOf(inventory, resource));
      case 'aws:resourceorgid':
        return known(tree.idOf(accountOf(inventory, resource) ?? ''));
      case 'aws:resourceorgpaths': {
        const path = tree.pathOf(accountOf(inventory, resource) ?? '');
        return path === undefined ? 'unknown' : { all: [path] };
      }
      case 'aws:requestedregion':
        return known(regionOf(action, resource, partition));
      case 'iam:permissionsboundary':
        return boundaryOf(inventory, action, identity);
      default:
        return 'unknown';
    }
  };
}

/** The account that owns a resource: ARNs of buckets do not say. */
export function accountOf(inventory: Inventory, resource: string): string | undefined {
  const own = accountOfArn(resource);
  if (own !== undefined || !resource.startsWith('arn:')) return own;
  return resourceOver(inventory, resource)?.scope || undefined;
}

/** The resource with a policy that an ARN lies in: an object's bucket, a version's function, the thing itself. */
export function resourceOver(inventory: Inventory, resource: string): Resource | undefined {
  const named = (arn: string): Resource | undefined => inventory.resources.get(`aws:resource/${arn}`);
  const [, , service = ''] = resource.split(':', 3);
  if (service === 's3') return named(resource.split('/', 1)[0] ?? '');
  return named(resource) ?? (service === 'lambda' ? named(resource.split(':').slice(0, 7).join(':')) : undefined);
}

function known(value: string | undefined): KeyValue {
  return value === undefined ? 'unknown' : [value];
}

/** Calls to IAM go to one region of a partition. */
function regionOf(action: string, resource: string, partition: string): string | undefined {
  if (isCallToIam(action)) return regionOfIam(partition);
  const [arn, , , region = ''] = resource.split(':', 5);
  if (arn !== 'arn') return undefined;
  return region === '' || hasWildcard(region) ? undefined : region;
}

function tagOf(inventory: Inventory, identity: string | undefined, key: string): KeyValue {
  const tags = identity === undefined ? undefined : inventory.identities.get(identity)?.tags;
  if (tags === undefined) return 'unknown';
  const value = Object.entries(tags).find(([name]) => name.toLowerCase() === key)?.[1];
  return value === undefined ? 'absent' : [value];
}

/** Requests that bring a boundary of their own. */
const bringsBoundary = /^iam:(?:create(?:user|role)|put(?:user|role)permissionsboundary)$/;

/** The boundary of the user or role that a request is about, where the request does not set one. */
function boundaryOf(inventory: Inventory, action: string, identity: string | undefined): KeyValue {
  if (identity === undefined || bringsBoundary.test(action)) return 'unknown';
  const boundary = inventory.grants.get(identity)?.find((grant) => grant.kind === 'boundary');
  if (boundary === undefined) return inventory.identities.get(identity)?.grantsListed === true ? 'absent' : 'unknown';
  return boundary.policy === undefined ? 'unknown' : [boundary.policy];
}
