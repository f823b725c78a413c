import type { ASTNode } from '@marcbachmann/cel-js';
import { celLibrary } from '../../cel-library.ts';

/** What is known of a request when a condition is asked. */
export interface Request {
  /** Milliseconds since the epoch; absent where the question has no time. */
  readonly now: number | undefined;
  /** Absent where any resource may be meant. `names` are the names it may have in a condition: by a project's id and its number. */
  readonly resource?: {
    readonly names: readonly string[];
    /** The names go on in a way that is not known. */
    readonly isBeginning?: true;
    readonly service?: string;
    readonly type?: string;
  };
  readonly principal?: { readonly type: string; readonly subject: string };
}

/** Whether a condition holds; where nobody can tell, what it turns on: `resource.name`, `tag 123/env`, `request.time`. */
export type Verdict = { readonly holds: true | false } | { readonly holds: 'unknown'; readonly on: readonly string[] };

type Value = string | number | bigint | boolean | Time | Names | readonly Value[] | Unknown;
interface Time {
  readonly time: number;
}
/** A text that may be written in several ways. */
interface Names {
  readonly names: readonly string[];
  /** They go on in a way that is not known. */
  readonly isBeginning?: true | undefined;
}
interface Unknown {
  readonly on: readonly string[];
}

/**
 * Whether the condition of a role, a deny rule or a boundary holds (https://cloud.google.com/iam/docs/conditions-attribute-reference).
 * Comparisons of time, of the resource's name, type and service are worked out; what turns on tags, on the hour, or on how
 * a request is made stays unknown.
 */
export function askCondition(text: string, request: Request): Verdict {
  const end = plainEnd(text);
  if (end !== undefined) return request.now === undefined ? { holds: 'unknown', on: ['request.time'] } : { holds: request.now < end };
  const node = parsed(text);
  if (node === undefined) return { holds: 'unknown', on: ['a condition that could not be read'] };
  const value = evaluate(node, request);
  if (typeof value === 'boolean') return { holds: value };
  return { holds: 'unknown', on: isUnknown(value) ? value.on : ['what the condition says'] };
}

/** Most conditions are no more than an end: to read one takes no library, which is slow to load. */
function plainEnd(text: string): number | undefined {
  const time = /^request\.time *< *timestamp\( *"([\d:.TZ+-]+)" *\)$/.exec(text)?.[1];
  const end = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(end) ? undefined : end;
}

const trees = new Map<string, ASTNode | undefined>();
const mostTrees = 10_000;

function parsed(text: string): ASTNode | undefined {
  if (trees.has(text)) return trees.get(text);
  let node: ASTNode | undefined;
  try {
    node = celLibrary().parse(text).ast;
  } catch {
    node = undefined;
  }
  if (trees.size < mostTrees) trees.set(text, node);
  return node;
}

function evaluate(node: ASTNode, request: Request): Value {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'string' ||
        typeof node.args === 'boolean' ||
        typeof node.args === 'bigint' ||
        typeof node.args === 'number'
        ? node.args
        : unknown(textOf(node));
    case 'list':
      return node.args.map((item) => evaluate(item, request));
    case '&&':
    case '||': {
      const decides = node.op === '||';
      const [left, right] = [evaluate(node.args[0], request), evaluate(node.args[1], request)];
      if (left === decides || right === decides) return decides;
      if (left === !decides && right === !decides) return !decides;
      return unknown(...(isUnknown(left) ? left.on : []), ...(isUnknown(right) ? right.on : []));
    }
    case '!_': {
      const value = evaluate(node.args, request);
      return typeof value === 'boolean' ? !value : value;
    }
    case '==':
    case '!=': {
      const same = equal(evaluate(node.args[0], request), evaluate(node.args[1], request));
      return typeof same === 'boolean' && node.op === '!=' ? !same : same;
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(node.op, evaluate(node.args[0], request), evaluate(node.args[1], request));
    case 'in': {
      const [one, list] = [evaluate(node.args[0], request), evaluate(node.args[1], request)];
      if (!Array.isArray(list)) return isUnknown(list) ? list : unknown(textOf(node));
      return any(list.map((item) => equal(one, item)));
    }
    case '.':
      return attribute(node, request);
    case 'call':
      return node.args[0] === 'timestamp' ? timestamp(node.args[1][0], request) : unknown(textOf(node));
    case 'rcall':
      return callOn(node, node.args[0], node.args[1], node.args[2], request);
    default:
      return unknown(textOf(node));
  }
}

function attribute(node: ASTNode, { now, resource, principal }: Request): Value {
  const name = textOf(node);
  switch (name) {
    case 'request.time':
      return now === undefined ? unknown(name) : { time: now };
    case 'resource.name':
      return resource === undefined ? unknown(name) : { names: resource.names, isBeginning: resource.isBeginning };
    case 'resource.service':
      return resource?.service ?? unknown(name);
    case 'resource.type':
      return resource?.type ?? unknown(name);
    case 'principal.type':
      return principal?.type ?? unknown(name);
    case 'principal.subject':
      return principal?.subject ?? unknown(name);
    default:
      return unknown(name);
  }
}

