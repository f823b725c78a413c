import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Collector } from '../collectors/collector.ts';
import { readHead } from '../collectors/files.ts';
import type { Source } from './sources.ts';

/**
 * The sources, with the dumps that a plain directory holds named one by one: people keep the answers of an account in a
 * folder. In a checkout a dump is somebody's test data, and is left alone.
 */
export async function withDumpsOfDirectories(sources: readonly Source[], collectors: readonly Collector[]): Promise<readonly Source[]> {
  const out = await Promise.all(
    sources.map(async (source) => (source.form === 'directory' ? [...(await dumpsIn(source, collectors)), source] : [source])),
  );
  return out.flat();
}

async function dumpsIn({ word, path }: Extract<Source, { readonly path: string }>, collectors: readonly Collector[]): Promise<Source[]> {
  if (existsSync(join(path, '.git'))) return [];
  const readers = collectors.filter((c) => c.collectDirectory === undefined);
  const found = await Promise.all(
    namesIn(path).map(async (name): Promise<Source[]> => {
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

function namesIn(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries
      .filter((e) => e.isFile() && /\.(json|csv)(\.gz)?$/i.test(e.name))
      .map((e) => e.name)
      .sort();
  } catch {
    // The repository collector says why it cannot be listed.
    return [];
  }
}
