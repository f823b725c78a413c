import { type Endpoint, list, one } from './endpoint.ts';
import { readSecretAlert } from './read-alert.ts';
import { readCopilotAgent } from './read-copilot.ts';
import { readBranchPolicies, readEnvironment } from './read-environment.ts';
import { readDeployKey } from './read-key.ts';
import {
  readActionsPermissions,
  readCollaborator,
  readNothing,
  readSubjectForm,
  readTeam,
  readWorkflowPermissions,
} from './read-organization.ts';
import { readBranchProtection } from './read-protection.ts';
import { readRepository } from './read-repository.ts';
import { readRuleset } from './read-ruleset.ts';
import { readRunner } from './read-runner.ts';
import { secretReaders, variableReaders } from './read-secret.ts';
import { readWebhook } from './read-webhook.ts';

/** Answers about a repository (https://docs.github.com/rest/repos). */
export const ofRepository: readonly Endpoint[] = [
  one('/repos/{owner}/{repo}', 'the repository', readRepository, 'metadata:read', 'repo'),
  list('/repos/{owner}/{repo}/keys', 'deploy keys', readDeployKey, 'administration:read', 'repo', { supplies: 'deploy-keys' }),
  list('/repos/{owner}/{repo}/environments', 'environments', readEnvironment, 'actions:read', 'repo', {
    key: 'environments',
    supplies: 'environments',
  }),
  one('/repos/{owner}/{repo}/environments/{environment_name}', 'an environment', readEnvironment, 'actions:read', 'repo'),
  one(
    '/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies',
    'branches that may deploy',
    readBranchPolicies,
    'actions:read',
    'repo',
    { query: { per_page: '100' } },
  ),
  list(
    '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
    'secrets of an environment',
    secretReaders.actions,
    'environments:read',
    'repo',
    { key: 'secrets', supplies: 'secrets' },
  ),
  list(
    '/repos/{owner}/{repo}/environments/{environment_name}/variables',
    'variables of an environment',
    variableReaders.actions,
    'environments:read',
    'repo',
    { key: 'variables', supplies: 'variables', page: 30 },
  ),
  one(
    '/repos/{owner}/{repo}/actions/permissions',
    'which actions may run in the repository',
    readActionsPermissions,
    'administration:read',
    'repo',
  ),
  one(
    '/repos/{owner}/{repo}/actions/permissions/workflow',
    "what the repository's job tokens may do",
    readWorkflowPermissions,
    'administration:read',
    'repo',
  ),
  one('/repos/{owner}/{repo}/actions/permissions/access', 'who may use its workflows', readNothing, 'administration:read', 'repo'),
  one(
    '/repos/{owner}/{repo}/actions/oidc/customization/sub',
    "the form of the repository's token subjects",
    readSubjectForm,
    'actions:read',
    'repo',
  ),
  list('/repos/{owner}/{repo}/actions/runners', 'runners of the repository', readRunner, 'administration:read', 'repo', { key: 'runners' }),
  list(
    '/repos/{owner}/{repo}/actions/organization-secrets',
    'secrets of the organization that it is given',
    readNothing,
    'secrets:read',
    'repo',
    { key: 'secrets' },
  ),
  list(
    '/repos/{owner}/{repo}/actions/organization-variables',
    'variables of the organization that it is given',
    readNothing,
    'actions_variables:read',
    'repo',
    { key: 'variables', page: 30 },
  ),
  list('/repos/{owner}/{repo}/actions/workflows', 'workflows', readNothing, 'actions:read', 'repo', { key: 'workflows' }),
  list('/repos/{owner}/{repo}/hooks', 'webhooks of the repository', readWebhook, 'repository_hooks:read', 'repo'),
  list('/repos/{owner}/{repo}/collaborators', 'collaborators', readCollaborator, 'metadata:read', 'repo', {
    supplies: 'collaborators',
    query: { affiliation: 'direct' },
  }),
  list('/repos/{owner}/{repo}/teams', 'teams of the repository', readTeam, 'administration:read', 'repo', { supplies: 'teams' }),
  one('/repos/{owner}/{repo}/branches/{branch}/protection', 'protection of a branch', readBranchProtection, 'administration:read', 'repo'),
  list('/repos/{owner}/{repo}/rulesets', 'rulesets of the repository', readRuleset, 'metadata:read', 'repo', { supplies: 'rulesets' }),
  one('/repos/{owner}/{repo}/rulesets/{ruleset_id}', 'a ruleset of the repository', readRuleset, 'metadata:read', 'repo'),
  list('/repos/{owner}/{repo}/properties/values', 'custom properties', readNothing, 'metadata:read', 'repo'),
  one(
    '/repos/{owner}/{repo}/copilot/cloud-agent/configuration',
    "the configuration of Copilot's agent",
    readCopilotAgent,
    'copilot_agent_settings:read',
    'repo',
  ),
  list(
    '/repos/{owner}/{repo}/secret-scanning/alerts',
    'alerts of secret scanning',
    readSecretAlert,
    'secret_scanning_alerts:read',
    'repo',
    { query: { state: 'open', hide_secret: 'true' } },
  ),
];
