import { createHash } from 'node:crypto';
import { shown } from '../secrets/detect.ts';
import type { Facet } from '../servers/facets.ts';
import { at, entriesOf, flagOf, itemsOf, type Spot, stringsIn, type Tree, textOf } from '../tree/tree.ts';

/** One tool as an MCP server lists it (https://modelcontextprotocol.io/specification/2025-06-18/server/tools). */
export interface ToolDefinition {
  readonly name: string;
  readonly spot: Spot;
  /** `sha256:…` of everything that a model is told of it. */
  readonly digest: string;
  /** Every text in it. */
  readonly texts: readonly string[];
  readonly facets: readonly Facet[];
  /** By its own word. Servers are not bound by their hints. */
  readonly destructive: boolean;
}

/** More tools than any server has. */
const mostTools = 5000;

/** The tools of a `tools/list` answer: the answer, its result, or the bare list. */
export function toolsOf(tree: Tree): readonly ToolDefinition[] | undefined {
  const list = tree.kind === 'list' ? tree : (at(tree, 'tools') ?? at(tree, 'result', 'tools'));
  if (list?.kind !== 'list') return undefined;
  return itemsOf(list)
    .slice(0, mostTools)
    .flatMap((item) => {
      const name = textOf(at(item, 'name'));
      return name === undefined || name === '' ? [] : [definitionOf(name, item)];
    });
}

function definitionOf(name: string, tree: Tree): ToolDefinition {
  return {
    name: shown(name).slice(0, 120),
    spot: at(tree, 'name') ?? tree,
    digest: `sha256:${createHash('sha256').update(canonical(tree, 0)).digest('hex')}`,
    texts: [...stringsIn(tree)].map((s) => s.text),
    facets: facetsOf(name, tree),
    destructive: flagOf(at(tree, 'annotations', 'destructiveHint')) === true && flagOf(at(tree, 'annotations', 'readOnlyHint')) !== true,
  };
}

/** The same text for the same definition, in whatever order its keys stand. Of a repeated key the last counts. `_meta` is not shown to a model. */
function canonical(tree: Tree, depth: number): string {
  if (tree.kind === 'scalar') return JSON.stringify(tree.value);
  if (tree.kind === 'list') return `[${tree.items.map((item) => canonical(item, depth + 1)).join(',')}]`;
  const last = new Map(entriesOf(tree).map((e) => [e.key, e.value]));
  if (depth === 0) last.delete('_meta');
  return `{${[...last.keys()]
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(last.get(key) as Tree, depth + 1)}`)
    .join(',')}}`;
}

const writing = new Set(
  'create update delete write edit set add remove insert upsert patch put move rename merge push commit apply deploy drop truncate destroy purge reset revoke rotate grant assign close cancel archive approve publish import replace modify save store transfer pay refund install uninstall enable disable start stop restart kill terminate'.split(
    ' ',
  ),
);
const executing = new Set('exec execute run shell bash command cmd eval script terminal python powershell repl'.split(' '));
const sending = new Set(
  'send post fetch http https url email mail upload webhook request browse navigate download scrape crawl publish share forward notify'.split(
    ' ',
  ),
);
const secret = new Set('secret secrets credential credentials password passwords vault token tokens'.split(' '));

/** What a tool can do, by the words of its name and its hints; a hint adds and takes nothing away. */
function facetsOf(name: string, tree: Tree): readonly Facet[] {
  const words = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const has = (set: ReadonlySet<string>): boolean => words.some((w) => set.has(w));
  const hint = (key: string): boolean | undefined => flagOf(at(tree, 'annotations', key));
  const description = (textOf(at(tree, 'description')) ?? '').slice(0, 2000);
  const found: Facet[] = [];
  const isReading = hint('readOnlyHint') === true;
  const executes =
    has(executing) ||
    /\bexecut(?:e|es|ing)\s{1,4}(?:an?\s{1,4}|any\s{1,4})?(?:arbitrary\s{1,4})?(?:shell|system|bash|terminal|python|javascript)?\s{0,4}(?:commands?|code|scripts?)\b/i.test(
      description,
    );
  const writes = has(writing) || hint('destructiveHint') === true || (hint('readOnlyHint') === false && !executes);
  if (isReading || (!writes && !executes)) found.push('read');
  if (writes) found.push('write');
  if (executes) found.push('execute');
  if (has(sending) || (hint('openWorldHint') === true && !isReading)) found.push('egress');
  if (has(secret)) found.push('secrets');
  return found;
}
