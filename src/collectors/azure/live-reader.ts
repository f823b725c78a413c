import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import { fieldOf, isPlain, textOf } from '../azure-model/arm/arm-object.ts';
import type { RestClient, RestRequest } from '../rest/rest-client.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import type { ArmCall } from './calls.ts';
import { askGraph, type GraphQuery, type GraphScope } from './resource-graph.ts';

/** What came of a question: its rows, and whether they are all. */
export interface Rows {
  readonly rows: readonly unknown[];
  readonly failure?: RestFailure;
  /** More pages follow than were asked for. */
  readonly isCut?: true;
}

/** Questions in a row that nobody answered, after which no more are asked. */
const mostSilent = 3;

/** Asks Azure, and turns what it refuses into gaps. */
export class LiveReader {
  readonly client: RestClient;
  readonly endpoint: string;
  readonly source: string;
  readonly #emit: (fragment: Fragment) => void;
  /** Once the credentials themselves are refused, or nothing answers any more, there is no use in asking on. */
  refused: RestFailure | undefined;
  /** How many questions in a row found nobody, after the retries. */
  #silent = 0;

  constructor(client: RestClient, endpoint: string, source: string, emit: (fragment: Fragment) => void, refused?: RestFailure) {
    this.client = client;
    this.endpoint = endpoint;
    this.source = source;
    this.#emit = emit;
    this.refused = refused;
  }

  /** A list of ARM, of so many pages at most. `of`: the ARM id that it is asked below; empty for the tenant. */
  async list(path: string, of = '', mostPages = Number.POSITIVE_INFINITY): Promise<Rows> {
    const rows: unknown[] = [];
    let pages = 0;
    let isCut = false;
    const next = (answer: unknown): RestRequest | undefined => {
      const url = isPlain(answer) ? textOf(answer, 'nextLink') : undefined;
      isCut = url !== undefined && ++pages >= mostPages;
      return url === undefined || isCut ? undefined : { url: this.#ownUrl(url) };
    };
    try {
      if (this.refused !== undefined) throw this.refused;
      for await (const answer of this.client.pages({ url: `${this.endpoint}${of}${path}` }, next)) {
        const value = isPlain(answer) ? fieldOf(answer, 'value') : undefined;
        if (!Array.isArray(value)) throw new RestFailure({ why: 'unreadable', detail: 'the answer holds no list' });
        rows.push(...(value as readonly unknown[]));
      }
      this.#silent = 0;
      return isCut ? { rows, isCut } : { rows };
    } catch (error) {
      return { rows, failure: this.#failureOf(error) };
    }
  }

  /** A query to Resource Graph. An answer that counts more rows than it holds is a failure: the rest was left out. */
  async query(query: GraphQuery, scopes: readonly GraphScope[]): Promise<Rows> {
    const rows: unknown[] = [];
    try {
      if (this.refused !== undefined) throw this.refused;
      for (const scope of scopes) {
        let total: number | undefined;
        const before = rows.length;
        for await (const page of askGraph(this.client, this.endpoint, query, scope)) {
          rows.push(...page.rows);
          total ??= page.total;
        }
        const held = rows.length - before;
        if (total !== undefined && total > held)
          throw new RestFailure({ why: 'not-given', detail: `Resource Graph counts ${total} rows and gave ${held}` });
      }
      this.#silent = 0;
      return { rows };
    } catch (error) {
      return { rows, failure: this.#failureOf(error) };
    }
  }

  /** Hands rows to a normaliser. What has an id is found again by it, whatever answer it came with. */
  give(normaliser: ArmNormaliser, rows: readonly unknown[], where: string, within?: string): void {
    for (const [i, row] of rows.entries()) {
      const id = isPlain(row) ? textOf(row, 'id') : undefined;
      normaliser.add(row, this.at(id?.startsWith('/') === true ? id : `${where}/${i}`), within);
    }
  }

  at(pointer: string): Evidence {
    return { source: this.source, pointer };
  }

  /** Says that something could not be seen. */
  gap(what: string, failure: Pick<RestFailure, 'why' | 'detail'> & Partial<RestFailure>, permission?: string, partial = true): void {
    // No permission helps where the credentials themselves are refused.
    const needed = failure.permission ?? (failure.why === 'denied' && failure.credentials !== true ? permission : undefined);
    this.#emit({
      type: 'gap',
      value: {
        source: this.source,
        what,
        why: failure.why,
        detail: failure.detail,
        ...(needed === undefined ? {} : { permission: needed }),
        ...(partial ? {} : { partial: false }),
      },
    });
  }

  /** The gap of a call that was refused; `of`: what it was asked about, for a person. */
  refusal(call: ArmCall, of: string, failure: RestFailure): void {
    this.gap(`${call.unseen} of ${of}`, failure, call.permission, call.promised && !isNotOffered(failure));
  }

  #failureOf(error: unknown): RestFailure {
    if (!(error instanceof RestFailure)) throw error;
    this.#silent = error.why === 'unreachable' ? this.#silent + 1 : 0;
    if (error.credentials || this.#silent >= mostSilent) this.refused ??= error;
    return error;
  }

  /** Later pages are asked where the first one was: the token goes nowhere else. */
  #ownUrl(link: string): string {
    if (!URL.canParse(link)) throw new RestFailure({ why: 'unreadable', detail: 'the link to the next page is none' });
    const { pathname, search } = new URL(link);
    return `${new URL(this.endpoint).origin}${pathname}${search}`;
  }
}

/** A tenant without the licence for Privileged Identity Management has no such roles. */
export function isNotOffered({ code, detail }: RestFailure): boolean {
  return /Aad(?:Premium)?LicenseRequired|LicenseRequired|TenantNotOnboarded|FeatureNotSupported/i.test(`${code} ${detail}`);
}
