import type { CollectContext, Collected, Collector } from '../collectors/collector.ts';
import { readHead } from '../collectors/files.ts';
import { fingerprinter } from '../collectors/fingerprint.ts';
import { isSnapshot, replaySnapshot } from '../collectors/snapshot.ts';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';
import { type Inventory, InventoryBuilder } from '../inventory/inventory.ts';
import { UserError } from '../user-error.ts';
import { memoryHolder } from './hold-memory.ts';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';
import type { Source } from './sources.ts';

export interface ReadOptions {
  readonly io: Io;
  readonly collectors: readonly Collector[];
  readonly progress: Progress;
  readonly now: Date;
  readonly roleArn?: string;
  /** Gets every fragment as well (a snapshot being written). */
  readonly record?: (fragment: Fragment) => void;
}

export interface ReadResult {
  readonly inventory: Inventory;
  /** When the only source is a snapshot: the time it was taken. */
  readonly collectedAt?: string;
}

/**
 * Reads every source into one inventory: files and directories first, so that live sources can be asked whose the
 * credentials are that were found. One source that cannot be read stops the run only when the mistake is the user's.
 */
export async function readSources(sources: readonly Source[], options: ReadOptions): Promise<ReadResult> {
  const builder = new InventoryBuilder();
  const statuses = new Map<Source, readonly SourceStatus[]>();
  let collectedAt: string | undefined;
  const count = memoryHolder();
  const take = (fragment: Fragment): void => {
    count();
    builder.add(fragment);
    options.record?.(fragment);
  };
  const ordered = [...sources].sort((a, b) => Number(a.form === 'live') - Number(b.form === 'live'));
  for (const source of ordered) {
    options.progress.say(`reading ${source.word}`);
    if (source.form === 'file' && (await isSnapshotFile(source.path))) {
      const replay = await replaySnapshot(source.path, source.word, take);
      statuses.set(source, replay.sources);
      if (sources.length === 1) collectedAt = replay.collectedAt;
    } else statuses.set(source, [await readSource(source, builder, take, options)]);
  }
  const inOrder = sources.flatMap((s) => statuses.get(s) ?? []);
  return { inventory: builder.finish(inOrder), ...(collectedAt === undefined ? {} : { collectedAt }) };
}

async function readSource(
  source: Source,
  builder: InventoryBuilder,
  take: (fragment: Fragment) => void,
  options: ReadOptions,
): Promise<SourceStatus> {
  const gaps: Gap[] = [];
  const identities = new Set<string>();
  let fragments = 0;
  const context: CollectContext & { readonly source: string } = {
    source: source.word,
    environment: options.io.environment,
    now: options.now,
    progress: options.progress.say,
    fingerprint: fingerprinter(options.io.environment.NHI_FINGERPRINT_KEY),
    foundAccessKeyIds: () => builder.foundAccessKeyIds(),
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    emit: (fragment) => {
      fragments++;
      if (fragment.type === 'gap') gaps.push(fragment.value);
      if (fragment.type === 'identity' && fragment.value.standing !== 'named') identities.add(fragment.value.id);
      take(fragment);
    },
  };
  const collected = await collect(source, context, options.collectors);
  const seen = fragments - gaps.length;
  const partial = gaps.some((g) => g.partial !== false);
  return {
    source: source.word,
    plane: collected.plane,
    scope: collected.scope,
    status: partial ? (seen === 0 ? 'failed' : 'partial') : 'complete',
    identities: identities.size,
    requests: collected.requests,
    gaps,
  };
}

async function collect(
  source: Source,
  context: CollectContext & { readonly source: string },
  collectors: readonly Collector[],
): Promise<Collected> {
  if (source.form === 'live') return source.collector.collect(source.word, context);
  if (source.form === 'directory') {
    const reader = collectors.find((c) => c.collectDirectory !== undefined);
    if (reader?.collectDirectory === undefined) throw new UserError(`${source.word}: no collector reads directories`);
    return reader.collectDirectory(source.path, context);
  }
  const head = await readHead(source.path);
  const reader = collectors.find((c) => c.recognises?.(head) === true);
  if (reader?.collectFile === undefined) throw new UserError(notRecognised(source.path, head.format, head.keys));
  return reader.collectFile(source.path, context);
}

function notRecognised(path: string, format: string, keys: readonly string[]): string {
  const found = format === 'json' && keys.length > 0 ? `JSON with the keys ${keys.slice(0, 6).join(', ')}` : format;
  return `${path}: not recognised (${found}); expected an AWS dump (get-account-authorization-details, credential report, list-users...), an agent or MCP configuration, a dotenv file, a workflow or a snapshot`;
}

async function isSnapshotFile(path: string): Promise<boolean> {
  try {
    return await isSnapshot(path);
  } catch {
    return false;
  }
}
