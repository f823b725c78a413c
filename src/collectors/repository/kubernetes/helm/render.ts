import { isPlain } from '../../../kubernetes-objects/plain.ts';
import { type Operand, type Pipeline, readExpression } from './expression.ts';
import { fieldOf, printed, templateFunctions, truthOf, unknown, type Value } from './template-functions.ts';
import { type Node, readTemplate } from './template-nodes.ts';

/** What a chart's template comes to with the chart's own values. */
export interface Rendered {
  readonly text: string;
  /** The line of the template that a line of the text comes from; both 1-based. */
  readonly lineOf: (line: number) => number;
  /** Whether any of these lines, both included, depends on what is not known. */
  readonly isDoubtful: (from: number, to: number) => boolean;
}

/** A template of a chart that does not end costs at most this much. */
const mostSteps = 100_000;
const mostText = 1024 * 1024;
const mostLevels = 20;
const mostDoubts = 1000;
/** Items of a list that a template runs through. */
const mostItems = 200;

interface Frame {
  readonly dot: Value;
  readonly variables: Map<string, Value>;
  readonly depth: number;
}

/** Renders templates leniently: nothing fails, what cannot be worked out is written as an unknown part. */
export class Renderer {
  readonly #root: Value;
  readonly #templates: ReadonlyMap<string, readonly Node[]>;
  /** Helpers are evaluated again and again. */
  readonly #read = new Map<string, Pipeline | undefined>();
  #steps = 0;

  constructor(root: Value, templates: ReadonlyMap<string, readonly Node[]>) {
    this.#root = root;
    this.#templates = templates;
  }

  render(nodes: readonly Node[]): Rendered {
    const sheet = new Sheet();
    this.#write(nodes, this.#frame(this.#root, 0), sheet);
    return sheet.finish();
  }

  #frame(dot: Value, depth: number): Frame {
    return { dot, variables: new Map([['$', dot]]), depth };
  }

  #write(nodes: readonly Node[], frame: Frame, sheet: Sheet): void {
    for (const node of nodes) {
      if (++this.#steps > mostSteps || sheet.isFull) {
        sheet.doubt(() => undefined);
        return;
      }
      if (node.kind === 'text') sheet.text(node.text, node.line);
      else if (node.kind === 'output') this.#output(node, frame, sheet);
      else this.#block(node, frame, sheet);
    }
  }

  #output({ expression, line }: Extract<Node, { kind: 'output' }>, frame: Frame, sheet: Sheet): void {
    const pipeline = this.#pipeline(expression.replace(/^template\b/, 'include'));
    const value = pipeline === undefined ? unknown : this.#evaluate(pipeline, frame, sheet);
    if (pipeline?.assigns !== undefined) return;
    // Whole lines that are not known are left out: what they would be is no single value.
    if (value === unknown && /\b(?:toYaml|n?indent|include|template|tpl)\b/.test(expression) && !/\bquote\b/.test(expression)) {
      const isValue = /:\s*["']?$/.test(sheet.lastLine);
      if (isValue) sheet.value(printed(unknown), line);
      sheet.doubt(() => undefined);
    } else sheet.value(printed(value), line);
  }

  #block(node: Extract<Node, { kind: 'block' }>, frame: Frame, sheet: Sheet): void {
    const pipeline = this.#pipeline(node.expression);
    const value = pipeline === undefined ? unknown : this.#evaluate(pipeline, frame, sheet);
    const truth = truthOf(value);
    const write = (nodes: readonly Node[], dot: Value = frame.dot, more: Iterable<readonly [string, Value]> = []): void => {
      const variables = new Map([...frame.variables, ...more]);
      const go = (): void => this.#write(nodes, { dot, variables, depth: frame.depth }, sheet);
      if (truth === undefined) sheet.doubt(go);
      else go();
      // What a block sets of an outer variable stays set.
      for (const name of frame.variables.keys()) if (name !== '$') frame.variables.set(name, variables.get(name));
    };
    if (truth === false) write(node.otherwise);
    else if (node.keyword === 'if') write(node.body);
    else if (node.keyword === 'with')
      write(
        node.body,
        value,
        (pipeline?.assigns ?? []).map((name) => [name, value] as const),
      );
    else {
      const items: readonly (readonly [Value, Value])[] = Array.isArray(value)
        ? value.map((v, i) => [i, v] as const)
        : isPlain(value)
          ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
          : [[unknown, unknown]];
      const names = pipeline?.assigns ?? [];
      for (const [key, item] of items.slice(0, mostItems)) {
        const pair: readonly (readonly [string, Value])[] =
          names.length > 1
            ? [
                [names[0] ?? '', key],
                [names[1] ?? '', item],
              ]
            : names.map((name) => [name, item] as const);
        write(node.body, item, pair);
      }
    }
  }

  #pipeline(expression: string): Pipeline | undefined {
    if (!this.#read.has(expression)) this.#read.set(expression, readExpression(expression));
    return this.#read.get(expression);
  }

  #evaluate(pipeline: Pipeline, frame: Frame, sheet: Sheet): Value {
    let value: Value;
    for (const [n, command] of pipeline.commands.entries()) value = this.#call(command, n === 0 ? [] : [value], frame, sheet);
    if (pipeline.assigns?.length === 1) frame.variables.set(pipeline.assigns[0] ?? '', value);
    return value;
  }

  #call(command: readonly Operand[], piped: readonly Value[], frame: Frame, sheet: Sheet): Value {
    const [first, ...rest] = command;
    if (first === undefined || ++this.#steps > mostSteps) return unknown;
    if (first.kind !== 'word') {
      const value = this.#operand(first, frame, sheet);
      // A call of a method (`.Capabilities.APIVersions.Has "x"`) is nothing that the files tell.
      return rest.length > 0 || piped.length > 0 ? unknown : value;
    }
    const args = [...rest.map((operand) => this.#operand(operand, frame, sheet)), ...piped];
    if (first.name === 'include') return this.#include(args, frame, sheet);
    if (first.name === 'tpl') return this.#tpl(args, frame, sheet);
    return Object.hasOwn(templateFunctions, first.name) ? (templateFunctions[first.name]?.(...args) ?? null) : unknown;
  }

  #operand(operand: Operand, frame: Frame, sheet: Sheet): Value {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'word':
        return this.#call([operand], [], frame, sheet);
      case 'group':
        return operand.keys.reduce(fieldOf, this.#evaluate(operand.pipeline, frame, sheet));
      case 'path': {
        const from = operand.from === '.' ? frame.dot : frame.variables.has(operand.from) ? frame.variables.get(operand.from) : unknown;
        return operand.keys.reduce(fieldOf, from);
      }
    }
  }

  #include([name, dot]: readonly Value[], frame: Frame, sheet: Sheet): Value {
    const nodes = typeof name === 'string' ? this.#templates.get(name) : undefined;
    return nodes === undefined ? unknown : this.#inner(nodes, dot, frame, sheet);
  }

  #tpl([text, dot]: readonly Value[], frame: Frame, sheet: Sheet): Value {
    if (typeof text !== 'string') return text ?? null;
    return text.includes('{{') ? this.#inner(readTemplate(text).nodes, dot, frame, sheet) : text;
  }

  #inner(nodes: readonly Node[], dot: Value, frame: Frame, sheet: Sheet): Value {
    if (frame.depth > mostLevels) return unknown;
    const inner = new Sheet();
    this.#write(nodes, this.#frame(dot ?? null, frame.depth + 1), inner);
    const { text, isDoubtful } = inner.finish();
    if (isDoubtful(1, Number.POSITIVE_INFINITY)) sheet.doubt(() => undefined);
    return text;
  }
}

