import type { ASTNode } from '@marcbachmann/cel-js';
import { permissionMethods } from './condition-environment.ts';
import { FactsOnDemand, readerOf } from './facts-on-demand.ts';
import { askPermission } from './permission-question.ts';

/** The quick way does not know: ask the library. */
export const unsure: unique symbol = Symbol('unsure');

/** A value; undefined where it is not known; `unsure`. */
type Answer = unknown;
type Ask = (context: Readonly<Record<string, unknown>>) => Answer;

/**
 * Compiles a parsed condition into functions for what nearly all conditions are made of, with the library's answers. The
 * library raises an error for every absent fact, and facts are absent by the million; here absent is a value. Whatever is
 * rarer, or of types that are not expected, answers `unsure`.
 */
export function compileQuickly(node: ASTNode): Ask {
  switch (node.op) {
    case 'value':
      return constant(typeof node.args === 'bigint' ? Number(node.args) : node.args);
    case 'id': {
      const name = node.args;
      return (context) => context[name];
    }
    case '.': {
      const [left, field] = node.args;
      return fieldOf(compileQuickly(left), field);
    }
    case '!_':
      return negation(compileQuickly(node.args));
    case '||':
      return either(compileQuickly(node.args[0]), compileQuickly(node.args[1]), true);
    case '&&':
      return either(compileQuickly(node.args[0]), compileQuickly(node.args[1]), false);
    case '==':
      return equality(compileQuickly(node.args[0]), compileQuickly(node.args[1]), true);
    case '!=':
      return equality(compileQuickly(node.args[0]), compileQuickly(node.args[1]), false);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(comparisons[node.op], compileQuickly(node.args[0]), compileQuickly(node.args[1]));
    case '*':
    case '+':
      return arithmetic(operations[node.op], compileQuickly(node.args[0]), compileQuickly(node.args[1]));
    case '?:':
      return choice(compileQuickly(node.args[0]), compileQuickly(node.args[1]), compileQuickly(node.args[2]));
    case 'in':
      return membership(compileQuickly(node.args[0]), compileQuickly(node.args[1]));
    case 'list': {
      const values = node.args.map((item) => (item.op === 'value' ? item.args : undefined));
      return constant(values.every((v) => typeof v === 'string') ? values : unsure);
    }
    case 'call': {
      const [name, [only, ...others]] = node.args;
      if (only === undefined || others.length > 0) return constant(unsure);
      return name === 'size' ? sizeOf(compileQuickly(only)) : name === 'double' ? numberOf(compileQuickly(only)) : constant(unsure);
    }
    case 'rcall': {
      const [name, receiver, [only, ...others]] = node.args;
      if (name === 'size' && only === undefined) return sizeOf(compileQuickly(receiver));
      if ((name === 'exists' || name === 'all') && only?.op === 'id' && others[0] !== undefined)
        return overList(compileQuickly(receiver), only.args, compileQuickly(others[0]), name === 'exists');
      if ((name === 'startsWith' || name === 'endsWith' || name === 'matches') && only !== undefined && others.length === 0)
        return textTest(textTests[name], compileQuickly(receiver), compileQuickly(only));
      const everywhere = permissionMethods.get(name);
      if (everywhere === undefined || only?.op !== 'value' || others.length > 0) return constant(unsure);
      return permission(compileQuickly(receiver), only.args, everywhere);
    }
    default:
      return constant(unsure);
  }
}

function constant(value: unknown): Ask {
  return () => value;
}

function fieldOf(left: Ask, field: string): Ask {
  // Looked up once: the facts that are asked for here are all of one class.
  let readers: FactsOnDemand['readers'] | undefined;
  let read: ((facts: FactsOnDemand) => unknown) | undefined;
  return (context) => {
    const object = left(context);
    if (object === undefined || object === null) return undefined;
    if (typeof object !== 'object') return unsure;
    if (!isPlain(object)) {
      if (!(object instanceof FactsOnDemand)) return unsure;
      if (object.readers !== readers) {
        readers = object.readers;
        read = readerOf(object, field);
      }
      return read === undefined ? undefined : read(object);
    }
    if (!Object.hasOwn(object, field)) return undefined;
    return (object as Readonly<Record<string, unknown>>)[field];
  };
}

function isPlain(object: object): boolean {
  return object.constructor === Object || object.constructor === undefined;
}

function negation(inner: Ask): Ask {
  return (context) => {
    const value = inner(context);
    return typeof value === 'boolean' ? !value : value === undefined ? undefined : unsure;
  };
}

