import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Collector } from '../collectors/collector.ts';
import { readHead } from '../collectors/files.ts';
import type { Source } from './sources.ts';

/** A directory as it was named. */
type Directory = Extract<Source, { readonly form: 'file' | 'directory' }>;

/**
 * The sources, with what a plain directory holds named as well: dumps one by one, for people keep the answers of an account
 * in a folder, and the files of a trail as one source. In a checkout a dump is somebody's test data, and is left alone.
 */
export async function withDumpsOfDirectories(sources: readonly Source[], collectors: readonly Collector[]): Promise<readonly Source[]> {
  const out = await Promise.all(
    sources.map(async (source) => (source.form === 'directory' ? await withDumps(source, collectors) : [source])),
  );
  return out.flat();
}

async function withDumps(directory: Directory, collectors: readonly Collector[]): Promise<readonly Source[]> {
  if (existsSync(join(directory.path, '.git'))) return [directory];
  const trees = await treesIn(directory, collectors);
  const taken = new Set(trees.flatMap((tree) => tree.files));
  const dumps = await dumpsIn(directory, taken, collectors);
  // A folder of deliveries and nothing else is no repository.
  const folders = new Set([...taken].map((file) => file.split(sep)[0] as string));
  const whole = trees.length > 0 && entriesIn(directory.path).every((e) => folders.has(e.name));
  return [...dumps, ...trees, ...(whole ? [] : [directory])];
}

async function treesIn({ word, path }: Directory, collectors: readonly Collector[]): Promise<Extract<Source, { readonly form: 'tree' }>[]> {
  const found = await Promise.all(collectors.map(async (collector) => ({ collector, files: (await collector.findTree?.(path)) ?? [] })));
  return found.flatMap(({ collector, files }) => (files.length === 0 ? [] : [{ form: 'tree', word, path, files, collector }]));
}

async function dumpsIn({ word, path }: Directory, taken: ReadonlySet<string>, collectors: readonly Collector[]): Promise<Source[]> {
  const readers = collectors.filter((c) => c.collectDirectory === undefined);
  const names = namesIn(path, /\.(json|csv)(\.gz)?$/i).filter((name) => !taken.has(name));
  const found = await Promise.all(
    names.map(async (name): Promise<Source[]> => {
      const file = { form: 'file', word: join(word, name), path: join(path, name) } as const;
      try {
        const head = await readHead(file.path, file.word);
        return readers.some((c) => c.recognises?.(head) === true) ? [file] : [];
      } catch {
        // Whatever it is, it was not named.
        return [];
      }
    }),
  );
  return found.flat();
}

function namesIn(path: string, form: RegExp): readonly string[] {
  return entriesIn(path)
    .filter((e) => e.isFile() && form.test(e.name))
    .map((e) => e.name)
    .sort();
}

function entriesIn(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // The repository collector says why it cannot be listed.
    return [];
  }
}
