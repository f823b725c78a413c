import { SnapshotWriter } from '../../collectors/snapshot-writer.ts';
import { chooseSources } from '../choose-sources.ts';
import { type CommonOptions, parseNow } from '../common-options.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { organizationSettings } from '../organization-options.ts';
import { readSources } from '../read-sources.ts';
import { demoNow, isDemo } from '../sources.ts';

/** `nhi collect SOURCE... -o FILE`: records what was read. What could not be seen is recorded too. */
export async function collect(words: readonly string[], options: CommonOptions & { readonly output: string }, io: Io): Promise<number> {
  const { sources, how } = await chooseSources(words, options, io);
  const now = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined)) ?? io.clock();
  const organization = organizationSettings(words, options, io.version, options.resume ?? `${options.output}.partial`);
  const writer = new SnapshotWriter(options.output, io.version, now.toISOString());
  const finish = onInterrupt(io, organization?.keepIn, () => writer.discard());
  try {
    const { inventory, used } = await readSources(sources, {
      ...how,
      now,
      record: (fragment) => writer.add(fragment),
      ...(organization === undefined ? {} : { organization }),
    });
    writer.finish(inventory.sources);
    used();
    await how.progress.done();
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
  } finally {
    finish();
  }
}
