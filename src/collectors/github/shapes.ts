import type { Endpoint } from './endpoint.ts';
import { endpointAt } from './endpoints.ts';
import { objectOf, objectsOf, type Raw, textOf } from './raw.ts';
import { readTeam } from './read-organization.ts';
import { readProtectionNode } from './read-protection.ts';

const graph = { permission: 'administration:read', scope: 'repo', single: true } as const;
const protectionNode: Endpoint = { path: 'BranchProtectionRule', what: 'branch protection', reader: readProtectionNode, ...graph };
const teamNode: Endpoint = { path: 'Team', what: 'teams', reader: readTeam, ...graph };

/** What an object is by the fields it has, the first that fits: [all of these, the endpoint]. */
const shapes: readonly (readonly [readonly string[], string | Endpoint])[] = [
  [['credential_id', 'credential_type'], '/orgs/{org}/credential-authorizations'],
  [['token_id', 'repository_selection'], '/orgs/{org}/personal-access-tokens'],
  [['app_id', 'repository_selection'], '/orgs/{org}/installations'],
  [['app_slug', 'repository_selection'], '/orgs/{org}/installations'],
  [['key', 'read_only', 'verified'], '/repos/{owner}/{repo}/keys'],
  [['key', 'read_only', 'added_by'], '/repos/{owner}/{repo}/keys'],
  [['pattern', 'isAdminEnforced'], protectionNode],
  [['pattern', 'allowsForcePushes'], protectionNode],
  [['enforcement', 'target'], '/repos/{owner}/{repo}/rulesets/{ruleset_id}'],
  [['enforcement', 'source_type'], '/repos/{owner}/{repo}/rulesets/{ruleset_id}'],
  [['config', 'events', 'active'], '/orgs/{org}/hooks'],
  [['number', 'secret_type', 'state'], '/repos/{owner}/{repo}/secret-scanning/alerts'],
  [['@timestamp', 'action'], '/orgs/{org}/audit-log'],
  [['_document_id', 'action'], '/orgs/{org}/audit-log'],
  [['subject_type', 'last_request_timestamp'], '/orgs/{org}/insights/api/subject-stats'],
  [['http_method', 'api_route'], '/orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}'],
  [['repository_full_name', 'properties'], '/orgs/{org}/properties/values'],
  [['property_name'], '/orgs/{org}/actions/oidc/customization/properties/repo'],
  [['mcp_configuration', 'enabled_tools'], '/repos/{owner}/{repo}/copilot/cloud-agent/configuration'],
  [['default_workflow_permissions'], '/orgs/{org}/actions/permissions/workflow'],
  [['allowed_actions', 'enabled_repositories'], '/orgs/{org}/actions/permissions'],
  [['allowed_actions', 'enabled'], '/repos/{owner}/{repo}/actions/permissions'],
  [['github_owned_allowed', 'patterns_allowed'], '/orgs/{org}/actions/permissions/selected-actions'],
  [['use_default'], '/repos/{owner}/{repo}/actions/oidc/customization/sub'],
  [['include_claim_keys'], '/orgs/{org}/actions/oidc/customization/sub'],
  [['run_workflows_from_fork_pull_requests'], '/orgs/{org}/actions/permissions/fork-pr-workflows-private-repos'],
  [['required_pull_request_reviews', 'enforce_admins'], '/repos/{owner}/{repo}/branches/{branch}/protection'],
  [['enforce_admins', 'required_linear_history'], '/repos/{owner}/{repo}/branches/{branch}/protection'],
  [['branch_policies', 'total_count'], '/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies'],
  [['allows_public_repositories', 'visibility'], '/orgs/{org}/actions/runner-groups'],
  [['os', 'labels', 'busy'], '/orgs/{org}/actions/runners'],
  [['protection_rules', 'deployment_branch_policy'], '/repos/{owner}/{repo}/environments'],
  [['protection_rules', 'name', 'html_url'], '/repos/{owner}/{repo}/environments'],
  [['registry_type', 'name'], '/orgs/{org}/private-registries'],
  [['base_role', 'permissions', 'name'], '/orgs/{org}/custom-repository-roles'],
  [['full_name', 'owner'], '/repos/{owner}/{repo}'],
  [['nameWithOwner'], '/repos/{owner}/{repo}'],
  [['login', 'default_repository_permission'], '/orgs/{org}'],
  [['login', 'repos_url', 'hooks_url'], '/orgs/{org}'],
  [['slug', 'privacy', 'members_url'], '/orgs/{org}/teams'],
  [['slug', 'parentTeam'], teamNode],
  [['login', 'role_name'], '/repos/{owner}/{repo}/collaborators'],
  [['login', 'site_admin'], '/users/{username}'],
  [['path', 'state', 'html_url'], '/repos/{owner}/{repo}/actions/workflows'],
  [['key_id', 'public_key'], '/users/{username}/gpg_keys'],
  [['name', 'value', 'created_at', 'updated_at', 'visibility'], '/orgs/{org}/actions/variables'],
  [['name', 'value', 'created_at', 'updated_at'], '/repos/{owner}/{repo}/actions/variables'],
];

