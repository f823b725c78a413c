/** A list with its value, or the lists that begin alike, by what comes next; undefined where a list ends. */
type Branch<T> = Map<string | undefined, Leaf<T> | Branch<T>>;

/**
 * Values by lists of texts. To join each list to one text would take as long as all else that is done with it; here lists are told
 * apart by as many of their texts as it takes, mostly by the first.
 */
export class ListMap<T> {
  readonly #root: Branch<T> = new Map();

  get(list: readonly string[]): T | undefined {
    let branch = this.#root;
    for (let depth = 0; ; depth++) {
      const found = branch.get(list[depth]);
      if (found === undefined) return undefined;
      if (found instanceof Leaf) return isSame(found.list, list) ? found.value : undefined;
      branch = found;
    }
  }

  /** The list is kept: it must not change any more. */
  set(list: readonly string[], value: T): void {
    let branch = this.#root;
    for (let depth = 0; ; depth++) {
      const found = branch.get(list[depth]);
      if (found === undefined || (found instanceof Leaf && isSame(found.list, list))) {
        branch.set(list[depth], new Leaf(list, value));
        return;
      }
      if (found instanceof Leaf) {
        const deeper: Branch<T> = new Map([[found.list[depth + 1], found]]);
        branch.set(list[depth], deeper);
        branch = deeper;
      } else branch = found;
    }
  }
}

class Leaf<T> {
  readonly list: readonly string[];
  readonly value: T;

  constructor(list: readonly string[], value: T) {
    this.list = list;
    this.value = value;
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let n = 0; n < one.length; n++) if (one[n] !== other[n]) return false;
  return true;
}
