import { plain } from './escape.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for XML, in content or in an attribute. Line feeds stay; what XML cannot hold, or does not show, is spelt out. */
export function xmlText(text: string): string {
  return text
    .split('\n')
    .map((line) => plain(line).replace(/[&<>"']/g, (c) => entities[c] ?? c))
    .join('&#10;');
}
