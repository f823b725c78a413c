import type { Fragment } from '../../inventory/fragment.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import type { KeptAccount, KeptAccounts } from '../kept-accounts.ts';
import { secretDoor } from '../known-secrets.ts';
import { oneLine } from '../one-line.ts';
import { SourceTally } from '../source-tally.ts';
import { type RecordTaker, readAccount } from './live.ts';
import { memberAdvice, refusedAdvice } from './live-advice.ts';
import type { Failure } from './live-failure.ts';
import type { AwsSession } from './live-session.ts';
import type { Member } from './organization-members.ts';

/** People's first choice: AWS makes it in accounts that an organization creates. */
export const defaultRole = 'OrganizationAccountAccessRole';

/** What reading the accounts of an organization shares. */
export interface MembersReading {
  /** The source word; each account is `<source>/<id>`. */
  readonly source: string;
  readonly session: AwsSession;
  readonly role: string;
  readonly context: CollectContext;
  readonly makeTaker: (emit: (fragment: Fragment) => void, source: string) => RecordTaker;
  readonly wait: (seconds: number) => Promise<void>;
  readonly kept: KeptAccounts | undefined;
}

/** How an account is named as a source. */
export function memberSource(source: string, account: string): string {
  return `${source}/${account}`;
}

/** The role's ARN in an account of the caller's partition. */
export function memberRole(session: AwsSession, role: string, account: string): string {
  const [, partition = 'aws'] = 'arn' in session.caller ? session.caller.arn.split(':') : [];
  return `arn:${partition}:iam::${account}:role/${role}`;
}

/** Reads accounts one by one; may be asked for several at a time. */
export class MemberReader {
  readonly #reading: MembersReading;
  /** Once the credentials themselves are refused there is no use in asking for the next account. */
  #refused: Failure | undefined;
  #keepless = false;
  /** Accounts that another try may read better. */
  unfinished = 0;

  constructor(reading: MembersReading) {
    this.#reading = reading;
  }

  /** Reads one account, or takes it over from the run before. What fails is a gap of that account. */
  async read(member: Member): Promise<KeptAccount> {
    const { kept, source } = this.#reading;
    const before = await kept?.read(member.id, memberSource(source, member.id));
    if (before !== undefined) return before;
    const { account, stopped } = await this.#readNow(member);
    const passing = account.status.gaps.some((gap) => gap.why === 'throttled' || gap.why === 'unreachable');
    if (stopped || passing) this.unfinished += 1;
    else this.#keep(member, account);
    return account;
  }

  /** Where keeping fails the scan goes on: only another try would have to start again. */
  #keep(member: Member, account: KeptAccount): void {
    const { kept, context, source } = this.#reading;
    if (this.#keepless) return;
    try {
      kept?.keep(member.id, secretDoor(context.fingerprint)(account));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#keepless = true;
      context.note?.(`${source}: accounts are no longer kept for another try: ${error.message}`);
    }
  }

  /** `stopped`: the credentials were not accepted, so that another try may do better. */
  async #readNow(member: Member): Promise<{ readonly account: KeptAccount; readonly stopped: boolean }> {
    const { session, context, role } = this.#reading;
    const source = memberSource(this.#reading.source, member.id);
    const tally = new SourceTally();
    const fragments: Fragment[] = [];
    const emit = (fragment: Fragment): void => {
      tally.take(fragment);
      fragments.push(fragment);
    };
    const done = (requests: number, stopped = false): { readonly account: KeptAccount; readonly stopped: boolean } => ({
      account: { fragments, status: tally.status(source, { plane: 'aws', scope: member.id, requests }) },
      stopped,
    });
    const roleArn = memberRole(session, role, member.id);
    const fail = (failure: Pick<Failure, 'why'>, detail: string): void => {
      const what = `the account ${member.id} (${oneLine(member.name)})`;
      emit({ type: 'gap', value: { source, what, why: failure.why, detail: oneLine(detail), permission: `sts:AssumeRole on ${roleArn}` } });
    };
    const stop = (failure: Failure, requests = 0): ReturnType<typeof done> => {
      fail(failure, refusedAdvice(failure, undefined));
      return done(requests, true);
    };

    const own = 'account' in session.caller && session.caller.account === member.id;
    if (this.#refused !== undefined && !own) return stop(this.#refused);
    const opened = own ? session : await session.become(roleArn);
    if ('why' in opened) {
      if (opened.credentials) {
        this.#refused = opened;
        return stop(opened);
      }
      fail(opened, memberAdvice(opened, roleArn, 'arn' in session.caller ? session.caller.arn : undefined));
      return done(0);
    }
    const before = own ? opened.requests() : 0;
    try {
      const taker = this.#reading.makeTaker(emit, source);
      const read = { source, session: opened, context: { ...context, emit }, taker, wait: this.#reading.wait, organization: false };
      const { collected, refused } = await readAccount(read);
      const requests = collected.requests - before;
      return refused === undefined ? done(requests) : stop(refused, requests);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      fail({ why: 'unreadable' }, error.message);
      return done(0);
    } finally {
      if (!own) opened.close();
    }
  }
}
