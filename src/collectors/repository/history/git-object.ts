export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

/** Objects that others are made from, the least recently used forgotten first, so that memory stays bounded. */
export class BaseCache {
  readonly #most: number;
  readonly #objects = new Map<string, GitObject>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): GitObject | undefined {
    const object = this.#objects.get(key);
    if (object === undefined) return undefined;
    this.#objects.delete(key);
    this.#objects.set(key, object);
    return object;
  }

  put(key: string, object: GitObject): void {
    if (object.data.length > this.#most / 4 || this.#objects.has(key)) return;
    this.#objects.set(key, object);
    this.#bytes += object.data.length + 200;
    for (const [oldest, { data }] of this.#objects) {
      if (this.#bytes <= this.#most) break;
      this.#objects.delete(oldest);
      this.#bytes -= data.length + 200;
    }
  }
}
