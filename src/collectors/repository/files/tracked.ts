/**
 * The files that git tracks. There may be very many: their paths are the bytes that they are in git's index, one behind the
 * other and in its order, which is that of the bytes.
 */
export class Tracked {
  readonly #paths: Buffer;
  /** Where each path begins, and behind the last where it ends. */
  readonly #starts: Uint32Array;
  /** Where other repositories are mounted: whether the files there are tracked is for their own index to say. */
  readonly mounts: readonly string[];

  constructor(paths: Buffer, starts: Uint32Array, mounts: readonly string[]) {
    this.#paths = paths;
    this.#starts = starts;
    this.mounts = mounts;
  }

  /** Whether a file is tracked; undefined where that is not known. */
  holds(path: string): boolean | undefined {
    if (this.mounts.some((mount) => path.startsWith(`${mount}/`))) return undefined;
    const wanted = Buffer.from(path);
    const i = this.#firstFrom(wanted);
    return this.#begins(i, wanted) && this.#starts[i + 1] === (this.#starts[i] ?? 0) + wanted.length;
  }

  /** Whether a directory holds a tracked file, or a mount. */
  holdsBelow(directory: string): boolean {
    const wanted = Buffer.from(`${directory}/`);
    return this.#begins(this.#firstFrom(wanted), wanted) || this.mounts.some((mount) => mount.startsWith(`${directory}/`));
  }

  /** The first path that does not stand before another one. */
  #firstFrom(wanted: Buffer): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#paths.compare(wanted, 0, wanted.length, this.#starts[middle], this.#starts[middle + 1]) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #begins(i: number, wanted: Buffer): boolean {
    const start = this.#starts[i] ?? 0;
    const end = start + wanted.length;
    return end <= this.#paths.length && this.#paths.compare(wanted, 0, wanted.length, start, end) === 0;
  }
}
