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
  const [, level, id] =
    /^\/\/cloudresourcemanager\.googleapis\.com\/(projects|folders|organizations)\/([^/]+)$/.exec(fullName) ??
    /^(projects|folders|organizations)\/([^/]+)$/.exec(fullName) ??
    [];
  if (level !== undefined) return `gcp:${level.slice(0, -1)}/${id}`;
  if (/^\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/[^/]+$/.test(fullName)) return serviceAccountScope(fullName);
  return fullName.replace(/^\/\/storage\.googleapis\.com\/(?:projects\/_\/)?buckets\//, '//storage.googleapis.com/');
}
