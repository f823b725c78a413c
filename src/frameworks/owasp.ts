import { entriesOf, type Framework } from './entry.ts';

const nhiSite = 'https://owasp.org/www-project-non-human-identities-top-10/2025';

const nhiSlugs: Readonly<Record<string, readonly [title: string, slug: string]>> = {
  'NHI1:2025': ['Improper Offboarding', '1-improper-offboarding'],
  'NHI2:2025': ['Secret Leakage', '2-secret-leakage'],
  'NHI3:2025': ['Vulnerable Third-Party NHI', '3-vulnerable-third-party-nhi'],
  'NHI4:2025': ['Insecure Authentication', '4-insecure-authentication'],
  'NHI5:2025': ['Overprivileged NHI', '5-overprivileged-nhi'],
  'NHI6:2025': ['Insecure Cloud Deployment Configurations', '6-insecure-cloud-deployment-configurations'],
  'NHI7:2025': ['Long-Lived Secrets', '7-long-lived-secrets'],
  'NHI8:2025': ['Environment Isolation', '8-environment-isolation'],
  'NHI9:2025': ['NHI Reuse', '9-nhi-reuse'],
  'NHI10:2025': ['Human Use of NHI', '10-human-use-of-nhi'],
};

/** https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025/ */
export const owaspNhi: Framework = {
  name: 'OWASP Non-Human Identities Top 10',
  version: '2025',
  entries: Object.entries(nhiSlugs).map(([id, [title, slug]]) => ({ id, title, url: `${nhiSite}/${slug}/` })),
  // Rules write `NHI7`.
  aliases: Object.fromEntries(Object.keys(nhiSlugs).map((id) => [id.slice(0, id.indexOf(':')), id])),
};

const agenticTitles = {
  ASI01: 'Agent Goal Hijack',
  ASI02: 'Tool Misuse and Exploitation',
  ASI03: 'Identity and Privilege Abuse',
  ASI04: 'Agentic Supply Chain Vulnerabilities',
  ASI05: 'Unexpected Code Execution (RCE)',
  ASI06: 'Memory & Context Poisoning',
  ASI07: 'Insecure Inter-Agent Communication',
  ASI08: 'Cascading Failures',
  ASI09: 'Human-Agent Trust Exploitation',
  ASI10: 'Rogue Agents',
};

/** The document prints ids without a year and has one page for all ten. */
export const owaspAgentic: Framework = {
  name: 'OWASP Top 10 for Agentic Applications',
  version: '2026',
  entries: entriesOf(agenticTitles, () => 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/'),
  aliases: Object.fromEntries(Object.keys(agenticTitles).map((id) => [`${id}:2026`, id])),
};
