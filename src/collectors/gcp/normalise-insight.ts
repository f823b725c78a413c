import type { Use } from '../../inventory/use.ts';
import { readMember } from '../google-model/members.ts';
import { answersAt, lastOf, textAt, timeAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import { plainPermission } from './normalise-role.ts';
import type { GoogleRecord } from './record.ts';

const day = 86_400_000;

/** Collects what the recommender saw identities use of their roles (https://cloud.google.com/policy-intelligence/docs/policy-insights). */
export class Insights {
  readonly #book: GoogleBook;
  readonly #uses = new Map<string, { actions: Map<string, string>; from: string; to: string; evidence: Use['evidence'] }>();

  constructor(book: GoogleBook) {
    this.#book = book;
  }

  read(record: GoogleRecord): void {
    const type = /\/insightTypes\/(google\.iam\.[\w.]+)\//.exec(this.#book.resourceName(record))?.[1] ?? '';
    if (type === 'google.iam.policy.Insight') this.#permissions(record);
    else if (type === 'google.iam.serviceAccount.Insight') this.#unusedAccount(record);
  }

  /** One insight is of one role of one member; what it holds and does not use follows from its roles. */
  #permissions({ raw, at }: GoogleRecord): void {
    const member = readMember(textAt(raw, 'content.member') ?? '');
    const period = periodOf(raw);
    if (member === undefined || period === undefined) return;
    const { from, to } = period;
    if (member.email !== undefined) this.#book.nameAccount(member.email, at);
    const use = this.#uses.get(member.holder) ?? { actions: new Map<string, string>(), from, to, evidence: [] };
    for (const exercised of answersAt(raw, 'content.exercisedPermissions')) {
      const name = textAt(exercised, 'permission');
      if (name !== undefined) use.actions.set(plainPermission(name), to);
    }
    // What was not used is known for the days that all of them speak of.
    if (from > use.from) use.from = from;
    if (to < use.to) use.to = to;
    if (use.evidence.length < 5) use.evidence = [...use.evidence, at];
    this.#uses.set(member.holder, use);
  }

  /** The account did not authenticate for the whole period; where nothing says when it did before, its last use is at the latest then. */
  #unusedAccount({ raw, at }: GoogleRecord): void {
    const email = textAt(raw, 'content.email') ?? lastOf(textAt(raw, 'content.serviceAccountId') ?? '');
    if (!email.includes('@')) return;
    const last = timeAt(raw, 'content.lastAuthenticatedTime');
    const period = periodOf(raw);
    if (last !== undefined) this.#book.usedAt(email, last, { ...at, note: `last authenticated ${last.slice(0, 10)}` });
    else if (period !== undefined)
      this.#book.usedAt(email, period.from, {
        ...at,
        note: `no authentication from ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`,
      });
  }

  finish(): void {
    for (const [identity, { actions, from, to, evidence }] of this.#uses) {
      const names = [...actions].sort(([a], [b]) => (a < b ? -1 : 1));
      const services = Object.fromEntries(names.map(([name, time]) => [name.split('.', 1)[0] ?? '', time]));
      const [first, last] = [Date.parse(from) + day, Date.parse(to)];
      const days = first <= last ? [`${new Date(first).toISOString().slice(0, 10)}/${to.slice(0, 10)}`] : undefined;
      this.#book.emit({
        type: 'use',
        value: {
          id: `${identity}#use/recommender`,
          identity,
          recorder: 'recommender',
          ...(days === undefined ? {} : { days }),
          services,
          actions: Object.fromEntries(names),
          evidence,
        },
      });
    }
  }
}

/** From when to when an insight speaks. */
function periodOf(raw: GoogleRecord['raw']): { readonly from: string; readonly to: string } | undefined {
  const to = timeAt(raw, 'lastRefreshTime');
  const seconds = /^(\d{1,9})s$/.exec(textAt(raw, 'observationPeriod') ?? '')?.[1];
  if (to === undefined || seconds === undefined) return undefined;
  return { from: new Date(Date.parse(to) - Number(seconds) * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z'), to };
}
