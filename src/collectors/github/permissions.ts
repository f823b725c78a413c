import type { NeededPermission } from '../collector.ts';

/** Permissions of a GitHub App, or of a fine-grained token, all of them to read (https://docs.github.com/rest/authentication/permissions-required-for-github-apps). */
export const permissions: readonly NeededPermission[] = [
  { permission: 'metadata:read', serves: 'repositories, rulesets, collaborators', required: true },
  { permission: 'members:read', serves: 'members, teams, outside collaborators', required: true },
  {
    permission: 'organization_administration:read',
    serves: 'installed apps, settings of Actions, rulesets of the organization',
    required: true,
  },
  { permission: 'administration:read', serves: 'branch protection, deploy keys, settings of repositories', required: true },
  { permission: 'actions:read', serves: 'environments and the form of token subjects', required: true },
  { permission: 'environments:read', serves: 'secrets of environments', required: false },
  { permission: 'secrets:read', serves: 'names of secrets of repositories', required: false },
  { permission: 'actions_variables:read', serves: 'names of variables of repositories', required: false },
  { permission: 'dependabot_secrets:read', serves: 'names of secrets for Dependabot', required: false },
  { permission: 'repository_hooks:read', serves: 'webhooks of repositories', required: false },
  { permission: 'secret_scanning_alerts:read', serves: 'open alerts of secret scanning', required: false },
  { permission: 'organization_personal_access_tokens:read', serves: 'fine-grained tokens (a GitHub App alone may ask)', required: false },
  { permission: 'organization_personal_access_token_requests:read', serves: 'requests for such tokens', required: false },
  { permission: 'organization_secrets:read', serves: 'names of secrets of the organization', required: false },
  { permission: 'organization_actions_variables:read', serves: 'names of variables of the organization', required: false },
  { permission: 'organization_dependabot_secrets:read', serves: "names of the organization's secrets for Dependabot", required: false },
  { permission: 'organization_agent_secrets:read', serves: "names of the organization's secrets for agents", required: false },
  { permission: 'organization_self_hosted_runners:read', serves: 'runners and their groups', required: false },
  { permission: 'organization_hooks:read', serves: 'webhooks of the organization', required: false },
  { permission: 'organization_custom_org_roles:read', serves: 'custom roles of the organization', required: false },
  { permission: 'organization_custom_roles:read', serves: 'custom roles of repositories', required: false },
  { permission: 'organization_copilot_agent_settings:read', serves: "where Copilot's agent is on", required: false },
  { permission: 'organization_private_registries:read', serves: 'private registries', required: false },
  { permission: 'organization_api_insights:read', serves: 'when apps last used the API', required: false },
];

/** Permissions that are ticked in the settings of an app alone: the API's own description of manifests does not have them. */
const byHand: ReadonlySet<string> = new Set([
  'actions_variables',
  'organization_actions_variables',
  'organization_agent_secrets',
  'organization_api_insights',
  'organization_dependabot_secrets',
  'organization_private_registries',
]);

/** A manifest from which an app with just these permissions, but those that are ticked by hand, is made (https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest). */
export function appManifest(): string {
  const entries = permissions.map(({ permission }) => permission.split(':') as [string, string]).filter(([name]) => !byHand.has(name));
  const manifest = {
    name: 'nhi-scanner',
    url: 'https://example.com',
    public: false,
    hook_attributes: { url: 'https://example.com', active: false },
    default_permissions: Object.fromEntries(entries),
    default_events: [],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
