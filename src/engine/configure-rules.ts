import type { Severity } from '../findings/finding.ts';
import { UserError } from '../user-error.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';
import type { ParameterValue, Rule, RuleInput } from './rule.ts';

/** What a configuration file says of one rule. */
export interface RuleSetting {
  /** Id or alias of the rule. */
  readonly rule: string;
  readonly enabled?: boolean;
  /** Takes the place of the rule's own severity and of its escalations: the user has decided. */
  readonly severity?: Severity;
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** Where it stands: `.nhi.yaml:12`. */
  readonly place: string;
}

/**
 * Applies settings to rules.
 * @throws UserError for a rule or parameter that does not exist, or a value of another type than the rule's own.
 */
export function configureRules(rules: readonly Rule[], settings: readonly RuleSetting[]): readonly Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const done = new Map<string, string>();
  for (const setting of settings) {
    const rule = findRule(rules, setting.rule, setting.place);
    const before = done.get(rule.id);
    if (before !== undefined) throw new UserError(`${setting.place}: rule ${rule.id} is set twice; first at ${before}`);
    done.set(rule.id, setting.place);
    byId.set(rule.id, {
      ...rule,
      enabled: setting.enabled ?? rule.enabled,
      params: withParameters(rule, setting),
      ...(setting.severity === undefined ? {} : { severity: setting.severity, escalate: [], lower: [] }),
    });
  }
  return [...byId.values()];
}

/** The rules without those that compare with something nobody gave; what settings turn on stays on. */
export function withGivenInputs(rules: readonly Rule[], given: ReadonlySet<RuleInput>, settings: readonly RuleSetting[]): readonly Rule[] {
  const wanted = new Set(settings.filter((s) => s.enabled === true).map((s) => s.rule));
  return rules.map((rule) =>
    rule.input === undefined || given.has(rule.input) || wanted.has(rule.id) ? rule : { ...rule, enabled: false },
  );
}

/**
 * The rule of an id or alias.
 * @param place where the name was written, for the message: `.nhi.yaml:12`. Nothing for a command line.
 */
export function findRule(rules: readonly Rule[], name: string, place?: string): Rule {
  const found = rules.find((rule) => rule.id === name) ?? rules.find((rule) => rule.aliases.includes(name));
  if (found !== undefined) return found;
  const near = didYouMean(name, [...rules.map((r) => r.id), ...rules.flatMap((r) => r.aliases)]);
  throw new UserError(`${place === undefined ? '' : `${place}: `}unknown rule ${quoted(name)}${near}`);
}

function withParameters(rule: Rule, { params = {}, place }: RuleSetting): Rule['params'] {
  for (const [name, value] of Object.entries(params)) {
    const own = Object.hasOwn(rule.params, name) ? rule.params[name] : undefined;
    if (own === undefined) {
      const near = didYouMean(name, Object.keys(rule.params));
      const known = Object.keys(rule.params).join(', ') || 'none';
      throw new UserError(`${place}: rule ${rule.id} has no parameter ${quoted(name)}${near || `; it has ${known}`}`);
    }
    if (typeName(value, own) !== typeName(own, own)) {
      throw new UserError(
        `${place}: parameter "${name}" of rule ${rule.id} must be a ${typeName(own, own)}; got a ${typeName(value, own)}`,
      );
    }
  }
  return { ...rule.params, ...params };
}

/** An empty list has the type of the list it is compared with. */
function typeName(value: ParameterValue, like: ParameterValue): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'true or false';
  const items: readonly unknown[] = value.length > 0 || !Array.isArray(like) ? value : like;
  const [first] = items;
  return `list of ${first === undefined || typeof first === 'string' ? 'text' : typeof first === 'number' ? 'number' : 'true or false'}`;
}
