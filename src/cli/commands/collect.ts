import { discoverCollectors } from '../../collectors/discover.ts';
import { SnapshotWriter } from '../../collectors/snapshot-writer.ts';
import { awsOptions, type CommonOptions, parseNow } from '../common-options.ts';
import { withDumpsOfDirectories } from '../directory-dumps.ts';
import { onInterrupt } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { organizationSettings } from '../organization-options.ts';
import { makeProgress } from '../progress.ts';
import { readSources } from '../read-sources.ts';
import { checkRole, demoNow, homeOf, isDemo, resolveSources } from '../sources.ts';
import { whoseUses } from '../whose-use.ts';

/** `nhi collect SOURCE... -o FILE`: records what was read. What could not be seen is recorded too. */
export async function collect(words: readonly string[], options: CommonOptions & { readonly output: string }, io: Io): Promise<number> {
  const use = options.use === undefined ? undefined : readOneOf(options.use, whoseUses, '--use');
  const collectors = await discoverCollectors();
  const progress = makeProgress(io, options.quiet === true);
  const sources = await withDumpsOfDirectories(
    resolveSources(words, collectors, homeOf(options.home, io.environment)),
    collectors,
    progress.note,
  );
  checkRole(options.roleArn, sources);
  const now = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined)) ?? io.clock();
  const organization = organizationSettings(words, options, io.version, options.resume ?? `${options.output}.partial`);
  const writer = new SnapshotWriter(options.output, io.version, now.toISOString());
  const finish = onInterrupt(io, organization?.keepIn, () => writer.discard());
  try {
    const { inventory, used } = await readSources(sources, {
      io,
      collectors,
      progress,
      now,
      record: (fragment) => writer.add(fragment),
      ...(organization === undefined ? {} : { organization }),
      ...awsOptions(options),
      ...(options.blame === true ? { blame: true } : {}),
      ...(use === undefined ? {} : { use }),
      ...(options.history === true ? { history: true } : {}),
    });
    writer.finish(inventory.sources);
    used();
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
  } finally {
    finish();
  }
}
