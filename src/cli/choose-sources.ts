import { discoverCollectors } from '../collectors/discover.ts';
import { awsOptions, type CommonOptions } from './common-options.ts';
import { withDumpsOfDirectories } from './directory-dumps.ts';
import type { Io } from './io.ts';
import { joinFiles } from './join-files.ts';
import { readOneOf } from './one-of.ts';
import { makeProgress } from './progress.ts';
import type { ReadOptions } from './read-sources.ts';
import { checkRole, homeOf, resolveSources, type Source } from './sources.ts';
import { whoseUses } from './whose-use.ts';

/** What is read, and how: what a scan and a snapshot have in common. */
export interface ChosenSources {
  readonly sources: readonly Source[];
  readonly how: Omit<ReadOptions, 'now' | 'organization' | 'record' | 'listTools'>;
}

/** The sources that a person named, or what is found here; reads none of them yet. */
export async function chooseSources(words: readonly string[], options: CommonOptions, io: Io): Promise<ChosenSources> {
  const use = options.use === undefined ? undefined : readOneOf(options.use, whoseUses, '--use');
  const collectors = await discoverCollectors();
  const progress = makeProgress(io, options.quiet === true);
  const home = homeOf(options.home, io.environment);
  const named = await withDumpsOfDirectories(resolveSources(words, collectors, home), collectors, progress.note);
  const sources = await joinFiles(named, collectors);
  checkRole(options.roleArn, sources);
  const how = {
    io,
    collectors,
    progress,
    ...awsOptions(options),
    ...(options.blame === true ? { blame: true } : {}),
    ...(use === undefined ? {} : { use }),
    ...(options.history === true ? { history: true } : {}),
  };
  return { sources, how };
}
