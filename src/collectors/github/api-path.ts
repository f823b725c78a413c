import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import type { Spot } from './spot.ts';

type Named = Omit<Spot, 'at'>;

interface Matched {
  readonly endpoint: Endpoint;
  readonly named: Named;
}

const forms = endpoints.map((endpoint) => ({
  endpoint,
  names: [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string),
  pattern: new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/**
 * The endpoint that a path is of, and what the path names: `GET /orgs/acme/hooks`, `repos/acme/shop/keys.json`, an address of the
 * API. A name in braces stands for one that is not told.
 */
export function matchPath(text: string): Matched | undefined {
  const path = `/${text
    .replace(/^GET\s+/i, '')
    .replace(/^https?:\/\/[^/]+(?:\/api\/v3)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/(?:\/index)?\.(?:json|ndjson|jsonl)(?:\.gz)?$/i, '')
    .replace(/(?:\/page|[.\-_]page)?[.\-_/]?\d{0,4}$/i, (end) => (/page/i.test(end) ? '' : end))
    .replace(/^\/+|\/+$/g, '')}`;
  for (const { endpoint, names, pattern } of forms) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const values = new Map(names.map((name, i) => [name, decoded(match[i + 1] ?? '')]));
    return { endpoint: isFiltered(text) ? withoutSupplies(endpoint) : endpoint, named: namedBy(values) };
  }
  return undefined;
}

/** Whether an answer was asked for in part, by something else than pages: what is not on it may be there all the same. */
function isFiltered(text: string): boolean {
  const query = /\?([^#]*)/.exec(text)?.[1] ?? '';
  return [...new URLSearchParams(query)].some(([key, value]) => !whole.has(key) && !whole.has(`${key}=${value}`));
}

const whole: ReadonlySet<string> = new Set(['per_page', 'page', 'includes_parents', 'affiliation=all', 'affiliation=direct']);

function withoutSupplies({ supplies: _, ...endpoint }: Endpoint): Endpoint {
  return endpoint;
}

function namedBy(values: ReadonlyMap<string, string>): Named {
  const told = (name: string): string | undefined => {
    const value = values.get(name);
    return value === undefined || /^\{.*\}$/.test(value) ? undefined : value;
  };
  const [organization, owner, repo, environment] = [told('org'), told('owner'), told('repo'), told('environment_name')];
  const others = [...values.keys()].filter((name) => !placeNames.has(name));
  const subject = told(others.at(-1) ?? '');
  return {
    ...(organization === undefined ? {} : { organization }),
    ...(owner === undefined || repo === undefined
      ? values.has('repo')
        ? { repository: nobody }
        : {}
      : { organization: owner, repository: `${owner}/${repo}` }),
    ...(environment === undefined ? (values.has('environment_name') ? { environment: 'unnamed' } : {}) : { environment }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** A repository of which the path does not tell whose it is. */
export const nobody = 'unnamed/unnamed';

const placeNames: ReadonlySet<string> = new Set(['org', 'owner', 'repo', 'environment_name', 'enterprise', 'actor_type']);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
