import type { GapReason } from '../../inventory/gap.ts';
import { type Asker, bodyOf } from './asker.ts';
import { type Part, without } from './graph-queries.ts';
import { isRaw, objectOf, objectsOf, type Raw, textOf, under } from './raw.ts';
import { refusalOf } from './refusal.ts';

/** A question of GraphQL that has pages. */
export interface GraphCall {
  readonly name: string;
  readonly what: string;
  readonly permission: string;
  readonly query: (part: Part) => string;
  /** Where its pages stand in the data. */
  readonly at: readonly string[];
  /** Objects on a page; halved where the server cannot answer in time. */
  readonly first: number;
  /** The connections of each object, by name, with what they hold. */
  readonly parts?: Readonly<Record<string, string>>;
}

const needs = { permission: 'metadata:read', scope: 'repo' };
/** Words that a server does not know are told a few at a time. */
const mostRounds = 12;

/** Asks GraphQL. Data that came beside errors counts; each error is a gap (https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api). */
export class GraphAsker {
  readonly #asker: Asker;
  /** Words that the server does not know: asked for once, and no more. */
  readonly #unknown = new Set<string>();

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  /** Every page, as data; false where not all of them came. */
  async pages(call: GraphCall, variables: Raw, take: (data: Raw) => void): Promise<boolean> {
    let first = call.first;
    let after: string | null = null;
    for (;;) {
      const key: string = `graphql ${call.name} ${JSON.stringify(variables)} ${after ?? ''}`;
      const kept: Raw | undefined = this.#asker.kept?.read(key)?.[0]?.[0];
      const data: Raw | 'smaller' | undefined = kept ?? (await this.#ask(call, { ...variables, first, after }));
      if (data === 'smaller') {
        if (first <= 5) {
          this.#gap(call, 'unreachable', 'the server cannot answer even small pages in time');
          return false;
        }
        first = Math.ceil(first / 2);
        continue;
      }
      if (data === undefined) return false;
      const connection = objectOf(call.at.reduce<unknown>((inner, name) => objectOf(inner)?.[name], data));
      if (connection === undefined) return false;
      if (kept === undefined) this.#asker.kept?.keep(key, [[data, this.#asker.evidence(key)]]);
      take(data);
      const page = objectOf(connection.pageInfo);
      const next = textOf(page?.endCursor);
      if (page?.hasNextPage !== true) return true;
      if (next === undefined || next === after) return false;
      after = next;
    }
  }

  /** One question without pages. */
  async one(call: Omit<GraphCall, 'first' | 'at'>, variables: Raw): Promise<Raw | undefined> {
    const data = await this.#ask({ ...call, first: 1, at: [] }, variables);
    return data === 'smaller' ? undefined : data;
  }

  async #ask(call: GraphCall, variables: Raw): Promise<Raw | 'smaller' | undefined> {
    if (this.#asker.stopped !== undefined) {
      this.#gap(call, this.#asker.stopped.why, this.#asker.stopped.detail);
      return undefined;
    }
    for (let round = 0; round < mostRounds; round++) {
      let body: Raw;
      try {
        body = await this.#send(call.query(without(this.#unknown)), variables);
      } catch (error) {
        const refusal = refusalOf(error, needs);
        if (refusal.status !== undefined && [500, 502, 503, 504].includes(refusal.status) && typeof variables.first === 'number')
          return 'smaller';
        await this.#asker.refused({ what: call.what, permission: call.permission, path: call.name }, call.name, refusal);
        return undefined;
      }
      const errors = objectsOf(body.errors) ?? [];
      const words = errors.flatMap(unknownWord).filter((word) => !this.#unknown.has(word));
      if (words.length > 0 && objectOf(body.data) === undefined) {
        for (const word of words) this.#unknown.add(word);
        this.#gap(call, 'unsupported', `this server's GraphQL does not know ${words.join(', ')}`);
        continue;
      }
      for (const error of errors) this.#errorGap(call, error, variables);
      return objectOf(body.data);
    }
    return undefined;
  }

  async #send(query: string, variables: Raw): Promise<Raw> {
    const { octokit, graphql } = this.#asker.session;
    const { data } = await octokit.request({ method: 'POST', url: graphql, query: query.replace(/\s+/g, ' '), variables });
    this.#asker.answered++;
    const body = bodyOf(data, { single: true });
    return isRaw(body) ? body : {};
  }

  #errorGap(call: GraphCall, error: Raw, variables: Raw): void {
    const message = textOf(error.message) ?? 'an error without words';
    const path = Array.isArray(error.path) ? error.path.filter((part): part is string => typeof part === 'string') : [];
    const part = path.find((name) => under(call.parts ?? {}, name) !== undefined);
    const what = part === undefined ? call.what : (call.parts?.[part] ?? call.what);
    const type = textOf(error.type);
    const why =
      type === 'RATE_LIMITED'
        ? 'throttled'
        : type === 'NOT_FOUND'
          ? 'not-found'
          : type === 'FORBIDDEN' || /not accessible|permission|must have/i.test(message)
            ? 'denied'
            : 'unreachable';
    const whose = textOf(variables.login) ?? [textOf(variables.owner), textOf(variables.name)].join('/');
    this.#gap(call, why, message.replace(/\(Request ID:.*\)/i, '').trim(), `${what} of ${whose}`, part);
  }

  #gap(call: GraphCall, why: GapReason, detail: string, what = call.what, part = ''): void {
    const name = `${call.name} ${part}`.trim();
    this.#asker.note({ what, permission: call.permission, path: name }, name, { why, detail, permission: call.permission });
  }
}

/** The field or type that an error says the server does not know. */
function unknownWord(error: Raw): string[] {
  const message = textOf(error.message) ?? '';
  const word =
    /Field '(\w+)' doesn't exist/.exec(message)?.[1] ?? /No such type (\w+)/.exec(message)?.[1] ?? /argument '(\w+)'/.exec(message)?.[1];
  return word === undefined ? [] : [word];
}
