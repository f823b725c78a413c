import { knownFormats, mayHoldKnown } from './known-formats.ts';

/** No known format is shorter. */
const shortest = 16;

/**
 * A free text of a provider (a tag, a Sid, a condition's value) without the secrets that their spelling gives away. What is
 * put in their place holds no wildcard: the text may be a pattern.
 */
export function withoutKnownSecrets(text: string): string {
  return text.length < shortest ? text : replaceKnownSecrets(text, 'redacted');
}

/** A text with `by` in the place of every secret that its spelling gives away. */
export function replaceKnownSecrets(text: string, by: string): string {
  if (!mayHoldKnown(text)) return text;
  let out = text;
  for (const format of knownFormats) if (out.includes(format.holds)) out = out.replace(format.trace, by);
  return out;
}
