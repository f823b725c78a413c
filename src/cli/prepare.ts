import { discoverCollectors } from '../collectors/discover.ts';
import { configureRules } from '../engine/configure-rules.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Analysis, analyse } from './analyse.ts';
import { type CommonOptions, parseNow } from './common-options.ts';
import { type Config, loadConfig } from './config.ts';
import { withDumpsOfDirectories } from './directory-dumps.ts';
import type { Io } from './io.ts';
import { checkWaivers, loadRules } from './load-rules.ts';
import { postureSettings, withConfiguredMeaning } from './posture-settings.ts';
import { makeProgress, type Progress } from './progress.ts';
import { readSources } from './read-sources.ts';
import { demoNow, isDemo, resolveSources } from './sources.ts';

export interface Prepared extends Analysis {
  readonly config: Config;
}

/** What was read, before anything is worked out. */
export interface ReadInput {
  readonly config: Config;
  readonly inventory: Inventory;
  readonly progress: Progress;
  readonly now: Date;
  readonly startedAt: Date;
  /** The run is judged as of a given time. */
  readonly repeatable: boolean;
}

/** What scan, list and show have in common: check everything a person wrote, then read, then analyse. */
export async function readAndAnalyse(words: readonly string[], options: CommonOptions, io: Io): Promise<Prepared> {
  parseNow(options.now);
  const { rulesDirs, rules: configured, waivers: written } = loadConfig(options.config, '.');
  const rules = configureRules(loadRules({ folders: [...rulesDirs, ...(options.rules ?? [])] }), configured);
  const waivers = checkWaivers(written, rules);
  const { config, inventory, progress, now, startedAt, repeatable } = await readInput(words, options, io);
  progress.say('working out permissions and paths');
  const analysis = analyse({
    inventory,
    rules,
    waivers,
    settings: postureSettings(config, now),
    now,
    startedAt: repeatable ? now : startedAt,
    finishedAt: () => (repeatable ? now : io.clock()),
    version: io.version,
  });
  progress.done();
  return { ...analysis, config };
}

/** Reads the sources that a person named, or what is found here: for questions that need no rules. */
export async function readInput(words: readonly string[], options: CommonOptions, io: Io): Promise<ReadInput> {
  const startedAt = io.clock();
  const given = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined));
  const config = loadConfig(options.config, '.');
  const collectors = await discoverCollectors();
  const sources = await withDumpsOfDirectories(resolveSources(words, collectors), collectors);
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
  return { config, inventory: withConfiguredMeaning(inventory, config), progress, now, startedAt, repeatable };
}
