import type { ASTNode } from '@marcbachmann/cel-js';

/** Parsed conditions by their text: `op` and `args` of each node, without its place in the text. */
export type KeptTrees = Readonly<Record<string, ASTNode>>;

const trees = new Map<string, ASTNode>();

/** Conditions that the build parsed, for this run: they need not be parsed, nor the library be loaded for them. */
export function keepTrees(kept: KeptTrees): void {
  for (const [source, tree] of Object.entries(kept)) trees.set(source, tree);
}

/** The tree of a condition, where the build parsed it. */
export function keptTree(source: string): ASTNode | undefined {
  return trees.get(source);
}

/** A tree as it is kept. Facts are doubles, and a tree that was kept is asked of facts alone: whole numbers are kept as such. */
export function plainTree(tree: ASTNode): ASTNode {
  return JSON.parse(JSON.stringify(tree, plainField)) as ASTNode;
}

function plainField(key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return key === 'pos' || key === 'start' || key === 'end' ? undefined : value;
}
