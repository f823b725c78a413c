import type { Collector } from '../collectors/collector.ts';
import { isSnapshotFile, recogniseFile } from './recognise.ts';
import type { Source } from './sources.ts';

type FileSource = Extract<Source, { readonly form: 'file' | 'directory' }>;

/**
 * The sources, with the files that one collector reads together as one of them, in the place of the first. A file that cannot
 * be recognised stays what it is: whoever reads it says what is wrong with it.
 */
export async function joinFiles(sources: readonly Source[], collectors: readonly Collector[]): Promise<readonly Source[]> {
  const files = sources.filter((source): source is FileSource => source.form === 'file');
  if (files.length < 2) return sources;
  const together = new Map<Collector, FileSource[]>();
  for (const file of files) {
    const collector = await readerOf(file, collectors);
    if (collector?.collectTogether !== undefined) together.set(collector, [...(together.get(collector) ?? []), file]);
  }
  const joined = new Map<Source, Source | undefined>();
  for (const [collector, [first, ...others]] of together) {
    if (first === undefined || others.length === 0) continue;
    const all = [first, ...others];
    joined.set(first, {
      form: 'together',
      word: `${first.word} and ${others.length} more`,
      files: all.map(({ path, word }) => ({ path, source: word })),
      collector,
    });
    for (const other of others) joined.set(other, undefined);
  }
  return sources.flatMap((source) => (joined.has(source) ? (joined.get(source) ?? []) : [source]));
}

async function readerOf(file: FileSource, collectors: readonly Collector[]): Promise<Collector | undefined> {
  try {
    return (await isSnapshotFile(file.path)) ? undefined : await recogniseFile(file, collectors);
  } catch {
    return undefined;
  }
}
