import { tokenFormats } from './token-formats.ts';

const maxShown = 200;

/** A text with recognised credentials blotted out. */
export function redacted(text: string): string {
  let out = text;
  for (const { pattern } of tokenFormats) out = out.replace(pattern, '[redacted]');
  return out;
}

/** A text from the file as it may be shown: recognised credentials blotted out, one line, cut to a bounded length. */
export function shown(text: string): string {
  const out = redacted(text.slice(0, 4096).replace(/\s+/g, ' ').trim());
  return out.length > maxShown ? `${out.slice(0, maxShown)}…` : out;
}
