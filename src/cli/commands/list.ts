import { discoverCollectors } from '../../collectors/discover.ts';
import { checkCondition } from '../../engine/check-condition.ts';
import { Condition } from '../../engine/condition.ts';
import { natures } from '../../inventory/identity.ts';
import { planes } from '../../inventory/plane.ts';
import { levels } from '../../permissions/power.ts';
import { identityFacts } from '../../posture/identity-facts.ts';
import { count } from '../../reporters/count.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { listColumns, listIdentities } from '../listing.ts';
import { readOneOf } from '../one-of.ts';
import { readAndAnalyse } from '../prepare.ts';

/** `nhi list [SOURCE...]`: the identities, the most powerful first. */
export async function list(words: readonly string[], options: CommonOptions, io: Io): Promise<number> {
  const found = (await discoverCollectors()).flatMap((c) => c.identityPlanes);
  const plane = oneOf(
    '--plane',
    options.plane,
    planes.filter((p) => found.includes(p)),
  );
  const nature = oneOf('--nature', options.nature, natures);
  const level = oneOf('--level', options.level, [...levels, 'unknown'] as const);
  const sort = oneOf('--sort', options.sort, listColumns);
  const columns = options.columns?.split(',').map((word) => readOneOf(word.trim(), listColumns, '--columns'));
  const where = options.where === undefined ? undefined : readCondition(options.where);
  const { report, world } = await readAndAnalyse(words, options, io);
  let undecided = 0;
  const holds = (id: string): boolean => {
    const answer = where === undefined || where.ask({ identity: identityFacts(world, id) ?? {} });
    if (answer === undefined) undecided++;
    return answer === true;
  };
  const shown = report.identities.filter(
    (i) =>
      (plane === undefined || i.plane === plane) &&
      (nature === undefined || i.nature === nature) &&
      (level === undefined || i.power.level === level) &&
      (options.ai !== true || i.agent || world.reachedFrom.agents(i.id).length > 0) &&
      holds(i.id),
  );
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const text = listIdentities(shown, {
    now: report.scan.now,
    color: wantsColor(io, options.color),
    ...(width === undefined ? {} : { width }),
    ...(sort === undefined ? {} : { sort }),
    ...(columns === undefined ? {} : { columns }),
  });
  await writeAll(io.stdout, [text]);
  if (undecided > 0 && options.quiet !== true) {
    const fact = where?.uses.facts.length === 1 ? 'it is not known' : 'a fact that --where asks for is not known';
    io.stderr.write(`${count(undecided, 'identity is', 'identities are')} left out of which ${fact}\n`);
  }
  return 0;
}

/** A condition on the facts of identities, as in rules. */
function readCondition(source: string): Condition {
  const problem = checkCondition(source, { subject: 'identity', params: {} });
  if (problem !== undefined)
    throw new UserError(`--where: ${problem.problem} (at character ${problem.offset + 1}; the facts are those of rules)`);
  return new Condition(source);
}

function oneOf<T extends string>(flag: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  return value === undefined ? undefined : readOneOf(value, allowed, flag);
}
