import { plain } from './escape.ts';

/**
 * Text that Markdown shows as it is, in a paragraph or a table cell: no markup, HTML, link, image, mention, reference or formula.
 * A comment without content splits what GitHub turns into links after parsing (https://github.github.com/gfm/#autolinks-extension-).
 */
export function markdownText(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_[\]|~$<>{}]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : `\\${c}`))
    .replace(/^(\s*)([-+=#]|\d+[.)])/, '$1\\$2')
    .replace(/(^|[^\w])@(?=\w)/g, '$1@<!-- -->')
    .replace(/#(?=\d)/g, '#<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}<!-- -->.`);
}

/** A code span, with as many backticks around it as it takes; a bar would end a table cell even there. */
export function markdownCode(text: string): string {
  const shown = plain(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const room = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}
