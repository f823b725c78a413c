import { awsIdentityId } from '../../inventory/id.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { refusedAdvice } from './live-advice.ts';
import type { Failure } from './live-failure.ts';
import { readCredentialsOf, readDetails, readOidcProviders, readSamlProviders, readServiceCredentials, readSummary } from './live-iam.ts';
import { readFoundKeys, readKeysOf } from './live-keys.ts';
import { readOrganization } from './live-organization.ts';
import { HeldSink, LiveReader, type ServiceHealth, type Sink } from './live-reader.ts';
import { readCredentialReport } from './live-report.ts';
import { type AwsSession, openSession } from './live-session.ts';
import type { AwsRecord } from './records.ts';
import { readLiveServices } from './services/live-services.ts';
import { readLastAccessed } from './use/live-last-accessed.ts';

/** Who makes fragments of records: the AwsNormaliser. */
export interface RecordTaker {
  add(record: AwsRecord): void;
  finish(): { readonly account: string };
}

/** One account, and what reading it needs. */
export interface AccountReading {
  /** As people are shown it, and as evidence names it. */
  readonly source: string;
  readonly session: AwsSession;
  readonly context: CollectContext;
  readonly taker: RecordTaker;
  readonly wait: (seconds: number) => Promise<void>;
  /** Whether the organization is asked about as well: it is once, by whoever reads it. */
  readonly organization: boolean;
}

/**
 * Reads one account with the credentials that the source names. What is refused becomes a gap, the rest is read. Throws UserError only
 * where the credentials are missing or not accepted.
 */
export async function collectLive(
  source: string,
  context: CollectContext,
  taker: RecordTaker,
  wait: (seconds: number) => Promise<void> = waitSeconds,
): Promise<Collected> {
  const session = await openSession(source, context);
  try {
    const read = await readAccount({ source, session, context, taker, wait, organization: true });
    if (read.refused !== undefined) throw new UserError(`${source}: ${refusedAdvice(read.refused, undefined)}`);
    return read.collected;
  } finally {
    session.close();
  }
}

/** Ids leave the path of a user or role out; its ARN must have it. */
function noteArn({ kind, raw }: AwsRecord, arns: Map<string, string>): void {
  if (kind !== 'user-detail' && kind !== 'role-detail') return;
  const { Arn } = raw as { readonly Arn?: unknown };
  const id = typeof Arn === 'string' ? awsIdentityId(Arn) : undefined;
  if (typeof Arn === 'string' && id !== undefined) arns.set(id, Arn);
}

/** Reads one account. `refused`: why the credentials were not accepted, where nothing could be read for that. */
export async function readAccount(reading: AccountReading): Promise<{ readonly collected: Collected; readonly refused?: Failure }> {
  const { source, session, context, taker, wait } = reading;
  const { iam, caller } = session;
  const account = 'account' in caller ? caller.account : undefined;
  const health: ServiceHealth = { answered: new Set(), silent: new Set() };
  let records = 0;
  const arns = new Map<string, string>();
  const sink: Sink = {
    record: (record) => {
      records += 1;
      if (context.whoseUse !== undefined) noteArn(record, arns);
      taker.add(record);
    },
    gap: (value) => context.emit({ type: 'gap', value }),
  };
  const progress = (message: string): void => context.progress(`${source}: ${message}`);
  const direct = new LiveReader(source, account, sink, health);
  if (!('account' in caller)) direct.missed('sts:GetCallerIdentity', caller);

  // The large answer goes straight through; the small ones are held, so that the order never depends on who answered first.
  const held: HeldSink[] = [];
  const aside = <T>(read: (reader: LiveReader) => Promise<T>): Promise<T> => {
    const hold = new HeldSink();
    held.push(hold);
    return read(new LiveReader(source, account, hold, health));
  };
  const servicesHeld = new HeldSink();
  const { services, region } = session;
  const [users, report, credentialsListed, , , , , servicesSeen] = await Promise.all([
    readDetails(iam, direct, progress),
    aside((reader) => readCredentialReport(iam, reader, progress, wait)),
    aside((reader) => readServiceCredentials(iam, reader)),
    aside((reader) => readSummary(iam, reader)),
    aside((reader) => readOidcProviders(iam, reader)),
    aside((reader) => readSamlProviders(iam, reader)),
    aside(async (reader) => {
      if (reading.organization) await readOrganization(session.organizations, reader, { account });
    }),
    readLiveServices({ source, account, region, regions: context.regions, caller: services, health, progress }, servicesHeld),
  ]);
  for (const hold of [...held, servicesHeld]) hold.pour(sink);

  if (!credentialsListed) await readCredentialsOf(iam, direct, users);
  if (!report) await readKeysOf(iam, direct, users);
  await readFoundKeys(iam, direct, context.foundAccessKeyIds(), account);
  const used = (context.whoseUse?.() ?? []).flatMap((id) => arns.get(id) ?? []);
  await readLastAccessed(iam, direct, used, progress, wait);

  const { account: seen } = taker.finish();
  if (servicesSeen && account !== undefined) {
    const scope = { id: `aws:account/${account}`, plane: 'aws', name: account, supplies: ['workloads'] } as const;
    context.emit({ type: 'scope', value: scope });
  }
  return {
    collected: { plane: 'aws', scope: account ?? seen, requests: session.requests() },
    ...(records === 0 && health.credentials !== undefined ? { refused: health.credentials } : {}),
  };
}

/** Waits by the clock. */
export function waitSeconds(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
