import { discoverCollectors } from '../../collectors/discover.ts';
import { fingerprinter } from '../../collectors/fingerprint.ts';
import { plain } from '../../reporters/escape.ts';
import type { CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { resolveSources } from '../sources.ts';

/** `nhi doctor [SOURCE...]`: whether the sources can be read, one line a check. Exit code 3 when something is missing. */
export async function doctor(words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const collectors = await discoverCollectors();
  let missing = false;
  const line = (status: string, text: string, remedy?: string): void => {
    io.stdout.write(`${status.padEnd(7)} ${plain(text)}${remedy === undefined ? '' : `: ${plain(remedy)}`}\n`);
  };
  line('ok', `Node ${process.versions.node}`);
  for (const source of resolveSources(words, collectors)) {
    if (source.form !== 'live') {
      line('ok', `${source.word} is a ${source.form}`);
      continue;
    }
    const lines = await source.collector.doctor?.(source.word, {
      emit: () => undefined,
      environment: io.environment,
      now: io.clock(),
      progress: () => undefined,
      fingerprint: fingerprinter(undefined),
      foundAccessKeyIds: () => [],
      ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    });
    for (const check of lines ?? []) {
      if (check.status !== 'ok') missing = true;
      line(check.status, check.check, check.remedy);
    }
  }
  return missing ? 3 : 0;
}
