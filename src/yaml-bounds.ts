import { createRequire } from 'node:module';
import type { Document, DocumentOptions, LineCounter, ParseOptions, SchemaOptions } from 'yaml';

const load = createRequire(import.meta.url);

/** The library, loaded with the first text: it is seventy modules, and many a run reads no YAML. */
export function yamlLibrary(): typeof import('yaml') {
  return load('yaml') as typeof import('yaml');
}

/** Collections that may stand open at once. What people write stays far below. */
const mostOpen = 200;

/** How a YAML text reads, within bounds that hold for any text. */
export interface BoundedYaml {
  /** The first document. */
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Offset of a second document, which is not read. */
  readonly second?: number;
  /** The line, 1-based, from which nothing is read because it nests too deeply. Of a first document nothing is read then. */
  readonly steepAt?: number;
}

/**
 * Reads the first document of a text, as `parseDocument` of the library does, but never throws and never nests deeper than
 * 200 levels. The library's composer recurses, and where the stack ends inside a regular expression V8 aborts the process,
 * which nothing can catch (`'- '` a hundred thousand times and an `x`). Its lexer and parser do not recurse, so the depth
 * is known before anything does.
 */
export function readYamlDocument(text: string, options: ParseOptions & DocumentOptions & SchemaOptions = {}): BoundedYaml {
  const { Composer, Lexer, LineCounter, Parser } = yamlLibrary();
  const lines = new LineCounter();
  const parser = new Parser();
  let steepAt: number | undefined;
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);

  function* tokens() {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      // The document and the value at the end are no collections.
      if (parser.stack.length <= mostOpen + 2) continue;
      steepAt = lines.linePos(parser.offset - 1).line;
      return;
    }
    yield* parser.end();
  }

  // Keys are not checked to be unique: that is quadratic, and readers walk over them anyway.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, ...options });
  const [document, next] = composer.compose(tokens(), true, text.length) as Iterable<Document.Parsed>;
  if (document === undefined) throw new Error('a YAML stream without a document');
  return {
    document,
    lines,
    ...(next === undefined ? {} : { second: next.range[0] }),
    ...(steepAt === undefined ? {} : { steepAt }),
  };
}
