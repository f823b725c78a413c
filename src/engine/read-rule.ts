import { confidences, type Fix, type Severity, severities } from '../findings/finding.ts';
import { checkCondition } from './check-condition.ts';
import type { CheckedYaml } from './checked-yaml.ts';
import type { Vocabulary } from './fact-path.ts';
import { parseYaml } from './parse-yaml.ts';
import { quoted } from './quoted.ts';
import { readExamples } from './read-examples.ts';
import { readReferences } from './read-references.ts';
import { type ParameterValue, type Rule, ruleInputs, type SeverityStep, subjectKinds } from './rule.ts';
import { checkTemplate } from './template.ts';

const keys = [
  'id',
  'title',
  'severity',
  'confidence',
  'subject',
  'kinds',
  'params',
  'when',
  'escalate',
  'lower',
  'message',
  'why',
  'fix',
  'maps',
  'aliases',
  'examples',
  'enabled',
  'input',
] as const;

export const ruleIdForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
const parameterForm = /^[a-z][a-z0-9_]*$/;
/** A title names the defect. */
const cureWords = /^(ensure|no|avoid)\b/i;

export interface ReadOptions {
  /**
   * Check conditions and templates against the vocabulary of facts. Always for users' rules; the rules that come with the
   * tool are checked by its own tests and by `nhi rules test`, so that a scan need not.
   */
  readonly check: boolean;
}

/**
 * Reads a rule file.
 * @param file its path, `/` between folders: the name must be the rule's id, and messages name it.
 * @throws UserError of one line for anything that is not right.
 */
export function readRule(text: string, file: string, { check }: ReadOptions): Rule {
  const root = parseYaml(text, file);
  const fields = root.fields(keys, 'key');
  const need = (key: (typeof keys)[number]): CheckedYaml => fields[key] ?? root.fail(`a rule needs "${key}"`, 1);

  const id = readId(need('id'), file);
  const severity = need('severity').oneOf(severities);
  const subject = need('subject').oneOf(subjectKinds);
  const params = fields.params === undefined ? {} : readParameters(fields.params);
  const vocabulary: Vocabulary = { subject, params };
  const condition = (at: CheckedYaml): string => {
    const source = at.string();
    const problem = check ? checkCondition(source, vocabulary) : undefined;
    return problem === undefined ? source : at.failAt(problem.offset, problem.problem);
  };
  const template = (at: CheckedYaml, only?: 'params'): string => {
    const problem = check ? checkTemplate(at.string(), vocabulary, only) : undefined;
    return problem === undefined ? at.string() : at.failAt(problem.offset, problem.problem);
  };

  return {
    id,
    aliases: fields.aliases === undefined ? [] : readAliases(fields.aliases, id),
    file,
    title: template(readTitle(need('title')), 'params'),
    severity,
    confidence: need('confidence').oneOf(confidences),
    subject,
    kinds: fields.kinds?.strings() ?? [],
    params,
    when: condition(need('when')),
    escalate: fields.escalate?.items().map((item) => readStep(item, 'raise', severity, condition)) ?? [],
    lower: fields.lower?.items().map((item) => readStep(item, 'lower', severity, condition)) ?? [],
    message: template(need('message')),
    why: need('why').string().trim(),
    fix: readFix(need('fix')),
    frameworks: readReferences(need('maps')),
    examples: readExamples(need('examples'), subject),
    enabled: fields.enabled?.boolean() ?? true,
    ...(fields.input === undefined ? {} : { input: fields.input.oneOf(ruleInputs) }),
  };
}

function readId(at: CheckedYaml, file: string): string {
  const id = at.string();
  if (!ruleIdForm.test(id)) at.fail(`id ${quoted(id)} must be lower-case words joined with "-", such as aws-iam-key-old`);
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).replace(/\.ya?ml$/, '');
  if (name !== id) at.fail(`id "${id}" must be the file's name, ${quoted(name)}`);
  return id;
}

/** Former ids of the rule, the oldest first. */
function readAliases(at: CheckedYaml, id: string): readonly string[] {
  const aliases = at.strings();
  if (aliases.includes(id)) at.fail(`"${id}" is its own alias`);
  return aliases;
}

function readTitle(at: CheckedYaml): CheckedYaml {
  const title = at.string();
  if (title.length >= 100) at.fail(`the title has ${title.length} characters; keep it under 100`);
  if (title.includes('\n')) at.fail('the title must be one line');
  const cure = cureWords.exec(title)?.[0];
  if (cure !== undefined) at.fail(`the title starts with "${cure}"; name the defect, not the cure`);
  return at;
}

function readParameters(at: CheckedYaml): Readonly<Record<string, ParameterValue>> {
  const params: Record<string, ParameterValue> = {};
  for (const [name, value] of at.entries()) {
    if (!parameterForm.test(name)) value.fail(`parameter ${quoted(name)} must be lower-case words joined with "_"`);
    params[name] = readParameter(value);
  }
  return params;
}

/** A scalar, or a list of scalars of one type. */
export function readParameter(value: CheckedYaml): ParameterValue {
  if (!value.isList) return value.scalar();
  const items = value.items().map((item) => item.scalar());
  const types = new Set(items.map((item) => typeof item));
  return types.size > 1 ? value.fail(`"${value.path}" mixes ${[...types].join(' and ')}`) : items;
}

function readStep(item: CheckedYaml, way: 'raise' | 'lower', base: Severity, condition: (at: CheckedYaml) => string): SeverityStep {
  const name = way === 'raise' ? 'an escalation' : 'what lowers the severity';
  const fields = item.fields(['when', 'severity'], 'key');
  const when = condition(fields.when ?? item.fail(`${name} needs "when"`));
  const at = fields.severity ?? item.fail(`${name} needs "severity"`);
  const severity = at.oneOf(severities);
  const above = severities.indexOf(severity) - severities.indexOf(base);
  if (way === 'raise' && above <= 0) at.fail(`an escalation must raise the severity; ${severity} is not above ${base}`);
  if (way === 'lower' && above >= 0) at.fail(`"lower" must lower the severity; ${severity} is not below ${base}`);
  return { when, severity };
}

function readFix(at: CheckedYaml): Fix {
  const { summary, cli, terraform } = at.fields(['summary', 'cli', 'terraform'], 'key');
  return {
    summary: (summary ?? at.fail('"fix" needs "summary"')).string().trim(),
    ...(cli === undefined ? {} : { cli: cli.string().trimEnd() }),
    ...(terraform === undefined ? {} : { terraform: terraform.string().trimEnd() }),
  };
}
