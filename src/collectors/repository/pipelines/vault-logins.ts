export interface VaultLogin {
  readonly whole: string;
  readonly mount: string;
  /** As the command says it. */
  readonly role?: string;
}

/**
 * Commands that log in to a vault with a token of the job: `vault write auth/jwt/login role=deploy jwt=$TOKEN`, and the same of OpenBao
 * (https://developer.hashicorp.com/vault/docs/auth/jwt#jwt-authentication).
 */
export function vaultLoginsIn(text: string): readonly VaultLogin[] {
  return [...text.matchAll(/\b(?:vault|bao)\s+write\b[^\n]{0,200}?\bauth\/([\w-][\w./-]{0,80}?)\/login\b([^\n;|&]{0,1000})/g)].flatMap(
    ([whole, mount = '', rest = '']) => {
      if (!/\bjwt=/.test(rest) && !/jwt|oidc/.test(mount)) return [];
      const role = /\brole=["']?([^\s"']{1,200})/.exec(rest)?.[1];
      return [{ whole, mount, ...(role === undefined ? {} : { role }) }];
    },
  );
}
