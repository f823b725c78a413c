import type { Gap } from '../../inventory/gap.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import { type Answer, isAnswer, textAt } from './answer.ts';
import { type GoogleCall, urlOf } from './google-apis.ts';
import type { GoogleSession } from './google-session.ts';

/** What a call is for, so that its failure can be told. */
export interface Purpose {
  /** What stays unseen without it, as a noun phrase. */
  readonly what: string;
  readonly permission: string;
  /** The same kind of gap many times over is told once and counted. */
  readonly group?: string;
  /** It was never promised: its absence leaves the source complete. */
  readonly extra?: true;
}

/** Asks, page after page, and turns refusals into gaps. */
export class LiveAsker {
  readonly #session: GoogleSession;
  readonly #gap: (group: string, gap: Omit<Gap, 'source'>) => void;
  /** Why the credentials are no longer accepted; nothing more is asked then. */
  refused: RestFailure | undefined;
  /** Answers that were read. */
  answers = 0;

  constructor(session: GoogleSession, gap: (group: string, gap: Omit<Gap, 'source'>) => void) {
    this.#session = session;
    this.#gap = gap;
  }

  get requests(): number {
    return this.#session.client.requests;
  }

  /** One answer; undefined where it was refused, which is noted. */
  async get(call: GoogleCall, purpose: Purpose): Promise<Answer | undefined> {
    const answer = await this.tryGet(call);
    if (!(answer instanceof RestFailure)) return answer;
    this.note(answer, purpose);
    return undefined;
  }

  /** One answer, or why there is none. */
  async tryGet(call: GoogleCall): Promise<Answer | RestFailure> {
    if (this.refused !== undefined) return this.refused;
    try {
      const answer = await this.#session.client.json(requestOf(call, this.#session));
      this.answers++;
      return isAnswer(answer) ? answer : new RestFailure({ why: 'unreadable', detail: 'the answer is no JSON object' });
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Every page of a list; undefined once all were taken. What came before a failure was taken. */
  async list(
    call: GoogleCall,
    take: (page: Answer) => void,
  ): Promise<{ readonly failure: RestFailure; readonly pages: number } | undefined> {
    if (this.refused !== undefined) return { failure: this.refused, pages: 0 };
    let pages = 0;
    try {
      const next = (answer: unknown): ReturnType<typeof requestOf> | undefined => {
        const token = textAt(answer, 'nextPageToken');
        return token === undefined ? undefined : requestOf(call, this.#session, token);
      };
      for await (const page of this.#session.client.pages(requestOf(call, this.#session), next)) {
        if (!isAnswer(page)) throw new RestFailure({ why: 'unreadable', detail: 'a page of the answer is no JSON object' });
        take(page);
        pages++;
        this.answers++;
      }
      return undefined;
    } catch (error) {
      return { failure: this.#failed(error), pages };
    }
  }

  /** The same, for lists of which a failure is all that is to be said. Answers whether it was read whole. */
  async all(call: GoogleCall, purpose: Purpose, take: (page: Answer) => void): Promise<boolean> {
    const failed = await this.list(call, take);
    if (failed !== undefined) this.note(failed.failure, failed.pages === 0 ? purpose : { ...purpose, what: `the rest of ${purpose.what}` });
    return failed === undefined;
  }

  note(failure: RestFailure, { what, permission, group, extra }: Purpose): void {
    const disabled = failure.reason === 'SERVICE_DISABLED' ? ' (turn the API on in the project that requests count for)' : '';
    this.#gap(group ?? what, {
      what,
      why: failure.why,
      detail: `${failure.detail}${disabled}`,
      permission: failure.permission ?? permission,
      ...(extra === undefined ? {} : { partial: false }),
    });
  }

  #failed(error: unknown): RestFailure {
    if (!(error instanceof RestFailure)) throw error;
    if (error.credentials) this.refused ??= error;
    return error;
  }
}

function requestOf(call: GoogleCall, { environment }: GoogleSession, pageToken?: string): { url: string; method?: 'POST'; body?: unknown } {
  const url = urlOf(call, environment, pageToken);
  return call.body === undefined ? { url } : { url, method: 'POST', body: call.body };
}
