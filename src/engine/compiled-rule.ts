import { type FrameworkReference, type Severity, severities } from '../findings/finding.ts';
import { certainties } from '../graph/graph.ts';
import { Condition, type ConditionContext, evidencePaths } from './condition.ts';
import type { ParameterValue, Rule, SeverityStep } from './rule.ts';
import { parseTemplate, renderTemplate, type Template } from './template.ts';

/** What a rule says of one subject. `evidence` are the facts that decided. */
export type Judgement =
  | { readonly answer: 'fail'; readonly severity: Severity; readonly evidence: readonly string[] }
  | { readonly answer: 'pass' }
  | { readonly answer: 'unknown' };

const pass: Judgement = { answer: 'pass' };
const unknown: Judgement = { answer: 'unknown' };

/** A path is critical only when every step is confirmed. */
const severityCaps: Readonly<Record<(typeof certainties)[number], Severity>> = {
  confirmed: 'critical',
  conditional: 'high',
  possible: 'medium',
};

interface Step {
  readonly condition: Condition;
  readonly severity: Severity;
  readonly rank: number;
}

function compileStep({ when, severity }: SeverityStep): Step {
  return { condition: new Condition(when), severity, rank: severities.indexOf(severity) };
}

/** A rule made ready to be asked. */
export class CompiledRule {
  readonly rule: Rule;
  readonly title: string;
  /** The oldest id the rule had, for fingerprints. */
  readonly firstId: string;
  /** References for an identity that is bound to an agent, and for others. */
  readonly references: { readonly agent: readonly FrameworkReference[]; readonly other: readonly FrameworkReference[] };
  readonly #when: Condition;
  readonly #escalations: readonly Step[];
  readonly #lowerings: readonly Step[];
  readonly #evidence: readonly string[];
  readonly #message: Template;

  constructor(rule: Rule) {
    this.rule = rule;
    this.title = titleOf(rule);
    this.firstId = rule.aliases[0] ?? rule.id;
    this.#when = new Condition(rule.when);
    this.#escalations = rule.escalate.map(compileStep);
    this.#lowerings = rule.lower.map(compileStep);
    this.#evidence = evidencePaths([this.#when]);
    this.#message = templateOf(rule.message);
    const plain = (r: Rule['frameworks'][number]): FrameworkReference => {
      const { agentOnly: _, ...reference } = r;
      return reference;
    };
    this.references = { agent: rule.frameworks.map(plain), other: rule.frameworks.filter((r) => !r.agentOnly).map(plain) };
  }

  /** @param context the subject's facts under the name of its kind, and the rule's `params`. */
  judge(context: ConditionContext): Judgement {
    const answer = this.#when.ask(context);
    if (answer === undefined) return unknown;
    if (!answer) return pass;
    let severity = this.rule.severity;
    let rank = severities.indexOf(severity);
    let evidence = this.#evidence;
    for (const escalation of this.#escalations) {
      // An escalation that is not known does not raise.
      if (escalation.rank <= rank || escalation.condition.ask(context) !== true) continue;
      ({ severity, rank } = escalation);
      evidence = evidencePaths([this.#when, escalation.condition]);
    }
    for (const lowering of this.#lowerings) {
      // Nor does one that is not known lower.
      if (lowering.rank < rank && lowering.condition.ask(context) === true) ({ severity, rank } = lowering);
    }
    return { answer: 'fail', severity: this.cap(severity, context), evidence };
  }

  message(context: ConditionContext): string {
    return renderTemplate(this.#message, context);
  }

  missing(context: ConditionContext): readonly string[] {
    return this.#when.missing(context);
  }

  /** A severity as far as a path that is not confirmed may carry it. */
  cap(severity: Severity, context: ConditionContext): Severity {
    if (this.rule.subject !== 'path') return severity;
    const path = context.path as { readonly certainty?: unknown } | undefined;
    const certainty = certainties.find((c) => c === path?.certainty) ?? 'possible';
    const cap = severityCaps[certainty];
    return severities.indexOf(severity) > severities.indexOf(cap) ? cap : severity;
  }
}

/** A rule's title with its parameters filled in. */
export function titleOf(rule: { readonly title: string; readonly params: Readonly<Record<string, ParameterValue>> }): string {
  return renderTemplate(templateOf(rule.title), { params: rule.params });
}

/** Rules are checked when they are read; a text that is not a template stands for itself. */
function templateOf(text: string): Template {
  const template = parseTemplate(text);
  return 'problem' in template ? { parts: [text] } : template;
}
