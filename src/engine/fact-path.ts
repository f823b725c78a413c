import { type FactGroup, factTypes } from '../inventory/fact-types.ts';
import { FactsOnDemand, readerOf } from './facts-on-demand.ts';
import { didYouMean } from './nearest.ts';
import { type ParameterValue, type SubjectKind, subjectGroups } from './rule.ts';

/** What a condition or message may name: `['credential', 'identity', 'name']`, `['params', 'max_age_days']`. */
export type FactPath = readonly string[];

/** The variables of one rule. */
export interface Vocabulary {
  readonly subject: SubjectKind;
  readonly params: Readonly<Record<string, ParameterValue>>;
}

export type PathType =
  | { readonly type: string }
  | { readonly problem: string /** Index of the wrong segment. */; readonly segment: number };

/** The declared type of a path, or what is wrong with it. */
export function typeOfPath(path: FactPath, { subject, params }: Vocabulary): PathType {
  const [root = '', ...fields] = path;
  if (root === 'params') {
    const [name, further] = fields;
    if (name === undefined) return { type: 'map' };
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) return { problem: `unknown parameter "${name}"${didYouMean(name, Object.keys(params))}`, segment: 1 };
    if (further !== undefined) return { problem: `"params.${name}" has no fields`, segment: 2 };
    return { type: parameterType(value) };
  }
  if (root !== subject) {
    return { problem: `unknown name "${root}"${didYouMean(root, [subject, 'params']) || `; this rule is about "${subject}"`}`, segment: 0 };
  }
  let type: string = subjectGroups[subject];
  for (const [i, field] of fields.entries()) {
    if (type === 'map<string, string>') {
      type = 'string';
      continue;
    }
    const group = groupNamed(type);
    const so = path.slice(0, i + 1).join('.');
    if (group === undefined) return { problem: `"${so}" is a ${type} and has no fields`, segment: i + 1 };
    const next = fieldsOf(group)[field];
    if (next === undefined)
      return { problem: `unknown fact "${so}.${field}"${didYouMean(field, Object.keys(fieldsOf(group)))}`, segment: i + 1 };
    type = next;
  }
  return { type };
}

export function groupNamed(type: string): FactGroup | undefined {
  return Object.hasOwn(factTypes, type) ? (type as FactGroup) : undefined;
}

/** Field -> type of a group, without inherited names. */
export function fieldsOf(group: FactGroup): Readonly<Record<string, string | undefined>> {
  let fields = fieldTables.get(group);
  if (fields === undefined) {
    fields = Object.assign(Object.create(null), factTypes[group]) as Record<string, string>;
    fieldTables.set(group, fields);
  }
  return fields;
}

const fieldTables = new Map<FactGroup, Readonly<Record<string, string>>>();

/** Numbers are doubles, as all facts are. */
export function parameterType(value: ParameterValue): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  return `list<${value[0] === undefined ? 'string' : parameterType(value[0])}>`;
}

/** The value at a path, or undefined where any step is not known. */
export function valueAt(context: unknown, path: FactPath): unknown {
  let value = context;
  for (const field of path) {
    if (value instanceof FactsOnDemand) value = readerOf(value, field)?.(value);
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, field))
      value = (value as Readonly<Record<string, unknown>>)[field];
    else return undefined;
  }
  return value;
}
