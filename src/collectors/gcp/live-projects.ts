import type { Fragment } from '../../inventory/fragment.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import type { KeptAccount, KeptAccounts } from '../kept-accounts.ts';
import { secretDoor } from '../known-secrets.ts';
import type { RestFailure } from '../rest/rest-failure.ts';
import { SourceTally } from '../source-tally.ts';
import { answersAt, lastOf, textAt, timeAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleCall } from './google-apis.ts';
import type { LiveAsker, Purpose } from './live-asker.ts';
import { LiveReading } from './live-reading.ts';
import { GoogleNormaliser } from './normalise.ts';

/** What each project with service accounts is asked for besides. */
interface Question {
  readonly name: 'accounts' | 'keys' | 'hmac' | 'insights';
  readonly call: (project: string) => GoogleCall;
  readonly purpose: Purpose;
}

const activity = (project: string, type: string): GoogleCall => ({
  api: 'policyanalyzer',
  path: `/v1/projects/${project}/locations/global/activityTypes/${type}/activities:query`,
  query: { pageSize: 1000 },
});

const questions: readonly Question[] = [
  {
    name: 'accounts',
    call: (p) => activity(p, 'serviceAccountLastAuthentication'),
    purpose: {
      what: 'when service accounts were last used',
      permission: 'policyanalyzer.serviceAccountLastAuthenticationActivities.query',
    },
  },
  {
    name: 'keys',
    call: (p) => activity(p, 'serviceAccountKeyLastAuthentication'),
    purpose: { what: 'when keys were last used', permission: 'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query' },
  },
  {
    name: 'hmac',
    call: (p) => ({ api: 'storage', path: `/storage/v1/projects/${p}/hmacKeys`, query: { maxResults: 250 } }),
    purpose: { what: 'HMAC keys', permission: 'storage.hmacKeys.list' },
  },
  {
    // Needs a paid tier for all but basic roles: never promised.
    name: 'insights',
    call: (p) => ({
      api: 'recommender',
      path: `/v1/projects/${p}/locations/global/insightTypes/google.iam.policy.Insight/insights`,
      query: { pageSize: 1000 },
    }),
    purpose: { what: 'which permissions were used', permission: 'recommender.iamPolicyInsights.list', extra: true },
  },
];

const defaultConcurrency = 8;

/** Reads what only projects tell, several at a time, and keeps each for a run that goes on where this one stops. */
export class LiveProjects {
  readonly #source: string;
  readonly #asker: LiveAsker;
  readonly #book: GoogleBook;
  readonly #context: CollectContext;
  readonly #kept: KeptAccounts | undefined;
  /** APIs that are turned off in the project that requests count for: they are for every other project as well. */
  readonly #off = new Map<Question['name'], RestFailure>();
  /** Projects that another try may read better. */
  unfinished = 0;

  constructor(source: string, asker: LiveAsker, book: GoogleBook, context: CollectContext, kept: KeptAccounts | undefined) {
    this.#source = source;
    this.#asker = asker;
    this.#book = book;
    this.#context = context;
    this.#kept = kept;
  }

