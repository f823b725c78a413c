import { readdirSync } from 'node:fs';
import type { CollectContext, Collector, DoctorLine } from '../../collectors/collector.ts';
import { discoverCollectors } from '../../collectors/discover.ts';
import { readError } from '../../collectors/files.ts';
import { fingerprinter } from '../../collectors/fingerprint.ts';
import { plain } from '../../reporters/escape.ts';
import { UserError } from '../../user-error.ts';
import { awsOptions, type CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { organizationSettings } from '../organization-options.ts';
import { isSnapshotFile, recogniseFile } from '../recognise.ts';
import { resolveSources, type Source } from '../sources.ts';

/** `nhi doctor [SOURCE...]`: whether the sources can be read, one line a check. Exit code 3 when something is missing. */
export async function doctor(words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const collectors = await discoverCollectors();
  const organization = organizationSettings(words, options, io.version);
  let missing = false;
  const line = (status: string, text: string, remedy?: string): void => {
    io.stdout.write(`${status.padEnd(7)} ${plain(text)}${remedy === undefined ? '' : `: ${plain(remedy)}`}\n`);
  };
  line('ok', `Node ${process.versions.node}`);
  const context: CollectContext = {
    emit: () => undefined,
    environment: io.environment,
    now: io.clock(),
    progress: () => undefined,
    fingerprint: fingerprinter(undefined),
    foundAccessKeyIds: () => [],
    ...(organization === undefined ? {} : { organization }),
    ...awsOptions(options),
  };
  for (const source of resolveSources(words, collectors)) {
    for (const check of await checkSource(source, collectors, context)) {
      if (check.status !== 'ok') missing = true;
      line(check.status, check.check, check.remedy);
    }
  }
  return missing ? 3 : 0;
}

async function checkSource(source: Source, collectors: readonly Collector[], context: CollectContext): Promise<readonly DoctorLine[]> {
  try {
    if (source.form === 'live') return (await source.collector.doctor?.(source.word, context)) ?? [];
    if (source.form === 'file' && !(await isSnapshotFile(source.path))) await recogniseFile(source, collectors);
    else if (source.form !== 'file' && 'path' in source) readdirSync(source.path);
    return [{ status: 'ok', check: `${source.word} is a ${source.form} that can be read` }];
  } catch (error) {
    // One source that cannot be read says nothing about the next.
    const problem = error instanceof UserError ? error : readError(source.word, error);
    const named = source.form === 'live' && !problem.message.startsWith(`${source.word}:`) ? `${source.word}: ` : '';
    return [{ status: 'failed', check: `${named}${problem.message}` }];
  }
}
