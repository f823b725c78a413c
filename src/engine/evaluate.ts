import type { Finding } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { sortFindings } from '../findings/order.ts';
import { CompiledRule } from './compiled-rule.ts';
import { valueAt } from './fact-path.ts';
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

/** A rule that is on. */
interface Asked {
  readonly compiled: CompiledRule;
  /** One object per rule, refilled for each subject. */
  readonly context: Record<string, unknown>;
  readonly counts: { -readonly [K in keyof RuleCounts]: number };
}

/** The rules for subjects of one kind. */
interface Applicable {
  readonly all: readonly Asked[];
  readonly byGlance: Map<Glance, Alike>;
}

type Glance = NonNullable<Subject['glance']>;

/** What a glance that subjects have in common leaves of the rules, and how many subjects have it: these pass the others. */
interface Alike {
  readonly left: readonly Asked[];
  readonly ruledOut: readonly Asked[];
  size: number;
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
  const applicable = new Map<string, Map<string, Applicable>>();
  const rulesFor = (kind: SubjectKind, subKind: string, onlyByKind?: boolean): Applicable => {
    const ofKind = applicable.get(kind) ?? new Map<string, Applicable>();
    let found = ofKind.get(subKind);
    if (found === undefined) {
      const all = [...asked.values()]
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
      found = { all, byGlance: new Map() };
      applicable.set(kind, ofKind.set(subKind, found));
    }
    return found;
  };
  const alikeIn = ({ all, byGlance }: Applicable, kind: SubjectKind, glance: Glance): Alike => {
    let found = byGlance.get(glance);
    if (found === undefined) {
      const isOut = ({ compiled, context }: Asked): boolean => {
        context[kind] = glance;
        return compiled.isRuledOut(context);
      };
      found = { left: all.filter((one) => !isOut(one)), ruledOut: all.filter(isOut), size: 0 };
      byGlance.set(glance, found);
    }
    return found;
  };

  const findings: Finding[] = [];
  const ask = (subject: Subject, asked: readonly Asked[]): void => {
    for (const { compiled, context, counts } of asked) {
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
  for (const one of subjects) {
    const { kind, subKind, glance } = one;
    const rules = rulesFor(kind, subKind, 'members' in one ? undefined : one.onlyByKind);
    const alike = glance === undefined ? undefined : alikeIn(rules, kind, glance);
    if ('members' in one) {
      if (alike === undefined) continue;
      alike.size += one.size;
      if (alike.left.length > 0) for (const member of one.members) ask(member, alike.left);
    } else {
      if (alike !== undefined) alike.size++;
      ask(one, alike?.left ?? rules.all);
    }
  }
  for (const ofKind of applicable.values())
    for (const { byGlance } of ofKind.values())
      for (const { ruledOut, size } of byGlance.values()) for (const { counts } of ruledOut) counts.pass += size;
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
  const name = valueAt(facts, ['name']);
  return typeof name === 'string' ? name : id;
}
