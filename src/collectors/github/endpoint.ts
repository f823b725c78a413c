import type { GithubPart } from '../../inventory/github-repository.ts';
import type { Reader } from './spot.ts';

/** An answer of the REST API: what it holds, what shows it, and who reads it. */
export interface Endpoint {
  /** As the documentation writes it (https://docs.github.com/rest). */
  readonly path: string;
  readonly what: string;
  readonly reader: Reader;
  /** Where its list stands. Absent: the answer is the list, or the one object. */
  readonly key?: string;
  /** It is one object, not a list. */
  readonly single?: true;
  /** The permission of an app or fine-grained token that shows it. */
  readonly permission: string;
  /** The scope that a classic token needs. */
  readonly scope: string;
  readonly supplies?: GithubPart;
  readonly query?: Readonly<Record<string, string>>;
  /** How many objects a page may have, where that is not 100; 0: it has no pages. */
  readonly page?: number;
}

type More = Pick<Endpoint, 'key' | 'supplies' | 'query' | 'page'>;

export function list(path: string, what: string, reader: Reader, permission: string, scope: string, more: More = {}): Endpoint {
  return { path, what, reader, permission, scope, ...more };
}

export function one(path: string, what: string, reader: Reader, permission: string, scope: string, more: More = {}): Endpoint {
  return { path, what, reader, permission, scope, single: true, ...more };
}
