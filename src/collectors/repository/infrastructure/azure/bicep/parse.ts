import type { At, Expression } from '../../../../hcl/syntax.ts';
import {
  deploymentScopes,
  type Loop,
  type ModuleCode,
  type Named,
  type ResourceCode,
  type TemplateCode,
} from '../template/template-code.ts';
import { atOf, Cursor, statements, Unparsable } from './parse-expression.ts';
import { tokenise } from './tokens.ts';

interface Draft {
  scope: TemplateCode['scope'];
  using?: string;
  base?: string;
  readonly parameters: Map<string, Named>;
  readonly variables: Map<string, Named>;
  readonly outputs: Map<string, Expression>;
  readonly resources: ResourceCode[];
  readonly modules: ModuleCode[];
}

/**
 * A Bicep file or a file of parameters, and the lines that cannot be parsed; the statements around them are read
 * (https://learn.microsoft.com/azure/azure-resource-manager/bicep/file,
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files).
 */
export function parseBicep(text: string, path: string): { readonly code: TemplateCode; readonly broken: readonly number[] } {
  const cursor = new Cursor(tokenise(text));
  const draft: Draft = {
    scope: 'resourceGroup',
    parameters: new Map(),
    variables: new Map(),
    outputs: new Map(),
    resources: [],
    modules: [],
  };
  const broken: number[] = [];
  for (;;) {
    cursor.newlines();
    if (cursor.here.kind === 'end') break;
    const start = cursor.here;
    try {
      readStatement(cursor, draft);
    } catch (error) {
      if (!(error instanceof Unparsable)) throw error;
      if (!broken.includes(error.line)) broken.push(error.line);
      if (cursor.here === start) cursor.next();
      skipToStatement(cursor);
    }
  }
  return { code: { ...draft, path }, broken };
}

/** What follows an error, up to a line that begins a statement. */
function skipToStatement(cursor: Cursor): void {
  while (cursor.here.kind !== 'end') {
    const { kind, text, column } = cursor.here;
    if (column === 1 && ((kind === 'name' && statements.has(text)) || text === '@')) return;
    cursor.next();
  }
}

function readStatement(cursor: Cursor, draft: Draft): void {
  skipDecorators(cursor);
  const { here } = cursor;
  const word = cursor.name();
  switch (word) {
    case 'targetScope': {
      cursor.expect('=');
      const value = cursor.expression();
      const scope = deploymentScopes.find((s) => value.kind === 'literal' && value.value === s);
      if (scope !== undefined) draft.scope = scope;
      break;
    }
    case 'param': {
      const name = cursor.name();
      skipType(cursor);
      draft.parameters.set(name, { written: name, value: cursor.take('=') ? valueAfter(cursor) : undefined });
      break;
    }
    case 'var': {
      const name = cursor.name();
      skipType(cursor);
      cursor.expect('=');
      draft.variables.set(name, { written: name, value: valueAfter(cursor) });
      break;
    }
    case 'output': {
      const name = cursor.name();
      skipType(cursor);
      cursor.expect('=');
      draft.outputs.set(name, valueAfter(cursor));
      break;
    }
    case 'resource':
      readResource(cursor, atOf(here), draft, undefined);
      break;
    case 'module':
      readModule(cursor, atOf(here), draft);
      break;
    case 'using':
    case 'extends': {
      // What follows the path says how the deployment is run.
      const { kind, text } = cursor.here;
      if (kind === 'string') draft[word === 'using' ? 'using' : 'base'] = text;
      cursor.next();
      skipToStatement(cursor);
      return;
    }
    default:
      if (!statements.has(word)) throw new Unparsable(here);
      // Types, functions and imports say nothing about identities.
      cursor.next();
      skipToStatement(cursor);
      return;
  }
  if (cursor.here.kind !== 'newline' && cursor.here.kind !== 'end') throw new Unparsable(cursor.here);
}

function valueAfter(cursor: Cursor): Expression {
  cursor.newlines();
  return cursor.expression();
}

function skipDecorators(cursor: Cursor): void {
  while (cursor.take('@')) {
    cursor.expression();
    cursor.newlines();
  }
}

