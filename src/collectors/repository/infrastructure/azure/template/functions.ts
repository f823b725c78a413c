import type { Evidence } from '../../../../../inventory/evidence.ts';
import {
  entriesIn,
  firstHole,
  get,
  type Hole,
  isAbsent,
  joined,
  knownText,
  listFrom,
  partsOf,
  scalar,
  unknown,
  type Value,
} from '../../value.ts';

type Answer = (args: readonly Value[], at: Evidence) => Value | undefined;

/** More characters than names and ids have. */
const longest = 100_000;
const mostItems = 1000;

/** What a function comes to; a hole for what is not known here. */
export function callTemplateFunction(name: string, args: readonly Value[], at: Evidence): Value {
  const answer = functions.get(name.toLowerCase())?.(args, at);
  if (answer !== undefined) return answer;
  if (/^list[a-z]*$/i.test(name)) return unknown(`${name}(…)`, 'it is a key that is looked up when the template is deployed', at);
  const elsewhere = keptElsewhere.get(name.toLowerCase());
  if (elsewhere !== undefined) return unknown(`${name}(…)`, elsewhere, at);
  const made = /^(?:guid|uniquestring|newguid|utcnow)$/i.test(name);
  const hole = args.map((a) => firstHole(a)).find((h): h is Hole => h !== undefined);
  const why = made ? 'it is made when the template is deployed' : hole === undefined ? 'it is not worked out' : 'a part of it is not known';
  return unknown(`${name}(…)`, why, at);
}

/** https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-parameters-file */
const keptElsewhere: ReadonlyMap<string, string> = new Map([
  ['readenvironmentvariable', 'it stands in the environment of whoever deploys'],
  ['externalinput', 'it is given when the template is deployed'],
  ['getsecret', 'it is kept in a key vault'],
]);

/** https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions */
const functions: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['concat', concat],
  ['format', format],
  ['string', ([x]) => x],
  ['array', ([x], at) => (x === undefined ? undefined : x.kind === 'list' ? x : { kind: 'list', items: [x], at })],
  ['createarray', (args, at) => listFrom(args, at)],
  ['createobject', createObject],
  ['null', (_args, at) => scalar(null, at)],
  ['true', (_args, at) => scalar(true, at)],
  ['false', (_args, at) => scalar(false, at)],
  ['tolower', mapText((t) => t.toLowerCase())],
  ['toupper', mapText((t) => t.toUpperCase())],
  ['trim', mapText((t) => t.trim())],
  ['int', ([x], at) => number(x, (n) => scalar(n, at))],
  ['bool', ([x], at) => (knownText(x) === undefined ? undefined : scalar(/^(?:true|1)$/i.test(knownText(x) ?? ''), at))],
  [
    'replace',
    ([x, from, to], at) =>
      texts([x, from, to], ([t = '', f = '', r = '']) =>
        f === '' || t.length * (r.length + 1) > longest ? undefined : scalar(t.replaceAll(f, r), at),
      ),
  ],
  [
    'substring',
    ([x, from, length], at) =>
      texts([x, from, length ?? scalar(longest, at)], ([t = '', f, l]) => scalar(t.slice(Number(f), Number(f) + Number(l)), at)),
  ],
  ['take', take],
  ['skip', skip],
  [
    'split',
    ([x, by], at) =>
      texts([x, by], ([t = '', s = '']) =>
        s === ''
          ? undefined
          : listFrom(
              t
                .split(s)
                .slice(0, mostItems)
                .map((part) => scalar(part, at)),
              at,
            ),
      ),
  ],
  ['join', join],
  ['first', ([x], at) => element(x, 0, at)],
  ['last', ([x], at) => element(x, -1, at)],
  ['length', length],
  [
    'empty',
    ([x], at) => {
      const n = sizeOf(x);
      return n === undefined ? undefined : scalar(n === 0, at);
    },
  ],
  ['range', range],
  ['coalesce', coalesce],
  ['union', union],
  [
    'flatten',
    ([x], at) =>
      x?.kind === 'list' && x.items.every((i) => i.kind === 'list')
        ? listFrom(
            x.items.flatMap((i) => (i.kind === 'list' ? i.items : [])),
            at,
          )
        : undefined,
  ],
  ['contains', contains],
  ['startswith', ([x, y], at) => texts([x, y], ([t = '', p = '']) => scalar(t.toLowerCase().startsWith(p.toLowerCase()), at))],
  ['endswith', ([x, y], at) => texts([x, y], ([t = '', p = '']) => scalar(t.toLowerCase().endsWith(p.toLowerCase()), at))],
  [
    'equals',
    ([x, y], at) =>
      knownText(x) === undefined || knownText(y) === undefined ? absentEquals(x, y, at) : scalar(knownText(x) === knownText(y), at),
  ],
  ['not', ([x], at) => flag(x, (b) => scalar(!b, at))],
  [
    'and',
    (args, at) =>
      args.some((a) => isFlag(a, false)) ? scalar(false, at) : args.every((a) => isFlag(a, true)) ? scalar(true, at) : undefined,
  ],
  [
    'or',
    (args, at) =>
      args.some((a) => isFlag(a, true)) ? scalar(true, at) : args.every((a) => isFlag(a, false)) ? scalar(false, at) : undefined,
  ],
  ['greater', compare((a, b) => a > b)],
  ['greaterorequals', compare((a, b) => a >= b)],
  ['less', compare((a, b) => a < b)],
  ['lessorequals', compare((a, b) => a <= b)],
  ['add', arithmetic((a, b) => a + b)],
  ['sub', arithmetic((a, b) => a - b)],
  ['mul', arithmetic((a, b) => a * b)],
]);

