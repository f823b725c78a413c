import type { Evidence } from '../../inventory/evidence.ts';
import { environmentId, organizationId, repositoryId } from '../../inventory/github-id.ts';
import type { Raw } from './raw.ts';

/** Whose answer an object stands in, as far as the path of the answer or the object tells, and where. */
export interface Spot {
  readonly organization?: string;
  /** `owner/name`. */
  readonly repository?: string;
  readonly environment?: string;
  /** What else the path names: a secret, a team, a token's or installation's number, a store. */
  readonly subject?: string;
  readonly at: Evidence;
}

/** Stands for the organization of an answer that does not tell whose it is, where no other answer of the same source does. */
export const unnamed = 'unnamed';

/** The organization; of a repository its owner. */
export function organizationOf({ organization, repository }: Spot): string {
  return organization ?? repository?.split('/', 1)[0] ?? unnamed;
}

/** The repository of an answer that is of one; a stand-in where it does not tell which. */
export function repositoryOf(spot: Spot): string {
  return spot.repository ?? `${organizationOf(spot)}/${unnamed}`;
}

/** What keeps the things of an answer: an environment, a repository, else the organization. */
export function keeperOf(spot: Spot): { readonly id: string; readonly name: string; readonly scope: string; readonly level: string } {
  const { environment, repository } = spot;
  if (environment !== undefined) {
    const of = repositoryOf(spot);
    return { id: environmentId(of, environment), name: environment, scope: of, level: 'environment' };
  }
  if (repository !== undefined) return { id: repositoryId(repository), name: repository, scope: repository, level: 'repository' };
  const organization = organizationOf(spot);
  return { id: organizationId(organization), name: organization, scope: organization, level: 'organization' };
}

/** A place in an object or list of a place. */
export function below(at: Evidence, ...keys: readonly (string | number)[]): Evidence {
  const parts = keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { ...at, pointer: `${at.pointer ?? ''}${parts.join('')}` };
}

/** Reads one kind of object. */
export type Reader = (raw: Raw, spot: Spot, book: import('./book.ts').Book) => void;