/** The endpoint whose answers hold such objects; undefined where it is none that is known. */
export function shapeOf(raw: Raw): Endpoint | undefined {
  for (const [fields, endpoint] of shapes)
    if (fields.every((field) => field in raw)) return typeof endpoint === 'string' ? endpointAt(endpoint) : endpoint;
  return roleOrSecret(raw) ?? environmentShape(raw);
}

/** Objects of few fields, told by all of them. */
function roleOrSecret(raw: Raw): Endpoint | undefined {
  if (Array.isArray(raw.permissions) && textOf(raw.name) !== undefined && 'organization' in raw)
    return endpointAt('/orgs/{org}/organization-roles');
  const keys = Object.keys(raw);
  const isSecret = textOf(raw.name) !== undefined && 'created_at' in raw && 'updated_at' in raw && keys.every((key) => ofSecret.has(key));
  if (!isSecret) return undefined;
  const store = /\/(actions|dependabot|codespaces|agents)\/secrets\//.exec(textOf(raw.selected_repositories_url) ?? '')?.[1] ?? 'actions';
  return endpointAt('visibility' in raw ? `/orgs/{org}/${store}/secrets` : `/repos/{owner}/{repo}/${store}/secrets`);
}

const ofSecret: ReadonlySet<string> = new Set([
  'name',
  'created_at',
  'updated_at',
  'visibility',
  'selected_repositories_url',
  'num_selected_repos',
]);

function environmentShape(raw: Raw): Endpoint | undefined {
  return /\/(?:settings\/environments|deployments\/activity_log)/.test(textOf(raw.html_url) ?? '') && textOf(raw.name) !== undefined
    ? endpointAt('/repos/{owner}/{repo}/environments')
    : undefined;
}

/** Lists that answers wrap, by the key they stand under. */
const wrapped: readonly string[] = [
  'installations',
  'secrets',
  'variables',
  'environments',
  'runners',
  'runner_groups',
  'configurations',
  'roles',
  'custom_roles',
  'repositories',
  'workflows',
];

/** The list in an answer that wraps one: `{ total_count, secrets: [] }`; its key, too. */
export function wrappedList(raw: Raw): { readonly key: string; readonly list: readonly Raw[] } | undefined {
  if (!('total_count' in raw)) return undefined;
  for (const key of wrapped) {
    const list = objectsOf(raw[key]);
    if (list !== undefined) return { key, list };
  }
  return undefined;
}

/** What the API says in place of an answer. */
export function refusalIn(raw: Raw): { readonly status: number; readonly message: string } | undefined {
  const message = textOf(raw.message);
  if (message === undefined || !('documentation_url' in raw) || objectOf(raw.data) !== undefined) return undefined;
  const told = typeof raw.status === 'string' || typeof raw.status === 'number' ? Number(raw.status) : Number.NaN;
  const meant = /not found/i.test(message) ? 404 : /bad credentials/i.test(message) ? 401 : 403;
  return { status: Number.isFinite(told) ? told : meant, message };
}
