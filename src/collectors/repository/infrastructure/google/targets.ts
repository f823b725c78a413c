import { serviceAccountScope } from '../../../google-model/resource-names.ts';
import type { GoogleResource } from '../declarations.ts';
import type { Stack } from '../stack.ts';
import { namedText, projectOf, textOf } from './names.ts';

/** What a role is given on, in the names of Cloud Asset Inventory (https://cloud.google.com/asset-inventory/docs/asset-names). */
type Scope = (d: GoogleResource, stack: Stack) => string;

const project = (d: GoogleResource, stack: Stack): string => projectOf(d.get('project'), stack);

/** A resource of a project: `{name}` and the like stand for arguments, of which a whole resource name counts as itself. */
function resource(pattern: string, attribute: string): Scope {
  return (d, stack) => {
    const named = namedText(d, attribute, stack);
    const service = /^\/\/[^/]+\//.exec(pattern)?.[0] ?? '';
    if (/^(?:projects|organizations|folders)\//.test(named)) return `${service}${named}`;
    return pattern
      .replace('{project}', project(d, stack))
      .replace('{location}', textOf(d.get('location') ?? d.get('region') ?? d.get('zone'), stack) ?? '-')
      .replace('{name}', named);
  };
}

/** By what stands between `google_` and `_iam_member` in a type. */
const targets: ReadonlyMap<string, Scope> = new Map(
  Object.entries<Scope>({
    project: (d, stack) => `gcp:project/${project(d, stack)}`,
    folder: (d, stack) => `gcp:folder/${namedText(d, 'folder', stack).replace(/^folders\//, '')}`,
    organization: (d, stack) => `gcp:organization/${namedText(d, 'org_id', stack).replace(/^organizations\//, '')}`,
    billing_account: (d, stack) => `//cloudbilling.googleapis.com/billingAccounts/${namedText(d, 'billing_account_id', stack)}`,
    service_account: (d, stack) => serviceAccountScope(namedText(d, 'service_account_id', stack)),
    storage_bucket: (d, stack) => `//storage.googleapis.com/${namedText(d, 'bucket', stack).replace(/^b\//, '')}`,
    secret_manager_secret: resource('//secretmanager.googleapis.com/projects/{project}/secrets/{name}', 'secret_id'),
    kms_key_ring: resource('//cloudkms.googleapis.com/{name}', 'key_ring_id'),
    kms_crypto_key: resource('//cloudkms.googleapis.com/{name}', 'crypto_key_id'),
    pubsub_topic: resource('//pubsub.googleapis.com/projects/{project}/topics/{name}', 'topic'),
    pubsub_subscription: resource('//pubsub.googleapis.com/projects/{project}/subscriptions/{name}', 'subscription'),
    bigquery_dataset: resource('//bigquery.googleapis.com/projects/{project}/datasets/{name}', 'dataset_id'),
    bigquery_table: resource('//bigquery.googleapis.com/projects/{project}/datasets/-/tables/{name}', 'table_id'),
    cloud_run_service: resource('//run.googleapis.com/projects/{project}/locations/{location}/services/{name}', 'service'),
    cloud_run_v2_service: resource('//run.googleapis.com/projects/{project}/locations/{location}/services/{name}', 'name'),
    cloud_run_v2_job: resource('//run.googleapis.com/projects/{project}/locations/{location}/jobs/{name}', 'name'),
    cloudfunctions_function: resource(
      '//cloudfunctions.googleapis.com/projects/{project}/locations/{location}/functions/{name}',
      'cloud_function',
    ),
    cloudfunctions2_function: resource(
      '//cloudfunctions.googleapis.com/projects/{project}/locations/{location}/functions/{name}',
      'cloud_function',
    ),
    artifact_registry_repository: resource(
      '//artifactregistry.googleapis.com/projects/{project}/locations/{location}/repositories/{name}',
      'repository',
    ),
    compute_instance: resource('//compute.googleapis.com/projects/{project}/zones/{location}/instances/{name}', 'instance_name'),
    compute_subnetwork: resource('//compute.googleapis.com/projects/{project}/regions/{location}/subnetworks/{name}', 'subnetwork'),
    iap_web: (d, stack) => `//iap.googleapis.com/projects/${project(d, stack)}/iap_web`,
  }),
);

/** The argument that names the resource of a type that the table does not know: `instance`, `queue_id`... */
const otherNames = [
  'name',
  'instance',
  'database',
  'queue',
  'cluster',
  'table',
  'entry_group',
  'repository',
  'service',
  'resource',
  'app_id',
];

/** What a binding's role is given on. */
export function scopeOfTarget(target: string, d: GoogleResource, stack: Stack): string {
  const known = targets.get(target);
  if (known !== undefined) return known(d, stack);
  const attribute = otherNames.find((name) => d.get(name) !== undefined) ?? `${target.slice(target.lastIndexOf('_') + 1)}_id`;
  return `//${(target.split('_', 1)[0] ?? '').replace(/[^\w-]/g, '')}.googleapis.com/projects/${project(d, stack)}/${target}/${namedText(d, attribute, stack)}`;
}
