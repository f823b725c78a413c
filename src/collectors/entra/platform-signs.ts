/** Platforms whose workloads can prove themselves with a token of their own, by the words for them in names and addresses. */
const platforms: readonly (readonly [platform: string, words: RegExp])[] = [
  ['GitHub Actions', /(?:^|[^a-z])(?:github|gh[ _-]?actions)(?:[^a-z]|$)/i],
  ['GitLab', /(?:^|[^a-z])gitlab(?:[^a-z]|$)/i],
  // Azure Pipelines gives this address to what it registers for a service connection.
  ['Azure Pipelines', /^https:\/\/visualstudio\/spn|(?:^|[^a-z])(?:azure[ _-]?(?:devops|pipelines?)|azdo)(?:[^a-z]|$)/i],
  ['Terraform Cloud', /(?:^|[^a-z])(?:terraform[ _-]?cloud|hcp[ _-]?terraform)(?:[^a-z]|$)/i],
  ['Kubernetes', /(?:^|[^a-z])(?:aks|kubernetes|k8s)(?:[^a-z]|$)/i],
];

/** The platforms that the names and addresses of an application speak of. */
export function platformsIn(texts: readonly (string | undefined)[]): readonly string[] {
  return platforms.filter(([, words]) => texts.some((text) => text !== undefined && words.test(text))).map(([platform]) => platform);
}
