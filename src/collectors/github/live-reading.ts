import type { GithubPart } from '../../inventory/github-repository.ts';
import type { Answered, Asker, Parameters } from './asker.ts';
import { pathOf } from './asker.ts';
import type { Book } from './book.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointAt } from './endpoints.ts';
import type { Raw } from './raw.ts';
import { keeperOf, type Spot } from './spot.ts';

/** How a question is asked and its answer read. */
export interface Asking {
  readonly optional?: boolean;
  readonly pages?: number;
  /** What the reader is told besides: a role that was asked for. */
  readonly subject?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Asks endpoints, and has each object of their answers read. */
export class LiveReading {
  readonly asker: Asker;
  readonly book: Book;
  readonly progress: (what: string) => void;
  readonly now: Date;

  constructor(asker: Asker, book: Book, progress: (what: string) => void, now: Date) {
    this.asker = asker;
    this.now = now;
    this.book = book;
    this.progress = progress;
  }

  /** Asks and reads. Says of a part of a scope that it was listed whole, where it was. */
  async read(path: string, parameters: Parameters, asking: Asking = {}): Promise<Answered | undefined> {
    const endpoint = withQuery(endpointAt(path), asking.query);
    const answered = await this.asker.ask(endpoint, parameters, asking);
    if (answered !== undefined) this.take(endpoint, parameters, answered, asking.subject);
    return answered;
  }

  /** The same without reading: what came is for somebody else. */
  ask(path: string, parameters: Parameters, asking: Asking = {}): Promise<Answered | undefined> {
    return this.asker.ask(withQuery(endpointAt(path), asking.query), parameters, asking);
  }

  take(endpoint: Endpoint, parameters: Parameters, { items, whole }: Answered, subject?: string): void {
    const spot = this.spotOf(endpoint, parameters, subject);
    for (const item of items) this.give(endpoint, item, spot);
    if (whole) this.book.supplied(endpoint, spot);
  }

  give(endpoint: Endpoint, item: Raw, spot: Spot): void {
    this.book.taken++;
    endpoint.reader(item, spot, this.book);
  }

  spotOf(endpoint: Pick<Endpoint, 'path'>, parameters: Parameters, subject = subjectOf(endpoint, parameters)): Spot {
    const { org, owner, repo, environment_name: environment } = parameters;
    const organization = org ?? owner;
    return {
      ...(organization === undefined ? {} : { organization }),
      ...(owner === undefined || repo === undefined ? {} : { repository: `${owner}/${repo}` }),
      ...(environment === undefined ? {} : { environment }),
      ...(subject === undefined ? {} : { subject }),
      at: this.asker.evidence(pathOf(endpoint, parameters)),
    };
  }

  /** A part that was asked for by other means is whole. */
  supply(spot: Spot, part: GithubPart): void {
    const { id, name } = keeperOf(spot);
    this.book.supply(id, name, part);
  }

  /** A note about what was not asked, and how it is. */
  notAsked(what: string, detail: string, how: string): void {
    this.book.gaps.add(`not asked ${what}`, { source: this.asker.source, what, why: 'not-given', detail, permission: how });
  }
}

function withQuery(endpoint: Endpoint, query: Readonly<Record<string, string>> | undefined): Endpoint {
  return query === undefined ? endpoint : { ...endpoint, query: { ...endpoint.query, ...query } };
}

/** What a path names besides organization, repository and environment. */
function subjectOf({ path }: Pick<Endpoint, 'path'>, parameters: Parameters): string | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const last = names.filter((name) => !['org', 'owner', 'repo', 'environment_name'].includes(name)).at(-1);
  return last === undefined ? undefined : parameters[last];
}
