/** The first line of what a provider or a library says, without control characters, cut. What follows may be a whole request. */
export function oneLine(text: string): string {
  const line = (text.split(/[\r\n]/, 1)[0] ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
