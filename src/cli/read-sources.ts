import { bindingDoor } from '../collectors/binding-door.ts';
import type { CollectContext, Collected, Collector, OrganizationSettings, ToolListing } from '../collectors/collector.ts';
import { fingerprinter } from '../collectors/fingerprint.ts';
import { secretDoor } from '../collectors/known-secrets.ts';
import { replaySnapshot } from '../collectors/snapshot.ts';
import { readCounts, SourceTally } from '../collectors/source-tally.ts';
import type { BindingSink } from '../inventory/binding.ts';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import type { Gap } from '../inventory/gap.ts';
import { type Inventory, InventoryBuilder } from '../inventory/inventory.ts';
import type { PolicyDocument } from '../inventory/policy.ts';
import { UserError } from '../user-error.ts';
import { memoryHolder } from './hold-memory.ts';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';
import { isSnapshotFile, recogniseFile } from './recognise.ts';
import type { Source } from './sources.ts';
import { type WhoseUse, whoseUse } from './whose-use.ts';

export interface ReadOptions {
  readonly io: Io;
  readonly collectors: readonly Collector[];
  readonly progress: Progress;
  readonly now: Date;
  readonly blame?: boolean;
  readonly roleArn?: string;
  readonly organization?: OrganizationSettings;
  readonly regions?: readonly string[];
  /** Whether git's history is read as well. */
  readonly history?: boolean;
  readonly listTools?: ToolListing;
  /** Whose recorded use live sources are asked for. */
  readonly use?: WhoseUse;
  /** Gets every fragment as well (a snapshot being written). */
  readonly record?: (fragment: Fragment) => void;
  /** Gets every policy document while its parts are at hand. */
  readonly documents?: (document: PolicyDocument) => void;
}

export interface ReadResult {
  readonly inventory: Inventory;
  /** When the only source is a snapshot: the time it was taken. */
  readonly collectedAt?: string;
  /** To be called once the inventory has been put to use. */
  readonly used: () => void;
}

/**
 * Reads every source into one inventory: files and directories first, so that live sources can be asked whose the
 * credentials are that were found. A source that cannot be read at all becomes a gap while another can be.
 * @throws UserError where not one of the sources can be read.
 */
