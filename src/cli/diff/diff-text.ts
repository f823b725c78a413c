import { few } from '../../posture/few.ts';
import { count } from '../../reporters/count.ts';
import { inertJson, plain } from '../../reporters/escape.ts';
import { hang, wrap } from '../../reporters/layout.ts';
import { markdownCode, markdownText } from '../../reporters/markdown-text.ts';
import type { RenderOptions } from '../../reporters/reporter.ts';
import { styleFor } from '../../reporters/style.ts';
import type { Change, Direction } from './compare-states.ts';
import type { State } from './state.ts';

const headings = {
  more: 'More than before',
  less: 'Less than before',
  other: 'Otherwise than before',
  unseen: 'Not seen this time',
} as const satisfies Record<Direction, string>;

const shown = 40;

/** The changes of two states for a person. */
export function* diffAsText(before: State, after: State, changes: readonly Change[], options: RenderOptions): Iterable<string> {
  const style = styleFor(options);
  const title = `${plain(before.name)} (${before.now.slice(0, 10)}) -> ${plain(after.name)} (${after.now.slice(0, 10)}): ${counts(changes)}`;
  yield `${wrap(title, style.width)
    .map((line) => style.paint.bold(line))
    .join('\n')}\n`;
  for (const [direction, heading] of Object.entries(headings)) {
    const list = changes.filter((c) => c.direction === direction);
    if (list.length === 0) continue;
    yield `\n${style.paint.bold(heading)}\n`;
    const atMost = options.all === true ? list.length : shown;
    for (const { text } of list.slice(0, atMost)) yield `${hang('  - ', plain(text), style.width).join('\n')}\n`;
    if (list.length > atMost) yield `${style.paint.dim(`  ${style.ellipsis}and ${list.length - atMost} more (--all)`)}\n`;
  }
  for (const note of notes(before, after)) yield `\n${wrap(plain(note), style.width).join('\n')}\n`;
}

/** The same as Markdown, for a comment. */
export function* diffAsMarkdown(before: State, after: State, changes: readonly Change[]): Iterable<string> {
  yield `## nhi: ${counts(changes)}\n\n${markdownCode(before.name)} of ${before.now.slice(0, 10)} against ${markdownCode(after.name)} of ${after.now.slice(0, 10)}.\n`;
  for (const [direction, heading] of Object.entries(headings)) {
    const list = changes.filter((c) => c.direction === direction);
    if (list.length === 0) continue;
    yield `\n### ${heading}\n\n`;
    for (const { text } of list.slice(0, shown)) yield `- ${markdownText(text)}\n`;
    if (list.length > shown) yield `- and ${list.length - shown} more\n`;
  }
  for (const note of notes(before, after)) yield `\n${markdownText(note)}\n`;
}

/** The same as JSON, a change a line. */
export function* diffAsJson(before: State, after: State, changes: readonly Change[]): Iterable<string> {
  const side = ({ name, now }: State): unknown => ({ name, now });
  yield `{\n  "schema": "nhi-diff/1",\n  "before": ${inertJson(side(before))},\n  "after": ${inertJson(side(after))},\n  "changes": [`;
  let separator = '\n';
  for (const { what, direction, identity, text } of changes) {
    yield `${separator}    ${inertJson({ what, direction, identity, text })}`;
    separator = ',\n';
  }
  yield `${changes.length === 0 ? ']' : '\n  ]'},\n  "notes": ${inertJson(notes(before, after))}\n}\n`;
}

function counts(changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing changed';
  const of = (what: Change['what'], direction: Direction): number =>
    changes.filter((c) => c.what === what && c.direction === direction).length;
  const parts = [
    [of('path', 'more'), 'new path to administrator', 'new paths to administrator'],
    [of('path', 'less'), 'path less', 'paths less'],
    [of('finding', 'more'), 'new or worse finding', 'new or worse findings'],
    [of('finding', 'less'), 'finding less', 'findings less'],
  ] as const;
  const told = parts.flatMap(([n, one, many]) => (n === 0 ? [] : [count(n, one, many)]));
  const unseen = changes.filter((c) => c.direction === 'unseen').length;
  const rest = changes.length - unseen - parts.reduce((sum, [n]) => sum + n, 0);
  return [
    ...told,
    ...(rest === 0 ? [] : [count(rest, told.length === 0 ? 'change' : 'other change')]),
    ...(unseen === 0 ? [] : [`${unseen} not seen this time`]),
  ].join(', ');
}

/** What a comparison of these two cannot say. */
function notes(before: State, after: State): readonly string[] {
  return [
    ...(before.unseen.length === 0
      ? []
      : [`${before.name} did not see all of ${few(before.unseen, 3)}: what is told as more may have been there before.`]),
    ...(after.unseen.length === 0
      ? []
      : [
          `${after.name} did not see all of ${few(after.unseen, 3)}: what is not told may be there, and what is told as less may be there still.`,
        ]),
    ...(before.given !== undefined && after.given !== undefined
      ? []
      : [
          'A report does not hold what identities were given, who may become them and how they are set up: compare two snapshots of nhi collect to see that.',
        ]),
  ];
}