  async read(): Promise<void> {
    const projects = [...new Set([...this.#book.accounts.values()].filter((a) => a.providerManaged !== true).map((a) => a.scope))]
      .filter((project) => project !== '')
      .sort();
    const atOnce = this.#context.organization?.concurrency ?? defaultConcurrency;
    for (let start = 0; start < projects.length; start += atOnce) {
      const some = projects.slice(start, start + atOnce);
      // In the order of their names, whoever answered first.
      for (const { fragments } of await Promise.all(some.map((project) => this.#project(project))))
        for (const fragment of fragments) this.#hand(fragment);
      this.#context.progress(`${this.#source}: ${Math.min(start + atOnce, projects.length)} of ${projects.length} projects`);
    }
  }

  /** One kind of gap is told once, with the number of projects that have it. */
  #hand(fragment: Fragment): void {
    if (fragment.type !== 'gap') this.#context.emit(fragment);
    else this.#book.gap(fragment.value.what.replace(/ of [\w:.-]+$/, ''), fragment.value);
  }

  async #project(project: string): Promise<KeptAccount> {
    const name = `${this.#source}/${project}`;
    const before = await this.#kept?.read(project, name);
    if (before !== undefined) return before;
    const tally = new SourceTally();
    const fragments: Fragment[] = [];
    const emit = (fragment: Fragment): void => {
      tally.take(fragment);
      fragments.push(fragment);
    };
    const passing = await this.#ask(project, emit);
    const read = { fragments, status: tally.status(name, { plane: 'gcp', scope: project, requests: 0 }) };
    if (passing) this.unfinished += 1;
    else this.#keep(project, read);
    return read;
  }

  #keep(project: string, read: KeptAccount): void {
    try {
      this.#kept?.keep(project, secretDoor(this.#context.fingerprint)(read));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#context.note?.(`${this.#source}: ${project} is not kept for another try: ${error.message}`);
    }
  }

  /** Answers whether another try may do better. */
  async #ask(project: string, emit: (fragment: Fragment) => void): Promise<boolean> {
    const normaliser = new GoogleNormaliser(emit, this.#source, this.#context.fingerprint);
    const reading = new LiveReading(this.#source, this.#asker, normaliser);
    const keys = this.#book.keys.filter(({ email }) => this.#book.accounts.get(email)?.scope === project);
    let passing = false;
    for (const { name, call, purpose } of questions) {
      if (name === 'keys' && keys.length === 0) continue;
      let start: string | undefined;
      const seen = new Set<string>();
      const off = this.#off.get(name);
      const failed =
        off === undefined
          ? await this.#asker.list(call(project), (page) => {
              reading.take(page, `${purpose.what} in ${project}`);
              for (const row of answersAt(page, 'activities')) {
                start ??= timeAt(row, 'observationPeriod.startTime');
                seen.add(lastOf(textAt(row, 'fullResourceName') ?? ''));
              }
            })
          : { failure: off, pages: 0 };
      if (failed === undefined) {
        if (name === 'keys' && start !== undefined) this.#sayUnusedKeys(keys, seen, start, emit);
        if (name === 'accounts' && start !== undefined) this.#sayUnusedAccounts(project, seen, start, emit);
        continue;
      }
      if (failed.failure.reason === 'SERVICE_DISABLED') this.#off.set(name, failed.failure);
      passing ||= failed.failure.credentials || failed.failure.why === 'throttled' || failed.failure.why === 'unreachable';
      this.#noteOf(emit, failed.failure, { ...purpose, what: `${purpose.what} of ${project}` });
    }
    normaliser.finishPart();
    return passing;
  }

  #noteOf(emit: (fragment: Fragment) => void, failure: RestFailure, { what, permission, extra }: Purpose): void {
    const partial = extra === undefined ? {} : { partial: false };
    const value = {
      source: this.#source,
      what,
      why: failure.why,
      detail: failure.detail,
      permission: failure.permission ?? permission,
      ...partial,
    };
    emit({ type: 'gap', value });
  }

  /** What no activity is listed of was not used since the records begin; what is younger, never. */
  #sayUnusedKeys(keys: GoogleBook['keys'], seen: ReadonlySet<string>, start: string, emit: (fragment: Fragment) => void): void {
    for (const { id, createdAt } of keys) {
      if (seen.has(id) || createdAt === undefined) continue;
      const common = { id: `gcp:service-account-key/${id}`, kind: 'gcp-service-account-key', name: id, static: true } as const;
      emit({ type: 'credential', value: { ...common, lastUsedAt: lastUse(createdAt, start), evidence: [this.#unusedSince(start)] } });
    }
  }

  #sayUnusedAccounts(project: string, seen: ReadonlySet<string>, start: string, emit: (fragment: Fragment) => void): void {
    for (const account of this.#book.accounts.values()) {
      const uniqueId = account.gcp?.unique_id ?? '';
      const made = this.#book.made.get(account.name) ?? this.#book.made.get(uniqueId);
      if (account.scope !== project || made === undefined || seen.has(account.name) || seen.has(uniqueId)) continue;
      const { evidence: _, aliases: __, grantsListed: ___, ...known } = account;
      const at = this.#unusedSince(start);
      const value = {
        ...known,
        standing: 'named',
        lastUsedAt: lastUse(made, start),
        evidence: [at],
        factEvidence: { unused_days: [at] },
      } as const;
      emit({ type: 'identity', value });
    }
  }

  #unusedSince(start: string): { readonly source: string; readonly note: string } {
    return { source: this.#source, note: `no authentication since ${start.slice(0, 10)}` };
  }
}

function lastUse(made: string, start: string): string | null {
  return made >= start ? null : start;
}
