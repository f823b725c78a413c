/** The scope that a service account is, by its resource name or its address. */
export function serviceAccountScope(name: string): string {
  return `//iam.googleapis.com/projects/-/serviceAccounts/${name.slice(name.lastIndexOf('/') + 1)}`;
}

/** The address of the service account that a scope is. */
export function accountOfScope(scope: string): string | undefined {
  return /^\/\/iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(.+@.+)$/.exec(scope)?.[1];
}

/**
 * What a resource's full name is as the scope of a grant: projects, folders and organizations by their ids, service accounts
 * by their addresses alone (https://cloud.google.com/asset-inventory/docs/asset-names).
 */
export function scopeOfName(fullName: string): string {
  // By whose they are: names are read by the hundred thousand, and most are of a service that calls nothing otherwise.
  if (fullName.startsWith('//storage.'))
    return fullName.includes('/buckets/') ? fullName.replace(bucketPath, '//storage.googleapis.com/') : fullName;
  if (fullName.startsWith('//iam.')) return accountName.test(fullName) ? serviceAccountScope(fullName) : fullName;
  if (fullName.startsWith('//') && !fullName.startsWith('//cloudresourcemanager.')) return fullName;
  const [, level = '', id] = scopeName.exec(fullName) ?? [];
  return id === undefined ? fullName : `gcp:${level.slice(0, -1)}/${id}`;
}

const bucketPath = /^\/\/storage\.googleapis\.com\/(?:projects\/_\/)?buckets\//;
const accountName = /^\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/[^/]+$/;
const scopeName = /^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?(projects|folders|organizations)\/([^/]+)$/;
