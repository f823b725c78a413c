import type { Evidence } from './evidence.ts';
import type { SourceStatus } from './fragment.ts';
import type { Gap } from './gap.ts';
import type { Grant } from './grant.ts';
import type { Identity } from './identity.ts';
import type { Policy } from './policy.ts';
import type { Trust } from './trust.ts';

/** What two sources may say differently of one thing. */
type Matter = 'date of creation' | 'policies' | 'trust policy' | 'policy document';

interface Pair {
  readonly first: string;
  readonly second: string;
  /** Name -> what is said differently of it. */
  readonly about: Map<string, Set<Matter>>;
}

const named = 3;

/**
 * Two sources that speak of the same things and say different things: two dumps of one account, of which one is older.
 * Everything that either says is kept; that they disagree becomes a gap. Costs nothing where no two sources speak of one thing.
 */
export class Contradictions {
  readonly #pairs = new Map<string, Pair>();
  /** The latest date that a source knows, from the identities that are compared. */
  readonly #latest = new Map<string, string>();
  readonly #listedTwice = new Map<
    string,
    { readonly name: string; readonly first: string; readonly second: string; readonly matter: Matter }[]
  >();

  /** Two records of one identity. */
  compareIdentities(a: Identity, b: Identity): void {
    const first = onlySource(a.evidence);
    const second = onlySource(b.evidence);
    if (first === undefined || second === undefined || first === second) return;
    const grants = a.grantsListed === true && b.grantsListed === true;
    const trusts = a.aws?.trusted_services !== undefined && b.aws?.trusted_services !== undefined;
    if (!grants && !trusts) return;
    this.#see(first, a);
    this.#see(second, b);
    if (a.createdAt !== undefined && b.createdAt !== undefined && a.createdAt !== b.createdAt)
      this.#note(a.name, 'date of creation', first, second);
    const matters: Matter[] = [...(grants ? (['policies'] as const) : []), ...(trusts ? (['trust policy'] as const) : [])];
    this.#listedTwice.set(a.id, [
      ...(this.#listedTwice.get(a.id) ?? []),
      ...matters.map((matter) => ({ name: a.name, first, second, matter })),
    ]);
  }

  comparePolicies(a: Policy, b: Policy): void {
    if (a.document === undefined || b.document === undefined || a.document === b.document || a.providerManaged) return;
    const first = onlySource(a.evidence);
    const second = onlySource(b.evidence);
    if (first !== undefined && second !== undefined && first !== second) this.#note(a.name, 'policy document', first, second);
  }

  /** Compares what two sources list of one identity; asked when all is read, with what is known of it by then. */
  compareLists(grantsOf: (id: string) => readonly Grant[], trustsOf: (id: string) => readonly Trust[]): void {
    for (const [id, pairs] of this.#listedTwice) {
      for (const { name, first, second, matter } of pairs) {
        const list: readonly { readonly evidence: readonly Evidence[] }[] = matter === 'policies' ? grantsOf(id) : trustsOf(id);
        const says = (source: string) => (one: (typeof list)[number]) => one.evidence.some((e) => e.source === source);
        if (list.some((one) => says(first)(one) !== says(second)(one))) this.#note(name, matter, first, second);
      }
    }
  }

  /** One gap for each pair of sources that disagree, of the second one. */
  gaps(): Gap[] {
    return [...this.#pairs.values()].map(({ first, second, about }) => {
      const names = [...about].map(([name, matters]) => `${name} (${[...matters].join(', ')})`);
      const rest = names.length > named ? ` and ${names.length - named} more` : '';
      return {
        source: second,
        file: second,
        what: `which of two descriptions of ${about.size === 1 ? '1 thing' : `${about.size} things`} holds`,
        why: 'not-given',
        detail: `${first} and ${second} contradict each other on ${names.slice(0, named).join(', ')}${rest}; ${this.#newer(first, second)}both were counted`,
        permission: 'a scan of the newer one alone',
      };
    });
  }

  #newer(first: string, second: string): string {
    const [a, b] = [this.#latest.get(first), this.#latest.get(second)];
    if (a === undefined || b === undefined || a === b) return 'which is newer cannot be told from their dates; ';
    const [newer, older] = a > b ? [first, second] : [second, first];
    const [later, earlier] = a > b ? [a, b] : [b, a];
    return `${newer} is newer by its dates (${later}; ${older} ends ${earlier}); `;
  }

  #see(source: string, { createdAt, lastUsedAt }: Identity): void {
    for (const date of [createdAt, lastUsedAt]) {
      if (typeof date === 'string' && date > (this.#latest.get(source) ?? '')) this.#latest.set(source, date);
    }
  }

  #note(name: string, matter: Matter, first: string, second: string): void {
    const key = `${first}\u0000${second}`;
    const pair = this.#pairs.get(key) ?? { first, second, about: new Map() };
    pair.about.set(name, (pair.about.get(name) ?? new Set()).add(matter));
    this.#pairs.set(key, pair);
  }
}

function onlySource([first, ...more]: readonly Evidence[]): string | undefined {
  return more.every((e) => e.source === first?.source) ? first?.source : undefined;
}

/** The sources with the gaps added to those that they are of. */
export function withGaps(sources: readonly SourceStatus[], gaps: readonly Gap[]): readonly SourceStatus[] {
  if (gaps.length === 0) return sources;
  return sources.map((source) => {
    // A snapshot has what was noted when it was taken.
    const own = gaps.filter((gap) => gap.source === source.source && !source.gaps.some((g) => g.detail === gap.detail));
    if (own.length === 0) return source;
    return { ...source, gaps: [...source.gaps, ...own], status: source.status === 'complete' ? 'partial' : source.status };
  });
}