/** `concat` joins texts, and lists as well. */
function concat(args: readonly Value[], at: Evidence): Value | undefined {
  if (args.some((a) => a.kind === 'list'))
    return args.every((a) => a.kind === 'list')
      ? listFrom(
          args.flatMap((a) => (a.kind === 'list' ? a.items : [])),
          at,
        )
      : undefined;
  return joined(args.flatMap(partsOf), at);
}

function format([template, ...args]: readonly Value[], at: Evidence): Value | undefined {
  const text = knownText(template);
  if (text === undefined || text.length > longest) return undefined;
  const parts: (string | Hole)[] = [];
  for (const [i, piece] of text.split(/\{(\d{1,3})(?:[,:][^}]{0,20})?\}/).entries()) {
    const arg = i % 2 === 1 ? args[Number(piece)] : undefined;
    if (i % 2 === 0) parts.push(piece.replaceAll('{{', '{').replaceAll('}}', '}'));
    else if (arg !== undefined) parts.push(...partsOf(arg));
  }
  return joined(parts, at);
}

function createObject(args: readonly Value[], at: Evidence): Value | undefined {
  const entries = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    const [key, value] = [knownText(args[i]), args[i + 1]];
    if (key === undefined || value === undefined) return undefined;
    entries.push({ key, value });
  }
  return { kind: 'object', entries, at };
}

function mapText(answer: (text: string) => string): Answer {
  return ([x], at) => {
    // What is not known stays so, whatever its letters.
    if (x?.kind === 'text')
      return joined(
        x.parts.map((p) => (typeof p === 'string' ? answer(p) : p)),
        at,
      );
    if (x?.kind === 'reference' || x?.kind === 'unknown') return x;
    const text = knownText(x);
    return text === undefined ? undefined : scalar(answer(text), at);
  };
}

function texts(values: readonly (Value | undefined)[], answer: (texts: readonly string[]) => Value | undefined): Value | undefined {
  const known = values.map(knownText);
  return known.every((t) => t !== undefined) ? answer(known) : undefined;
}

function number(value: Value | undefined, answer: (n: number) => Value): Value | undefined {
  const n = Number(knownText(value));
  return knownText(value) === undefined || Number.isNaN(n) ? undefined : answer(n);
}

function take([x, count]: readonly Value[], at: Evidence): Value | undefined {
  const n = Number(knownText(count));
  if (x?.kind === 'list' && x.open === undefined) return listFrom(x.items.slice(0, Math.max(n, 0)), at);
  const text = knownText(x);
  return text === undefined || Number.isNaN(n) ? undefined : scalar(text.slice(0, Math.max(n, 0)), at);
}

function skip([x, count]: readonly Value[], at: Evidence): Value | undefined {
  const n = Number(knownText(count));
  if (x?.kind === 'list' && x.open === undefined) return listFrom(x.items.slice(Math.max(n, 0)), at);
  const text = knownText(x);
  return text === undefined || Number.isNaN(n) ? undefined : scalar(text.slice(Math.max(n, 0)), at);
}

