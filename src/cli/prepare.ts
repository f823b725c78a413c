import { discoverCollectors } from '../collectors/discover.ts';
import type { Rule } from '../engine/rule.ts';
import { type Analysis, analyse } from './analyse.ts';
import { type CommonOptions, parseNow } from './common-options.ts';
import { type Config, findConfig } from './config.ts';
import type { Io } from './io.ts';
import { loadRules } from './load-rules.ts';
import { makeProgress } from './progress.ts';
import { readSources } from './read-sources.ts';
import { resolveSources } from './sources.ts';

export interface Prepared extends Analysis {
  readonly config: Config;
}

/** What scan, list and show have in common: check everything a person wrote, then read, then analyse. */
export async function readAndAnalyse(words: readonly string[], options: CommonOptions, io: Io): Promise<Prepared> {
  const startedAt = io.clock();
  const given = parseNow(options.now);
  const config = findConfig(options.config);
  const rules: readonly Rule[] = loadRules([...(config.rulesDir === undefined ? [] : [config.rulesDir]), ...(options.rules ?? [])]);
  const collectors = await discoverCollectors();
  const sources = resolveSources(words, collectors);
  const progress = makeProgress(io, options.quiet === true);
  const { inventory, collectedAt } = await readSources(sources, {
    io,
    collectors,
    progress,
    now: given ?? startedAt,
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
  });
  // A snapshot is judged as of the day it was taken, so that a replay says what the scan said.
  const now = given ?? (collectedAt === undefined ? startedAt : new Date(collectedAt));
  const repeatable = given !== undefined || collectedAt !== undefined;
  progress.say('working out permissions and paths');
  const analysis = analyse({
    inventory,
    rules,
    config,
    now,
    startedAt: repeatable ? now : startedAt,
    finishedAt: () => (repeatable ? now : io.clock()),
    version: io.version,
  });
  progress.done();
  return { ...analysis, config };
}
