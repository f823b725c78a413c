import type { Evidence } from '../inventory/evidence.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import { type Finding, type Severity, severities } from './finding.ts';

/** A failure that is known: what a baseline keeps of it. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly subject: string;
  readonly identity: string | null;
  /** Of the source that showed it; '' where that is not known. */
  readonly plane: string;
  /** The same: its account, organization or repository. */
  readonly scope: string;
}

/** A plane and a scope of it: what a source speaks of. '' where that is not known. */
export type Seen = Pick<KnownFinding, 'plane' | 'scope'>;

/** The failures of an earlier run. */
export interface Baseline {
  /** How messages name it. */
  readonly name: string;
  /** ISO 8601: as of when it was judged. */
  readonly now: string;
  readonly findings: readonly KnownFinding[];
}

/** What became of the failures of a baseline. */
export interface Comparison {
  readonly baseline: string;
  readonly baselineNow: string;
  /** Failures that the baseline does not hold. */
  readonly new: number;
  /** Failures that it holds with a lower severity. */
  readonly worse: number;
  readonly known: number;
  /** Failures of the baseline that were looked for and are no more. */
  readonly gone: readonly KnownFinding[];
  /** Failures of the baseline of which this run cannot say whether they are still there. */
  readonly unseen: readonly KnownFinding[];
}

/** What a run looked at: a failure that it does not repeat is gone only where it looked. */
export interface Looked {
  readonly sources: readonly (Seen & { readonly status: SourceStatus['status'] })[];
  readonly rules: ReadonlySet<string>;
  /** Whether an identity, credential or workload of this id was seen. */
  readonly has: (id: string) => boolean;
}

/** The failures of a run as what the next run may know. */
export function knownFindings(findings: readonly Finding[], seenBy: (finding: Finding) => Seen): KnownFinding[] {
  return findings
    .filter((f) => f.status === 'fail')
    .map((f) => ({
      fingerprint: f.fingerprint,
      rule: f.rule,
      severity: f.severity,
      title: f.title,
      subject: f.subject,
      identity: f.identity ?? null,
      ...seenBy(f),
    }))
    .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0));
}

/** The plane and scope of the source that showed a finding: where its evidence lies, else that of its identity. An agent comes from a repository. */
export function sourceOfFinding(
  sources: readonly SourceStatus[],
  evidenceOf: (identity: string) => readonly Evidence[],
): (finding: Finding) => Seen {
  const bySource = seenBySource(sources);
  return ({ identity, evidence }) => {
    const [first] = evidence.length > 0 || identity === undefined ? evidence : evidenceOf(identity);
    return bySource(first?.source);
  };
}

/** What a source speaks of, by the name of the source. */
export function seenBySource(sources: readonly Pick<SourceStatus, 'source' | 'plane' | 'scope'>[]): (source: string | undefined) => Seen {
  const bySource = new Map(sources.map(({ source, plane, scope }) => [source, { plane, scope }]));
  return (source = '') => bySource.get(source) ?? { plane: '', scope: '' };
}

/** Whether what was seen there before would be seen now, were it still there: its scope was read, and its whole plane without gaps. */
export function wouldBeSeen({ plane, scope }: Seen, sources: readonly (Seen & { readonly status: string })[]): boolean {
  const ofPlane = plane === '' ? sources : sources.filter((s) => s.plane === plane);
  return ofPlane.some((s) => scope === '' || s.scope === scope) && ofPlane.every((s) => s.status === 'complete');
}

/**
 * Marks each failure as new, worse or known, and says which of the baseline are gone. A failure that is not repeated is gone
 * where its rule ran and its account or repository was read with all of its plane, or its subject was seen; a waived one is neither.
 */
export function compareWithBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
  looked: Looked,
): { readonly findings: readonly Finding[]; readonly comparison: Comparison } {
  const before = new Map(baseline.findings.map((f) => [f.fingerprint, f]));
  const now = new Map<string, Finding>();
  const counts = { new: 0, worse: 0, known: 0 };
  const marked = findings.map((finding): Finding => {
    now.set(finding.fingerprint, finding);
    if (finding.status !== 'fail') return finding;
    const change = changeOf(finding, before.get(finding.fingerprint));
    counts[change]++;
    return { ...finding, change };
  });
  const gone: KnownFinding[] = [];
  const unseen: KnownFinding[] = [];
  for (const known of baseline.findings) {
    const present = now.get(known.fingerprint);
    if (present?.status === 'fail' || present?.status === 'suppressed') continue;
    (present === undefined && wasLookedFor(known, looked) ? gone : unseen).push(known);
  }
  return { findings: marked, comparison: { baseline: baseline.name, baselineNow: baseline.now, ...counts, gone, unseen } };
}

function changeOf(finding: Finding, known: KnownFinding | undefined): 'new' | 'worse' | 'known' {
  if (known === undefined) return 'new';
  return severities.indexOf(finding.severity) > severities.indexOf(known.severity) ? 'worse' : 'known';
}

/** Whether a failure that is not repeated would be, were it still there. */
export function wasLookedFor(
  { rule, subject, identity, plane, scope }: Omit<KnownFinding, 'fingerprint' | 'severity' | 'title'>,
  { sources, rules, has }: Looked,
): boolean {
  if (!rules.has(rule)) return false;
  // A key is listed apart from its user: who is seen does not tell that the key is gone. A grant is listed with its holder.
  const holder = identity !== null && subject.startsWith(identity) ? identity : subject;
  return has(subject) || has(holder) || wouldBeSeen({ plane, scope }, sources);
}
