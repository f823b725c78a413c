import { plain } from './escape.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in content or in a quoted attribute: inert, with what does not show spelt out. */
export function htmlText(text: string): string {
  return plain(text).replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

/** Text that rules write: backticks mark code in it. */
export function htmlWithCode(written: string): string {
  return written
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? `<code>${htmlText(part)}</code>` : htmlText(part)))
    .join('');
}