export async function readSources(sources: readonly Source[], options: ReadOptions): Promise<ReadResult> {
  const builder = new InventoryBuilder();
  const statuses = new Map<Source, readonly SourceStatus[]>();
  const refused: string[] = [];
  const used: (() => void)[] = [];
  let collectedAt: string | undefined;
  const count = memoryHolder();
  const withoutSecrets = secretDoor(fingerprinter(options.io.environment.NHI_FINGERPRINT_KEY));
  const take = (fragment: Fragment, isBare = false): void => {
    count();
    const bare = isBare ? fragment : withoutSecrets(fragment);
    builder.add(bare);
    if (bare.type === 'document') options.documents?.(bare.value);
    options.record?.(bare);
  };
  const bindings = bindingDoor(builder.bindings, withoutSecrets, count);
  const ordered = [...sources].sort((a, b) => Number(a.form === 'live') - Number(b.form === 'live'));
  for (const source of ordered) {
    options.progress.say(`reading ${source.word}`);
    try {
      if (source.form === 'file' && (await isSnapshotFile(source.path))) {
        const replay = await replaySnapshot(source.path, source.word, take);
        statuses.set(source, replay.sources);
        if (sources.length === 1) collectedAt = replay.collectedAt;
      } else statuses.set(source, await readSource(source, builder, { take, bindings }, options, used));
      if (source.form === 'live') options.progress.leave(`read ${source.word}: ${countsOf(statuses.get(source) ?? [])}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push(error.message);
      const gap = refusal(source, error.message);
      take({ type: 'gap', value: gap });
      const plane = 'collector' in source ? source.collector.plane : 'repository';
      statuses.set(source, [{ source: source.word, plane, scope: '', status: 'failed', identities: 0, requests: 0, gaps: [gap] }]);
    }
  }
  const empty = sources.filter((s) => s.form === 'file' || s.form === 'together').flatMap((s) => emptyHanded(s, statuses.get(s) ?? []));
  if (refused.length + empty.length === sources.length) throw new UserError([...refused, ...empty].join('; '));
  const inOrder = withoutSecrets(sources.flatMap((s) => statuses.get(s) ?? []));
  return {
    inventory: builder.finish(inOrder),
    ...(collectedAt === undefined ? {} : { collectedAt }),
    used: inTurn(used),
  };
}

/** Made here, and not where sources are read: what is called later would keep all that was needed to read, while it is being judged. */
function inTurn(calls: readonly (() => void)[]): () => void {
  return () => {
    for (const call of calls) call();
  };
}

function countsOf(statuses: readonly SourceStatus[]): string {
  return readCounts(
    statuses.reduce((sum, s) => sum + s.identities, 0),
    statuses.reduce((sum, s) => sum + s.gaps.length, 0),
  );
}

/** What is wrong with a file of which nothing at all could be read; nothing where it was refused, or held something. */
function emptyHanded({ word }: Source, statuses: readonly SourceStatus[]): readonly string[] {
  const gaps = statuses.flatMap((s) => (s.status === 'failed' ? s.gaps : []));
  const [first] = gaps.filter((g) => g.why === 'unreadable' && g.partial !== false);
  if (first === undefined || statuses.some((s) => s.status !== 'failed') || first.what === refusedWhole) return [];
  const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : '';
  return [`${word}: nothing in it could be read: ${first.detail}${more}`];
}

const refusedWhole = 'the file';

/** The gap of a source that is no use at all. The message starts with the source's name, and the gap says that itself. */
function refusal({ form, word }: Source, message: string): Gap {
  const line = message.startsWith(`${word}:`) ? /^(\d+): /.exec(message.slice(word.length + 1))?.[1] : undefined;
  return {
    source: word,
    what: form === 'live' ? 'the whole source' : `the ${form === 'tree' ? 'directory' : form}`,
    why: 'unreadable',
    detail: message.startsWith(`${word}: `)
      ? message.slice(word.length + 2)
      : line === undefined
        ? message
        : message.slice(word.length + line.length + 3),
    ...(form === 'live' ? {} : { file: word }),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

async function readSource(
  source: Source,
  builder: InventoryBuilder,
  { take, bindings }: { readonly take: (fragment: Fragment, isBare?: boolean) => void; readonly bindings: BindingSink },
  options: ReadOptions,
  used: (() => void)[],
): Promise<readonly SourceStatus[]> {
  const tally = new SourceTally();
  const context: CollectContext & { readonly source: string } = {
    source: source.word,
    environment: options.io.environment,
    now: options.now,
    progress: (message) => options.progress.say(`${message} (${tally.counts()})`),
    note: options.progress.note,
    fingerprint: fingerprinter(options.io.environment.NHI_FINGERPRINT_KEY),
    foundAccessKeyIds: () => builder.foundAccessKeyIds(),
    ...(options.blame === true ? { blame: true } : {}),
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
    ...(options.organization === undefined ? {} : { organization: options.organization }),
    ...(options.regions === undefined ? {} : { regions: options.regions }),
    ...(options.history === true ? { history: true } : {}),
    ...(options.listTools === undefined ? {} : { listTools: options.listTools }),
    ...(options.use === undefined ? {} : { whoseUse: whoseUse(options.use, builder, options.now) }),
    emit: (fragment, isBare) => {
      tally.take(fragment);
      take(fragment, isBare);
    },
    // What is recorded is recorded one by one.
    ...(options.record === undefined ? { bindings: tally.counting(bindings) } : {}),
  };
  const collected = await collect(source, context, options.collectors);
  if (collected.used !== undefined) used.push(collected.used);
  return collected.parts ?? [tally.status(source.word, collected)];
}

async function collect(
  source: Source,
  context: CollectContext & { readonly source: string },
  collectors: readonly Collector[],
): Promise<Collected> {
  if (source.form === 'live') return source.collector.collect(source.word, context);
  if (source.form === 'tree') {
    if (source.collector.collectTree === undefined) throw new UserError(`${source.word}: no collector reads such directories`);
    return source.collector.collectTree(source.path, source.files, context);
  }
  if (source.form === 'together') {
    if (source.collector.collectTogether === undefined) throw new UserError(`${source.word}: no collector reads such files together`);
    return source.collector.collectTogether(source.files, context);
  }
  if (source.form === 'home') {
    const reader = collectors.find((c) => c.collectHome !== undefined);
    if (reader?.collectHome === undefined) throw new UserError('--home: no collector reads home directories');
    return reader.collectHome(source.path, context);
  }
  if (source.form === 'directory') {
    const reader = collectors.find((c) => c.collectDirectory !== undefined);
    if (reader?.collectDirectory === undefined) throw new UserError(`${source.word}: no collector reads directories`);
    return reader.collectDirectory(source.path, context);
  }
  const reader = await recogniseFile(source, collectors);
  if (reader.collectFile === undefined) throw new UserError(`${source.word}: no collector reads such files`);
  return reader.collectFile(source.path, context);
}
