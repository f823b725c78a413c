/**
 * Names, messages and paths come from what was scanned and are hostile. Each output escapes them for the place where it
 * will be read; this file is for places that print raw text.
 */

/** Controls, format characters (bidi, zero width, tags), lone surrogates, line separators, what is no character, and everything else that does not show. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Asks for the coloured form of the emoji before it; left out rather than spelt out, because honest job names are full of it. */
const emojiPresentation = /\u{fe0f}/gu;

const shortForms: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * One line of text that is safe on a terminal and in a CI log: invisible characters are spelt out (`\n`, `\u{1b}`), and
 * workflow commands are broken up.
 */
export function plain(text: string): string {
  const visible = text.replace(emojiPresentation, '').replace(invisible, (c) => shortForms[c] ?? `\\u{${hex(c)}}`);
  return breakCommands(visible);
}

/**
 * Puts a space into what a CI runner takes for a command: `::name::` where a word begins (a runner looks at the start of a
 * line, and wrapping can start a line at any word), `##[name]` and `##vso[...]` anywhere.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
function breakCommands(text: string): string {
  return text.replace(/(^|\s)::+/g, (colons) => colons.replaceAll('::', ': :').replaceAll('::', ': :')).replace(/##(?=\[|vso\[)/gi, '# #');
}

/**
 * A JSON text that a terminal or a CI log may show as it is: characters that `JSON.stringify` leaves raw but that do not
 * show, and `##`, are written as `\u` escapes. It reads back as the same value.
 */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(invisible, escapeUnits).replaceAll('##', '#\\u0023');
}

function escapeUnits(character: string): string {
  let out = '';
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
