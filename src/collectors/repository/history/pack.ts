import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { applyDelta, readSize } from './delta.ts';
import type { BaseCache, GitObject, ObjectType } from './git-object.ts';
import { type PackIndex, readPackIndex } from './pack-index.ts';

const types: Readonly<Record<number, ObjectType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

/** No chain of differences is longer: git's own limit is 4095. */
const longestChain = 5000;

interface Entry {
  readonly type: number;
  readonly size: number;
  /** Of a difference: where what it was made from stands in this pack, or its id. */
  readonly base?: number | Buffer;
  readonly data: Buffer;
}

/** A pack of git (https://git-scm.com/docs/gitformat-pack), read as files of this checkout and nothing else. */
export class Pack {
  readonly index: PackIndex;
  readonly #descriptor: number;
  readonly #hashLength: number;
  readonly #cache: BaseCache;
  readonly #name: string;

  private constructor(name: string, descriptor: number, index: PackIndex, hashLength: number, cache: BaseCache) {
    this.#name = name;
    this.#descriptor = descriptor;
    this.index = index;
    this.#hashLength = hashLength;
    this.#cache = cache;
  }

  /** Undefined where the two files are not a pack and its index. */
  static open(path: string, hashLength: number, cache: BaseCache): Pack | undefined {
    const descriptor = openSync(path, 'r');
    const index = readPackIndex(path.replace(/\.pack$/, '.idx'), fstatSync(descriptor).size, hashLength);
    if (index !== undefined) return new Pack(path, descriptor, index, hashLength, cache);
    closeSync(descriptor);
    return undefined;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /**
   * The object at an offset; undefined where it is larger than `most`. `lookUp` finds what stands in another pack.
   * @throws where the bytes are no object.
   */
  read(offset: number, most: number, lookUp: (id: Buffer) => GitObject | undefined): GitObject | undefined {
    const differences: { readonly offset: number; readonly data: Buffer }[] = [];
    let at = offset;
    let object: GitObject | undefined;
    while (object === undefined) {
      object = this.#cache.get(this.#key(at));
      if (object !== undefined) break;
      const entry = this.#entryAt(at, most);
      if (entry === undefined || differences.length > longestChain) return undefined;
      const type = types[entry.type];
      if (type !== undefined) {
        object = { type, data: entry.data };
        if (differences.length > 0) this.#cache.put(this.#key(at), object);
      } else {
        differences.push({ offset: at, data: entry.data });
        if (typeof entry.base === 'number') {
          if (entry.base >= at || entry.base < 12) throw new Error('the object leads nowhere');
          at = entry.base;
        } else if (entry.base !== undefined) {
          const own = this.index.offsetOf(entry.base);
          if (own === undefined) object = lookUp(entry.base);
          else at = own;
          if (own === undefined && object === undefined) throw new Error('what the object was made from is missing');
        }
      }
    }
    for (let i = differences.length - 1; i >= 0; i--) {
      const { offset: own, data } = differences[i] as { readonly offset: number; readonly data: Buffer };
      const built = applyDelta(object.data, data, most);
      if (built === undefined) return undefined;
      object = { type: object.type, data: built };
      this.#cache.put(this.#key(own), object);
    }
    return object;
  }

  #key(offset: number): string {
    return `${this.#name}:${offset}`;
  }

  #entryAt(offset: number, most: number): Entry | undefined {
    const length = this.index.endOf(offset) - offset;
    if (length <= 0) throw new Error('the object has no bytes');
    // What does not shrink to this would be larger than is read.
    if (length > most + 4096) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.#descriptor, bytes, 0, length, offset) !== length) throw new Error('the pack ends early');
    const first = bytes[0] ?? 0;
    const type = (first >> 4) & 7;
    let size = first & 15;
    let at = 1;
    if ((first & 0x80) !== 0) {
      const rest = readSize(bytes, 1);
      size += rest.value * 16;
      at = rest.next;
    }
    if (size > most) return undefined;
    let base: number | Buffer | undefined;
    if (type === 6) {
      let back = (bytes[at] ?? 0) & 0x7f;
      while (((bytes[at++] ?? 0) & 0x80) !== 0) back = (back + 1) * 128 + ((bytes[at] ?? 0) & 0x7f);
      base = offset - back;
    } else if (type === 7) {
      base = bytes.subarray(at, at + this.#hashLength);
      at += this.#hashLength;
    } else if (types[type] === undefined) throw new Error('no kind of object');
    const data = size === 0 ? Buffer.alloc(0) : inflateSync(bytes.subarray(at), { maxOutputLength: size });
    if (data.length !== size) throw new Error('the object is cut short');
    return { type, size, data, ...(base === undefined ? {} : { base }) };
  }
}