function join([list, by]: readonly Value[], at: Evidence): Value | undefined {
  const separator = knownText(by);
  if (list?.kind !== 'list' || list.open !== undefined || separator === undefined) return undefined;
  return joined(
    list.items.flatMap((item, i) => [...(i === 0 ? [] : [separator]), ...partsOf(item)]),
    at,
  );
}

function element(value: Value | undefined, index: number, at: Evidence): Value | undefined {
  if (value?.kind === 'list' && value.open === undefined) return value.items.at(index);
  const text = knownText(value);
  return text === undefined ? undefined : scalar(text.at(index) ?? '', at);
}

function sizeOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (isAbsent(value)) return 0;
  if (value.kind === 'list' || value.kind === 'object') {
    const size = value.kind === 'list' ? value.items.length : entriesIn(value).length;
    return value.open === undefined || size > 0 ? size : undefined;
  }
  if (value.kind === 'text' && value.parts.some((p) => typeof p === 'string' && p !== '')) return 1;
  return knownText(value)?.length;
}

function length([x]: readonly Value[], at: Evidence): Value | undefined {
  const size = x?.kind === 'text' || (x?.kind === 'list' && x.open !== undefined) ? undefined : sizeOf(x);
  return size === undefined ? undefined : scalar(size, at);
}

function range([from, count]: readonly Value[], at: Evidence): Value | undefined {
  return number(
    from,
    (start) =>
      number(count, (n) =>
        listFrom(
          Array.from({ length: Math.min(Math.max(n, 0), mostItems) }, (_, i) => scalar(start + i, at)),
          at,
        ),
      ) ?? unknown('range(…)', 'how long it is is not known', at),
  );
}

function coalesce(args: readonly Value[], at: Evidence): Value | undefined {
  for (const arg of args) {
    if (arg.kind === 'unknown' && arg.why === 'the code does not set it') continue;
    if (!isAbsent(arg)) return arg;
  }
  return scalar(null, at);
}

function union(args: readonly Value[], at: Evidence): Value | undefined {
  if (args.every((a) => a.kind === 'list'))
    return listFrom(
      args.flatMap((a) => (a.kind === 'list' ? a.items : [])),
      at,
    );
  if (!args.some((a) => a.kind === 'object')) return undefined;
  // What is joined to it and not known may add to it.
  const entries = args.flatMap((a) => [...entriesIn(a)]);
  const isOpen = args.some((a) => a.kind !== 'object' || a.open !== undefined);
  return { kind: 'object', entries: entries.slice(0, mostItems), at, ...(isOpen ? { open: 'a part of it is not known' } : {}) };
}

function contains([x, y]: readonly Value[], at: Evidence): Value | undefined {
  const text = knownText(y);
  if (text === undefined) return undefined;
  if (x?.kind === 'object' && x.open === undefined) return scalar(get(x, text) !== undefined, at);
  if (x?.kind === 'list' && x.open === undefined && x.items.every((i) => knownText(i) !== undefined))
    return scalar(
      x.items.some((i) => knownText(i) === text),
      at,
    );
  const whole = knownText(x);
  return whole === undefined ? undefined : scalar(whole.includes(text), at);
}

/** Nothing equals nothing, and something that is known does not. */
function absentEquals(x: Value | undefined, y: Value | undefined, at: Evidence): Value | undefined {
  const known = [x, y].map((v) => (v === undefined ? false : isAbsent(v) || knownText(v) !== undefined));
  return known.every(Boolean) ? scalar(isAbsent(x) && isAbsent(y), at) : undefined;
}

function isFlag(value: Value, wanted: boolean): boolean {
  return knownText(value)?.toLowerCase() === String(wanted);
}

function flag(value: Value | undefined, answer: (flag: boolean) => Value): Value | undefined {
  const text = knownText(value)?.toLowerCase();
  return text === 'true' || text === 'false' ? answer(text === 'true') : undefined;
}

function compare(test: (a: number, b: number) => boolean): Answer {
  return ([x, y], at) =>
    number(x, (a) => number(y, (b) => scalar(test(a, b), at)) ?? unknown('a comparison', 'a part of it is not known', at));
}

function arithmetic(answer: (a: number, b: number) => number): Answer {
  return ([x, y], at) => number(x, (a) => number(y, (b) => scalar(answer(a, b), at)) ?? unknown('a sum', 'a part of it is not known', at));
}
