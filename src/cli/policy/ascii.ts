/** Everything that is not printable ASCII, and what opens or closes something in a policy's language. */
const risky = /[^\x20-\x7e]/gu;

/** A value as JSON of printable ASCII: nothing in it can end a comment's line or hide. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (typeof part === 'string' ? wellFormed(part) : part)).replace(risky, escapeUnits);
}

function escapeUnits(character: string): string {
  let out = '';
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/** A note as one line of printable ASCII. */
export function asciiLine(text: string): string {
  return asciiJson(text).slice(1, -1).replaceAll('\\"', "'").replaceAll('\\\\', '\\');
}

/** Half a character, which no engine keeps, becomes the sign for one that is not known. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
