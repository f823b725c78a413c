import { knownFormats } from './known-formats.ts';

/** No known format is shorter. */
const shortest = 16;

/**
 * A free text of a provider (a tag, a Sid, a condition's value) without the secrets that their spelling gives away. What is
 * put in their place holds no wildcard: the text may be a pattern.
 */
export function withoutKnownSecrets(text: string): string {
  if (text.length < shortest) return text;
  let out = text;
  for (const format of knownFormats) if (out.includes(format.holds)) out = out.replace(format.trace, 'redacted');
  return out;
}
