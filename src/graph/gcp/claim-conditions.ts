import type { ASTNode } from '@marcbachmann/cel-js';
import { celLibrary } from '../../cel-library.ts';

/** What a token must carry to be let in: a claim with one of some values, or something that is not worked out. */
export type Requirement =
  | { readonly claim: string; readonly values: readonly string[]; readonly like: boolean }
  | { readonly unread: string };

/** Sets of requirements, of which a token has to meet one as a whole. An empty set lets every token in. */
export type Alternatives = readonly (readonly Requirement[])[];

/** Conditions with more ways in than this are taken as not worked out. */
const mostAlternatives = 16;

/**
 * An attribute condition of a workload identity pool provider, claim by claim: comparisons, lists, prefixes and suffixes, joined by
 * and and or (https://cloud.google.com/iam/docs/workload-identity-federation#conditions). `mapping` says of which claims
 * attributes are made.
 */
export function readClaimCondition(condition: string, mapping: Readonly<Record<string, string>>): Alternatives {
  try {
    return alternatives(celLibrary().parse(condition).ast, mapping);
  } catch {
    return [[{ unread: condition }]];
  }
}

/** The claim that a mapping takes an attribute from as it is; undefined where it makes something else of claims. */
export function claimOfAttribute(attribute: string, mapping: Readonly<Record<string, string>>): string | undefined {
  const expression = Object.hasOwn(mapping, attribute) ? mapping[attribute] : undefined;
  if (expression === undefined || expression.length > 500) return undefined;
  return /^\s*assertion\.([A-Za-z_]\w*)\s*$/.exec(expression)?.[1] ?? /^\s*assertion\[['"]([^'"\]]+)['"]\]\s*$/.exec(expression)?.[1];
}

function alternatives(node: ASTNode, mapping: Readonly<Record<string, string>>): Alternatives {
  const unread: Alternatives = [[{ unread: node.input.slice(node.start, node.end) }]];
  switch (node.op) {
    case '&&': {
      const [left, right] = [alternatives(node.args[0], mapping), alternatives(node.args[1], mapping)];
      if (left.length * right.length > mostAlternatives) return unread;
      return left.flatMap((l) => right.map((r) => [...l, ...r]));
    }
    case '||': {
      const all = [...alternatives(node.args[0], mapping), ...alternatives(node.args[1], mapping)];
      return all.length > mostAlternatives ? unread : mergeValues(all);
    }
    case '==': {
      const [left, right] = node.args;
      const claim = claimOf(left, mapping) ?? claimOf(right, mapping);
      const value = textOf(left) ?? textOf(right);
      return claim === undefined || value === undefined ? unread : [[{ claim, values: [value], like: false }]];
    }
    case '!=':
      // Something stands in the claim: true of every token that has it.
      return node.args.some((a) => textOf(a) === '') ? [[]] : unread;
    case 'in': {
      const [left, right] = node.args;
      const claim = claimOf(left, mapping);
      const values = right.op === 'list' ? right.args.map(textOf) : [undefined];
      return claim === undefined || values.includes(undefined)
        ? unread
        : [[{ claim, values: values.filter((v) => v !== undefined), like: false }]];
    }
    case 'rcall': {
      const [name, receiver, args] = node.args;
      const claim = claimOf(receiver, mapping);
      const text = args.length === 1 && args[0] !== undefined ? textOf(args[0]) : undefined;
      // Stars in a text would be taken for wildcards.
      if (claim === undefined || text === undefined || /[*?$]/.test(text)) return unread;
      const pattern = name === 'startsWith' ? `${text}*` : name === 'endsWith' ? `*${text}` : name === 'contains' ? `*${text}*` : undefined;
      return pattern === undefined ? unread : [[{ claim, values: [pattern], like: true }]];
    }
    case 'call':
      return node.args[0] === 'has' ? [[]] : unread;
    case 'value':
      return node.args === true ? [[]] : unread;
    default:
      return unread;
  }
}

/** `a == x || a == y` is one claim with two values. */
function mergeValues(all: Alternatives): Alternatives {
  const [first] = all[0] ?? [];
  if (first === undefined || 'unread' in first) return all;
  const same = all.every(
    ([only, ...more]) =>
      only !== undefined && more.length === 0 && 'claim' in only && only.claim === first.claim && only.like === first.like,
  );
  if (!same) return all;
  return [[{ ...first, values: all.flatMap(([only]) => (only !== undefined && 'values' in only ? only.values : [])) }]];
}

/** The claim that an expression reads: of the token, or of an attribute that is made of one. */
function claimOf(node: ASTNode, mapping: Readonly<Record<string, string>>): string | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [of, name] = node.args;
  const key = typeof name === 'string' ? name : textOf(name);
  if (of.op !== 'id' || key === undefined) return undefined;
  if (of.args === 'assertion') return key;
  return of.args === 'attribute' || of.args === 'google' ? claimOfAttribute(`${of.args}.${key}`, mapping) : undefined;
}

function textOf(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}
