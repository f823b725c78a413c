/**
 * A piece of somebody's file as it may stand in a one-line message: quoted, control characters escaped, cut to a length.
 */
export function quoted(text: string, length = 60): string {
  const cut = text.length > length ? `${text.slice(0, length - 3)}...` : text;
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, codePoint);
}

function codePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
