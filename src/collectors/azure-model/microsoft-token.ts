import { RestFailure } from '../rest/rest-failure.ts';

/** Where tokens for an API of Microsoft come from. */
export interface TokenSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that may hold a token, ready made: `MS_GRAPH_ACCESS_TOKEN`. */
  readonly variable: string;
  /** `https://graph.microsoft.com/.default`. */
  readonly scope: string;
  /** The tenant to sign in to, where it is not that of the credentials. */
  readonly tenant?: string;
}

/**
 * Gives tokens: the one that a variable holds, else those of `@azure/identity`, which looks for variables, a workload identity, a
 * managed identity and the sign-ins of az, azd and PowerShell, in this order. The library loads only where it is needed, and
 * keeps what it got until it ends. Throws RestFailure where there is none.
 */
export function microsoftToken({ environment, variable, scope, tenant }: TokenSettings): (again: boolean) => Promise<string> {
  const given = environment[variable];
  if (given !== undefined && given !== '') {
    return async (again) => {
      if (again) throw refused(`the token in ${variable} is not accepted: it has expired or is of another API`);
      return given.trim();
    };
  }
  let credential: Promise<{ getToken(scope: string): Promise<{ readonly token: string } | null> }> | undefined;
  return async (again) => {
    if (again) credential = undefined;
    credential ??= import('@azure/identity').then(({ DefaultAzureCredential }) =>
      tenant === undefined ? new DefaultAzureCredential() : new DefaultAzureCredential({ tenantId: tenant }),
    );
    try {
      const answer = await (await credential).getToken(scope);
      if (answer !== null) return answer.token;
    } catch (error) {
      // Its message is the library's own list of what it tried; of the directory's answer the code says what was refused.
      const code = /\bAADSTS\d{4,8}\b/.exec(error instanceof Error ? error.message : '')?.[0];
      throw refused(code === undefined ? 'no sign-in was found' : `the sign-in was refused (${code})`);
    }
    throw refused('no sign-in was found');
  };
}

function refused(detail: string): RestFailure {
  return new RestFailure({ why: 'denied', detail, credentials: true });
}
