import type { Severity } from '../findings/finding.ts';
import { CompiledRule } from './compiled-rule.ts';
import { exampleContext } from './read-examples.ts';
import type { Rule, RuleExample } from './rule.ts';

/** What a rule answered to one of its examples. */
export interface ExampleResult {
  readonly example: RuleExample;
  readonly got: RuleExample['expect'];
  readonly severity?: Severity;
  /** For a flagged one: what the finding would say. */
  readonly message?: string;
  /** For an unknown one: the facts that were not known. */
  readonly missing?: readonly string[];
  /** It answered what the example expects, at the severity it expects. */
  readonly ok: boolean;
}

/** Asks a rule about its own examples. */
export function runExamples(rule: Rule): readonly ExampleResult[] {
  const compiled = new CompiledRule(rule);
  return rule.examples.map((example) => {
    const result = answer(compiled, example);
    return { ...result, ok: result.got === example.expect && (example.severity === undefined || example.severity === result.severity) };
  });
}

function answer(compiled: CompiledRule, example: RuleExample): Omit<ExampleResult, 'ok'> {
  const { rule } = compiled;
  const context: Record<string, unknown> = { ...exampleContext(example, rule.subject), params: rule.params };
  if (!applies(rule, context[rule.subject])) return { example, got: 'quiet' };
  const judgement = compiled.judge(context);
  switch (judgement.answer) {
    case 'fail':
      return { example, got: 'flagged', severity: judgement.severity, message: compiled.message(context) };
    case 'pass':
      return { example, got: 'quiet' };
    case 'unknown':
      return { example, got: 'unknown', missing: compiled.missing(context) };
  }
}

/** An example that gives another kind than the rule's is quiet; one that gives no kind is taken to be of the right one. */
function applies({ kinds }: Rule, facts: unknown): boolean {
  const kind = (facts as { readonly kind?: unknown } | undefined)?.kind;
  return kinds.length === 0 || typeof kind !== 'string' || kinds.includes(kind);
}
