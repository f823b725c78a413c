import type { AgentTool } from './framework-agent.ts';
import type { Source } from './source-agents.ts';
import { insideBrackets, partsOf, type Span } from './source-text.ts';
import { toolAbility } from './tool-abilities.ts';

export interface ListedTools {
  readonly tools: readonly AgentTool[];
  /** All tools of the list are among them. */
  readonly whole: boolean;
}

const unknown: ListedTools = { tools: [], whole: false };

/** The tools of an expression: a list, an object by name, or a variable that was given one in the same file. */
export function toolsIn(source: Source, part: Span, depth = 0): ListedTools {
  const { blanked } = source;
  const open = blanked[part.from];
  if (open === '[' || open === '{') {
    const inside = insideBrackets(blanked, part.from);
    if (inside === undefined) return unknown;
    const items = partsOf(blanked, inside).map((item) => toolOf(source, open === '{' ? valuePart(blanked, item) : item, depth));
    return {
      tools: items.flatMap((i) => i.tools),
      // Something is added to the list: that is not read.
      whole: inside.to + 1 === part.to && items.every((i) => i.whole),
    };
  }
  const name = /^[A-Za-z_]\w{0,80}$/.exec(blanked.slice(part.from, part.to))?.[0];
  if (name === undefined || depth > 2) {
    // A call that makes a whole set of tools: what the set is called may say what is in it.
    const made = toolOf(source, part, depth + 1);
    return made.tools.every((t) => toolAbility(t.name) !== undefined) ? made : unknown;
  }
  if (name === 'None' || name === 'undefined' || name === 'null') return { tools: [], whole: true };
  const value = assigned(source, name, part.from);
  if (value === undefined) return unknown;
  const listed = toolsIn(source, value, depth + 1);
  return { tools: listed.tools, whole: listed.whole && !source.given.growing.has(name) };
}

/** The value of `key: value`; a key alone is its own value. */
function valuePart(blanked: string, item: Span): Span {
  const match = /^(?:\w{1,80}|["'`][^"'`\n]{0,80}["'`])\s{0,8}:\s{0,200}/.exec(
    blanked.slice(item.from, Math.min(item.to, item.from + 400)),
  );
  return match === null ? item : { from: item.from + match[0].length, to: item.to };
}

/** One element of a list of tools. */
function toolOf(source: Source, part: Span, depth: number): ListedTools {
  const { blanked, text, at } = source;
  const code = blanked.slice(part.from, part.to);
  const spot = at(part.from);
  if (/^(?:\*|\.\.\.)/.test(code)) {
    const inner = { from: part.from + (code.startsWith('*') ? 1 : 3), to: part.to };
    const spread = depth > 2 ? unknown : toolsIn(source, inner, depth + 1);
    return spread.tools.length === 0 ? unknown : spread;
  }
  const literal = /^["'`]([^"'`\n]{1,120})["'`]$/.exec(text.slice(part.from, part.to))?.[1];
  if (literal !== undefined) return { tools: [{ name: literal, spot }], whole: true };
  if (code.startsWith('{')) {
    const type = /["']?type["']?\s{0,4}:\s{0,4}["'`]([\w.-]{1,80})["'`]/.exec(text.slice(part.from, part.to))?.[1];
    return type === undefined ? unknown : { tools: [{ name: type, spot }], whole: true };
  }
  const loaded = /^(?:load_tools|loadTools)\s{0,4}\(/.exec(code);
  if (loaded !== null) {
    const inside = insideBrackets(blanked, part.from + loaded[0].length - 1);
    const first = inside === undefined ? undefined : partsOf(blanked, inside)[0];
    if (inside === undefined || first === undefined) return unknown;
    const listed = toolsIn(source, first, depth + 1);
    return { tools: listed.tools, whole: listed.whole && inside.to + 1 === part.to };
  }
  const path = /^(?:new\s{1,4}|await\s{1,4})?([A-Za-z_][\w.]{0,120})/.exec(code)?.[1];
  if (path === undefined) return unknown;
  const name = nameIn(path);
  if (toolAbility(name) !== undefined || depth > 2) return { tools: [{ name, spot }], whole: true };
  // A variable that holds a tool: what it was made with says more than its name.
  const given = /^\w+$/.test(code) ? assigned(source, path, part.from) : undefined;
  const made =
    given === undefined
      ? undefined
      : /^(?:new\s{1,4}|await\s{1,4})?([A-Za-z_][\w.]{0,120})\s{0,4}\(/.exec(blanked.slice(given.from, given.to))?.[1];
  const maker = made === undefined ? undefined : nameIn(made);
  return { tools: [{ name: maker !== undefined && toolAbility(maker) !== undefined ? maker : name, spot }], whole: true };
}

/** `GmailToolkit().get_tools` is told by the toolkit; `tools.web_search` by its last part. */
function nameIn(path: string): string {
  const parts = path.split('.');
  return parts.find((p) => toolAbility(p) !== undefined) ?? parts.at(-1) ?? path;
}

/** What a variable was given last before a place in a file. */
function assigned({ blanked, given }: Source, name: string, before: number): Span | undefined {
  const offsets = given.values.get(name);
  const from = offsets?.findLast((offset) => offset <= before) ?? offsets?.[0];
  if (from === undefined) return undefined;
  const open = blanked[from] ?? '';
  const inside = open !== '' && '[{('.includes(open) ? insideBrackets(blanked, from) : undefined;
  if (inside !== undefined) return { from, to: inside.to + 1 };
  const end = blanked.indexOf('\n', from);
  return { from, to: Math.min(end === -1 ? blanked.length : end, from + 400) };
}

/** What the variables of a file are given. */
export interface Given {
  /** By name, the offsets of the values, in the order of the file. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** Lists that something is added to. */
  readonly growing: ReadonlySet<string>;
}

export function givenIn(blanked: string): Given {
  const values = new Map<string, number[]>();
  const assignment =
    /^[ \t]{0,60}(?:export[ \t]{1,8})?(?:const[ \t]{1,8}|let[ \t]{1,8}|var[ \t]{1,8}|self\.|this\.)?([A-Za-z_]\w{0,80})[ \t]{0,4}(?::[^=\n]{0,120})?=(?!=)[ \t]{0,4}/gm;
  for (const match of blanked.matchAll(assignment)) {
    const offsets = values.get(match[1] ?? '');
    const offset = match.index + match[0].length;
    if (offsets === undefined) values.set(match[1] ?? '', [offset]);
    else if (offsets.length < 100) offsets.push(offset);
  }
  const growing = new Set<string>();
  for (const match of blanked.matchAll(/(?<![\w.])([A-Za-z_]\w{0,80})\s{0,4}(?:\+=|\.(?:append|extend|insert|push|concat)\b)/g))
    growing.add(match[1] ?? '');
  return { values, growing };
}
