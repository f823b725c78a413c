/** The restrictions of an API key, in the words of Terraform, with what they limit (https://cloud.google.com/docs/authentication/api-keys). */
export const apiKeyLimits: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    api_targets: 'apis',
    browser_key_restrictions: 'referrers',
    server_key_restrictions: 'ips',
    android_key_restrictions: 'apps',
    ios_key_restrictions: 'apps',
  }),
);
