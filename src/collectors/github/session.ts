import { readFileSync } from 'node:fs';
import type { Octokit } from '@octokit/rest';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import { graphqlOf, type Named } from './source-word.ts';

export interface SessionOptions {
  /** In place of a second, in tests; 0 asks without pauses. */
  readonly second?: number;
}

/** What asks GitHub: the library's client with its throttling and retries, counted. */
export interface Session {
  readonly octokit: Octokit;
  readonly base: string;
  readonly graphql: string;
  readonly requests: { rest: number; graphql: number };
}

type Environment = CollectContext['environment'];

/** No single answer is waited for longer than this. */
const answerTimeout = 60_000;
/** Longer pauses than this are not waited for, in seconds: what was asked for is a gap. */
const longestPause = 900;

/**
 * Opens a session as a GitHub App (NHI_GITHUB_APP_ID and NHI_GITHUB_APP_KEY_FILE), which may see most, else with a token.
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
 * @throws UserError where there are no credentials.
 */
export async function openSession(
  source: string,
  named: Named,
  { environment, progress }: CollectContext,
  { second = 1000 }: SessionOptions = {},
): Promise<Session> {
  const [{ Octokit: Client }, { throttling }, { retry }] = await Promise.all([
    import('@octokit/rest'),
    import('@octokit/plugin-throttling'),
    import('@octokit/plugin-retry'),
  ]);
  const requests = { rest: 0, graphql: 0 };
  const counting: typeof fetch = (url, init) => {
    if (String(url).endsWith('/graphql')) requests.graphql++;
    else requests.rest++;
    return fetch(url, { ...init, signal: AbortSignal.timeout(answerTimeout) });
  };
  const wait = (retryAfter: number, _options: object, _octokit: unknown, tries: number): boolean => {
    if (retryAfter > longestPause || tries >= 2) return false;
    progress(`${source}: GitHub asks to wait ${retryAfter} seconds`);
    return true;
  };
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const octokit = new (Client.plugin(throttling, retry))({
    baseUrl: named.base,
    userAgent: 'nhi',
    log: silent,
    request: { fetch: counting },
    // Parameters of the plugins that their types do not tell all of.
    throttle: { enabled: second > 0, onRateLimit: wait, onSecondaryRateLimit: wait, retryAfterBaseValue: second, id: source },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451], retries: 2, retryAfterBaseValue: second },
    ...(await credentialsIn(environment, named, new Client({ baseUrl: named.base, log: silent, request: { fetch: counting } }))),
  });
  return { octokit, base: named.base, graphql: graphqlOf(named.base), requests };
}

function nothing(): void {}

async function credentialsIn(environment: Environment, named: Named, client: Octokit): Promise<object> {
  const app = environment.NHI_GITHUB_APP_ID;
  if (app !== undefined && app !== '') return asApp(app, environment, named, client);
  const variables = tokenVariables(named);
  const token = variables.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  if (token !== undefined) return { auth: token };
  throw new UserError(
    `no credentials for ${named.host}; set ${variables[0]} to a token (gh auth token prints one), or NHI_GITHUB_APP_ID and NHI_GITHUB_APP_KEY_FILE`,
  );
}

/** As GitHub's own command line has it (https://cli.github.com/manual/gh_help_environment): a token goes to no other server than its own. */
function tokenVariables({ host, base }: Named): readonly string[] {
  const own = host === 'github.com' || host.endsWith('.ghe.com') || !base.endsWith('/api/v3');
  return own ? ['GH_TOKEN', 'GITHUB_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
}

async function asApp(appId: string, environment: Environment, named: Named, { request }: Octokit): Promise<object> {
  const file = environment.NHI_GITHUB_APP_KEY_FILE;
  if (file === undefined || file === '')
    throw new UserError('NHI_GITHUB_APP_KEY_FILE is not set: it names the file with the private key of the app');
  const privateKey = keyIn(file);
  const { createAppAuth } = await import('@octokit/auth-app');
  const auth = { appId, privateKey, request };
  const given = environment.NHI_GITHUB_APP_INSTALLATION_ID;
  const installationId = given !== undefined && given !== '' ? given : await installationOf(createAppAuth(auth), request, named);
  return { authStrategy: createAppAuth, auth: { ...auth, installationId } };
}

function keyIn(file: string): string {
  try {
    const key = readFileSync(file, 'utf8');
    if (/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(key)) return key;
  } catch {
    throw new UserError(`${file}: cannot be read; NHI_GITHUB_APP_KEY_FILE names the file with the private key of the app`);
  }
  throw new UserError(`${file}: holds no private key in PEM; download one from the settings of the app`);
}

type AppAuth = (options: { type: 'app' }) => Promise<{ readonly token: string }>;
type Ask = (route: string, options: object) => Promise<{ readonly data: { readonly id?: number } }>;

/** Where the app is installed for an owner (https://docs.github.com/rest/apps/apps#get-an-organization-installation-for-the-authenticated-app). */
async function installationOf(auth: AppAuth, ask: Ask, { owner, host }: Named): Promise<number> {
  for (const kind of ['orgs', 'users']) {
    try {
      const { token } = await auth({ type: 'app' });
      const { data } = await ask(`GET /${kind}/{owner}/installation`, { owner, headers: { authorization: `bearer ${token}` } });
      if (data.id !== undefined) return data.id;
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? error.status : undefined;
      if (status === 401) throw new UserError('the key of NHI_GITHUB_APP_KEY_FILE is none of the app NHI_GITHUB_APP_ID');
      if (status !== 404) {
        const words = status === undefined ? '' : ` (HTTP status ${String(status)})`;
        throw new UserError(`${host} does not say where the app is installed${words}`);
      }
    }
  }
  throw new UserError(`the app NHI_GITHUB_APP_ID is not installed for ${owner}; install it there, or set GH_TOKEN`);
}
