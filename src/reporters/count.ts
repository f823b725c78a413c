/** `1 finding`, `12 findings`, `2 identities`. Digits are not grouped, so that no locale matters. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`;
}
