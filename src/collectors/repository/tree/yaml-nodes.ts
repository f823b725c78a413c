import { isAlias, isNode, isScalar, type LineCounter, type Node } from 'yaml';
import { readYamlDocument } from '../../../yaml-bounds.ts';
import { deepest, mostValues, type Problem } from './tree.ts';

/** Longer texts are data, not configuration. */
const longest = 1024 * 1024;
/** Characters of all values, counted again each time an alias repeats them. */
const mostText = 2 * 1024 * 1024;
/** A broken file can have an error on every line: the first ones tell enough. */
const mostErrors = 5;

/**
 * The nodes of the first YAML document of a text, for readers that turn them into trees. Aliases are followed; what goes
 * beyond the bounds is left out and told as a problem.
 */
export class YamlNodes {
  readonly root: Node | null = null;
  readonly problems: Problem[] = [];
  readonly #lines: LineCounter | undefined;
  /** Own table of anchors: the library's look-up walks the whole document each time. */
  readonly #anchors = new Map<string, Node>();
  #values = 0;
  #text = 0;
  #cut = false;
  #loose = false;

  constructor(text: string) {
    if (text.length > longest) {
      this.problems.push({ detail: 'larger than 1 MiB' });
      return;
    }
    const { document, lines, second, steepAt } = readYamlDocument(text, { logLevel: 'error' });
    this.root = document.contents;
    this.#lines = lines;
    for (const error of document.errors.slice(0, mostErrors)) {
      // The parser's words quote the text in places, so only its code is told.
      this.problems.push({
        detail: `not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`,
        line: this.place(error.pos[0]).line,
      });
    }
    if (steepAt !== undefined) this.problems.push({ detail: 'nested too deeply; nothing is read from here', line: steepAt });
    else if (second !== undefined && holdsMore(text.slice(second))) {
      this.problems.push({ detail: 'a second document begins here, and only the first is read', line: this.place(second).line });
    }
  }

  /** Line and column of an offset, both 1-based. */
  place(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines?.linePos(offset) ?? { line: 1, col: 1 };
    return { line, column: col };
  }

  /** The node at a part of the document, or the one that an alias stands for; undefined for nothing and beyond the bounds. */
  visit(part: unknown, depth: number): Node | undefined {
    if (!isNode(part)) return undefined;
    const node = isAlias(part) ? this.#anchors.get(part.source) : part;
    const line = (): number => this.place(part.range?.[0] ?? 0).line;
    if (this.#cut) return undefined;
    if (++this.#values > mostValues || depth > deepest || this.#text > mostText) {
      this.#cut = true;
      this.problems.push({ detail: 'too large or nested too deeply; the rest is not read', line: line() });
      return undefined;
    }
    if (node === undefined) {
      if (!this.#loose) this.problems.push({ detail: 'an alias names an anchor that is not set before it', line: line() });
      this.#loose = true;
      return undefined;
    }
    if (isScalar(node)) this.#text += typeof node.value === 'string' ? node.value.length : 8;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }
}

/** Whether anything but the marks of documents and comments stands in a text. */
function holdsMore(text: string): boolean {
  return text.split('\n').some((line) => !/^(?:---|\.\.\.|\s*#.*|\s*)\s*$/.test(line));
}
