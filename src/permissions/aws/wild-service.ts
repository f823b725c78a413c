/**
 * An action is `*` alone, or a service by its name and an action that may hold wildcards
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html); `*:*` is read as `*`.
 */
export function hasWildService(action: string): boolean {
  const wild = action.search(/[*?]/);
  return wild >= 0 && wild < action.indexOf(':') && action !== '*:*';
}
