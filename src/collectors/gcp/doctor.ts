import { UserError } from '../../user-error.ts';
import type { CollectContext, DoctorLine } from '../collector.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import { answersAt, lastOf, textAt } from './answer.ts';
import { allowPolicyCall, type GoogleCall } from './google-apis.ts';
import { type GoogleSession, loginAdvice, openGoogle } from './google-session.ts';
import { LiveAsker } from './live-asker.ts';
import { permissions } from './permissions.ts';
import { rootOf } from './source-word.ts';

interface Probe {
  readonly permission: string;
  /** A cheap call that takes the permission; undefined where it cannot be tried. */
  readonly call: (root: string, project: string | undefined) => GoogleCall | undefined;
}

const assets = (contentType: string) => (root: string) =>
  ({ api: 'cloudasset', path: `/v1/${root}/assets`, query: { contentType, pageSize: 1 } }) as const;
const search = (method: string) => (root: string) =>
  ({ api: 'cloudasset', path: `/v1/${root}:${method}`, query: { pageSize: 1 } }) as const;
const inProject =
  (api: GoogleCall['api'], path: (project: string) => string, query: GoogleCall['query'] = { pageSize: 1 }) =>
  (_: string, project: string | undefined): GoogleCall | undefined =>
    project === undefined ? undefined : { api, path: path(project), ...(query === undefined ? {} : { query }) };

const probes: readonly Probe[] = [
  { permission: 'cloudasset.assets.listResource', call: assets('RESOURCE') },
  { permission: 'cloudasset.assets.listIamPolicy', call: assets('IAM_POLICY') },
  { permission: 'cloudasset.assets.listOrgPolicy', call: assets('ORG_POLICY') },
  { permission: 'cloudasset.assets.searchAllResources', call: search('searchAllResources') },
  { permission: 'cloudasset.assets.searchAllIamPolicies', call: search('searchAllIamPolicies') },
  {
    permission: 'iam.roles.list',
    call: (root) => (root.startsWith('folders/') ? undefined : { api: 'iam', path: `/v1/${root}/roles`, query: { pageSize: 1 } }),
  },
  {
    permission: 'iam.denypolicies.list',
    call: (root) => ({
      api: 'iam',
      path: `/v2/policies/${encodeURIComponent(`cloudresourcemanager.googleapis.com/${root}`)}/denypolicies`,
      query: { pageSize: 1 },
    }),
  },
  { permission: 'apikeys.keys.list', call: inProject('apikeys', (p) => `/v2/projects/${p}/locations/global/keys`) },
  { permission: 'storage.hmacKeys.list', call: inProject('storage', (p) => `/storage/v1/projects/${p}/hmacKeys`, { maxResults: 1 }) },
  {
    permission: 'policyanalyzer.serviceAccountLastAuthenticationActivities.query',
    call: inProject('policyanalyzer', (p) => activityPath(p, 'serviceAccountLastAuthentication')),
  },
  {
    permission: 'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query',
    call: inProject('policyanalyzer', (p) => activityPath(p, 'serviceAccountKeyLastAuthentication')),
  },
  {
    permission: 'recommender.iamPolicyInsights.list',
    call: inProject('recommender', (p) => `/v1/projects/${p}/locations/global/insightTypes/google.iam.policy.Insight/insights`),
  },
];

function activityPath(project: string, type: string): string {
  return `/v1/projects/${project}/locations/global/activityTypes/${type}/activities:query`;
}

/** Checks credentials and permissions; one line a check. Never throws for what Google refuses. */
export async function checkGoogle(source: string, context: CollectContext): Promise<readonly DoctorLine[]> {
  let root: string | undefined;
  let session: GoogleSession;
  try {
    root = rootOf(source);
    session = openGoogle(context.environment, { onWait: () => undefined });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ status: 'failed', check: `${source}: credentials`, remedy: error.message }];
  }
  const asker = new LiveAsker(session, () => undefined);
  const project = root === undefined ? await session.project() : undefined;
  const node = root ?? (project === undefined ? undefined : `projects/${project}`);
  if (node === undefined)
    return [
      { status: 'failed', check: `${source}: credentials`, remedy: `they name no project; write gcp:projects/ID, or ${loginAdvice}` },
    ];
  const level = node.slice(0, node.indexOf('/'));
  const itself = await asker.tryGet({ api: 'cloudresourcemanager', path: `/v3/${node}` });
  if (asker.refused !== undefined)
    return [{ status: 'failed', check: `${source}: credentials`, remedy: `${asker.refused.detail}; ${loginAdvice}` }];
  const lines: DoctorLine[] = [
    { status: 'ok', check: `${source}: credentials` },
    lineOf(`resourcemanager.${level}.get`, itself),
    lineOf(`resourcemanager.${level}.getIamPolicy`, await asker.tryGet(allowPolicyCall('cloudresourcemanager', node))),
  ];
  const one = level === 'projects' ? lastOf(node) : await someProject(node, asker);
  const checked = await Promise.all(
    probes.map(async ({ permission, call }) => {
      const request = call(node, one);
      return request === undefined ? undefined : lineOf(permission, await asker.tryGet(request));
    }),
  );
  const untried = one === undefined ? [{ status: 'ok', check: 'permissions in projects are not checked: none was found' } as const] : [];
  return [...lines, ...checked.filter((line) => line !== undefined), ...untried];
}

/** Any project below an organization or folder. */
async function someProject(node: string, asker: LiveAsker): Promise<string | undefined> {
  const type = 'cloudresourcemanager.googleapis.com/Project';
  const query = { contentType: 'RESOURCE', pageSize: 1, assetTypes: type };
  const answer = await asker.tryGet({ api: 'cloudasset', path: `/v1/${node}/assets`, query });
  const found = answer instanceof RestFailure ? undefined : textAt(answersAt(answer, 'assets')[0], 'name');
  return found === undefined ? undefined : lastOf(found);
}

function lineOf(permission: string, answer: unknown): DoctorLine {
  if (!(answer instanceof RestFailure)) return { status: 'ok', check: permission };
  if (answer.reason === 'SERVICE_DISABLED') return { status: 'failed', check: permission, remedy: `turn the API on: ${answer.detail}` };
  // Google looks for the thing only after it has allowed the call.
  if (answer.why === 'not-found') return { status: 'ok', check: permission };
  if (answer.why !== 'denied') return { status: 'failed', check: permission, remedy: answer.detail };
  const needed = permissions.find((p) => p.permission === permission);
  const need = needed?.required ? 'required' : 'recommended';
  return { status: 'missing', check: permission, remedy: `allow ${permission} (${need}): it shows ${needed?.serves ?? 'a part of it'}` };
}
