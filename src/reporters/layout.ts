import Table from 'cli-table3';

/** Scripts and emoji that terminals draw two columns wide; marks that they draw none. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u{ff01}-\u{ff60}]/u;
const zero = /[\p{Mn}\p{Me}]/u;

/** Columns that a terminal needs for a text without colours. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += zero.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** Fills a text up to a width with spaces. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts a text to a width; the ellipsis counts. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  let out = '';
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > room) break;
    out += character;
  }
  return out.trimEnd() + ellipsis;
}

/**
 * Breaks a text at spaces. Words that are longer than a line stay whole, so that an ARN or a path can be copied (and so
 * that a break never makes a line start with what was the middle of a word).
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (displayWidth(line) + 1 + displayWidth(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines;
}

/** Wraps a text behind a lead: the lead stands before the first line, the rest is indented to match. */
export function hang(lead: string, text: string, width: number, leadWidth = displayWidth(lead)): string[] {
  const lines = wrap(text, Math.max(width - leadWidth, 20));
  return lines.map((line, i) => (i === 0 ? lead : ' '.repeat(leadWidth)) + line);
}

export type Alignment = 'left' | 'right';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/**
 * Lines of a table without borders: columns two spaces apart, no trailing spaces. Cells must be escaped already. For small
 * tables: the library's time grows with the square of the rows.
 */
export function columns(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: noBorders,
    colAligns: [...alignments],
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
