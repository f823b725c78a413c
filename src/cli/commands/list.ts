import { discoverCollectors } from '../../collectors/discover.ts';
import { natures } from '../../inventory/identity.ts';
import { planes } from '../../inventory/plane.ts';
import { levels } from '../../permissions/power.ts';
import type { CommonOptions } from '../common-options.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { type ListColumn, listColumns, listIdentities } from '../listing.ts';
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
  const { report, world } = await readAndAnalyse(words, options, io);
  const shown = report.identities.filter(
    (i) =>
      (plane === undefined || i.plane === plane) &&
      (nature === undefined || i.nature === nature) &&
      (level === undefined || i.power.level === level) &&
      (options.ai !== true || i.agent || world.reachedFrom.agents(i.id).length > 0),
  );
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const text = listIdentities(shown, {
    now: report.scan.now,
    color: wantsColor(io, options.color),
    ...(width === undefined ? {} : { width }),
    ...(sort === undefined ? {} : { sort: sort satisfies ListColumn }),
  });
  await writeAll(io.stdout, [text]);
  return 0;
}

function oneOf<T extends string>(flag: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  return value === undefined ? undefined : readOneOf(value, allowed, flag);
}
