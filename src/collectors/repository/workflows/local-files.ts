import type { OpenFile } from '../open-file.ts';
import type { Place } from './place.ts';
import type { Budget } from './substitute.ts';
import { child, textOf, YamlTree } from './yaml-tree.ts';

/** A workflow or action of the repository, parsed once. */
export interface LocalFile {
  readonly tree: YamlTree;
  readonly place: Place;
}

/** The workflows and actions of one repository, by the path under which jobs and steps name them. */
export class LocalFiles {
  readonly #files = new Map<string, LocalFile>();
  /** Called workflows that some job's reading took in. */
  readonly taken = new Set<string>();
  /** For all of the repository together. */
  readonly budget: Budget = { left: 400_000 };

  add(file: OpenFile, place: Place): LocalFile {
    const local = { tree: new YamlTree(file.text, place), place };
    this.#files.set(file.path, local);
    return local;
  }

  /** The workflow of a `uses: ./.github/workflows/x.yml`. */
  workflow(uses: string): LocalFile | undefined {
    return this.#files.get(normal(uses));
  }

  /** The composite action of a `uses: ./path`; other kinds run code that is not in the file. */
  composite(uses: string): LocalFile | undefined {
    const path = normal(uses);
    const prefix = path === '' ? '' : `${path}/`;
    const file = this.#files.get(`${prefix}action.yml`) ?? this.#files.get(`${prefix}action.yaml`);
    return file !== undefined && textOf(child(child(file.tree.root, 'runs'), 'using')) === 'composite' ? file : undefined;
  }
}

/** `./a/../b/` -> `b`; what leads out of the repository names nothing in it. */
function normal(uses: string): string {
  const out: string[] = [];
  for (const part of uses.slice(0, 1024).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return '..';
  }
  return out.join('/');
}
