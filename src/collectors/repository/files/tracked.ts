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
  #firstFrom(wanted: Uint8Array): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(middle, wanted)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Byte by byte: paths differ early, and a call of `Buffer.compare` takes longer. */
  #isBefore(i: number, wanted: Uint8Array): boolean {
    const paths = this.#paths;
    const start = this.#starts[i] as number;
    const length = (this.#starts[i + 1] as number) - start;
    for (let k = 0; k < length && k < wanted.length; k++) {
      const difference = (paths[start + k] as number) - (wanted[k] as number);
      if (difference !== 0) return difference < 0;
    }
    return length < wanted.length;
  }

  #begins(i: number, wanted: Uint8Array): boolean {
    const start = this.#starts[i] ?? 0;
    return start + wanted.length <= this.#paths.length && wanted.every((byte, k) => this.#paths[start + k] === byte);
  }
}