/** `||` (`decisive` true) and `&&` (false): the decisive value on either side is the answer, whatever the other side is. */
function either(left: Ask, right: Ask, decisive: boolean): Ask {
  return (context) => {
    const first = left(context);
    if (first === decisive) return decisive;
    if (first !== undefined && first !== !decisive) return unsure;
    const second = right(context);
    if (second === decisive) return decisive;
    if (second === undefined) return undefined;
    return second === !decisive ? (first === undefined ? undefined : second) : unsure;
  };
}

function equality(left: Ask, right: Ask, same: boolean): Ask {
  return (context) => {
    const a = left(context);
    if (a === undefined || a === unsure) return a;
    const b = right(context);
    if (b === undefined || b === unsure) return b;
    const comparable = typeof a === typeof b && (typeof a === 'string' || typeof a === 'boolean' || typeof a === 'number');
    return comparable ? (a === b) === same : unsure;
  };
}

const comparisons = {
  '<': (a: number, b: number): boolean => a < b,
  '<=': (a: number, b: number): boolean => a <= b,
  '>': (a: number, b: number): boolean => a > b,
  '>=': (a: number, b: number): boolean => a >= b,
};

function comparison(compare: (a: number, b: number) => boolean, left: Ask, right: Ask): Ask {
  return (context) => {
    const a = left(context);
    if (a === undefined) return undefined;
    const b = right(context);
    if (b === undefined) return undefined;
    return typeof a === 'number' && typeof b === 'number' ? compare(a, b) : unsure;
  };
}

const operations = {
  '*': (a: number, b: number): number => a * b,
  '+': (a: number, b: number): number => a + b,
};

function arithmetic(apply: (a: number, b: number) => number, left: Ask, right: Ask): Ask {
  return (context) => {
    const a = left(context);
    if (a === undefined) return undefined;
    const b = right(context);
    if (b === undefined) return undefined;
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : unsure;
  };
}

function choice(condition: Ask, yes: Ask, no: Ask): Ask {
  return (context) => {
    const value = condition(context);
    return typeof value === 'boolean' ? (value ? yes : no)(context) : value === undefined ? undefined : unsure;
  };
}

/**
 * Whether a condition holds for some text of a list (`decisive` true), or for all (false): the decisive answer for one decides,
 * else it is not known where it is not for one.
 */
function overList(list: Ask, name: string, condition: Ask, decisive: boolean): Ask {
  return (context) => {
    const items = list(context);
    if (items === undefined) return undefined;
    if (!Array.isArray(items)) return unsure;
    let answer: Answer = !decisive;
    for (const item of items) {
      const one = condition({ ...context, [name]: item });
      if (one === decisive) return decisive;
      if (typeof item !== 'string' || (one !== undefined && one !== !decisive)) return unsure;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

const textTests = {
  startsWith: (text: string, part: string): boolean => text.startsWith(part),
  endsWith: (text: string, part: string): boolean => text.endsWith(part),
  matches: (text: string, pattern: string): boolean | undefined => {
    try {
      return new RegExp(pattern).test(text);
    } catch {
      return undefined;
    }
  },
};

function textTest(test: (text: string, part: string) => boolean | undefined, text: Ask, part: Ask): Ask {
  return (context) => {
    const a = text(context);
    if (a === undefined) return undefined;
    const b = part(context);
    if (b === undefined) return undefined;
    return typeof a === 'string' && typeof b === 'string' ? test(a, b) : unsure;
  };
}

function membership(left: Ask, right: Ask): Ask {
  return (context) => {
    const item = left(context);
    if (item === undefined) return undefined;
    const list = right(context);
    if (list === undefined) return undefined;
    return typeof item === 'string' && Array.isArray(list) && (list.length === 0 || typeof list[0] === 'string')
      ? list.includes(item)
      : unsure;
  };
}

function sizeOf(inner: Ask): Ask {
  return (context) => {
    const value = inner(context);
    return Array.isArray(value) ? value.length : value === undefined ? undefined : unsure;
  };
}

function numberOf(inner: Ask): Ask {
  return (context) => {
    const value = inner(context);
    return typeof value === 'number' || value === undefined ? value : unsure;
  };
}

function permission(receiver: Ask, action: unknown, everywhere: boolean): Ask {
  return (context) => {
    const facts = receiver(context);
    if (facts === undefined || facts === unsure) return facts;
    const answer = askPermission(facts, action, everywhere);
    return answer === 'unknown' ? undefined : answer;
  };
}
