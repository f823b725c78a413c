/**
 * Permissions by which code, workflows, secrets, members or settings are changed
 * (https://docs.github.com/rest/authentication/permissions-required-for-github-apps).
 */
const powerful: ReadonlySet<string> = new Set([
  'actions',
  'administration',
  'agent_secrets',
  'codespaces_secrets',
  'contents',
  'dependabot_secrets',
  'environments',
  'members',
  'organization_actions_variables',
  'organization_administration',
  'organization_codespaces_secrets',
  'organization_copilot_agent_settings',
  'organization_custom_org_roles',
  'organization_custom_roles',
  'organization_dependabot_secrets',
  'organization_hooks',
  'organization_personal_access_token_requests',
  'organization_personal_access_tokens',
  'organization_secrets',
  'organization_self_hosted_runners',
  'packages',
  'pull_requests',
  'repository_hooks',
  'secrets',
  'workflows',
]);

/** Of permissions (`contents:write`), those that change what others rely on. */
export function powerfulOf(permissions: readonly string[]): readonly string[] {
  return permissions.filter((permission) => {
    const [name = '', access] = permission.split(':');
    return (access === 'write' || access === 'admin') && powerful.has(name);
  });
}

/** Permissions on the organization itself; all others are on repositories. */
export function isOfOrganization(name: string): boolean {
  return name.startsWith('organization_') || name === 'members' || name === 'custom_properties_for_organizations';
}

/**
 * Scopes of classic tokens and OAuth apps that change code, workflows, members or settings
 * (https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps#available-scopes).
 */
export function powerfulScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => /^(?:repo|public_repo|workflow|delete_repo|codespace|(?:admin|write):[\w_]+)$/.test(scope));
}
