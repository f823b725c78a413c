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

/** A resource as conditions see it: by its relative name. */
export function asConditionSees(scope: string, tree: ScopeTree): NonNullable<Request['resource']> {
  const { service, name } = relative(scope);
  const project = tree.projectOf(scope);
  const number = project === undefined ? undefined : tree.numberOf(project);
  const id = project?.slice('gcp:project/'.length);
  const again = /^projects\/[^/]+/;
  const names = id === undefined || !again.test(name) || name.startsWith('projects/_') ? [name] : [name.replace(again, `projects/${id}`)];
  const all = number === undefined || names[0] === name ? names : [...names];
  if (number !== undefined && again.test(name) && !name.startsWith('projects/_')) all.push(name.replace(again, `projects/${number}`));
  const type = types.find(([of, form]) => service === `${of}.googleapis.com` && form.test(name))?.[2];
  return { names: [...new Set(all)], service, ...(type === undefined ? {} : { type }) };
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
