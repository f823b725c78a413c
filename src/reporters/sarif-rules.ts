import type { Finding, FrameworkReference, Severity } from '../findings/finding.ts';
import type { FindingGroup } from './finding-groups.ts';

/** SARIF's levels, from the severity of a finding. */
export const sarifLevels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const satisfies Record<Severity, string>;

/**
 * `security-severity`, on the scale by which GitHub names alerts (over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low):
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const securitySeverities = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: '0.1',
} as const satisfies Record<Severity, string>;

/** GitHub takes at most twenty tags. */
const tagsAtMost = 20;

const frameworkNames: Readonly<Record<string, string>> = {
  owasp_nhi: 'OWASP Non-Human Identities Top 10',
  owasp_agentic: 'OWASP Top 10 for Agentic Applications',
  nist_csf: 'NIST Cybersecurity Framework',
  nist_ai_rmf: 'NIST AI Risk Management Framework',
  maestro: 'MAESTRO',
  attack: 'MITRE ATT&CK',
  atlas: 'MITRE ATLAS',
  cis: 'CIS Benchmarks',
};

/**
 * The description of a rule, taken from its findings: those that failed or were suppressed. Its help is at the framework
 * entry it maps to, or else at the tool's own address.
 */
export function ruleDescriptor({ id: rule, severity, findings }: FindingGroup, toolUrl: string): unknown {
  const [first] = findings;
  if (first === undefined) return { id: rule };
  const shared = sharedReferences(findings);
  return {
    id: rule,
    name: pascalCase(rule),
    shortDescription: { text: sentence(first.title) },
    fullDescription: { text: first.why },
    help: { text: helpText(first), markdown: helpMarkdown(first) },
    helpUri: shared.find((r) => r.url !== undefined)?.url ?? toolUrl,
    defaultConfiguration: { level: sarifLevels[severity] },
    relationships: shared.map((reference) => ({ target: taxonReference(reference), kinds: ['relevant'] })),
    properties: {
      'security-severity': securitySeverities[severity],
      precision: first.confidence,
      tags: ['security', 'identity', ...shared.map((r) => `external/${r.framework}/${r.id}`)].slice(0, tagsAtMost),
    },
  };
}

/** A reference from a rule or a result to an entry of a framework. */
export function taxonReference(reference: FrameworkReference): unknown {
  return { id: reference.id, toolComponent: { name: frameworkName(reference.framework) } };
}

/** The frameworks that findings refer to, each with the entries used. */
export function taxonomies(findings: readonly Finding[]): { name: string }[] {
  const frameworks = new Map<string, Map<string, FrameworkReference>>();
  for (const finding of findings) {
    for (const reference of finding.frameworks) {
      const taxa = frameworks.get(reference.framework) ?? new Map<string, FrameworkReference>();
      frameworks.set(reference.framework, taxa.set(reference.id, reference));
    }
  }
  return [...frameworks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([framework, taxa]) => ({
      name: frameworkName(framework),
      shortDescription: { text: `Entries of ${frameworkName(framework)} that results refer to.` },
      taxa: [...taxa.values()]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((r) => ({
          id: r.id,
          name: r.title,
          shortDescription: { text: sentence(r.title) },
          ...(r.url === undefined ? {} : { helpUri: r.url }),
        })),
    }));
}

function frameworkName(framework: string): string {
  return frameworkNames[framework] ?? framework;
}

/** The references that every finding of the rule has: some hold only for identities bound to an agent. */
function sharedReferences(findings: readonly Finding[]): FrameworkReference[] {
  const [first, ...others] = findings;
  return (first?.frameworks ?? []).filter((r) =>
    others.every((f) => f.frameworks.some((o) => o.framework === r.framework && o.id === r.id)),
  );
}

function helpText({ why, fix }: Finding): string {
  return [why, `Fix: ${fix.summary}`, ...commands(fix)].join('\n\n');
}

function helpMarkdown({ why, fix }: Finding): string {
  const blocks = [
    ...(fix.cli === undefined ? [] : [fenced('sh', fix.cli)]),
    ...(fix.terraform === undefined ? [] : [fenced('terraform', fix.terraform)]),
  ];
  return [escapeMarkdown(why), `**Fix:** ${escapeMarkdown(fix.summary)}`, ...blocks].join('\n\n');
}

function commands(fix: Finding['fix']): string[] {
  return [fix.cli, fix.terraform].filter((text) => text !== undefined);
}

/** A fence longer than any run of backticks inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** HTML, links and images stay text; backticks keep marking code, which is how rules write names. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\[\]*_|]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** The names that SARIF gives besides ids: `aws-iam-key-old` is `AwsIamKeyOld`. */
export function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