/** A type stands between a name and `=`, or the end of the line; braces may go over lines. */
function skipType(cursor: Cursor): void {
  for (let depth = 0; ; cursor.next()) {
    cursor.stop();
    const { kind, text } = cursor.here;
    if (kind === 'end' || (depth === 0 && (kind === 'newline' || (kind === 'symbol' && text === '=')))) return;
    if (kind === 'symbol' && /^[[{(]$/.test(text)) depth++;
    if (kind === 'symbol' && /^[\]})]$/.test(text)) depth--;
  }
}

interface Made {
  readonly loop: Loop | undefined;
  readonly condition: Expression | undefined;
  readonly body: Expression & { readonly kind: 'object' };
}

/** `{…}`, `if (…) {…}` or `[for … : …]`. `inside` reads what is a statement in a body. */
function readMade(cursor: Cursor, inside: (cursor: Cursor) => boolean): Made {
  cursor.newlines();
  if (cursor.take('[')) {
    cursor.newlines();
    const { value, index, list } = cursor.loopHead();
    const made = readMade(cursor, inside);
    cursor.newlines();
    cursor.expect(']');
    return { ...made, loop: { value, index, in: list } };
  }
  const condition = cursor.take('if') ? cursor.expression() : undefined;
  cursor.newlines();
  const at = atOf(cursor.expect('{'));
  return { loop: undefined, condition, body: readBody(cursor, at, inside) };
}

/** A body, whose statements are taken out before it is read as an object. */
function readBody(cursor: Cursor, at: At, inside: (cursor: Cursor) => boolean): Expression & { readonly kind: 'object' } {
  const entries: { key: Expression; value: Expression }[] = [];
  cursor.newlines();
  while (!cursor.take('}')) {
    if (!inside(cursor)) entries.push(...cursor.property());
    cursor.newlines();
    if (cursor.here.kind === 'end') throw new Unparsable(cursor.here);
  }
  return { kind: 'object', entries, ...at };
}

function readResource(cursor: Cursor, at: At, draft: Draft, parent: { readonly symbol: string; readonly type: string } | undefined): void {
  const symbol = cursor.name();
  const written = cursor.next();
  if (written.kind !== 'string') throw new Unparsable(written);
  const own = (written.text.split('@')[0] ?? '').toLowerCase();
  const type = parent === undefined || own.includes('/') ? own : `${parent.type}/${own}`;
  const existing = cursor.take('existing');
  cursor.expect('=');
  const inside = (c: Cursor): boolean => {
    while (c.is('@')) skipDecorators(c);
    if (!(c.is('resource') && c.ahead(1).kind === 'name')) return false;
    const start = atOf(c.next());
    readResource(c, start, draft, { symbol, type });
    return true;
  };
  const { loop, condition, body } = readMade(cursor, inside);
  const entry = (key: string): Expression | undefined => body.entries.find((e) => e.key.kind === 'literal' && e.key.value === key)?.value;
  draft.resources.push({
    symbol,
    type,
    existing,
    ...at,
    loop,
    condition,
    name: entry('name'),
    parent: entry('parent') ?? (parent === undefined ? undefined : { kind: 'name', name: parent.symbol, ...at }),
    scope: entry('scope'),
    body: {
      ...body,
      entries: body.entries.filter((e) => !(e.key.kind === 'literal' && ['parent', 'scope', 'dependsOn'].includes(String(e.key.value)))),
    },
  });
}

function readModule(cursor: Cursor, at: At, draft: Draft): void {
  const symbol = cursor.name();
  const written = cursor.next();
  if (written.kind !== 'string') throw new Unparsable(written);
  cursor.expect('=');
  const { loop, condition, body } = readMade(cursor, () => false);
  const entry = (key: string): Expression | undefined => body.entries.find((e) => e.key.kind === 'literal' && e.key.value === key)?.value;
  draft.modules.push({
    symbol,
    ...at,
    loop,
    condition,
    source: written.text,
    seesOuter: false,
    parameters: entry('params'),
    scope: entry('scope'),
  });
}
