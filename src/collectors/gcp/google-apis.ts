import { endpointOf } from '../rest/endpoint.ts';

/** The APIs that are asked, by the names that gcloud's own variables have for them. */
const hosts = {
  cloudasset: 'cloudasset.googleapis.com',
  cloudresourcemanager: 'cloudresourcemanager.googleapis.com',
  iam: 'iam.googleapis.com',
  apikeys: 'apikeys.googleapis.com',
  storage: 'storage.googleapis.com',
  policyanalyzer: 'policyanalyzer.googleapis.com',
  recommender: 'recommender.googleapis.com',
  orgpolicy: 'orgpolicy.googleapis.com',
} as const;

export type GoogleApi = keyof typeof hosts;

/** One request, as data. */
export interface GoogleCall {
  readonly api: GoogleApi;
  /** `/v1/organizations/1/assets`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Sent with POST. */
  readonly body?: unknown;
}

/** https://cloud.google.com/sdk/gcloud/reference/config#api_endpoint_overrides; for private access, proxies and tests. */
export function urlOf(call: GoogleCall, environment: Readonly<Record<string, string | undefined>>, pageToken?: string): string {
  const variable = `CLOUDSDK_API_ENDPOINT_OVERRIDES_${call.api.toUpperCase()}`;
  const url = new URL(`${endpointOf(environment, variable, `https://${hosts[call.api]}`)}${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {}))
    for (const one of typeof value === 'object' ? value : [value]) url.searchParams.append(name, String(one));
  if (pageToken !== undefined) url.searchParams.set('pageToken', pageToken);
  return url.href;
}

/** An allow policy with its conditions: the oldest version that shows them. */
export function allowPolicyCall(api: 'cloudresourcemanager' | 'iam', name: string): GoogleCall {
  return api === 'iam'
    ? { api, path: `/v1/${name}:getIamPolicy`, query: { 'options.requestedPolicyVersion': 3 }, body: {} }
    : { api, path: `/v3/${name}:getIamPolicy`, body: { options: { requestedPolicyVersion: 3 } } };
}
