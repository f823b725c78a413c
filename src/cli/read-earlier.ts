import { readFileSync, statSync } from 'node:fs';
import { replaySnapshot } from '../collectors/snapshot.ts';
import { InventoryBuilder } from '../inventory/inventory.ts';
import { type EarlierPower, toolsOf } from '../posture/drift.ts';
import type { PostureSettings } from '../posture/settings.ts';
import { UserError } from '../user-error.ts';
import { analyse } from './analyse.ts';
import { field } from './json-file.ts';
import { isSnapshotFile } from './recognise.ts';

const largestReport = 512 * 1024 * 1024;

/**
 * What identities could do by an earlier snapshot of `nhi collect`, or by an earlier JSON report of `nhi scan`. A report does not
 * hold the tools of agents, a snapshot does.
 * @throws UserError where the file is neither.
 */
export async function readEarlier(file: string, settings: PostureSettings): Promise<ReadonlyMap<string, EarlierPower>> {
  return (await isSnapshotFile(file)) ? fromSnapshot(file, settings) : fromReport(file);
}

/** Refuses a file that is not there before anything is read for it. */
export function checkEarlier(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UserError(`${file}: not a file; name an earlier snapshot or JSON report`);
  }
}

async function fromSnapshot(file: string, settings: PostureSettings): Promise<ReadonlyMap<string, EarlierPower>> {
  const builder = new InventoryBuilder();
  const { sources, collectedAt } = await replaySnapshot(file, file, (fragment) => builder.add(fragment));
  const inventory = builder.finish(sources);
  const then = new Date(collectedAt);
  const { report } = analyse({
    inventory,
    rules: [],
    waivers: [],
    settings: { ...settings, now: then.getTime() },
    now: then,
    startedAt: then,
    finishedAt: () => then,
    version: '',
  });
  return new Map(
    report.identities.map(({ id, power, reach }) => {
      const identity = inventory.identities.get(id);
      const { level, read, write, execute, grant, secrets } = power;
      const tools = identity?.plane === 'agent' ? { tools: toolsOf(identity) } : {};
      return [id, { level, facets: { read, write, execute, grant, secrets }, reach: reach.level, ...tools }];
    }),
  );
}

function fromReport(file: string): ReadonlyMap<string, EarlierPower> {
  let report: unknown;
  try {
    if (statSync(file).size > largestReport) throw new UserError(`${file}: too large for a report`);
    report = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof SyntaxError) throw new UserError(`${file}: neither a snapshot of nhi collect nor a JSON report of nhi scan`);
    throw new UserError(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}); name an earlier snapshot or JSON report`,
    );
  }
  const schema = field(report, 'schema');
  const identities = field(report, 'identities');
  if (schema !== 'nhi-report/1' || !Array.isArray(identities)) {
    throw new UserError(`${file}: neither a snapshot of nhi collect nor a JSON report of nhi scan`);
  }
  return new Map(
    identities.flatMap((one: unknown) => {
      const id = field(one, 'id');
      const power = field(one, 'power');
      if (typeof id !== 'string') return [];
      const text = (key: string): string => String(field(power, key) ?? 'unknown');
      const facets = { read: text('read'), write: text('write'), execute: text('execute'), grant: text('grant'), secrets: text('secrets') };
      return [[id, { level: text('level'), facets, reach: String(field(field(one, 'reach'), 'level') ?? 'unknown') }] as const];
    }),
  );
}
