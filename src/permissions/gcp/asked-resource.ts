import type { Request } from './role-condition.ts';
import { accountOf, type ScopeTree } from './scope-tree.ts';

/** Types of resources by what their names look like (https://cloud.google.com/iam/docs/conditions-resource-attributes). */
const types: readonly (readonly [service: string, form: RegExp, type: string])[] = [
  ['storage', /\/objects\/./, 'storage.googleapis.com/Object'],
  ['storage', /^projects\/_\/buckets\/[^/]+$/, 'storage.googleapis.com/Bucket'],
  ['secretmanager', /\/secrets\/[^/]+\/versions\/[^/]+$/, 'secretmanager.googleapis.com/SecretVersion'],
  ['secretmanager', /\/secrets\/[^/]+$/, 'secretmanager.googleapis.com/Secret'],
  ['compute', /\/instances\/[^/]+$/, 'compute.googleapis.com/Instance'],
  ['cloudresourcemanager', /^projects\/[^/]+$/, 'cloudresourcemanager.googleapis.com/Project'],
  ['cloudresourcemanager', /^folders\/[^/]+$/, 'cloudresourcemanager.googleapis.com/Folder'],
  ['cloudresourcemanager', /^organizations\/[^/]+$/, 'cloudresourcemanager.googleapis.com/Organization'],
  ['iam', /\/serviceAccounts\/[^/]+$/, 'iam.googleapis.com/ServiceAccount'],
  ['cloudkms', /\/cryptoKeys\/[^/]+$/, 'cloudkms.googleapis.com/CryptoKey'],
  ['cloudkms', /\/keyRings\/[^/]+$/, 'cloudkms.googleapis.com/KeyRing'],
];

/**
 * Services whose resources conditions see; of all others, service accounts among them, no attribute is known
 * (https://cloud.google.com/iam/docs/conditions-resource-attributes).
 */
const seen: ReadonlySet<string> = new Set(
  [
    ...['apigee', 'apihub', 'backupdr', 'bigquery', 'bigqueryreservation', 'bigtableadmin', 'binaryauthorization', 'ces', 'clouddeploy'],
    ...['cloudkms', 'cloudresourcemanager', 'compute', 'connectors', 'container', 'dataform', 'dns', 'firestore', 'iap', 'integrations'],
    ...['logging', 'networksecurity', 'pubsublite', 'secretmanager', 'spanner', 'sqladmin', 'storage'],
  ].map((name) => `${name}.googleapis.com`),
);

/** What is done with a thing that lies in another: who is asked about the outer one is asked about any of those in it. Lists and additions are of the outer one. */
const inner: readonly (readonly [permission: RegExp, outer: RegExp, between: string, type: string])[] = [
  [/^storage\.objects\.(?!list$)/, /^projects\/_\/buckets\/[^/]+$/, '/objects/', 'storage.googleapis.com/Object'],
  [/^secretmanager\.versions\.(?!(?:list|add)$)/, /\/secrets\/[^/]+$/, '/versions/', 'secretmanager.googleapis.com/SecretVersion'],
];

/** A resource as conditions see it when a permission is used: by its relative name; undefined where they see none. */
export function asConditionSees(scope: string, tree: ScopeTree, permission: string): Request['resource'] {
  const { service, name } = relative(scope);
  if (!seen.has(service)) return undefined;
  const within = inner.find(([of, outer]) => of.test(permission) && outer.test(name));
  if (within !== undefined) {
    const [, , between, type] = within;
    return { names: namesOf(name, scope, tree).map((one) => one + between), isBeginning: true, service, type };
  }
  const type = types.find(([of, form]) => service === `${of}.googleapis.com` && form.test(name))?.[2];
  return { names: namesOf(name, scope, tree), service, ...(type === undefined ? {} : { type }) };
}

/** A project stands in a name by its id or by its number. */
function namesOf(name: string, scope: string, tree: ScopeTree): readonly string[] {
  const project = tree.projectOf(scope);
  const number = project === undefined ? undefined : tree.numberOf(project);
  const id = project?.slice('gcp:project/'.length);
  const own = /^projects\/(?!_(?:\/|$))[^/]+/;
  if (!own.test(name)) return [name];
  const words = [id, number].filter((word) => word !== undefined);
  return words.length === 0 ? [name] : [...new Set(words.map((word) => name.replace(own, `projects/${word}`)))];
}

function relative(scope: string): { readonly service: string; readonly name: string } {
  const [, kind, of] = /^gcp:(project|folder|organization)\/(.+)$/.exec(scope) ?? [];
  if (kind !== undefined) return { service: 'cloudresourcemanager.googleapis.com', name: `${kind}s/${of}` };
  if (accountOf(scope) !== undefined) return { service: 'iam.googleapis.com', name: scope.slice('//iam.googleapis.com/'.length) };
  const [, service = '', name = scope] = /^\/\/([^/]+)\/(.+)$/s.exec(scope) ?? [];
  // Cloud Asset Inventory names a bucket by itself, conditions below a project that is not told.
  const isBucket = service === 'storage.googleapis.com' && !name.startsWith('projects/');
  return { service, name: isBucket ? `projects/_/buckets/${name}` : name };
}
