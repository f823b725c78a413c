import type { Fragment, SourceStatus } from '../../inventory/fragment.ts';
import type { Gap } from '../../inventory/gap.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { type KeptAccount, KeptAccounts } from '../kept-accounts.ts';
import { SourceTally } from '../source-tally.ts';
import { waitSeconds } from './live.ts';
import { organizationAdvice } from './live-advice.ts';
import { defaultRole, MemberReader, type MembersReading } from './live-members.ts';
import { type OrganizationRead, readOrganization } from './live-organization.ts';
import { inParallel } from './live-pages.ts';
import { LiveReader } from './live-reader.ts';
import { openSession } from './live-session.ts';
import { chooseMembers, type Members } from './organization-members.ts';

/** Accounts read at a time. IAM's limits are those of each account; AssumeRole and the organization's calls stay far below theirs. */
const defaultConcurrency = 8;

/**
 * Reads an organization: its policies, tree and accounts, then every active account through a role in it. One account's failure is a gap of
 * that account. What is handed over is in the order of the account ids, whoever answered first.
 * @throws UserError where the accounts cannot be listed at all.
 */
export async function collectOrganization(
  source: string,
  context: CollectContext,
  makeTaker: MembersReading['makeTaker'],
  wait: MembersReading['wait'] = waitSeconds,
): Promise<Collected> {
  const settings = context.organization;
  const role = settings?.role ?? defaultRole;
  const session = await openSession(source, context);
  try {
    const tally = new SourceTally();
    const emit = (fragment: Fragment): void => {
      tally.take(fragment);
      context.emit(fragment);
    };
    context.progress(`${source}: listing accounts, units and policies`);
    const taker = makeTaker(emit, source);
    const caller = 'account' in session.caller ? session.caller.account : undefined;
    // Whoever names the organization expects all of it.
    const sink = { record: taker.add.bind(taker), gap: ({ partial: _, ...value }: Gap) => emit({ type: 'gap', value }) };
    const reader = new LiveReader(source, caller, sink, { answered: new Set(), silent: new Set() });
    const read = await readOrganization(session.organizations, reader, 'whole');
    if (read.accounts.length === 0) throw new UserError(`${source}: ${organizationAdvice(read.failure)}`);
    taker.finish();
    const members = chooseMembers(source, read.accounts, settings?.accounts);
    for (const value of notesOn(source, members)) emit({ type: 'gap', value });
    const organization = tally.status(source, { plane: 'aws', scope: read.id ?? '', requests: session.requests() });

    // Asked once: which keys still have no owner changes while accounts are handed over.
    const keys = context.foundAccessKeyIds();
    const kept = openKept(source, read, role, keys, context);
    const ofMembers = { ...context, progress: () => undefined, foundAccessKeyIds: () => keys };
    const accounts = new MemberReader({ source, session, role, context: ofMembers, makeTaker, wait, kept });
    const statuses = await readMembers(members, accounts, source, context, settings?.concurrency ?? defaultConcurrency);
    if (accounts.unfinished > 0 && kept !== undefined) {
      const count = `${members.read.length - accounts.unfinished} of ${members.read.length} accounts are kept in ${kept.directory}`;
      context.note?.(`${source}: ${count}; run the same command again to try the others`);
    }
    return {
      plane: 'aws',
      scope: organization.scope,
      requests: organization.requests + statuses.reduce((sum, status) => sum + status.requests, 0),
      parts: [organization, ...statuses],
      used: () => {
        if (accounts.unfinished === 0) kept?.remove();
      },
    };
  } finally {
    session.close();
  }
}

async function readMembers(
  members: Members,
  reader: MemberReader,
  source: string,
  context: CollectContext,
  concurrency: number,
): Promise<readonly SourceStatus[]> {
  const finished = new Map<number, KeptAccount>();
  const statuses: SourceStatus[] = [];
  let failed = 0;
  let gaps = 0;
  await inParallel(members.read, concurrency, async (member, index) => {
    const account = await reader.read(member);
    finished.set(index, account);
    if (account.status.status === 'failed') failed += 1;
    gaps += account.status.gaps.filter((gap) => gap.partial !== false).length;
    // Those whose turn it is: the order never depends on who answered first.
    for (let next = finished.get(statuses.length); next !== undefined; next = finished.get(statuses.length)) {
      finished.delete(statuses.length);
      for (const fragment of next.fragments) context.emit(fragment);
      statuses.push(next.status);
    }
    const done = `${statuses.length + finished.size} of ${members.read.length} accounts (failed: ${failed}, gaps: ${gaps})`;
    context.progress(`${source}: ${done}; ${member.id} ${member.name}: ${account.status.identities} identities`);
  });
  return statuses;
}

function openKept(
  source: string,
  read: OrganizationRead,
  role: string,
  keys: readonly string[],
  context: CollectContext,
): KeptAccounts | undefined {
  const { organization: settings } = context;
  if (settings?.keepIn === undefined) return undefined;
  const { regions } = context;
  const run = { tool: settings.tool, source, organization: read.id ?? '', role, keys, ...(regions === undefined ? {} : { regions }) };
  const kept = new KeptAccounts(settings.keepIn, run, context.now);
  if (kept.unused !== undefined) context.note?.(`${source}: what is kept in ${kept.directory} is not used: ${kept.unused}`);
  else if (kept.count > 0) {
    const accounts = kept.count === 1 ? '1 account was' : `${kept.count} accounts were`;
    context.note?.(`${source}: going on with an interrupted run: ${accounts} read before (kept in ${kept.directory})`);
  }
  return kept;
}

/** Accounts that are not read on purpose, counted. */
function notesOn(source: string, { suspended, leftOut }: Members): readonly Gap[] {
  const note = (count: number, detail: string): readonly Gap[] =>
    count === 0 ? [] : [{ source, what: count === 1 ? '1 account' : `${count} accounts`, why: 'not-given', detail, partial: false }];
  return [...note(suspended, 'suspended, or being opened or closed: skipped'), ...note(leftOut, 'left out by --accounts')];
}
