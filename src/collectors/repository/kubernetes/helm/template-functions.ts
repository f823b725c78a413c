import { stringify } from 'yaml';
import { isOpen, isPlain, type Plain, unknownPart } from '../../../kubernetes-objects/plain.ts';

/** What nobody can know from the files alone. */
export const unknown = Symbol('unknown');

export type Value = unknown;

/** Whether a value counts as true in a template: not empty. Undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  if (value === unknown) return undefined;
  if (Array.isArray(value)) return value.length > 0;
  if (isPlain(value)) return Object.keys(value).length > 0;
  return value !== null && value !== undefined && value !== false && value !== 0 && value !== '';
}

/** A value as a template prints it. */
export function printed(value: Value): string {
  if (value === unknown) return unknownPart;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, (_, part: unknown) => (part === unknown ? unknownPart : part)) : String(value);
}

export function fieldOf(value: Value, key: string): Value {
  if (value === unknown) return unknown;
  return isPlain(value) && Object.hasOwn(value, key) ? value[key] : null;
}

/** Longer texts than a chart's values are not put together. */
const longest = 65_536;

/** Puts what is not known into the place of any answer that would depend on it. */
const whenKnown =
  (make: (...args: readonly Value[]) => Value) =>
  (...args: readonly Value[]): Value =>
    args.includes(unknown) ? unknown : make(...args);

const text =
  (make: (text: string, ...args: readonly string[]) => Value) =>
  (...args: readonly Value[]): Value =>
    whenKnown((...known) => make(printed(known[known.length - 1]).slice(0, longest), ...known.slice(0, -1).map(printed)))(...args);

/** Comparisons of texts with parts that are not known have no answer. */
const compared =
  (make: (...args: readonly Value[]) => boolean, open = (text: string) => text.includes(unknownPart)) =>
  (...args: readonly Value[]): Value =>
    args.some((a) => a === unknown || (typeof a === 'string' && open(a))) ? unknown : make(...args);

const comparedWhole = (make: (...args: readonly Value[]) => boolean) => compared(make, isOpen);

function indented(value: string, width: string): string {
  const space = ' '.repeat(Math.min(Math.max(Number(width) || 0, 0), 200));
  return value
    .split('\n')
    .map((line) => `${space}${line}`)
    .join('\n');
}

