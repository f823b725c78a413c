import type { Evidence } from '../../../../inventory/evidence.ts';
import { parseTemplate } from '../../../hcl/parse-expression.ts';
import type { Expression } from '../../../hcl/syntax.ts';
import { readJson } from '../../tree/json.ts';
import {
  firstHole,
  get,
  type Hole,
  isAbsent,
  isHole,
  joined,
  knownText,
  listFrom,
  partsOf,
  scalar,
  unknown,
  type Value,
  valueOfTree,
} from '../value.ts';
import { elementsOf, evaluate, objectFrom, type Scope, written } from './evaluate.ts';

type Call = Expression & { readonly kind: 'call' };
type Answer = (args: readonly Value[], at: Evidence, scope: Scope) => Value | undefined;

/** More characters than policies and templates have. */
const longest = 256 * 1024;

/** What a function call comes to (https://developer.hashicorp.com/terraform/language/functions); a hole for what is not known here. */
export function callFunction(call: Call, scope: Scope, at: Evidence): Value {
  if (call.name === 'try' || call.name === 'coalesce' || call.name === 'coalescelist') return firstGood(call, scope, at);
  if (call.name === 'can') return unknown('can(…)', 'it is not worked out', at);
  let args = call.args.map((arg) => evaluate(arg, scope));
  if (call.spread) {
    const last = args.at(-1);
    if (last?.kind !== 'list' || last.open !== undefined) return unknown(written(call), 'its arguments are not known', at);
    args = [...args.slice(0, -1), ...last.items];
  }
  const answer = functions.get(call.name.replace(/^core::/, ''))?.(args, at, scope);
  if (answer !== undefined) return answer;
  const hole = args.map((a) => firstHole(a)).find((h): h is Hole => h !== undefined);
  return hole?.kind === 'reference'
    ? unknown(written(call), 'a part of it is known only once it exists', at)
    : unknown(written(call), 'it is not worked out', at);
}

/** `try` and `coalesce`: the first value that is there. One that is not known may be there or not. */
function firstGood(call: Call, scope: Scope, at: Evidence): Value {
  for (const arg of call.args) {
    const value = evaluate(arg, scope);
    if (isHole(value)) {
      if (call.name === 'try' && value.kind === 'unknown' && value.why === 'the code does not set it') continue;
      return value;
    }
    if (call.name === 'try' || !(isAbsent(value) || knownText(value) === '' || (value.kind === 'list' && value.items.length === 0)))
      return value;
  }
  return unknown(written(call), 'none of its values is known', at);
}