/** The text that is written, with where its lines come from. */
class Sheet {
  readonly #parts: string[] = [];
  readonly #lines: number[] = [1];
  readonly #doubts: (readonly [number, number])[] = [];
  #length = 0;
  #last = '';

  get isFull(): boolean {
    return this.#length > mostText;
  }

  get lastLine(): string {
    return this.#last;
  }

  text(text: string, line: number): void {
    this.#add(text, line, 1);
  }

  /** A value, all of which comes from one line of the template. */
  value(text: string, line: number): void {
    this.#add(text, line, 0);
  }

  /** Writes what is not certain. */
  doubt(write: () => void): void {
    const from = this.#lines.length;
    write();
    // With very many of them, all of it is in doubt.
    if (this.#doubts.length < mostDoubts) this.#doubts.push([from, this.#lines.length]);
    else this.#doubts[0] = [1, Number.POSITIVE_INFINITY];
  }

  finish(): Rendered {
    const lines = this.#lines;
    const doubts = this.#doubts;
    return {
      text: this.#parts.join(''),
      lineOf: (line) => lines[line - 1] ?? lines[lines.length - 1] ?? 1,
      isDoubtful: (from, to) => doubts.some(([a, b]) => a <= to && b >= from),
    };
  }

  #add(text: string, line: number, step: 0 | 1): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    const pieces = text.split('\n');
    // A line that begins with nothing but white space is said to come from what is written on it.
    if (this.#last.trim() === '' && (pieces[0] ?? '').trim() !== '') this.#lines[this.#lines.length - 1] = line;
    for (let i = 1; i < pieces.length; i++) this.#lines.push(line + i * step);
    const tail = pieces[pieces.length - 1] ?? '';
    this.#last = pieces.length > 1 ? tail.slice(-200) : (this.#last + tail).slice(-200);
  }
}
