import { plain } from './escape.ts';

/** What a spreadsheet takes for the start of a formula (https://owasp.org/www-community/attacks/CSV_Injection), wide forms included. */
const formula = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A line of CSV (RFC 4180, ended by a line feed). Cells that would be formulas begin with an apostrophe, which shows them as text. */
export function csvRow(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(cell).join(',')}\n`;
}

function cell(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value);
  const text = plain(value);
  const inert = formula.test(text.trimStart()) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
