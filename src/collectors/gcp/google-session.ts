import { UserError } from '../../user-error.ts';
import { RestClient } from '../rest/rest-client.ts';
import { RestFailure } from '../rest/rest-failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What asks Google Cloud, with the credentials of whoever runs this. */
export interface GoogleSession {
  readonly client: RestClient;
  readonly environment: Environment;
  /** The project of the credentials, where they have one. */
  readonly project: () => Promise<string | undefined>;
}

const tokenVariables = ['CLOUDSDK_AUTH_ACCESS_TOKEN', 'GOOGLE_OAUTH_ACCESS_TOKEN'] as const;
const projectVariables = ['CLOUDSDK_CORE_PROJECT', 'GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT'] as const;
const readOnly = 'https://www.googleapis.com/auth/cloud-platform.read-only';

/** Requests at a time: list quotas of Cloud Asset Inventory are 100 a minute and project. */
const concurrency = 8;

/**
 * Opens a session with a ready token of the environment, or with Application Default Credentials
 * (https://cloud.google.com/docs/authentication/application-default-credentials).
 */
export function openGoogle(
  environment: Environment,
  settings: { readonly onWait: (seconds: number) => void; readonly wait?: (ms: number) => Promise<unknown> },
): GoogleSession {
  const ready = tokenVariables.find((name) => (environment[name] ?? '') !== '');
  const library = ready === undefined ? new LibraryTokens() : undefined;
  const quota = environment.GOOGLE_CLOUD_QUOTA_PROJECT ?? environment.CLOUDSDK_BILLING_QUOTA_PROJECT;
  const client = new RestClient({
    token: async (again) => {
      if (library !== undefined) return library.token(again);
      // A token of the environment is what it is: nobody here can renew it.
      if (again) throw refused(`the token in ${ready} is not accepted or has expired`);
      return environment[ready ?? ''] ?? '';
    },
    concurrency,
    ...(quota === undefined || quota === '' ? {} : { headers: { 'x-goog-user-project': quota } }),
    ...settings,
  });
  const named = projectVariables.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  return { client, environment, project: async () => named ?? (await library?.project()) };
}

function refused(detail: string): RestFailure {
  return new RestFailure({ why: 'denied', detail, credentials: true });
}

/** What to do about credentials that are missing or not accepted. */
export const loginAdvice =
  'run `gcloud auth application-default login`, or set CLOUDSDK_AUTH_ACCESS_TOKEN=$(gcloud auth print-access-token)';

type Auth = InstanceType<typeof import('google-auth-library')['GoogleAuth']>;

/** Tokens of Google's own library, which loads when the first one is asked for. */
class LibraryTokens {
  #auth: Promise<Auth> | undefined;

  async token(again: boolean): Promise<string> {
    // What it remembers was not accepted: it starts anew.
    if (again) this.#auth = undefined;
    let token: string | null | undefined;
    try {
      token = await (await this.#open()).getAccessToken();
    } catch (error) {
      throw refused(adviceOf(error));
    }
    if (typeof token !== 'string' || token === '') throw refused('the credentials give no token');
    return token;
  }

  async project(): Promise<string | undefined> {
    try {
      return await (await this.#open()).getProjectId();
    } catch {
      return undefined;
    }
  }

  #open(): Promise<Auth> {
    this.#auth ??= import('google-auth-library').then(({ GoogleAuth }) => new GoogleAuth({ scopes: [readOnly] }));
    return this.#auth;
  }
}

/** The library's words name files of this machine; what matters is told without them. */
function adviceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/invalid_grant|expired|reauth/i.test(message)) return 'the login has expired';
  return /default credentials/i.test(message) ? 'no credentials were found' : 'the credentials could not be used';
}

/** For errors that end the run before anything was read. */
export function credentialsError(source: string, failure: RestFailure): UserError {
  return new UserError(`${source}: ${failure.detail}; ${loginAdvice}`);
}
