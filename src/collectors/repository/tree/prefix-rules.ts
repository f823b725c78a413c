import { Lines } from './lines.ts';
import type { ReadTree, Tree } from './tree.ts';

const longest = 256 * 1024;
const mostRules = 2000;

/**
 * Reads the calls `prefix_rule(pattern = ["git", "status"], decision = "allow")` of a file in Starlark as a list of maps with
 * `pattern` (its words) and `decision`. Nothing in the file is run; what is built up by code is not seen.
 */
export function readPrefixRules(text: string): ReadTree {
  const lines = new Lines(text);
  const items: Tree[] = [];
  const blank = text.slice(0, longest).split('\n').map(withoutComment).join('\n');
  for (const match of blank.matchAll(/\bprefix_rule\s{0,20}\(/g)) {
    if (items.length >= mostRules) break;
    const body = blank.slice(match.index, match.index + 4096);
    const spot = { ...lines.locate(match.index), pointer: `/${items.length}` };
    const pattern = /\bpattern\s{0,20}=\s{0,20}\[([^=()]{0,2000})\]/.exec(body.slice(0, nextCall(body)))?.[1] ?? '';
    const decision = /\bdecision\s{0,20}=\s{0,20}["'](\w{1,20})["']/.exec(body.slice(0, nextCall(body)))?.[1];
    const words = [...pattern.matchAll(/"([^"\n]{0,200})"|'([^'\n]{0,200})'/g)].map((m) => m[1] ?? m[2] ?? '');
    items.push({
      kind: 'map',
      ...spot,
      entries: [
        { key: 'pattern', value: { kind: 'scalar', ...spot, value: words.join(' ') } },
        // Without a word on it a rule allows (https://developers.openai.com/codex/rules).
        { key: 'decision', value: { kind: 'scalar', ...spot, value: decision ?? 'allow' } },
      ],
    });
  }
  const problems = text.length > longest ? [{ detail: 'larger than 256 KiB; the rest is not read' }] : [];
  return { tree: { kind: 'list', line: 1, column: 1, pointer: '', items }, problems };
}

/** A line with its comment blanked; a mark before a quote may stand in a string. */
function withoutComment(line: string): string {
  const at = line.trimStart().startsWith('#') ? 0 : line.lastIndexOf('#');
  return at === -1 || (at > 0 && /["']/.test(line.slice(at))) ? line : line.slice(0, at) + ' '.repeat(line.length - at);
}

function nextCall(body: string): number {
  const at = body.indexOf('prefix_rule', 5);
  return at === -1 ? body.length : at;
}
