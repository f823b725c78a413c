/** The secret-bearing parts of a URL, or undefined where the text is none. */
export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly path: readonly string[];
  readonly query: readonly (readonly [key: string, value: string])[];
}

/** Splits a URL by hand: references (`${VAR}`) are no valid URL parts, and hostile text must not throw. */
export function splitUrl(text: string): UrlParts | undefined {
  const match = /^([a-z][a-z0-9+.-]{1,30}):\/\/([^/?#\s]*)([^?#\s]*)(?:\?([^#\s]*))?/i.exec(text.slice(0, 8192));
  if (match === null) return undefined;
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  const sign = authority.lastIndexOf('@');
  const userinfo = sign === -1 ? '' : authority.slice(0, sign);
  const colon = userinfo.indexOf(':');
  return {
    scheme: scheme.toLowerCase(),
    host: authority.slice(sign + 1).toLowerCase(),
    user: colon === -1 ? userinfo : userinfo.slice(0, colon),
    password: colon === -1 ? '' : userinfo.slice(colon + 1),
    path: path.split('/').filter((part) => part !== ''),
    query: query.split('&').flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1 ? [] : [[pair.slice(0, equals), pair.slice(equals + 1)] as const];
    }),
  };
}

/** The host name alone, without port. */
export function hostName(url: string): string | undefined {
  const host = splitUrl(url)?.host;
  if (host === undefined || host === '') return undefined;
  const bare = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
  return /^[\w.:-]{1,253}$/.test(bare) ? bare : undefined;
}

export function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|::1|0\.0\.0\.0|host\.docker\.internal)$/.test(host);
}

/** Services that put the secret into the path of the URL they hand out. */
export const secretPathHosts =
  /(?:^|\.)(?:mcp\.zapier\.com|actions\.zapier\.com|mcp\.composio\.dev|backend\.composio\.dev|server\.smithery\.ai|mcp\.pipedream\.net|hook\.[\w.]+\.make\.com|app\.n8n\.cloud)$/;
