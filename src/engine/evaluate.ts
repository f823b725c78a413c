import type { Finding } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { sortFindings } from '../findings/order.ts';
import { CompiledRule } from './compiled-rule.ts';
import type { Rule, Subject, SubjectGroup, SubjectKind } from './rule.ts';

export interface EvaluateOptions {
  /** Unknown findings that are listed per rule; those beyond are only counted. 1000 unless given. */
  readonly unknownLimit?: number;
}

/** How often a rule failed, passed and could not say. */
export interface RuleCounts {
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
}

export interface Evaluation {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** By rule id, every rule that is on, in the order given. */
  readonly counts: ReadonlyMap<string, RuleCounts>;
}

interface Asked {
  readonly compiled: CompiledRule;
  /** One object per rule, refilled for each subject. */
  readonly context: Record<string, unknown>;
  readonly counts: { -readonly [K in keyof RuleCounts]: number };
}

/**
 * Asks every rule that is on about every subject that it applies to. Subjects are taken one at a time and not kept, so
 * memory grows with findings only.
 */
export function evaluate(
  rules: readonly Rule[],
  subjects: Iterable<Subject | SubjectGroup>,
  { unknownLimit = 1000 }: EvaluateOptions = {},
): Evaluation {
  const asked = new Map<string, { readonly rule: Rule; entry?: Asked }>();
  const counts = new Map<string, RuleCounts>();
  for (const rule of rules) {
    if (!rule.enabled) continue;
    asked.set(rule.id, { rule });
    counts.set(rule.id, { fail: 0, pass: 0, unknown: 0 });
  }
  // Rules by kind and sub-kind, compiled when the first subject they apply to comes by.
  const applicable = new Map<string, Map<string, readonly Asked[]>>();
  const rulesFor = (kind: SubjectKind, subKind: string, onlyByKind?: boolean): readonly Asked[] => {
    const ofKind = applicable.get(kind) ?? new Map<string, readonly Asked[]>();
    let found = ofKind.get(subKind);
    if (found === undefined) {
      found = [...asked.values()]
        .filter(({ rule }) => rule.subject === kind && ((rule.kinds.length === 0 && onlyByKind !== true) || rule.kinds.includes(subKind)))
        .map((slot) => {
          slot.entry ??= {
            compiled: new CompiledRule(slot.rule),
            context: { params: slot.rule.params },
            counts: { fail: 0, pass: 0, unknown: 0 },
          };
          counts.set(slot.rule.id, slot.entry.counts);
          return slot.entry;
        });
      applicable.set(kind, ofKind.set(subKind, found));
    }
    return found;
  };

  const findings: Finding[] = [];
  const ask = (subject: Subject, asked: readonly Asked[]): void => {
    for (const { compiled, context, counts } of asked) {
      if (subject.glance !== undefined) {
        context[subject.kind] = subject.glance;
        if (compiled.isRuledOut(context)) {
          counts.pass++;
          continue;
        }
      }
      context[subject.kind] = subject.facts;
      const judgement = compiled.judge(context);
      counts[judgement.answer]++;
      if (judgement.answer === 'fail') {
        const evidence = subject.evidenceFor(judgement.evidence);
        findings.push(findingOf(compiled, subject, 'fail', judgement.severity, compiled.message(context), evidence));
      } else if (judgement.answer === 'unknown' && counts.unknown <= unknownLimit) {
        const missing = compiled.missing(context);
        const severity = compiled.cap(compiled.rule.severity, context);
        const message = `${nameOf(subject)}: cannot say without ${missing.join(', ')}`;
        findings.push(findingOf(compiled, subject, 'unknown', severity, message, subject.evidenceFor([]), missing));
      }
    }
  };
  /** The rules that what the members have in common leaves open; the others all of them pass. */
  const leftFor = ({ kind, subKind, size, glance }: SubjectGroup): readonly Asked[] =>
    rulesFor(kind, subKind).filter(({ compiled, context, counts }) => {
      context[kind] = glance;
      const isOut = compiled.isRuledOut(context);
      if (isOut) counts.pass += size;
      return !isOut;
    });
  for (const one of subjects) {
    if ('members' in one) {
      const left = leftFor(one);
      if (left.length > 0) for (const member of one.members) ask(member, left);
    } else ask(one, rulesFor(one.kind, one.subKind, one.onlyByKind));
  }
  return { findings: sortFindings(findings), counts };
}

/** There may be very many: made in one piece, which takes least room. */
function findingOf(
  { rule, title, firstId, references }: CompiledRule,
  { id, kind, identity, path, agentBound }: Subject,
  status: Finding['status'],
  severity: Finding['severity'],
  message: string,
  evidence: Finding['evidence'],
  missing?: Finding['missing'],
): Finding {
  return {
    fingerprint: fingerprintOf(firstId, id),
    rule: rule.id,
    severity,
    confidence: rule.confidence,
    status,
    title,
    message,
    identity,
    subject: id,
    subjectKind: kind,
    path,
    evidence,
    frameworks: agentBound ? references.agent : references.other,
    fix: rule.fix,
    why: rule.why,
    missing,
  };
}

/** What a person calls the subject. */
function nameOf({ facts, id }: Subject): string {
  const { name } = facts;
  return typeof name === 'string' ? name : id;
}
