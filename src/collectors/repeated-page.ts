/**
 * Notices a server that hands out the same rows again and again under ever-new tokens. One page is kept, and another one after
 * twice as many (Brent's search for a cycle): a listing of any length costs the memory of one row or two.
 */
export class RepeatedPage {
  #kept: string | undefined;
  #since = 0;
  #span = 1;

  /** Whether the rows of an answer came before. Of an answer without rows nobody can tell: some APIs send empty pages between others. */
  isNext(answer: unknown): boolean {
    const lists = listsOf(answer);
    if (lists.length === 0) return false;
    // Rows have ids: pages whose lists all begin and end alike are the same. One list alone may say the same on every page.
    const told = JSON.stringify(lists.map((rows) => [rows.length, rows[0], rows.at(-1)]));
    if (told === this.#kept) return true;
    if (++this.#since < this.#span) return false;
    this.#kept = told;
    this.#since = 0;
    this.#span *= 2;
    return false;
  }
}

/** The answer itself, or its lists of objects: texts may name what did not answer (`unreachable`), on page after page. */
function listsOf(answer: unknown): readonly (readonly unknown[])[] {
  const lists: readonly unknown[] = Array.isArray(answer)
    ? [answer]
    : typeof answer === 'object' && answer !== null
      ? Object.values(answer)
      : [];
  return lists.filter((list): list is readonly unknown[] => Array.isArray(list) && typeof list[0] === 'object' && list[0] !== null);
}
