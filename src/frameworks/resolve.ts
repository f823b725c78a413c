import type { FrameworkReference } from '../findings/finding.ts';
import { cis } from './cis.ts';
import type { Entry, Framework } from './entry.ts';
import { maestro } from './maestro.ts';
import { atlas, attack } from './mitre.ts';
import { nistAiRmf, nistCsf } from './nist.ts';
import { owaspAgentic, owaspNhi } from './owasp.ts';

/** By the key that rules and reports use, in the order in which references are shown. */
export const frameworks = {
  owasp_nhi: owaspNhi,
  owasp_agentic: owaspAgentic,
  nist_csf: nistCsf,
  nist_ai_rmf: nistAiRmf,
  maestro,
  attack,
  atlas,
  cis,
} as const satisfies Record<string, Framework>;

export type FrameworkKey = keyof typeof frameworks;

export const frameworkKeys = Object.keys(frameworks) as FrameworkKey[];

/** References to these say nothing about an identity that no agent uses. */
export const agenticFrameworks: ReadonlySet<string> = new Set<FrameworkKey>(['owasp_agentic', 'nist_ai_rmf', 'atlas']);

const entries = new Map<string, ReadonlyMap<string, Entry>>();

/** The entry of a framework by its id or another spelling of it (`NHI7` is `NHI7:2025`), or undefined. */
export function resolveReference(framework: FrameworkKey, id: string): FrameworkReference | undefined {
  let byId = entries.get(framework);
  if (byId === undefined) {
    byId = new Map(frameworks[framework].entries.map((e) => [e.id, e]));
    entries.set(framework, byId);
  }
  const { aliases }: Framework = frameworks[framework];
  const canonical = aliases !== undefined && Object.hasOwn(aliases, id) ? aliases[id] : id;
  const entry = byId.get(canonical ?? id);
  return entry === undefined ? undefined : { framework, id: entry.id, title: entry.title, url: entry.url };
}

/** Every id and other spelling that `resolveReference` accepts. */
export function referenceIds(framework: FrameworkKey): readonly string[] {
  const { entries, aliases }: Framework = frameworks[framework];
  return [...entries.map((e) => e.id), ...Object.keys(aliases ?? {})];
}

/** `OWASP Non-Human Identities Top 10 2025`. */
export function frameworkTitle(framework: string): string {
  const known = frameworkKeys.find((k) => k === framework);
  if (known === undefined) return framework;
  const { name, version }: Framework = frameworks[known];
  return version === '' ? name : `${name} ${version}`;
}
