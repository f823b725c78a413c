import { type Severity, severities } from '../findings/finding.ts';
import type { FactGroup } from '../inventory/fact-types.ts';
import { isObject } from '../plain-object.ts';
import type { CheckedYaml } from './checked-yaml.ts';
import { fieldsOf, groupNamed } from './fact-path.ts';
import { type PermissionAnswers, withPermissionAnswers } from './permission-question.ts';
import { type RuleExample, type SubjectKind, subjectGroups } from './rule.ts';

const answers = ['allowed', 'conditional', 'denied', 'unknown'] as const;
/** In an example, what an identity answers to `can("...")` and `can_everywhere("...")`. */
const questionKeys = ['can', 'can_everywhere'] as const;

/** Reads a rule's examples and checks that they give facts that exist, with values of the right type. */
export function readExamples(list: CheckedYaml, subject: SubjectKind): readonly RuleExample[] {
  const examples = list.items().map((item) => readExample(item, subject));
  for (const expect of ['flagged', 'quiet'] as const) {
    if (!examples.some((e) => e.expect === expect)) {
      list.fail(`"examples" needs at least one with "flagged: ${expect === 'flagged'}"`);
    }
  }
  return examples;
}

function readExample(item: CheckedYaml, subject: SubjectKind): RuleExample {
  const fields = item.fields(['flagged', 'unknown', 'severity', 'given'], 'key');
  const given = fields.given ?? item.fail('an example needs "given"');
  const expect = readExpectation(item, fields.flagged, fields.unknown);
  const severity: Severity | undefined = fields.severity?.oneOf(severities);
  if (severity !== undefined && expect !== 'flagged') fields.severity?.fail('"severity" belongs to an example with "flagged: true"');
  const facts = given.fields([subject], 'subject of the example')[subject];
  return {
    expect,
    given: facts === undefined ? {} : { [subject]: readFacts(facts, subjectGroups[subject]) },
    line: item.line,
    ...(severity === undefined ? {} : { severity }),
  };
}

function readExpectation(item: CheckedYaml, flagged?: CheckedYaml, unknown?: CheckedYaml): RuleExample['expect'] {
  if (flagged !== undefined && unknown !== undefined) return item.fail('an example has "flagged" or "unknown", not both');
  if (flagged !== undefined) return flagged.boolean() ? 'flagged' : 'quiet';
  if (unknown === undefined) return item.fail('an example needs "flagged: true", "flagged: false" or "unknown: true"');
  return unknown.boolean() ? 'unknown' : unknown.fail('"unknown" can only be true; write "flagged: true" or "flagged: false"');
}

/** The facts of a group as written, checked. `can` and `can_everywhere` stay as they are written, for people to read. */
function readFacts(node: CheckedYaml, group: FactGroup): Readonly<Record<string, unknown>> {
  const types = fieldsOf(group);
  const known = [...Object.keys(types), ...(group === 'Identity' ? questionKeys : [])];
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node.fields(known, 'fact'))) {
    if (value !== undefined) out[name] = readFact(value, types[name]);
  }
  return out;
}

function readFact(node: CheckedYaml, type: string | undefined): unknown {
  switch (type) {
    case 'string':
      return node.string();
    case 'bool':
      return node.boolean();
    case 'double':
      return node.number();
    case 'list<string>':
      return node.strings();
    case 'map<string, string>':
      return Object.fromEntries(node.entries().map(([key, value]) => [key, value.string()]));
    case undefined: // a permission question
      return Object.fromEntries(node.entries().map(([action, answer]) => [action, answer.oneOf(answers)]));
    default: {
      const group = groupNamed(type);
      return group === undefined ? node.fail(`facts of type ${type} cannot be given`) : readFacts(node, group);
    }
  }
}

/** An example's facts as a condition sees them: identities answer permission questions from `can` and `can_everywhere`. */
export function exampleContext(example: RuleExample, subject: SubjectKind): Record<string, unknown> {
  const facts = example.given[subject];
  return { [subject]: isObject(facts) ? prepare(facts, subjectGroups[subject]) : {} };
}

function prepare(facts: Readonly<Record<string, unknown>>, group: FactGroup): Record<string, unknown> {
  const types = fieldsOf(group);
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) {
    const type = types[name];
    if (type === undefined) continue;
    const inner = groupNamed(type);
    out[name] = inner !== undefined && isObject(value) ? prepare(value, inner) : value;
  }
  return group === 'Identity' ? withPermissionAnswers(out, answersOf(facts)) : out;
}

function answersOf(facts: Readonly<Record<string, unknown>>): PermissionAnswers {
  return (action, everywhere) => {
    const table = facts[everywhere ? 'can_everywhere' : 'can'];
    const answer = isObject(table) && Object.hasOwn(table, action) ? table[action] : undefined;
    return answers.find((a) => a === answer) ?? 'unknown';
  };
}