const functions: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  // JSON is kept as the value it stands for: whoever wants text joins it, whoever wants a policy reads it.
  ['jsonencode', ([x]) => x],
  ['yamlencode', ([x]) => x],
  ['jsondecode', decodeJson],
  ...['tolist', 'toset', 'tomap', 'sensitive', 'nonsensitive', 'tostring', 'sort', 'ephemeralasnull', 'one_of'].map(
    (name): [string, Answer] => [name, ([x]) => x],
  ),
  ['tonumber', ([x], at) => textual(x, (t) => (Number.isNaN(Number(t)) ? undefined : scalar(Number(t), at)))],
  ['tobool', ([x], at) => textual(x, (t) => scalar(t === 'true', at))],
  ['lower', mapText((t) => t.toLowerCase())],
  ['upper', mapText((t) => t.toUpperCase())],
  ['title', mapText((t) => t.replace(/\b[a-z]/g, (c) => c.toUpperCase()))],
  ['trimspace', ([x]) => (x?.kind === 'text' ? x : textual(x, (t) => scalar(t.trim(), x?.at as Evidence)))],
  ['chomp', ([x]) => (x?.kind === 'text' ? x : textual(x, (t) => scalar(t.replace(/[\r\n]+$/, ''), x?.at as Evidence)))],
  [
    'trimprefix',
    ([x, p], at) => texts([x, p], ([t, prefix]) => scalar(t?.startsWith(prefix ?? '') ? t.slice(prefix?.length) : (t ?? ''), at)),
  ],
  [
    'trimsuffix',
    ([x, s], at) =>
      texts([x, s], ([t, suffix]) =>
        scalar(suffix !== '' && t?.endsWith(suffix ?? '') ? t.slice(0, -(suffix?.length ?? 0)) : (t ?? ''), at),
      ),
  ],
  [
    'replace',
    ([x, from, to], at) =>
      texts([x, from, to], ([t = '', f = '', r = '']) => {
        if (t.length * (r.length + 1) > longest) return undefined;
        if (!/^\/.*\/$/s.test(f)) return scalar(t.replaceAll(f, r), at);
        const ending = r === '' ? upToEnding.exec(f)?.[1] : undefined;
        return ending === undefined ? undefined : scalar(t.slice(t.includes(ending) ? t.lastIndexOf(ending) + ending.length : 0), at);
      }),
  ],
  [
    'substr',
    ([x, from, length], at) =>
      texts([x, from, length], ([t = '', f, l]) =>
        scalar(Number(l) < 0 ? t.slice(Number(f)) : t.slice(Number(f), Number(f) + Number(l)), at),
      ),
  ],
  ['startswith', ([x, y], at) => texts([x, y], ([t = '', p = '']) => scalar(t.startsWith(p), at))],
  ['endswith', ([x, y], at) => texts([x, y], ([t = '', p = '']) => scalar(t.endsWith(p), at))],
  ['strcontains', ([x, y], at) => texts([x, y], ([t = '', p = '']) => scalar(t.includes(p), at))],
  [
    'split',
    ([by, x], at) =>
      texts([by, x], ([s = '', t = '']) => ({
        kind: 'list',
        items: t
          .split(s)
          .slice(0, 1000)
          .map((part) => scalar(part, at)),
        at,
      })),
  ],
  ['join', join],
  ['format', format],
  [
    'concat',
    (args, at) =>
      args.every((a) => a.kind === 'list')
        ? listFrom(
            args.flatMap((a) => (a.kind === 'list' ? a.items : [])),
            at,
            openOf(args).open,
          )
        : withKnownLists(args, at),
  ],
  ['flatten', ([x], at) => (x?.kind === 'list' ? listFrom(flat(x), at, openOf([x]).open) : undefined)],
  ['distinct', ([x]) => (x?.kind === 'list' ? { ...x, items: distinct(x.items) } : undefined)],
  ['compact', ([x]) => (x?.kind === 'list' ? { ...x, items: x.items.filter((i) => !isAbsent(i) && knownText(i) !== '') } : undefined)],
  [
    'setunion',
    (args, at) =>
      args.every((a) => a.kind === 'list')
        ? listFrom(distinct(args.flatMap((a) => (a.kind === 'list' ? a.items : []))), at, openOf(args).open)
        : undefined,
  ],
  ['merge', mergeObjects],
  [
    'keys',
    ([x], at) => (x?.kind === 'object' ? { kind: 'list', items: x.entries.map((e) => scalar(e.key, at)), at, ...openOf([x]) } : undefined),
  ],
  ['values', ([x], at) => (x?.kind === 'object' ? { kind: 'list', items: x.entries.map((e) => e.value), at, ...openOf([x]) } : undefined)],
  [
    'length',
    ([x], at) => (x?.kind === 'scalar' ? scalar(String(x.value ?? '').length, at) : x === undefined ? undefined : lengthOf(x, at)),
  ],
  [
    'element',
    ([x, i], at) =>
      x?.kind === 'list' && i?.kind === 'scalar' && x.open === undefined && x.items.length > 0
        ? (x.items[Number(i.value) % x.items.length] ?? scalar(null, at))
        : undefined,
  ],
  ['one', ([x], at) => (x?.kind === 'list' && x.open === undefined && x.items.length < 2 ? (x.items[0] ?? scalar(null, at)) : undefined)],
  ['lookup', lookup],
  ['contains', contains],
  [
    'zipmap',
    ([k, v], at) =>
      k?.kind === 'list' && v?.kind === 'list' && k.open === undefined && v.open === undefined
        ? objectFrom(
            k.items.map((key, i) => ({ key, value: v.items[i] ?? scalar(null, at) })),
            at,
          )
        : undefined,
  ],
  ['file', (args, at, scope) => readFile(args, at, scope, (text, place) => joined([text], place, 1))],
  ['templatefile', templateFile],
]);

/**
 * `/^(.*provider/)/`: all up to the last `provider/` of an ARN, which modules cut off. It is the one kind of pattern that is worked
 * out: those of others are never run, for they may take exponential time.
 */
const upToEnding = /^\/\^?\(?\.\*\??([\w-]+\/)\)?\/$/;

function textual(value: Value | undefined, answer: (text: string) => Value | undefined): Value | undefined {
  const text = knownText(value);
  return text === undefined ? undefined : answer(text);
}

function texts(values: readonly (Value | undefined)[], answer: (texts: readonly string[]) => Value | undefined): Value | undefined {
  const known = values.map(knownText);
  return known.every((t): t is string => t !== undefined) ? answer(known) : undefined;
}

/** Changes the known parts of a text; the others stay what they are, only their case may differ. */
function mapText(change: (text: string) => string): Answer {
  return ([x], at) =>
    x === undefined || x.kind === 'list' || x.kind === 'object'
      ? undefined
      : joined(
          partsOf(x).map((p) => (typeof p === 'string' ? change(p) : p)),
          at,
        );
}

function openOf(args: readonly Value[]): { readonly open?: string } {
  for (const a of args) if ((a.kind === 'list' || a.kind === 'object') && a.open !== undefined) return { open: a.open };
  return {};
}

/** What is known of joined lists is there, whatever the others hold. */
function withKnownLists(args: readonly Value[], at: Evidence): Value {
  const items = args.flatMap((a) => (a.kind === 'list' ? a.items : []));
  return listFrom(items, at, 'a list joined to it is not known');
}

