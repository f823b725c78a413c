import { type Expression, expressionsIn, parseExpression } from './expression.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** Bounds for hostile files: longer texts are read to here. */
const maxText = 65_536;
const maxExpressions = 400;

/** A context that an expression names. */
export interface Reference {
  /** `github.event.issue.title`: as written, in dots. */
  readonly path: string;
  /** The same in lower case: names of contexts are compared without case. */
  readonly lower: string;
  readonly segments: readonly string[];
  /** Its text can become the text of the result: false below a comparison, `!` or a function that answers yes or no. */
  readonly flows: boolean;
}

/** Functions whose result is not made of their operands' text. */
const answersOnly = new Set(['contains', 'startswith', 'endswith', 'hashfiles', 'success', 'failure', 'always', 'cancelled']);

/** All contexts that an expression (without `${{ }}`) names. One that cannot be parsed gives what looks like a name in it. */
export function referencesOf(text: string): Reference[] {
  const tree = parseExpression(text);
  const found: Reference[] = [];
  if (tree === undefined) {
    const outsideStrings = text.slice(0, 8192).replace(/'[^']*'/g, ' ');
    for (const [name] of outsideStrings.matchAll(/[a-z_][\w-]*(?:\.[a-z_*][\w-]*)*/gi)) found.push(reference(name.split('.'), true));
  } else collect(tree, true, found);
  return found;
}

export interface ReferenceInText extends Reference {
  /** The `${{ }}` that names it. */
  readonly whole: string;
}

/** The same of a scalar. Variables of a workflow are looked at for every job, so the answer is kept with the scalar. */
export function referencesOfScalar(scalar: YamlScalar): readonly ReferenceInText[] {
  const known = kept.get(scalar);
  if (known !== undefined) return known;
  const found = referencesIn(scalar.text);
  kept.set(scalar, found);
  return found;
}

const kept = new WeakMap<YamlScalar, readonly ReferenceInText[]>();

/** All contexts that the `${{ }}` parts of a text name, each with the part that names it. */
export function referencesIn(text: string): ReferenceInText[] {
  if (!text.includes('${{')) return [];
  const out: ReferenceInText[] = [];
  let count = 0;
  for (const { whole, inner } of expressionsIn(text.slice(0, maxText))) {
    for (const r of referencesOf(inner)) out.push({ ...r, whole });
    if (++count === maxExpressions) break;
  }
  return out;
}

function reference(segments: readonly string[], flows: boolean): Reference {
  const path = segments.join('.');
  return { path, lower: path.toLowerCase(), segments, flows };
}

function collect(tree: Expression, flows: boolean, found: Reference[]): void {
  switch (tree.type) {
    case 'literal':
      return;
    case 'reference':
      found.push(reference(tree.segments, flows));
      for (const inner of tree.inner) collect(inner, false, found);
      return;
    case 'call':
      for (const operand of tree.operands) collect(operand, flows && !answersOnly.has(tree.name), found);
      return;
    case 'not':
      collect(tree.operand, false, found);
      return;
    case 'binary':
      // `a && b` is b, or an a that is empty or false.
      collect(tree.left, flows && tree.operator === '||', found);
      collect(tree.right, flows && (tree.operator === '||' || tree.operator === '&&'), found);
  }
}
