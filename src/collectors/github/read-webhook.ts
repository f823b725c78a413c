import { flagOf, numberOf, objectOf, textOf } from './raw.ts';
import { keeperOf, organizationOf, type Reader, repositoryOf, type Spot } from './spot.ts';

/**
 * A webhook (https://docs.github.com/rest/orgs/webhooks). A secret that is set is shown as stars. Of the address only the host is
 * kept: paths of webhooks carry tokens.
 */
export const readWebhook: Reader = (raw, spot, book) => {
  const number = numberOf(raw.id);
  const config = objectOf(raw.config);
  if (number === undefined || config === undefined) return;
  const of: Spot =
    spot.repository === undefined && raw.type === 'Repository' ? { ...spot, repository: repositoryIn(raw) ?? repositoryOf(spot) } : spot;
  const { scope } = keeperOf(of);
  const url = textOf(config.url);
  const host = url !== undefined && URL.canParse(url) ? new URL(url).host : 'an address that is none';
  const unchecked = config.insecure_ssl ?? '0';
  const insecure = [
    ...(textOf(config.secret) === undefined ? ['no secret'] : []),
    ...(url?.startsWith('http:') ? ['plain HTTP'] : []),
    ...(typeof unchecked === 'object' || String(unchecked) === '0' ? [] : ['certificate not checked']),
  ];
  book.emit({
    type: 'workload',
    value: {
      id: `github:webhook/${scope}/${number}`,
      kind: 'github-webhook',
      name: `webhook of ${scope} to ${host}`,
      scope: of.repository ?? organizationOf(of),
      // Nothing is sent by one that is switched off.
      ...(flagOf(raw.active) === false ? { settings: { insecure: [] } } : { settings: { insecure } }),
      evidence: [spot.at],
    },
  });
};

/** `owner/name` in the addresses of an object. */
export function repositoryIn(raw: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['url', 'html_url', 'repository_url', 'locations_url', 'runners_url'])
    for (const pattern of [/\/repos\/([^/]+\/[^/]+)/, /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:settings|security|blob|deployments)\b/]) {
      const found = pattern.exec(textOf(raw[key]) ?? '')?.[1];
      if (found !== undefined) return found;
    }
  return undefined;
}

/** The organization in the addresses of an object. */
export function organizationIn(raw: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['url', 'html_url', 'selected_repositories_url', 'runners_url', 'selected_actions_url'])
    for (const pattern of [/\/orgs\/([^/]+)\//, /\/organizations\/([A-Za-z][^/]*)\//]) {
      const found = pattern.exec(textOf(raw[key]) ?? '')?.[1];
      if (found !== undefined) return found;
    }
  return textOf(objectOf(raw.organization)?.login);
}
