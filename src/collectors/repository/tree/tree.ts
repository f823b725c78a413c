/** A parsed JSON, TOML or YAML document in which every value knows where it stands. */
export type Tree = MapTree | ListTree | ScalarTree;

/** A place in a text: line and column are 1-based, the pointer is a JSON pointer (RFC 6901). */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}

export interface MapTree extends Spot {
  readonly kind: 'map';
  /** In the order of the file; a repeated key stands here each time. */
  readonly entries: readonly Entry[];
}
export interface Entry {
  readonly key: string;
  readonly value: Tree;
}
export interface ListTree extends Spot {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}
export interface ScalarTree extends Spot {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** What could be read of a document, and what was wrong with it. Details hold no text of the document. */
export interface ReadTree {
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
}
export interface Problem {
  readonly detail: string;
  readonly line?: number;
  readonly pointer?: string;
  /** Everything was read all the same. */
  readonly harmless?: boolean;
}

/** Deeper documents are not configuration but an attack on the reader's stack. */
export const deepest = 100;
/** More values than any configuration has; bounds what aliases can unfold to. */
export const mostValues = 50_000;

/** The value under a chain of keys; of a repeated key the last, as JSON.parse does. */
export function at(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  let here = tree;
  for (const key of keys) {
    if (here?.kind !== 'map') return undefined;
    here = here.entries.findLast((e) => e.key === key)?.value;
  }
  return here;
}

/** The first present of several spellings of one key. */
export function oneOf(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  for (const key of keys) {
    const found = at(tree, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
}

export function flagOf(tree: Tree | undefined): boolean | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'boolean' ? tree.value : undefined;
}

/** A list of strings with their places; a lone string counts as a list of one. */
export function textsOf(tree: Tree | undefined): readonly { readonly text: string; readonly spot: Spot }[] {
  const trees = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return trees.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text, spot: item }];
  });
}

/** Every string in a document with the key it stands under. */
export function* stringsIn(tree: Tree, key = ''): Generator<{ readonly key: string; readonly text: string; readonly spot: Spot }> {
  if (tree.kind === 'map') for (const entry of tree.entries) yield* stringsIn(entry.value, entry.key);
  else if (tree.kind === 'list') for (const item of tree.items) yield* stringsIn(item, key);
  else if (typeof tree.value === 'string') yield { key, text: tree.value, spot: tree };
}

export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
