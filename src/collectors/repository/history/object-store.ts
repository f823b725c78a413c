import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { BaseCache, type GitObject, type ObjectType } from './git-object.ts';
import { directoriesIn, findObjects } from './object-directories.ts';
import { Pack } from './pack.ts';

/** Larger objects are no text that anybody writes. */
const largestObject = 32 * 1024 * 1024;

/** A directory of objects: those in files of their own stand in directories by how their ids begin. */
interface ObjectDirectory {
  readonly path: string;
  readonly beginnings: ReadonlySet<string>;
}

/**
 * The objects of a repository, read from its own files. Git itself is never run: the configuration of what is scanned may
 * name programs that git would start. Other repositories that it borrows objects from are opened where they stand below `root`.
 */
export class ObjectStore {
  readonly #directories: readonly ObjectDirectory[];
  readonly #hashLength: number;
  readonly #packs: Pack[] = [];
  /** Packs that could not be opened. */
  readonly brokenPacks: string[] = [];
  /** Objects stand elsewhere, which is not opened. */
  readonly borrows: boolean;

  constructor(commonDirectory: string, hashLength: number, root: string) {
    this.#hashLength = hashLength;
    const { directories, borrows } = findObjects(join(commonDirectory, 'objects'), root);
    this.borrows = borrows;
    this.#directories = directories.map((path) => ({ path, beginnings: directoriesIn(path) }));
    const cache = new BaseCache(64 * 1024 * 1024);
    for (const { path, beginnings } of this.#directories) {
      const folder = join(path, 'pack');
      const names = beginnings.has('pack') ? readdirSync(folder).filter((name) => name.endsWith('.pack')) : [];
      for (const name of names.sort()) {
        try {
          const pack = lstatSync(join(folder, name)).isFile() ? Pack.open(join(folder, name), hashLength, cache) : undefined;
          if (pack === undefined) this.brokenPacks.push(name);
          else this.#packs.push(pack);
        } catch {
          this.brokenPacks.push(name);
        }
      }
    }
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }

  /** Where an object stands, as a number to sort by: neighbours are quick to read one after the other. */
  orderOf(id: Buffer): number {
    for (let i = 0; i < this.#packs.length; i++) {
      const offset = this.#packs[i]?.index.offsetOf(id);
      if (offset !== undefined) return i * 2 ** 44 + offset;
    }
    return -1;
  }

  /** `missing`, `large` and `broken` say why there is no object. */
  read(id: Buffer): GitObject | 'missing' | 'large' | 'broken' {
    try {
      for (const pack of this.#packs) {
        const offset = pack.index.offsetOf(id);
        if (offset === undefined) continue;
        return pack.read(offset, largestObject, (other) => this.#whole(other)) ?? 'large';
      }
      return this.#loose(id);
    } catch {
      return 'broken';
    }
  }

  #whole(id: Buffer): GitObject | undefined {
    const object = this.read(id);
    return typeof object === 'string' ? undefined : object;
  }

  /** An object in a file of its own (https://git-scm.com/docs/gitformat-loose). */
  #loose(id: Buffer): GitObject | 'missing' | 'large' | 'broken' {
    const name = id.toString('hex');
    if (name.length !== this.#hashLength * 2) return 'missing';
    const places = this.#directories.filter((d) => d.beginnings.has(name.slice(0, 2)));
    const path = places
      .map((d) => join(d.path, name.slice(0, 2), name.slice(2)))
      .find((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile());
    if (path === undefined) return 'missing';
    if (lstatSync(path).size > largestObject) return 'large';
    const bytes = inflateSync(readFileSync(path), { maxOutputLength: largestObject + 64 });
    const nul = bytes.subarray(0, 64).indexOf(0);
    const type = /^(commit|tree|blob|tag) \d{1,15}$/.exec(bytes.toString('latin1', 0, Math.max(nul, 0)))?.[1];
    return type === undefined ? 'broken' : { type: type as ObjectType, data: bytes.subarray(nul + 1) };
  }
}
