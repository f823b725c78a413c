import { discoverCollectors } from '../collectors/discover.ts';
import { configureRules } from '../engine/configure-rules.ts';
import { type Analysis, analyse } from './analyse.ts';
import { awsOptions, type CommonOptions, parseNow } from './common-options.ts';
import { type Config, loadConfig } from './config.ts';
import { withDumpsOfDirectories } from './directory-dumps.ts';
import { onInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { checkWaivers, loadRules } from './load-rules.ts';
import { organizationSettings } from './organization-options.ts';
import { postureSettings, withConfiguredMeaning } from './posture-settings.ts';
import { makeProgress } from './progress.ts';
import { readSources } from './read-sources.ts';
import { demoNow, homeOf, isDemo, resolveSources } from './sources.ts';

export interface Prepared extends Analysis {
  readonly config: Config;
}

/** What scan, list and show have in common: check everything a person wrote, then read, then analyse. */
export async function readAndAnalyse(words: readonly string[], options: CommonOptions, io: Io): Promise<Prepared> {
  const startedAt = io.clock();
  const given = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined));
  const config = loadConfig(options.config, '.');
  const rules = configureRules(loadRules({ folders: [...config.rulesDirs, ...(options.rules ?? [])] }), config.rules);
  const waivers = checkWaivers(config.waivers, rules);
  const collectors = await discoverCollectors();
  const sources = await withDumpsOfDirectories(resolveSources(words, collectors, homeOf(options.home, io.environment)), collectors);
  const organization = organizationSettings(words, options, io.version);
  const progress = makeProgress(io, options.quiet === true);
  const finish = organization?.keepIn === undefined ? () => undefined : onInterrupt(io, organization.keepIn);
  const { inventory, collectedAt, used } = await readSources(sources, {
    io,
    collectors,
    progress,
    now: given ?? startedAt,
    ...(organization === undefined ? {} : { organization }),
    ...awsOptions(options),
  });
  // A snapshot is judged as of the day it was taken, so that a replay says what the scan said.
  const now = given ?? (collectedAt === undefined ? startedAt : new Date(collectedAt));
  const repeatable = given !== undefined || collectedAt !== undefined;
  progress.say('working out permissions and paths');
  const analysis = analyse({
    inventory: withConfiguredMeaning(inventory, config),
    rules,
    waivers,
    settings: postureSettings(config, now),
    now,
    startedAt: repeatable ? now : startedAt,
    finishedAt: () => (repeatable ? now : io.clock()),
    version: io.version,
  });
  progress.done();
  used();
  finish();
  return { ...analysis, config };
}
