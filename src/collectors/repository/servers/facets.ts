/** What a server's tools amount to. */
export type Facet = 'read' | 'write' | 'execute' | 'egress' | 'secrets';

export interface Ability {
  readonly facets: readonly Facet[];
  /** It brings in text that strangers write (web pages, issues, mail). */
  readonly untrusted: boolean;
  /** It reads data that is not public. */
  readonly privateData: boolean;
}

/** One letter a facet (r, w, x, e, s), then u for untrusted input and p for private data. */
const rows: readonly (readonly [name: RegExp, letters: string])[] = [
  [/server-filesystem|\bfilesystem\b|mcp-files/, 'rwp'],
  [/server-github|github-mcp|githubcopilot|\bgithub\b|gitlab|bitbucket|gitea/, 'rweup'],
  [
    /postgres|mysql|mariadb|mssql|mongodb?\b|supabase|neon\b|clickhouse|snowflake|bigquery|databricks|redis|sqlite|duckdb|dbhub|database/,
    'rwp',
  ],
  [/playwright|puppeteer|browser|selenium|chrome-devtools|stagehand/, 'rwxeu'],
  [/desktop-commander|shell|terminal|command-line|cli-mcp|code-runner|code-sandbox|\bssh\b|iterm|bash/, 'rwxep'],
  [
    /server-fetch|mcp-fetch|\bfetch\b|brave-search|tavily|exa-mcp|\bexa\b|firecrawl|perplexity|duckduckgo|serpapi|crawl4ai|web-?search|apify/,
    'reu',
  ],
  [/slack|discord|telegram|whatsapp|teams|gmail|email|\bmail\b|outlook|imap|twilio/, 'rweup'],
  [/kubernetes|kubectl|\bk8s\b|helm|argocd/, 'rwxsp'],
  [/aws-api|awslabs|aws-mcp|\baws\b|azure|gcloud|google-cloud|terraform|pulumi|cloudflare|digitalocean/, 'rwxsp'],
  [/docker-mcp|mcp-docker|mcp-server-docker|portainer/, 'rwx'],
  [/1password|bitwarden|vault|doppler|infisical|secrets?-?manager/, 'rsp'],
  [/notion|linear|jira|atlassian|confluence|asana|trello|clickup|monday|zendesk|hubspot|salesforce|intercom|airtable/, 'rweup'],
  [/google-drive|gdrive|dropbox|onedrive|sharepoint|google-workspace|gsuite|calendar|obsidian/, 'rwp'],
  [/stripe|paypal|square|shopify|plaid/, 'rwep'],
  [/sentry|datadog|grafana|newrelic|posthog/, 'rup'],
  [/figma/, 'rp'],
  [/\bgit\b|server-git$/, 'rwp'],
  [/zapier|composio|pipedream|n8n|make\.com/, 'rweup'],
  [/context7|deepwiki|microsoft-docs|learn-mcp|aws-documentation/, 'reu'],
  [/server-memory|\bmemory\b|mem0|knowledge-graph/, 'rwp'],
  [/sequential-?thinking|server-time|\btime\b|calculator|server-everything/, ''],
];

const facets: Readonly<Record<string, Facet>> = { r: 'read', w: 'write', x: 'execute', e: 'egress', s: 'secrets' };

/** What the letters of a row stand for. */
export function abilityOfLetters(letters: string): Ability {
  return {
    facets: [...letters].flatMap((letter) => facets[letter] ?? []),
    untrusted: letters.includes('u'),
    privateData: letters.includes('p'),
  };
}

/** What well-known servers can do, told by package, host or obvious name; undefined for the others. */
export function abilityOf(names: readonly (string | undefined)[], readOnly: boolean): Ability | undefined {
  for (const name of names) {
    if (name === undefined || name === '') continue;
    const text = name.slice(0, 300).toLowerCase().replaceAll('_', '-');
    const row = rows.find(([pattern]) => pattern.test(text));
    if (row === undefined) continue;
    const ability = abilityOfLetters(row[1]);
    return readOnly ? { ...ability, facets: ability.facets.filter((f) => f !== 'write') } : ability;
  }
  return undefined;
}

const destructive =
  /(?:^|[_\W])(?:delete|remove|drop|destroy|purge|truncate|wipe|erase|reset|revoke|write|overwrite|update|edit|modify|move|rename|patch|put|exec|execute|run|shell|bash|command|eval|push|merge|force|deploy|apply|rollback|kill|terminate|stop|restart|send|post|publish|transfer|pay|refund|create_or_update)(?:[_\W]|$)/;

/** Whether a tool's name says that it changes or runs something that is not simply taken back. */
export function isDestructive(tool: string): boolean {
  return destructive.test(
    tool
      .slice(0, 200)
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase(),
  );
}
