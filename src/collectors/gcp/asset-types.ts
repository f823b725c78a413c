import type { GoogleKind } from './record.ts';

/** Types of assets that are read (https://cloud.google.com/asset-inventory/docs/asset-types), in the order in which they are asked for. */
export const assetTypes: ReadonlyMap<string, GoogleKind> = new Map(
  Object.entries<GoogleKind>({
    'cloudresourcemanager.googleapis.com/Organization': 'organization',
    'cloudresourcemanager.googleapis.com/Folder': 'folder',
    'cloudresourcemanager.googleapis.com/Project': 'project',
    'iam.googleapis.com/ServiceAccount': 'service-account',
    'iam.googleapis.com/ServiceAccountKey': 'service-account-key',
    'iam.googleapis.com/Role': 'role',
    'iam.googleapis.com/WorkloadIdentityPool': 'pool',
    'iam.googleapis.com/WorkloadIdentityPoolProvider': 'pool-provider',
    'iam.googleapis.com/WorkforcePool': 'workforce-pool',
    'iam.googleapis.com/WorkforcePoolProvider': 'workforce-provider',
    'iam.googleapis.com/OauthClient': 'oauth-client',
    'iam.googleapis.com/PolicyV2': 'deny-policy',
    'iam.googleapis.com/PolicyBinding': 'boundary-binding',
    'iam.googleapis.com/PrincipalAccessBoundaryPolicy': 'access-boundary',
    'apikeys.googleapis.com/Key': 'api-key',
    'privilegedaccessmanager.googleapis.com/Entitlement': 'entitlement',
    'aiplatform.googleapis.com/ReasoningEngine': 'reasoning-engine',
    'aiplatform.googleapis.com/CustomJob': 'custom-job',
    'secretmanager.googleapis.com/Secret': 'secret',
    'compute.googleapis.com/Instance': 'instance',
    'run.googleapis.com/Service': 'run-service',
    'run.googleapis.com/Job': 'run-job',
    'cloudfunctions.googleapis.com/CloudFunction': 'function',
    'cloudfunctions.googleapis.com/Function': 'function',
    'container.googleapis.com/Cluster': 'cluster',
    'cloudbuild.googleapis.com/BuildTrigger': 'build-trigger',
  }),
);

/** Asked for by name alone: listing every service that every project has turned on would take most of the requests. */
export const serviceAssetType = 'serviceusage.googleapis.com/Service';
