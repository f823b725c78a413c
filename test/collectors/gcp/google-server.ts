import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { listenOnLoopback } from '../on-loopback.ts';

/** What a request is answered with in place of what the server holds. */
export interface Fault {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly api: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
}

export interface GoogleServer {
  /** Variables that send a scan here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly asked: Asked[];
}

const apis = ['cloudasset', 'cloudresourcemanager', 'iam', 'apikeys', 'storage', 'policyanalyzer', 'recommender', 'orgpolicy'];

type Row = Readonly<Record<string, unknown>>;

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/gcp/${name}`, import.meta.url), 'utf8');
}

const assets = JSON.parse(fixture('organization/assets.json')) as readonly Row[];
const policies = fixture('organization/policies.ndjson')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
  .filter((row) => row.iam_policy !== undefined)
  .map(({ name, ancestors, update_time, iam_policy }) => ({
    name,
    assetType: 'x.googleapis.com/X',
    ancestors,
    updateTime: update_time,
    iamPolicy: iam_policy,
  }));
const orgPolicies = (JSON.parse(fixture('organization/org-policies.json')) as { readonly assets: readonly Row[] }).assets;
const hmac = JSON.parse(fixture('gcloud/hmac-keys.json')) as Row;
const activities = JSON.parse(fixture('gcloud/activities.json')) as readonly Row[];
const insights = JSON.parse(fixture('gcloud/insights.json')) as readonly Row[];

/** Refuses as Google does (https://cloud.google.com/apis/design/errors). */
export function denied(permission: string): Fault {
  return {
    status: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: `Permission '${permission}' denied on resource`,
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'IAM_PERMISSION_DENIED', metadata: { permission } }],
      },
    },
  };
}

export function disabled(service: string): Fault {
  return {
    status: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: `${service} has not been used in project 1 before or it is disabled`,
        details: [{ reason: 'SERVICE_DISABLED', metadata: { service } }],
      },
    },
  };
}

