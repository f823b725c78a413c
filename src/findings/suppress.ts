import { matchesGlob } from '../glob.ts';
import type { Finding } from './finding.ts';

/** A risk that somebody accepted, from the configuration. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Pattern for the identity's id or name. At least one of `identity` and `subject` is given; both must match where both are. */
  readonly identity?: string;
  /** Pattern for the id of the subject: the key, grant, trust... */
  readonly subject?: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** `2027-03-31`: the last day, UTC, on which it holds. Absent: for ever. */
  readonly expires?: string;
  /** Where it stands, for notes: `.nhi.yaml:12`. */
  readonly place: string;
}

export interface Suppression {
  readonly findings: readonly Finding[];
  /** What a person should know of the waivers, one line each: expired, without an end or an owner, or matching nothing. */
  readonly notes: readonly string[];
}

/**
 * Marks the failures that a waiver covers. Nothing is dropped. An expired waiver covers nothing; an unknown finding stays
 * unknown, because nobody can accept what was not seen.
 * @param now ISO 8601, UTC.
 * @param nameOf the name of an identity, so that a waiver may name it as people do.
 */
export function suppress(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: string,
  nameOf?: (identity: string) => string,
): Suppression {
  if (waivers.length === 0) return { findings, notes: [] };
  const today = now.slice(0, 10);
  const byRule = groupByRule(waivers);
  const used = new Set<Waiver>();
  const out = findings.map((finding): Finding => {
    if (finding.status !== 'fail') return finding;
    const covering = byRule.get(finding.rule)?.filter((w) => covers(w, finding, nameOf));
    for (const waiver of covering ?? []) used.add(waiver);
    const valid = covering?.find((w) => !hasExpired(w, today));
    if (valid === undefined) return finding;
    const { reason, owner, expires } = valid;
    return {
      ...finding,
      status: 'suppressed',
      suppression: { reason, ...(owner === undefined ? {} : { owner }), ...(expires === undefined ? {} : { expires }) },
    };
  });
  const notes: string[] = [];
  for (const waiver of waivers) {
    const note = noteOn(waiver, today, used.has(waiver));
    if (note !== undefined) notes.push(`${waiver.place}: the waiver for ${waiver.rule} ${note}`);
  }
  return { findings: out, notes };
}

function groupByRule(waivers: readonly Waiver[]): Map<string, Waiver[]> {
  const groups = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    const group = groups.get(waiver.rule);
    if (group) group.push(waiver);
    else groups.set(waiver.rule, [waiver]);
  }
  return groups;
}

function covers({ identity, subject }: Waiver, finding: Finding, nameOf?: (identity: string) => string): boolean {
  if (subject !== undefined && !matchesGlob(subject, finding.subject)) return false;
  if (identity === undefined) return subject !== undefined;
  if (finding.identity === undefined) return false;
  return matchesGlob(identity, finding.identity) || (nameOf !== undefined && matchesGlob(identity, nameOf(finding.identity)));
}

function hasExpired({ expires }: Waiver, today: string): boolean {
  return expires !== undefined && expires < today;
}

function noteOn(waiver: Waiver, today: string, used: boolean): string | undefined {
  if (hasExpired(waiver, today)) return `expired on ${waiver.expires} and suppresses nothing`;
  if (!used) return 'matches no finding';
  const lacking = [
    ...(waiver.expires === undefined ? ['never expires; give it "expires"'] : []),
    ...(waiver.owner === undefined ? ['has no owner; give it "owner"'] : []),
  ];
  return lacking.length === 0 ? undefined : lacking.join(', and ');
}
