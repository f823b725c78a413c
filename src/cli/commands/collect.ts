import { discoverCollectors } from '../../collectors/discover.ts';
import { SnapshotWriter } from '../../collectors/snapshot-writer.ts';
import { type CommonOptions, parseNow } from '../common-options.ts';
import { withDumpsOfDirectories } from '../directory-dumps.ts';
import type { Io } from '../io.ts';
import { makeProgress } from '../progress.ts';
import { readSources } from '../read-sources.ts';
import { demoNow, homeOf, isDemo, resolveSources } from '../sources.ts';

/** `nhi collect SOURCE... -o FILE`: records what was read. What could not be seen is recorded too. */
export async function collect(words: readonly string[], options: CommonOptions & { readonly output: string }, io: Io): Promise<number> {
  const collectors = await discoverCollectors();
  const sources = await withDumpsOfDirectories(resolveSources(words, collectors, homeOf(options.home, io.environment)), collectors);
  const now = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined)) ?? io.clock();
  const progress = makeProgress(io, options.quiet === true);
  const writer = new SnapshotWriter(options.output, io.version, now.toISOString());
  try {
    const { inventory } = await readSources(sources, {
      io,
      collectors,
      progress,
      now,
      record: (fragment) => writer.add(fragment),
      ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    });
    writer.finish(inventory.sources);
    progress.done();
    const gaps = inventory.sources.flatMap((s) => s.gaps).filter((g) => g.partial !== false);
    if (options.quiet !== true) {
      io.stderr.write(
        `${options.output}: ${inventory.identities.size} identities, ${inventory.credentials.size} credentials, ${gaps.length} gaps\n`,
      );
    }
    return gaps.length > 0 && options.allowGaps !== true ? 3 : 0;
  } catch (error) {
    writer.discard();
    throw error;
  }
}