/** Functions of templates that charts use to name things and to write YAML (https://helm.sh/docs/chart_template_guide/function_list/). */
export const templateFunctions: Readonly<Record<string, (...args: readonly Value[]) => Value>> = {
  default: (fallback, value) => {
    const truth = truthOf(value ?? null);
    return truth === undefined ? unknown : truth ? value : fallback;
  },
  coalesce: (...args) => args.find((a) => truthOf(a) !== false) ?? null,
  required: (_, value) => value,
  quote: text((value) => JSON.stringify(value)),
  squote: text((value) => `'${value.replaceAll("'", "''")}'`),
  toString: text((value) => value),
  lower: text((value) => value.toLowerCase()),
  upper: text((value) => value.toUpperCase()),
  title: text((value) => value),
  trim: text((value) => value.trim()),
  trunc: text((value, length = '0') => (Number(length) < 0 ? value.slice(Number(length)) : value.slice(0, Number(length)))),
  trimSuffix: text((value, end = '') => (end !== '' && value.endsWith(end) ? value.slice(0, -end.length) : value)),
  trimPrefix: text((value, start = '') => (start !== '' && value.startsWith(start) ? value.slice(start.length) : value)),
  replace: text((value, from = '', to = '') => (from === '' ? value : value.replaceAll(from, to))),
  b64enc: text((value) => (value.includes(unknownPart) ? unknown : Buffer.from(value, 'utf8').toString('base64'))),
  b64dec: text((value) => (value.includes(unknownPart) ? unknown : Buffer.from(value, 'base64').toString('utf8'))),
  indent: text((value, width = '0') => indented(value, width)),
  nindent: text((value, width = '0') => `\n${indented(value, width)}`),
  toYaml: whenKnown((value) => stringify(replaceUnknown(value)).trimEnd().slice(0, longest)),
  toJson: whenKnown((value) => printed(value)),
  contains: compared((part, whole) => printed(whole).includes(printed(part))),
  hasPrefix: compared((part, whole) => printed(whole).startsWith(printed(part))),
  hasSuffix: compared((part, whole) => printed(whole).endsWith(printed(part))),
  // What a release is called is not compared for sure; that it is not called like its chart is taken for granted (`contains`).
  eq: comparedWhole((first, ...others) => others.some((o) => o === first || printed(o) === printed(first))),
  ne: comparedWhole((a, b) => printed(a) !== printed(b)),
  not: (value) => {
    const truth = truthOf(value);
    return truth === undefined ? unknown : !truth;
  },
  and: (...args) => args.find((a) => truthOf(a) === false) ?? args.find((a) => a === unknown) ?? args[args.length - 1],
  or: (...args) => {
    const first = args.find((a) => truthOf(a) !== false);
    return first === undefined ? args[args.length - 1] : first;
  },
  empty: (value) => {
    const truth = truthOf(value);
    return truth === undefined ? unknown : !truth;
  },
  ternary: (yes, no, condition) => {
    const truth = truthOf(condition);
    return truth === undefined ? unknown : truth ? yes : no;
  },
  list: (...args) => args,
  dict: (...args) => {
    const out: Record<string, Value> = Object.create(null);
    for (let i = 0; i + 1 < args.length; i += 2) out[printed(args[i])] = args[i + 1];
    return out;
  },
  get: whenKnown((from, key) => fieldOf(from, printed(key))),
  hasKey: whenKnown((from, key) => isPlain(from) && Object.hasOwn(from, printed(key))),
  index: whenKnown((from, ...keys) =>
    keys.reduce((here, key) => (Array.isArray(here) ? here[Number(key)] : fieldOf(here, printed(key))), from),
  ),
  merge: merged,
  mustMerge: merged,
  mergeOverwrite: (...args) => merged(...[...args].reverse()),
  int: whenKnown((value) => Math.trunc(Number(value) || 0)),
  len: whenKnown((value) => (Array.isArray(value) ? value.length : isPlain(value) ? Object.keys(value).length : printed(value).length)),
  join: whenKnown((by, list) => (Array.isArray(list) ? list.map(printed).join(printed(by)).slice(0, longest) : printed(list))),
  kindIs: whenKnown((kind, value) => kindOf(value) === kind),
  typeOf: whenKnown((value) => kindOf(value)),
  printf: whenKnown((format, ...args) => {
    let n = 0;
    let known = true;
    const out = printed(format).replace(/%([a-z%])/g, (_, verb: string) => {
      if (verb === '%') return '%';
      if (!/[sdvq]/.test(verb)) known = false;
      const arg = printed(args[n++]);
      return verb === 'q' ? JSON.stringify(arg) : arg;
    });
    return known ? out.slice(0, longest) : unknown;
  }),
  print: whenKnown((...args) => args.map(printed).join('')),
  fail: () => null,
};

function kindOf(value: Value): string {
  if (Array.isArray(value)) return 'slice';
  if (isPlain(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'int' : value === null ? 'invalid' : 'string';
}

/** The first that has a key gives its value, maps inside maps likewise. */
function merged(...args: readonly Value[]): Value {
  if (args.includes(unknown)) return unknown;
  return args.filter(isPlain).reduceRight<Plain>((over, one) => mergeValues(over, one), Object.create(null) as Plain);
}

/** Values with others put over them, as a chart's user does with the chart's own. */
export function mergeValues(base: Plain, over: Plain): Plain {
  const out: Record<string, unknown> = Object.assign(Object.create(null), base);
  for (const [key, value] of Object.entries(over)) {
    const present = out[key];
    out[key] = isPlain(value) && isPlain(present) ? mergeValues(present, value) : value;
  }
  return out;
}

function replaceUnknown(value: Value, depth = 0): Value {
  if (value === unknown || depth > 50) return unknownPart;
  if (Array.isArray(value)) return value.map((v) => replaceUnknown(v, depth + 1));
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, replaceUnknown(v, depth + 1)])) : value;
}