function callOn(node: ASTNode, name: string, receiver: ASTNode, args: readonly ASTNode[], request: Request): Value {
  if (/^(?:matchTag|hasTagKey|matchTagId|hasTagKeyId)$/.test(name)) {
    const [tag] = args.map((a) => evaluate(a, request));
    return unknown(`tag ${typeof tag === 'string' ? tag : 'of the resource'}`);
  }
  const value = evaluate(receiver, request);
  if (isUnknown(value)) return value;
  const [first] = args.map((a) => evaluate(a, request));
  const texts = typeof value === 'string' ? [value] : isNames(value) ? value.names : undefined;
  if (texts === undefined || typeof first !== 'string') return unknown(textOf(node));
  const isBeginning = isNames(value) && value.isBeginning === true;
  if (isBeginning && name !== 'startsWith' && !(name === 'contains' && texts.some((text) => text.includes(first))))
    return unknown(textOf(receiver));
  switch (name) {
    case 'startsWith':
      return any(texts.map((text) => text.startsWith(first) || (isBeginning && goesOn(text, first)) || mayDiffer(text, first)));
    case 'endsWith':
      return any(texts.map((text) => text.endsWith(first)));
    case 'contains':
      return any(texts.map((text) => text.includes(first)));
    case 'extract': {
      const found = texts.map((text) => extract(text, first));
      return found.length === 1 ? (found[0] ?? '') : { names: found };
    }
    default:
      return unknown(textOf(node));
  }
}

/** Whether a name that begins so may be, or begin with, another one. */
function goesOn(beginning: string, whole: string): Unknown | false {
  return whole.startsWith(beginning) ? unknown('resource.name') : false;
}

/** `projects/acme/…` and `projects/123/…` may be one project, and nobody said which number it has. */
function mayDiffer(text: string, prefix: string): Unknown | false {
  const [, own] = /^projects\/([^/]+)/.exec(text) ?? [];
  const [, asked, rest = ''] = /^projects\/([^/]+)(.*)$/s.exec(prefix) ?? [];
  if (own === undefined || asked === undefined || own === '_' || asked === '_') return false;
  const differs = /^\d+$/.test(own) !== /^\d+$/.test(asked);
  return differs && text.slice(`projects/${own}`.length).startsWith(rest) ? unknown('the number of the project') : false;
}

/** https://cloud.google.com/iam/docs/conditions-attribute-reference#extract */
function extract(text: string, template: string): string {
  const [, before = '', after = ''] = /^([^{]*)\{\w+\}(.*)$/s.exec(template) ?? [];
  const start = text.indexOf(before);
  if (start < 0 || !template.includes('{')) return '';
  const from = start + before.length;
  const end = after === '' ? text.length : text.indexOf(after, from);
  return end < 0 ? '' : text.slice(from, end);
}

function timestamp(argument: ASTNode | undefined, request: Request): Value {
  const text = argument === undefined ? undefined : evaluate(argument, request);
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? unknown('a time that could not be read') : { time };
}

function equal(a: Value, b: Value): boolean | Unknown {
  if (isUnknown(a)) return a;
  if (isUnknown(b)) return b;
  if (isNames(a)) return typeof b === 'string' ? any(a.names.map((n) => sameName(n, b, a.isBeginning === true))) : unknown('a name');
  if (isNames(b)) return equal(b, a);
  if (isTime(a) && isTime(b)) return a.time === b.time;
  return typeof a === typeof b ? a === b : unknown('values of two types');
}

function sameName(name: string, other: string, isBeginning: boolean): boolean | Unknown {
  if (isBeginning) return goesOn(name, other) || mayDiffer(name, other);
  return name === other || (name.startsWith('projects/') && mayDiffer(name, other));
}

function compare(op: '<' | '<=' | '>' | '>=', a: Value, b: Value): boolean | Unknown {
  if (isUnknown(a)) return a;
  if (isUnknown(b)) return b;
  const [x, y] = isTime(a) && isTime(b) ? [a.time, b.time] : [a, b];
  if (!(typeof x === 'number' && typeof y === 'number') && !(typeof x === 'bigint' && typeof y === 'bigint'))
    return unknown('values that are not compared here');
  switch (op) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
  }
}

function any(list: readonly (boolean | Unknown)[]): boolean | Unknown {
  if (list.includes(true)) return true;
  const open = list.filter((v): v is Unknown => typeof v === 'object');
  return open.length === 0 ? false : unknown(...open.flatMap((u) => u.on));
}

function unknown(...on: readonly string[]): Unknown {
  return { on: [...new Set(on)].sort() };
}

function isUnknown(value: Value): value is Unknown {
  return typeof value === 'object' && 'on' in value;
}

function isTime(value: Value): value is Time {
  return typeof value === 'object' && 'time' in value;
}

function isNames(value: Value): value is Names {
  return typeof value === 'object' && 'names' in value;
}

function textOf(node: ASTNode): string {
  return node.input.slice(node.start, node.end);
}