/** The items of lists in lists, cut where they are too many. */
function flat(value: Value): readonly Value[] {
  const out: Value[] = [];
  const open: Value[] = [value];
  for (let steps = 0; open.length > 0 && steps < 20_000; steps++) {
    const next = open.pop() as Value;
    if (next.kind === 'list') open.push(...[...next.items].reverse());
    else out.push(next);
  }
  return open.length > 0 ? [...out, unknown('more items', 'the list is too long', value.at)] : out;
}

function distinct(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = knownText(item);
    if (text === undefined) return true;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function join([by, ...lists]: readonly Value[], at: Evidence): Value | undefined {
  const separator = knownText(by);
  if (separator === undefined || !lists.every((l) => l.kind === 'list' && l.open === undefined)) return undefined;
  const items = lists.flatMap((l) => (l.kind === 'list' ? l.items : []));
  return joined(
    items.flatMap((item, i) => [...(i === 0 ? [] : [separator]), ...partsOf(item)]),
    at,
  );
}

/** `format("%s-%s", a, b)` with the plain verbs. */
function format([pattern, ...values]: readonly Value[], at: Evidence): Value | undefined {
  const text = knownText(pattern);
  if (text === undefined || text.length > longest) return undefined;
  const parts: (string | Hole)[] = [];
  let next = 0;
  for (const piece of text.split(/(%[%sdvq]|%0?\d{0,3}d)/)) {
    if (piece === '%%') parts.push('%');
    else if (/^%[sdv]$/.test(piece)) {
      const value = values[next++];
      if (value === undefined) return undefined;
      parts.push(...partsOf(value));
    } else if (/^%0?\d*d$/.test(piece)) {
      const value = knownText(values[next++]);
      if (value === undefined) return undefined;
      parts.push(value.padStart(Number(/\d+/.exec(piece)?.[0] ?? 0), piece.startsWith('%0') ? '0' : ' '));
    } else if (piece.includes('%')) return undefined;
    else parts.push(piece);
  }
  return joined(parts, at);
}

/** `merge`: later ones count. One that is not known leaves the whole open. */
export function mergeObjects(args: readonly Value[], at: Evidence): Value {
  const entries = new Map<string, Value>();
  let open: string | undefined;
  for (const arg of args) {
    if (arg.kind === 'object') {
      for (const e of arg.entries) {
        entries.delete(e.key);
        entries.set(e.key, e.value);
      }
      open ??= arg.open;
    } else if (!isAbsent(arg)) open ??= 'a map merged into it is not known';
  }
  return { kind: 'object', entries: [...entries].map(([key, value]) => ({ key, value })), at, ...(open === undefined ? {} : { open }) };
}

function lengthOf(value: Value, at: Evidence): Value | undefined {
  const elements = elementsOf(value);
  return elements === undefined ? undefined : scalar(elements.length, at);
}

function lookup([map, key, fallback]: readonly Value[]): Value | undefined {
  const text = knownText(key);
  if (map?.kind !== 'object' || text === undefined) return undefined;
  return get(map, text) ?? fallback;
}

function contains([list, value]: readonly Value[], at: Evidence): Value | undefined {
  const text = knownText(value);
  if (list?.kind !== 'list' || text === undefined) return undefined;
  const known = list.items.map(knownText);
  if (known.includes(text)) return scalar(true, at);
  return list.open === undefined && known.every((k) => k !== undefined) ? scalar(false, at) : undefined;
}

function decodeJson([x]: readonly Value[], at: Evidence): Value | undefined {
  const text = knownText(x);
  if (text === undefined || text.length > longest) return x?.kind === 'object' || x?.kind === 'list' ? x : undefined;
  const { tree, problems } = readJson(text);
  return tree === undefined || problems.some((p) => p.harmless !== true) ? undefined : valueOfTree(tree, () => at);
}

function readFile([path]: readonly Value[], at: Evidence, scope: Scope, use: (text: string, place: Evidence) => Value): Value | undefined {
  const name = knownText(path);
  if (name === undefined) return undefined;
  const read = scope.read(name);
  return 'why' in read
    ? unknown(`the file ${name.replace(/^tree:/, '')}`, read.why, at)
    : use(read.text, { source: at.source, file: read.path, line: 1 });
}

function templateFile(args: readonly Value[], at: Evidence, scope: Scope): Value | undefined {
  const variables = args[1];
  if (variables?.kind !== 'object') return undefined;
  return readFile(args, at, scope, (text, file) => {
    const bound = new Map(variables.entries.map((e) => [e.key, e.value]));
    const inside: Scope = {
      ...scope,
      bound,
      lookup: (root, _steps, place) => unknown(root, 'the template is not given it', place),
      place: ({ line }) => ({ ...file, line: Math.max(line, 1) }),
    };
    return evaluate(parseTemplate(text, { line: 0, column: 1 }), inside);
  });
}
