import type { ParsedFile } from '../../../hcl/parse.ts';
import { parseTemplate } from '../../../hcl/parse-expression.ts';
import type { Attribute, Block, Body, Expression } from '../../../hcl/syntax.ts';
import { readJson } from '../../tree/json.ts';
import { entriesOf, itemsOf, type Tree } from '../../tree/tree.ts';

/** How many names stand between a block's type and its body. */
const labels: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ resource: 2, data: 2, variable: 1, output: 1, module: 1, provider: 1, locals: 0 }),
);

/**
 * Parses the JSON form of a Terraform file, which people write seldom and CDK for Terraform always
 * (https://developer.hashicorp.com/terraform/language/syntax/json). Strings are templates. JSON does not tell a block from an
 * argument that is an object, so what may be either is both. With `values` the file gives variables theirs: nothing in it is a template.
 */
export function parseTerraformJson(text: string, values = false): ParsedFile {
  const { tree, problems } = readJson(text);
  const broken = problems.flatMap((p) => (p.harmless === true ? [] : [p.line ?? 1]));
  const body: Body = { attributes: new Map(), blocks: [], damaged: broken.length > 0 };
  if (tree?.kind !== 'map') return { body, broken };
  if (values) return { body: bodyOf(tree, true), broken };
  const blocks = tree.entries.flatMap(({ key, value }) => {
    const depth = labels.get(key);
    return depth === undefined ? [] : labelled(value, key, [], depth);
  });
  return { body: { ...body, blocks }, broken };
}

/** Blocks below their labels. At each level several may stand in a list. */
function labelled(tree: Tree, type: string, names: readonly string[], depth: number): readonly Block[] {
  if (tree.kind === 'list') return tree.items.flatMap((item) => labelled(item, type, names, depth));
  if (tree.kind !== 'map') return [];
  if (depth > 0) return tree.entries.flatMap(({ key, value }) => (key === '//' ? [] : labelled(value, type, [...names, key], depth - 1)));
  return [{ type, labels: names, body: bodyOf(tree, false), line: tree.line, column: tree.column }];
}

function bodyOf(tree: Tree, literal: boolean): Body {
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  for (const { key, value } of entriesOf(tree)) {
    if (key === '//') continue;
    const { line, column } = value;
    attributes.set(key, { name: key, value: expressionOf(value, literal), line, column });
    if (literal) continue;
    if (key === 'dynamic') blocks.push(...labelled(value, 'dynamic', [], 1));
    else if (value.kind === 'map') blocks.push({ type: key, labels: [], body: bodyOf(value, literal), line, column });
    else
      for (const item of itemsOf(value))
        if (item.kind === 'map') blocks.push({ type: key, labels: [], body: bodyOf(item, literal), line: item.line, column: item.column });
  }
  return { attributes, blocks, damaged: false };
}

function expressionOf(tree: Tree, literal: boolean): Expression {
  const place = { line: tree.line, column: tree.column };
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map((item) => expressionOf(item, literal)), ...place };
  if (tree.kind === 'map')
    return {
      kind: 'object',
      entries: tree.entries.flatMap(({ key, value }) =>
        key === '//' ? [] : [{ key: { kind: 'literal' as const, value: key, ...place }, value: expressionOf(value, literal) }],
      ),
      ...place,
    };
  if (literal || typeof tree.value !== 'string' || !/[$%]\{/.test(tree.value)) return { kind: 'literal', value: tree.value, ...place };
  return placed(parseTemplate(tree.value, place, false), place);
}

/** An expression of a string, at the place of the string: inside of it JSON has no lines. */
function placed<T>(part: T, place: { readonly line: number; readonly column: number }): T {
  if (Array.isArray(part)) return part.map((item) => placed<unknown>(item, place)) as T;
  if (typeof part !== 'object' || part === null) return part;
  return {
    ...Object.fromEntries(Object.entries(part).map(([key, value]) => [key, placed<unknown>(value, place)])),
    ...('line' in part ? place : {}),
  } as T;
}
