/** Apps by which AI agents work on repositories, by the names in their addresses (github.com/apps/NAME). */
const agentApps: ReadonlySet<string> = new Set([
  'amazon-q-developer',
  'amp-code',
  'augmentcode',
  'blackbox-ai',
  'bugbot',
  'chatgpt-codex-connector',
  'claude',
  'claude-for-github',
  'cline-bot',
  'coderabbitai',
  'codegen-sh',
  'copilot-pull-request-reviewer',
  'copilot-swe-agent',
  'cosine-genie',
  'cursor',
  'devin-ai-integration',
  'devloai',
  'ellipsis-dev',
  'factory-droid',
  'gemini-code-assist',
  'google-labs-jules',
  'greptile-apps',
  'kilo-code-bot',
  'kiro-agent',
  'mentatbot',
  'openai-codex',
  'openhands-ai',
  'pr-agent',
  'qodo-merge-pro',
  'replit-agent',
  'roomote',
  'roomote-v0',
  'solver-ai',
  'sourcery-ai',
  'sweep-ai',
  'tembo-io',
  'v0-app',
]);

/** Apps of GitHub itself, which every organization that uses the product has. */
const ownApps: ReadonlySet<string> = new Set([
  'dependabot',
  'github-actions',
  'github-advanced-security',
  'github-classroom',
  'github-code-scanning',
  'github-codespaces',
  'github-merge-queue',
  'github-pages',
  'github-security-advisories',
]);

export function isAgentApp(slug: string | undefined): boolean {
  return slug !== undefined && agentApps.has(slug.toLowerCase());
}

export function isOwnApp(slug: string | undefined): boolean {
  return slug !== undefined && ownApps.has(slug.toLowerCase());
}
