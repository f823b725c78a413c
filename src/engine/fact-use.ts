import type { ASTNode } from '@marcbachmann/cel-js';
import { permissionMethods } from './condition-environment.ts';
import type { FactPath } from './fact-path.ts';

/** A place in a condition where it uses a fact or a parameter. */
export interface FactUse {
  readonly path: FactPath;
  /** Offset in the condition of each segment of the path. */
  readonly offsets: readonly number[];
  /** The permission that is asked of the identity at the path; no action where it is not written out. */
  readonly question?: { readonly method: string; readonly everywhere: boolean; readonly action?: string };
}

/** A call in a condition: `size`, `startsWith`, `exists`... */
export interface CallUse {
  readonly name: string;
  readonly offset: number;
  /** The last argument where it is a text written out. */
  readonly text?: string;
}

export interface ConditionUses {
  readonly facts: readonly FactUse[];
  readonly calls: readonly CallUse[];
}

const comprehensions = new Set(['exists', 'all', 'exists_one', 'map', 'filter']);

/** What a parsed condition uses, in the order of its text; offsets where the tree has places. */
export function usesOf(ast: ASTNode, source: string): ConditionUses {
  const facts: FactUse[] = [];
  const calls: CallUse[] = [];
  walk(ast, new Set());
  return { facts, calls };

  function walk(node: ASTNode, bound: ReadonlySet<string>): void {
    const place = placeOf(node);
    if (place !== undefined) {
      if (!bound.has(place.path[0] ?? '')) facts.push(place);
      return;
    }
    switch (node.op) {
      case 'value':
      case 'id':
        return;
      case '.':
      case '.?':
        walk(node.args[0], bound);
        return;
      case 'call': {
        const [name, args] = node.args;
        calls.push({ name, offset: node.start });
        for (const arg of args) walk(arg, bound);
        return;
      }
      case 'rcall': {
        const [name, receiver, args] = node.args;
        const text = textOf(args.at(-1));
        calls.push({ name, offset: source.indexOf(name, receiver.end), ...(text === undefined ? {} : { text }) });
        const everywhere = permissionMethods.get(name);
        const asked = everywhere === undefined ? undefined : placeOf(receiver);
        if (everywhere !== undefined && asked !== undefined && !bound.has(asked.path[0] ?? '')) {
          facts.push({ ...asked, question: { method: name, everywhere, ...(text === undefined ? {} : { action: text }) } });
        } else walk(receiver, bound);
        const variable = args[0];
        const inner = comprehensions.has(name) && variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
        for (const arg of args) walk(arg, inner);
        return;
      }
      case 'list':
        for (const item of node.args) walk(item, bound);
        return;
      case 'map':
        for (const [key, value] of node.args) {
          walk(key, bound);
          walk(value, bound);
        }
        return;
      case '!_':
      case '-_':
        walk(node.args, bound);
        return;
      default:
        for (const arg of node.args) walk(arg, bound);
    }
  }
}

/** The path of `a.b.c` and `a["b"]`, or undefined for anything else. */
function placeOf(node: ASTNode): FactUse | undefined {
  if (node.op === 'id') return { path: [node.args], offsets: [node.start] };
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const field = node.op === '.' ? node.args[1] : textOf(node.args[1]);
  const left = placeOf(node.args[0]);
  if (left === undefined || field === undefined) return undefined;
  const offset = node.op === '.' ? node.pos : node.args[1].start;
  return { path: [...left.path, field], offsets: [...left.offsets, offset] };
}

function textOf(node: ASTNode | undefined): string | undefined {
  return node?.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}
