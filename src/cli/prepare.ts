import { configureRules, withGivenInputs } from '../engine/configure-rules.ts';
import type { RuleInput } from '../engine/rule.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { reviewedByTags } from '../posture/reviewed.ts';
import type { PostureSettings } from '../posture/settings.ts';
import { type Analysis, analyse, newOutlines } from './analyse.ts';
import { chooseSources } from './choose-sources.ts';
import { type CommonOptions, parseNow } from './common-options.ts';
import { type Config, loadConfig } from './config.ts';
import { onInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { checkThresholds, checkWaivers, loadRules } from './load-rules.ts';
import { organizationSettings } from './organization-options.ts';
import { departuresOf, postureSettings, withConfiguredMeaning } from './posture-settings.ts';
import type { Progress } from './progress.ts';
import { checkEarlier, readEarlier } from './read-earlier.ts';
import { type ReadOptions, readSources } from './read-sources.ts';
import { demoNow, isDemo } from './sources.ts';
import { toolListing } from './tool-listing.ts';

export interface Prepared extends Analysis {
  readonly config: Config;
  /** The time it was judged as of. */
  readonly now: Date;
  /** The same analysis of another inventory: what would be, were things otherwise. */
  readonly analyseAgain: (inventory: Inventory) => Analysis;
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
  /** To be called once the inventory has been put to use: what was kept to go on after an interruption is no longer needed. */
  readonly finish: () => void;
}

/** What scan, list, path and show have in common: check everything a person wrote, then read, then analyse. */
export async function readAndAnalyse(words: readonly string[], options: CommonOptions, io: Io): Promise<Prepared> {
  const chosen = readChoices(words, options, io);
  const rules = configureRules(loadRules({ folders: [...chosen.config.rulesDirs, ...(options.rules ?? [])] }), chosen.config.rules);
  const config = { ...chosen.config, ruleThresholds: checkThresholds(chosen.config.ruleThresholds, rules) };
  const waivers = checkWaivers(config.waivers, rules);
  const left = await departuresOf(config, options.departed);
  if (options.baselineSnapshot !== undefined) checkEarlier(options.baselineSnapshot);
  // A document is taken down when it is read: much later its statements would have to be fetched from all over the memory.
  const outlines = newOutlines();
  const { inventory, progress, now, startedAt, repeatable, finish } = await readChosen(words, options, io, chosen, (document) =>
    outlines.of(document),
  );
  const plain = postureSettings(config, now, left);
  if (options.baselineSnapshot !== undefined) progress.say('working out what was');
  const earlier = options.baselineSnapshot === undefined ? undefined : await readEarlier(options.baselineSnapshot, plain);
  progress.say('working out permissions and paths');
  const settings = earlier === undefined ? plain : { ...plain, earlier };
  const settled = {
    rules: withGivenInputs(rules, givenInputs(settings, inventory), config.rules),
    waivers,
    settings,
    now,
    startedAt: repeatable ? now : startedAt,
    finishedAt: () => (repeatable ? now : io.clock()),
    version: io.version,
  };
  const analysis = analyse({ ...settled, inventory, outlines });
  await progress.done();
  finish();
  return { ...analysis, config, now, analyseAgain: (other) => analyse({ ...settled, inventory: other }) };
}

/** What a user's own record there is to compare with. */
function givenInputs(settings: PostureSettings, { identities }: Inventory): ReadonlySet<RuleInput> {
  const { now, departures, agents, earlier, reviewTags } = settings;
  const given = new Set<RuleInput>();
  if (departures !== undefined) given.add('departed');
  if (agents !== undefined) given.add('agents');
  if (earlier !== undefined) given.add('baseline');
  for (const { reviewedAt, tags } of identities.values()) {
    if (reviewedAt === undefined && reviewedByTags(tags, now, reviewTags) === undefined) continue;
    given.add('reviews');
    break;
  }
  return given;
}

/** Reads the sources that a person named, or what is found here: for questions that need no rules. */
export async function readInput(words: readonly string[], options: CommonOptions, io: Io): Promise<ReadInput> {
  return readChosen(words, options, io, readChoices(words, options, io));
}

/** What a person chose, read before anything is contacted. */
interface Choices {
  readonly startedAt: Date;
  /** The time to judge as of, where one is given. */
  readonly given: Date | undefined;
  readonly config: Config;
}

function readChoices(words: readonly string[], options: CommonOptions, io: Io): Choices {
  const startedAt = io.clock();
  const given = parseNow(options.now ?? (isDemo(words) ? demoNow : undefined));
  return { startedAt, given, config: loadConfig(options.config, '.') };
}

async function readChosen(
  words: readonly string[],
  options: CommonOptions,
  io: Io,
  { startedAt, given, config }: Choices,
  documents?: ReadOptions['documents'],
): Promise<ReadInput> {
  const listTools = toolListing(options, io);
  const { sources, how } = await chooseSources(words, options, io);
  const organization = organizationSettings(words, options, io.version);
  const ignoreInterrupt = organization?.keepIn === undefined ? () => undefined : onInterrupt(io, organization.keepIn);
  const { inventory, collectedAt, used } = await readSources(sources, {
    ...how,
    now: given ?? startedAt,
    ...(organization === undefined ? {} : { organization }),
    ...(listTools === undefined ? {} : { listTools }),
    ...(documents === undefined ? {} : { documents }),
  });
  // A snapshot is judged as of the day it was taken, so that a replay says what the scan said.
  const now = given ?? (collectedAt === undefined ? startedAt : new Date(collectedAt));
  const repeatable = given !== undefined || collectedAt !== undefined;
  const finish = (): void => {
    used();
    ignoreInterrupt();
  };
  return { config, inventory: withConfiguredMeaning(inventory, config), progress: how.progress, now, startedAt, repeatable, finish };
}
