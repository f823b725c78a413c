import { UserError } from '../../user-error.ts';

/**
 * The address of an API: the provider's, or one that a variable of the environment names (a sovereign cloud, a proxy, a
 * server for tests). Tokens go there, so plain HTTP is taken only on this machine. No slash at its end.
 */
export function endpointOf(environment: Readonly<Record<string, string | undefined>>, variable: string, usual: string): string {
  const given = environment[variable];
  if (given === undefined || given === '') return usual;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const local = url?.protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !local) || url.username !== '' || url.password !== '')
    throw new UserError(`${variable} must be an https address without a user name (http only on this machine)`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
