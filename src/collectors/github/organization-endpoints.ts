import { type Endpoint, list, one } from './endpoint.ts';
import { readApiUse, readAuditEvent, readRole, readRoleTeam, readRoleUser } from './read-activity.ts';
import { readSecretAlert } from './read-alert.ts';
import { readInstallation } from './read-installation.ts';
import {
  readActionsPermissions,
  readCopilotPermissions,
  readForkWorkflows,
  readMember,
  readNothing,
  readOrganization,
  readOutsideCollaborator,
  readSelectedActions,
  readSubjectForm,
  readTeam,
  readTeamMember,
  readTeamRepository,
  readWorkflowPermissions,
} from './read-organization.ts';
import { readProperties, readRepository } from './read-repository.ts';
import { readRuleset } from './read-ruleset.ts';
import { readRunner, readRunnerGroup } from './read-runner.ts';
import { readAuthorization, readFineGrainedToken, readTokenRepository } from './read-token.ts';
import { readWebhook } from './read-webhook.ts';

/** Answers about an organization (https://docs.github.com/rest/orgs). */
export const ofOrganization: readonly Endpoint[] = [
  one('/orgs/{org}', 'the organization', readOrganization, 'organization_administration:read', 'admin:org'),
  list('/orgs/{org}/installations', 'installed apps', readInstallation, 'organization_administration:read', 'admin:read', {
    key: 'installations',
    supplies: 'installations',
  }),
  list(
    '/orgs/{org}/personal-access-tokens',
    'fine-grained tokens',
    readFineGrainedToken,
    'organization_personal_access_tokens:read',
    'none: a GitHub App alone may ask',
    { supplies: 'tokens' },
  ),
  list(
    '/orgs/{org}/personal-access-tokens/{pat_id}/repositories',
    'repositories of a token',
    readTokenRepository,
    'organization_personal_access_tokens:read',
    'none: a GitHub App alone may ask',
  ),
  list(
    '/orgs/{org}/personal-access-token-requests',
    'requests for fine-grained tokens',
    readFineGrainedToken,
    'organization_personal_access_token_requests:read',
    'none: a GitHub App alone may ask',
  ),
  list(
    '/orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories',
    'repositories of a request',
    readNothing,
    'organization_personal_access_token_requests:read',
    'none: a GitHub App alone may ask',
  ),
  list(
    '/orgs/{org}/credential-authorizations',
    'credentials authorised for single sign-on',
    readAuthorization,
    'organization_administration:read',
    'read:org',
    { supplies: 'credential-authorizations' },
  ),
  one('/orgs/{org}/actions/permissions', 'which actions may run', readActionsPermissions, 'organization_administration:read', 'admin:org'),
  one(
    '/orgs/{org}/actions/permissions/workflow',
    'what job tokens may do',
    readWorkflowPermissions,
    'organization_administration:read',
    'admin:org',
  ),
  one(
    '/orgs/{org}/actions/permissions/selected-actions',
    'actions that may run',
    readSelectedActions,
    'organization_administration:read',
    'admin:org',
  ),
  one(
    '/orgs/{org}/actions/permissions/self-hosted-runners',
    'where runners may be added',
    readNothing,
    'organization_administration:read',
    'admin:org',
  ),
  one(
    '/orgs/{org}/actions/permissions/fork-pr-contributor-approval',
    'approval of runs of forks',
    readNothing,
    'organization_administration:read',
    'admin:org',
  ),
  one(
    '/orgs/{org}/actions/permissions/fork-pr-workflows-private-repos',
    'runs of private forks',
    readForkWorkflows,
    'organization_administration:read',
    'admin:org',
  ),
  one(
    '/orgs/{org}/actions/oidc/customization/sub',
    'the form of token subjects',
    readSubjectForm,
    'organization_administration:read',
    'read:org',
  ),
  list(
    '/orgs/{org}/actions/oidc/customization/properties/repo',
    'properties in token subjects',
    readNothing,
    'organization_administration:read',
    'read:org',
  ),
  list('/orgs/{org}/actions/runner-groups', 'groups of runners', readRunnerGroup, 'organization_self_hosted_runners:read', 'admin:org', {
    key: 'runner_groups',
  }),
  list(
    '/orgs/{org}/actions/runner-groups/{runner_group_id}/runners',
    'runners of a group',
    readRunner,
    'organization_self_hosted_runners:read',
    'admin:org',
    { key: 'runners' },
  ),
  list('/orgs/{org}/actions/runners', 'runners', readRunner, 'organization_self_hosted_runners:read', 'admin:org', {
    key: 'runners',
    supplies: 'runners',
  }),
  list('/orgs/{org}/hooks', 'webhooks of the organization', readWebhook, 'organization_hooks:read', 'admin:org_hook'),
  list('/orgs/{org}/members', 'members', readMember, 'members:read', 'read:org'),
  list('/orgs/{org}/outside_collaborators', 'outside collaborators', readOutsideCollaborator, 'members:read', 'read:org'),
  list('/orgs/{org}/teams', 'teams', readTeam, 'members:read', 'read:org'),
  list('/orgs/{org}/teams/{team_slug}/members', 'members of a team', readTeamMember, 'members:read', 'read:org'),
  list('/orgs/{org}/teams/{team_slug}/repos', 'repositories of a team', readTeamRepository, 'members:read', 'read:org'),
  list('/orgs/{org}/organization-roles', 'roles of the organization', readRole, 'organization_custom_org_roles:read', 'admin:org', {
    key: 'roles',
    page: 0,
  }),
  list(
    '/orgs/{org}/organization-roles/{role_id}/teams',
    'teams with a role of the organization',
    readRoleTeam,
    'organization_custom_org_roles:read',
    'admin:org',
  ),
  list(
    '/orgs/{org}/organization-roles/{role_id}/users',
    'people with a role of the organization',
    readRoleUser,
    'organization_custom_org_roles:read',
    'admin:org',
  ),
  list('/orgs/{org}/custom-repository-roles', 'custom roles of repositories', readRole, 'organization_custom_roles:read', 'admin:org', {
    key: 'custom_roles',
    page: 0,
  }),
  list('/orgs/{org}/rulesets', 'rulesets of the organization', readRuleset, 'organization_administration:read', 'admin:org', {
    supplies: 'rulesets',
  }),
  one('/orgs/{org}/rulesets/{ruleset_id}', 'a ruleset of the organization', readRuleset, 'organization_administration:read', 'admin:org'),
  list(
    '/orgs/{org}/properties/values',
    'custom properties of repositories',
    readProperties,
    'organization_custom_properties:read',
    'read:org',
  ),
  one(
    '/orgs/{org}/copilot/coding-agent/permissions',
    "where Copilot's agent is on",
    readCopilotPermissions,
    'organization_copilot_agent_settings:read',
    'admin:org',
  ),
  list(
    '/orgs/{org}/copilot/coding-agent/permissions/repositories',
    "repositories with Copilot's agent",
    readRepository,
    'organization_copilot_agent_settings:read',
    'admin:org',
    { key: 'repositories' },
  ),
  list('/orgs/{org}/repos', 'repositories', readRepository, 'metadata:read', 'repo'),
  list('/orgs/{org}/secret-scanning/alerts', 'alerts of secret scanning', readSecretAlert, 'secret_scanning_alerts:read', 'repo', {
    query: { state: 'open', hide_secret: 'true' },
  }),
  list('/orgs/{org}/insights/api/subject-stats', 'use of the API', readApiUse, 'organization_api_insights:read', 'admin:org'),
  list(
    '/orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}',
    'use of the API by route',
    readNothing,
    'organization_api_insights:read',
    'admin:org',
  ),
  list('/orgs/{org}/audit-log', 'the audit log', readAuditEvent, 'organization_administration:read', 'read:audit_log', {
    query: { include: 'all' },
  }),
];
