import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Collector } from '../collectors/collector.ts';
import { readHead } from '../collectors/files.ts';
import type { Source } from './sources.ts';

/** A directory as it was named. */
type Directory = Extract<Source, { readonly form: 'file' | 'directory' }>;

/** How deep folders of dumps are looked for: an organization, an account, a region. */
const deepest = 3;

/**
 * The sources, with what a plain directory holds named as well: dumps one by one, for people keep the answers of accounts
 * in folders, and the files of a trail as one source. In a checkout a dump is somebody's test data: it is left alone, and
 * `note` is told, for whoever keeps answers in git must not take silence for an answer.
 */
export async function withDumpsOfDirectories(
  sources: readonly Source[],
  collectors: readonly Collector[],
  note: (message: string) => void,
): Promise<readonly Source[]> {
  const out = await Promise.all(
    sources.map(async (source) => (source.form === 'directory' ? await withDumps(source, collectors, note) : [source])),
  );
  return out.flat();
}

async function withDumps(
  directory: Directory,
  collectors: readonly Collector[],
  note: (message: string) => void,
): Promise<readonly Source[]> {
  if (isCheckout(directory.path)) {
    const [first, ...others] = await dumpsIn(directory, '', new Set(), collectors);
    if (first !== undefined) {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      note(`${directory.word} is a checkout: ${first.word}${more} not read; name such a file to have it read`);
    }
    return [directory];
  }
  const trees = await treesIn(directory, collectors);
  const taken = new Set(trees.flatMap((tree) => tree.files));
  const dumps: Source[] = [];
  // One after the other: there may be more files than may be open at a time.
  for (const folder of foldersOf(directory.path)) dumps.push(...(await dumpsIn(directory, folder, taken, collectors)));
  // A folder of deliveries and nothing else is no repository.
  const folders = new Set([...taken].map((file) => file.split(sep)[0] as string));
  const whole = trees.length > 0 && entriesIn(directory.path).every((e) => folders.has(e.name));
  return [...dumps, ...trees, ...(whole ? [] : [directory])];
}

async function treesIn({ word, path }: Directory, collectors: readonly Collector[]): Promise<Extract<Source, { readonly form: 'tree' }>[]> {
  const found = await Promise.all(collectors.map(async (collector) => ({ collector, files: (await collector.findTree?.(path)) ?? [] })));
  return found.flatMap(({ collector, files }) => (files.length === 0 ? [] : [{ form: 'tree', word, path, files, collector }]));
}

/** The dumps of one folder of a directory, and beside them what should be one and cannot be read: a failed export. */
async function dumpsIn(
  { word, path }: Directory,
  folder: string,
  taken: ReadonlySet<string>,
  collectors: readonly Collector[],
): Promise<readonly Source[]> {
  const readers = collectors.filter((c) => c.collectDirectory === undefined);
  const names = namesIn(join(path, folder)).map((name) => join(folder, name));
  const looked: { readonly file: Source; readonly is: 'dump' | 'broken' }[] = [];
  for (const name of names.filter((n) => !taken.has(n))) {
    const file = { form: 'file', word: join(word, name), path: join(path, name) } as const;
    try {
      const head = await readHead(file.path, file.word);
      for (const reader of readers) {
        if ((await reader.recognises?.(head)) !== true) continue;
        looked.push({ file, is: 'dump' });
        break;
      }
    } catch {
      looked.push({ file, is: 'broken' });
    }
  }
  return looked.some(({ is }) => is === 'dump') ? looked.map(({ file }) => file) : [];
}

/** The directory itself (an empty name) and its folders, but hidden ones, packages and checkouts. */
function foldersOf(path: string, folder = '', depth = 0): readonly string[] {
  if (depth === deepest) return [folder];
  const inside = entriesIn(join(path, folder))
    .filter((e) => e.isDirectory() && !e.name.startsWith('.') && e.name !== 'node_modules' && !isCheckout(join(path, folder, e.name)))
    .map((e) => e.name)
    .sort();
  return [folder, ...inside.flatMap((name) => foldersOf(path, join(folder, name), depth + 1))];
}

function isCheckout(path: string): boolean {
  return existsSync(join(path, '.git'));
}

function namesIn(path: string): readonly string[] {
  return entriesIn(path)
    .filter((e) => e.isFile() && /\.(json|ndjson|jsonl|csv)(\.gz)?$|^roadrecon.*\.db$/i.test(e.name))
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
