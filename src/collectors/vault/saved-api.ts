import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Evidence } from '../../inventory/evidence.ts';
import { type Answer, dataOf, isPlainPath, type NoteGap, namesIn, type VaultApi } from './vault-api.ts';

/** No answer of a vault that matters here is larger. */
const largest = 8 * 1024 * 1024;
const deepest = 12;

/**
 * Saved answers of a vault: a file for each path of its API, `auth/approle/role/deploy.json`, as `vault read -format=json`
 * prints it; policies also as their text, `sys/policies/acl/deploy.hcl`. What is listed follows from the files' names.
 */
export class SavedVault implements VaultApi {
  readonly isSaved = true;
  readonly #root: string;
  readonly #source: string;
  readonly #note: NoteGap;

  constructor(root: string, source: string, note: NoteGap) {
    this.#root = root;
    this.#source = source;
    this.#note = note;
  }

  async read(path: string, what: string): Promise<Answer | undefined> {
    const json = this.#text(`${path}.json`, what);
    if (json !== undefined) return this.#parsed(json, path, what, dataOf);
    const policy = this.#text(`${path}.hcl`, what);
    return policy === undefined ? undefined : { policy };
  }

  async list(path: string, what: string, each = path): Promise<readonly string[] | undefined> {
    const folder = join(this.#root, ...each.split('/'));
    const isFolder = isPlainPath(each) && lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    const names = (isFolder ? readdirSync(folder, { withFileTypes: true }) : []).flatMap((entry) =>
      entry.isDirectory() ? [`${entry.name}/`] : /\.(?:json|hcl)$/.test(entry.name) ? [entry.name.replace(/\.(?:json|hcl)$/, '')] : [],
    );
    const listed = this.#text(`${path}.json`, what);
    const said = listed === undefined ? undefined : this.#parsed(listed, path, what, namesIn);
    const missing = (said ?? []).filter((name) => !names.includes(name) && !name.endsWith('/'));
    if (missing.length > 0)
      this.#note({
        what: `${what}: ${missing.slice(0, 5).join(', ')}`,
        why: 'not-given',
        detail: `listed, and not among the files under ${each}`,
      });
    return said === undefined && names.length === 0 ? undefined : names.sort();
  }

  evidence(path: string): Evidence {
    const extension = isPlainPath(path) && existsSync(join(this.#root, ...`${path}.json`.split('/'))) ? 'json' : 'hcl';
    return { source: this.#source, file: `${path}.${extension}` };
  }

  #text(path: string, what: string): string | undefined {
    if (!isPlainPath(path)) return undefined;
    const file = join(this.#root, ...path.split('/'));
    // A link may lead out of the directory.
    const about = lstatSync(file, { throwIfNoEntry: false });
    if (about === undefined || !about.isFile()) return undefined;
    if (about.size > largest) {
      this.#note({ what, why: 'unreadable', detail: `${path} is larger than 8 MiB`, file: path });
      return undefined;
    }
    try {
      return readFileSync(file, 'utf8');
    } catch {
      this.#note({ what, why: 'denied', detail: `no permission to read ${path}`, file: path });
      return undefined;
    }
  }

  #parsed<T>(text: string, path: string, what: string, take: (body: unknown) => T | undefined): T | undefined {
    let found: T | undefined;
    try {
      found = take(JSON.parse(text));
    } catch {
      // Said below.
    }
    if (found === undefined) this.#note({ what, why: 'unreadable', detail: `${path}.json is not JSON of the vault`, file: `${path}.json` });
    return found;
  }
}

/** Folders of its API, and of the engines that are read. */
const ownFolders =
  /^(?:sys|auth|identity)[/\\]|[/\\](?:(?:static-)?roles|rolesets?|(?:static|impersonated)-accounts?|metadata|config)[/\\]/;

/** The files of a directory that are saved answers of a vault, where it holds any; sorted. */
export function savedAnswers(root: string): readonly string[] {
  if (!['sys/auth.json', 'sys/mounts.json'].some((path) => existsSync(join(root, ...path.split('/'))))) return [];
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : join(folder, entry.name);
      if (entry.isDirectory() && depth < deepest) walk(path, depth + 1);
      else if (entry.isFile() && /\.(?:json|hcl)$/.test(entry.name) && ownFolders.test(path)) found.push(path);
    }
  };
  walk('', 0);
  return found.sort((a, b) => (a.split(sep).join('/') < b.split(sep).join('/') ? -1 : 1));
}
