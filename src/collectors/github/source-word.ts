import { UserError } from '../../user-error.ts';
import { endpointOf } from '../rest/endpoint.ts';

/** What a source word names. */
export interface Named {
  readonly owner: string;
  /** One repository; absent: all of the owner's. */
  readonly repository?: string;
  /** Every repository is asked about by itself, however many requests that takes. */
  readonly each: boolean;
  /** Of the REST API, without a slash at its end. */
  readonly base: string;
  /** Host that people know. */
  readonly host: string;
}

const usual = 'https://api.github.com';
const form =
  'write github:ORG, github:OWNER/REPO, github:ORG/* for each of its repositories in full, or github:https://HOST/ORG for a server of your own';

/** `.` and `..` would lead elsewhere. */
const isName = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/**
 * `github:acme`, `github:acme/shop`, `github:acme/*`, `github:https://ghes.example/acme`. An Enterprise Server answers under
 * `/api/v3` (https://docs.github.com/enterprise-server/rest/overview/resources-in-the-rest-api), data residence under `api.HOST`.
 * @throws UserError
 */
export function readSourceWord(source: string, environment: Readonly<Record<string, string | undefined>>): Named {
  const word = source.slice('github:'.length);
  const url = /^https?:\/\//.test(word) ? parsed(word, source) : undefined;
  const path = url === undefined ? word : url.pathname.replace(/^\/+|\/+$/g, '');
  const [owner = '', repository, ...more] = path.split('/');
  if (!isName.test(owner) || more.length > 0 || (repository !== undefined && repository !== '*' && !isName.test(repository)))
    throw new UserError(`${source}: names no organization or repository; ${form}`);
  const base = url === undefined ? endpointOf(environment, 'NHI_GITHUB_ENDPOINT', usual) : apiOf(url);
  return {
    owner,
    ...(repository === undefined || repository === '*' ? {} : { repository }),
    each: repository === '*',
    base,
    host: url?.host ?? (base === usual ? 'github.com' : new URL(base).host),
  };
}

function parsed(word: string, source: string): URL {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  const local = url?.protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !local) || url.username !== '' || url.password !== '')
    throw new UserError(`${source.replace(/\/\/[^/]*@/, '//')}: must be an https address without a user name (http only on this machine)`);
  return url;
}

function apiOf({ origin, host, protocol }: URL): string {
  if (host === 'github.com') return usual;
  return host.endsWith('.ghe.com') ? `${protocol}//api.${host}` : `${origin}/api/v3`;
}

/** Where GraphQL is asked (https://docs.github.com/enterprise-server/graphql/guides/managing-enterprise-accounts). */
export function graphqlOf(base: string): string {
  return base.endsWith('/api/v3') ? base.replace(/v3$/, 'graphql') : `${base}/graphql`;
}
