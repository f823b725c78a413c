import type { LineCounter, Node, Scalar as YamlScalar } from 'yaml';
import { UserError } from '../user-error.ts';
import { readYamlDocument, yamlLibrary } from '../yaml-bounds.ts';
import { CheckedYaml, type Locate } from './checked-yaml.ts';
import { quoted } from './quoted.ts';

/** Longest rule or configuration file, in characters. */
export const maxFileLength = 262_144;
const maxDepth = 24;
/** Values visited, aliases counted each time: an alias bomb stops here. */
const maxValues = 20_000;

/**
 * Reads one YAML document. Anything that is not a plain document of reasonable size is a `UserError` of one line.
 * @param file how the file is named in messages.
 */
export function parseYaml(text: string, file: string): CheckedYaml {
  if (text.length > maxFileLength)
    throw new UserError(`${file}: larger than ${maxFileLength / 1024} KiB; no rule or configuration file is that large`);
  // Unique keys are checked below.
  const { document, lines, second, steepAt } = readYamlDocument(text, { stringKeys: true, schema: 'core', merge: false });
  if (steepAt !== undefined) throw new UserError(`${file}:${steepAt}: nested too deeply`);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    throw new UserError(`${file}:${lines.linePos(problem.pos[0]).line}: not valid YAML: ${firstLine(problem.message)}`);
  }
  if (second !== undefined)
    throw new UserError(`${file}:${lines.linePos(second).line}: not valid YAML: a second document begins; give each a file`);
  if (document.contents === null) throw new UserError(`${file}:1: the file is empty`);
  return new Builder(text, file, lines).build(document.contents, '', 0);
}

class Builder {
  readonly #text: string;
  readonly #file: string;
  readonly #lines: LineCounter;
  /** Own table of anchors: the library's look-up walks the whole document each time. */
  readonly #anchors = new Map<string, Node>();
  readonly #yaml = yamlLibrary();
  #values = 0;

  constructor(text: string, file: string, lines: LineCounter) {
    this.#text = text;
    this.#file = file;
    this.#lines = lines;
  }

  /** @param keyLine line of the key that holds the value, where a person looks first. */
  build(node: Node | null, path: string, depth: number, keyLine?: number): CheckedYaml {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    const line = keyLine ?? this.#lineOf(node);
    const fail = (problem: string): never => {
      throw new UserError(`${this.#file}:${line}: ${problem}`);
    };
    if (++this.#values > maxValues) return fail('too many values; aliases count each time they are used');
    if (depth > maxDepth) return fail('nested too deeply');
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      return target === undefined ? fail(`no anchor ${quoted(node.source)}`) : this.build(target, path, depth + 1, line);
    }
    if (node?.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isMap<YamlScalar, Node | null>(node)) {
      const fields = new Map<string, CheckedYaml>();
      const keyLines = new Map<string, number>();
      for (const { key, value } of node.items) {
        const at = this.#lineOf(key);
        if (!isScalar(key)) return fail('a key must be a text');
        const name = String(key.value);
        if (fields.has(name))
          throw new UserError(`${this.#file}:${at}: ${quoted(name)} is given twice; first on line ${keyLines.get(name)}`);
        fields.set(name, this.build(value, path === '' ? name : `${path}.${name}`, depth + 1, at));
        keyLines.set(name, at);
      }
      return new CheckedYaml(this.#file, line, path, { kind: 'map', fields, keyLines });
    }
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item, i) => this.build(item, `${path}[${i + 1}]`, depth + 1));
      return new CheckedYaml(this.#file, line, path, { kind: 'list', items });
    }
    const scalar = isScalar(node) ? node : undefined;
    const value = scalar?.value ?? null;
    if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return fail('a value must be a text, a number, or true or false');
    const source = scalar?.source ?? '';
    return new CheckedYaml(this.#file, line, path, { kind: 'scalar', value, source, locate: this.#locator(scalar, line, value) });
  }

  #lineOf(node: Node | null): number {
    return this.#lines.linePos(node?.range?.[0] ?? 0).line || 1;
  }

  /**
   * A scalar's value and its text in the file differ in white space (folding, indentation) and in escapes, so the place of a
   * character is found by counting the characters before it that are not white space.
   */
  #locator(scalar: YamlScalar | undefined, line: number, value: unknown): Locate {
    const range = scalar?.range;
    if (scalar === undefined || !range || typeof value !== 'string') return () => ({ line, column: 1 });
    return (offset) => {
      let at = range[0];
      let escapes = '';
      if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED') at = this.#text.indexOf('\n', at) + 1;
      else if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') {
        at++;
        escapes = scalar.type === 'QUOTE_DOUBLE' ? '\\' : "'";
      }
      let left = value.slice(0, offset).replace(/\s/g, '').length;
      for (; at < range[1]; at++) {
        const character = this.#text[at] ?? '';
        if (/\s/.test(character)) continue;
        if (left === 0) break;
        if (character === escapes) at++;
        left--;
      }
      const { line: row, col } = this.#lines.linePos(at);
      return { line: row, column: col };
    };
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