/** A server that answers like the APIs of Google Cloud for the organization of the fixtures, in short pages. */
export async function startGoogle(faultOf: (asked: Asked, count: number) => Fault | undefined = () => undefined): Promise<GoogleServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const one = readRequest(request);
    asked.push(one);
    const fault = faultOf(
      one,
      asked.filter((a) => a.api === one.api && a.path === one.path && String(a.query) === String(one.query)).length,
    );
    const body = fault === undefined ? answerTo(one) : fault.body;
    response.writeHead(fault?.status ?? (body === undefined ? 404 : 200), { 'content-type': 'application/json', ...fault?.headers });
    response.end(
      typeof body === 'string' ? body : JSON.stringify(body ?? { error: { code: 404, status: 'NOT_FOUND', message: 'not found' } }),
    );
  });
  const { url, close } = await listenOnLoopback(server);
  onTestFinished(close);
  const endpoints = apis.map((api) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${api.toUpperCase()}`, `${url}/${api}/`]);
  return { environment: { ...Object.fromEntries(endpoints), CLOUDSDK_AUTH_ACCESS_TOKEN: 'ready' }, asked };
}

function readRequest(request: IncomingMessage): Asked {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, api = '', ...rest] = url.pathname.split('/');
  return { api, path: `/${rest.join('/')}`, query: url.searchParams, authorization: request.headers.authorization ?? '' };
}

/** Five rows a page; the token is where the next one starts. */
function paged(name: string, rows: readonly Row[], query: URLSearchParams): Row {
  const start = Number(query.get('pageToken') ?? 0);
  const more = start + 5 < rows.length;
  return { [name]: rows.slice(start, start + 5), ...(more ? { nextPageToken: String(start + 5) } : {}) };
}

const organization = { name: 'organizations/4400', displayName: 'corp.example', state: 'ACTIVE' };
const folder = { name: 'folders/77', displayName: 'shops', parent: 'organizations/4400', state: 'ACTIVE' };
const project = {
  name: 'projects/900000000001',
  projectId: 'shop-prod',
  displayName: 'Shop',
  parent: 'folders/77',
  labels: { env: 'prod' },
};

function answerTo({ api, path, query }: Asked): unknown {
  switch (api) {
    case 'cloudasset':
      return assetsOf(path, query);
    case 'cloudresourcemanager':
      return resourcesOf(path, query);
    case 'iam':
      return iamOf(path, query);
    case 'apikeys':
      return path.startsWith('/v2/projects/shop-prod/') ? paged('keys', dataOf('apikeys.googleapis.com/Key'), query) : undefined;
    case 'storage':
      return path === '/storage/v1/projects/shop-prod/hmacKeys' ? hmac : undefined;
    case 'policyanalyzer':
      return { activities: activities.filter(({ activityType }) => path.includes(`/${String(activityType)}/`)) };
    case 'recommender':
      return { insights: insights.filter(({ name }) => String(name).includes('policy.Insight')) };
    case 'orgpolicy':
      return { policies: [] };
    default:
      return undefined;
  }
}

function assetsOf(path: string, query: URLSearchParams): Row {
  if (path.endsWith(':searchAllResources')) {
    const accounts = assets.filter(({ assetType }) => assetType === 'iam.googleapis.com/ServiceAccount');
    const isAccounts = query.get('assetTypes')?.startsWith('iam.');
    const services = assets.filter(({ assetType }) => assetType === 'serviceusage.googleapis.com/Service');
    const of = isAccounts ? accounts.map(({ name, assetType }) => ({ name, assetType, createTime: '2025-06-01T00:00:00Z' })) : services;
    return paged(
      'results',
      of.map(({ name, assetType, ...rest }) => ({ name, assetType, ...('createTime' in rest ? rest : { state: 'ENABLED' }) })),
      query,
    );
  }
  if (path.endsWith(':searchAllIamPolicies')) {
    const results = policies.map(({ name, ancestors, iamPolicy }) => ({
      resource: name,
      policy: iamPolicy,
      ...(Array.isArray(ancestors) && ancestors.length === 3
        ? { project: ancestors[0], folders: [ancestors[1]], organization: ancestors[2] }
        : {}),
    }));
    return paged('results', results, query);
  }
  const root = path
    .replace(/^\/v1\//, '')
    .replace(/\/assets$/, '')
    .replace('projects/shop-prod', 'projects/900000000001');
  const below = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => (row.ancestors as readonly string[]).includes(root));
  const content = query.get('contentType');
  const types = query.getAll('assetTypes');
  if (content === 'IAM_POLICY') return paged('assets', below(policies), query);
  if (content === 'ORG_POLICY') return paged('assets', below(orgPolicies), query);
  return paged(
    'assets',
    below(assets).filter(({ assetType }) => types.includes(String(assetType))),
    query,
  );
}

function resourcesOf(path: string, query: URLSearchParams): unknown {
  const known: Readonly<Record<string, unknown>> = {
    '/v3/organizations/4400': organization,
    '/v3/folders/77': folder,
    '/v3/projects/shop-prod': project,
    '/v3/organizations/4400:getIamPolicy': policyOf('//cloudresourcemanager.googleapis.com/organizations/4400'),
    '/v3/folders/77:getIamPolicy': { etag: 'none' },
    '/v3/projects/shop-prod:getIamPolicy': policyOf('//cloudresourcemanager.googleapis.com/projects/shop-prod'),
  };
  if (path === '/v3/folders') return { folders: query.get('parent') === 'organizations/4400' ? [folder] : [] };
  if (path === '/v3/projects') return { projects: query.get('parent') === 'folders/77' ? [project] : [] };
  return known[path];
}

function policyOf(name: string): unknown {
  return policies.find((row) => row.name === name)?.iamPolicy;
}

function dataOf(type: string): readonly Row[] {
  return assets.filter(({ assetType }) => assetType === type).map((row) => (row.resource as { readonly data: Row }).data);
}

function iamOf(path: string, query: URLSearchParams): unknown {
  if (path === '/v1/roles') {
    const names = ['roles/viewer', 'roles/editor', 'roles/nobody.holds', 'roles/browser', 'roles/run.invoker', 'roles/owner'];
    return paged(
      'roles',
      names.map((name) => ({ name, title: name, includedPermissions: ['storage.buckets.list'] })),
      query,
    );
  }
  if (path === '/v1/projects/shop-prod/serviceAccounts') return paged('accounts', dataOf('iam.googleapis.com/ServiceAccount'), query);
  if (path === '/v1/projects/shop-prod/roles') return { roles: [] };
  if (path.endsWith('/keys'))
    return { keys: dataOf('iam.googleapis.com/ServiceAccountKey').filter((key) => path.includes(String(key.name).split('/')[3] ?? '?')) };
  if (path.endsWith('/workloadIdentityPools')) return { workloadIdentityPools: dataOf('iam.googleapis.com/WorkloadIdentityPool') };
  if (path.endsWith('/providers')) return { workloadIdentityPoolProviders: dataOf('iam.googleapis.com/WorkloadIdentityPoolProvider') };
  if (path.endsWith(':getIamPolicy')) return path.includes('api@') ? policies[0]?.iamPolicy : { etag: 'none' };
  if (/\/denypolicies$/.test(path))
    return path.includes('folders')
      ? { policies: [{ name: 'policies/cloudresourcemanager.googleapis.com%2Ffolders%2F77/denypolicies/no-keys' }] }
      : {};
  if (path.endsWith('/denypolicies/no-keys')) return dataOf('iam.googleapis.com/PolicyV2')[0];
  return undefined;
}
