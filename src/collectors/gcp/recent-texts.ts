/** How many places there are, a power of two. */
const places = 4096;

/**
 * Finds again what was made of texts that came lately. A policy names whom the policies around it name: of a large map of long texts,
 * each time read afresh, to work out the hash and to follow it costs several times as much as to look at a few letters and compare.
 */
export class RecentTexts<T extends { readonly text: string }> {
  readonly #last = new Array<T | undefined>(places).fill(undefined);

  get(text: string): T | undefined {
    const found = this.#last[placeOf(text)];
    return found?.text === text ? found : undefined;
  }

  put(one: T): void {
    this.#last[placeOf(one.text)] = one;
  }
}

/** Letters by which members and roles differ: those of the name's beginning, the last, and the last of a service account's project. */
function placeOf(text: string): number {
  const { length } = text;
  const first = text.charCodeAt(0) === letterS ? 'serviceAccount:'.length : 'user:'.length;
  const end = Math.min(length, first + 10);
  let out = Math.imul(length, 31) + text.charCodeAt(length - 1);
  for (let i = first; i < end; i++) out = (Math.imul(out, 31) + text.charCodeAt(i)) | 0;
  const project = length - '.iam.gserviceaccount.com'.length;
  for (let i = Math.max(end, project - 2); i < project; i++) out = (Math.imul(out, 31) + text.charCodeAt(i)) | 0;
  return (out ^ (out >>> 12)) & (places - 1);
}

const letterS = 's'.charCodeAt(0);
