import type { Credential } from '../inventory/credential.ts';
import type { Identity } from '../inventory/identity.ts';
import { lasting } from './class-limits.ts';
import type { World } from './world.ts';

/**
 * The longest time, in seconds, for which anything works that an identity presents: between two bounds, where it turns on a setting
 * that was not read.
 */
export interface TokenLife {
  readonly atLeast: number;
  readonly atMost: number;
  /** A clause for a person: `sessions last up to 12 hours`. */
  readonly says: string;
}

const hour = 3600;
const day = 24 * hour;

type Lives = (world: World, identity: Identity) => TokenLife | undefined;

/** What platforms document of tokens that they make themselves, by kind of identity. */
const byKind: Readonly<Record<string, Lives>> = {
  'aws-iam-role': (_, identity) => sessionsOf(identity),
  // A user made for a Bedrock API key has one, which no credential report lists.
  'aws-iam-user': (_, { aws }) =>
    aws?.active_keys === 0 && aws.console_password === false && aws.bedrock_user !== true
      ? { atLeast: 0, atMost: 0, says: 'holds no credential' }
      : none,
  // https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken
  'gcp-service-account': accessTokens,
  // https://learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes : from ten minutes to a day; else 60 to 90 minutes.
  'entra-application': entraTokens,
  'entra-service-principal': entraTokens,
  'entra-agent-identity': entraTokens,
  'entra-agent-blueprint': entraTokens,
  // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations
  'azure-managed-identity': managedTokens,
  'azure-system-identity': managedTokens,
  // https://docs.github.com/actions/concepts/security/github_token
  'github-workflow-job': (_, { ci }) => jobToken(ci?.self_hosted, ci?.timeout_minutes),
  'github-app-installation': () => ({
    // https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
    atLeast: hour,
    atMost: Number.POSITIVE_INFINITY,
    says: 'installation tokens last up to 1 hour, but the private keys of the app that get them were not read',
  }),
  'kubernetes-service-account': podTokens,
};

/** How long the tokens or sessions last that an identity is given; undefined where nothing is known of that. */
export function tokenLifeOf(world: World, identity: Identity): TokenLife | undefined {
  if (identity.nature === 'service-agent') return { atLeast: 0, atMost: 0, says: 'the provider keeps its credentials, and nobody else' };
  if (identity.mcp !== undefined) return serverTokens(identity.mcp);
  if (identity.vault?.token_seconds !== undefined || identity.vault?.token_periodic === true) return vaultTokens(identity.vault);
  if (identity.spiffe?.certificate_seconds !== undefined) return documents(identity.spiffe);
  return Object.hasOwn(byKind, identity.kind) ? byKind[identity.kind]?.(world, identity) : undefined;
}

const none = undefined;

function exactly(seconds: number, what: string): TokenLife {
  return { atLeast: seconds, atMost: seconds, says: `${what} last up to ${lasting(seconds)}` };
}

/**
 * MaxSessionDuration is an hour or more and twelve at most; what instances are given is not subject to it
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html).
 */
function sessionsOf({ aws }: Identity): TokenLife {
  const seconds = aws?.max_session_seconds;
  const says = 'sessions last up to 12 hours';
  if (seconds === undefined)
    return { atLeast: hour, atMost: 12 * hour, says: `${says}, or less by a MaxSessionDuration that was not read` };
  if (aws?.trusted_services?.includes('ec2.amazonaws.com') === true && seconds < 12 * hour)
    return {
      atLeast: seconds,
      atMost: 12 * hour,
      says: `sessions last up to ${lasting(seconds)}, which does not limit those of instances`,
    };
  return exactly(seconds, 'sessions');
}

function accessTokens({ inventory }: World, { scope }: Identity): TokenLife {
  if (inventory.scopes.get(`gcp:project/${scope}`)?.settings?.tokens_extended === false) return exactly(hour, 'access tokens');
  const says = 'access tokens last up to 1 hour, or up to 12 hours where an organization policy, which was not read, extends them';
  return { atLeast: hour, atMost: 12 * hour, says };
}

function entraTokens(): TokenLife {
  const says = 'access tokens last up to 90 minutes, or up to 24 hours by a token lifetime policy, and none was read';
  return { atLeast: hour / 6, atMost: day, says };
}

/** They are kept for about a day, and no policy shortens them. */
function managedTokens(): TokenLife {
  return { atLeast: hour, atMost: day, says: 'tokens of managed identities may last up to 24 hours' };
}

/** A job on a runner of GitHub's runs six hours at most, and its token lasts no longer than it does; elsewhere it is renewed for a day. */
function jobToken(selfHosted: boolean | undefined, timeout: number | undefined): TokenLife {
  const longest = selfHosted === false ? 6 * hour : day;
  const seconds = timeout === undefined ? undefined : Math.min(longest, timeout * 60);
  if (seconds !== undefined)
    return { atLeast: seconds, atMost: seconds, says: `the token of the job lasts as long as it, up to ${lasting(seconds)}` };
  return { atLeast: 0, atMost: longest, says: `the token of the job lasts as long as it, up to ${lasting(longest)}` };
}

/**
 * What pods ask for, and what the cluster puts into them by itself: an hour, which the API server makes a year unless it is told not to
 * (https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/, service-account-extend-token-expiration).
 */
function podTokens({ holdings }: World, { id, kubernetes }: Identity): TokenLife | undefined {
  const pods = holdings.workloadsOf(id).filter((w) => w.kind.startsWith('kubernetes-'));
  if (pods.length === 0) return none;
  const asked = pods.map((w) => w.settings?.token_seconds);
  const given = pods.map((w) => w.settings?.automount ?? kubernetes?.automount ?? true);
  const longest = Math.max(0, ...asked.flatMap((seconds) => seconds ?? []));
  if (given.includes(true))
    return {
      atLeast: Math.max(hour, longest),
      atMost: 365 * day,
      says:
        longest > hour
          ? `its pods ask for tokens that last ${lasting(longest)}`
          : 'tokens that the cluster puts into its pods last an hour, or a year where the API server extends them',
    };
  if (asked.includes(undefined)) return none;
  return longest === 0
    ? { atLeast: 0, atMost: 0, says: 'no token of it is put into its pods' }
    : exactly(longest, 'tokens that its pods ask for');
}

/** What is asked for by OAuth is settled while it runs. */
function serverTokens(mcp: NonNullable<Identity['mcp']>): TokenLife | undefined {
  if ((mcp.human_login ?? []).length > 0 || mcp.remote === true || mcp.remote === undefined) return none;
  const [given] = mcp.given_secrets ?? [];
  if (given !== undefined)
    return {
      atLeast: 0,
      atMost: Number.POSITIVE_INFINITY,
      says: `it is given ${given} when it is started, and how long that lasts was not seen`,
    };
  return { atLeast: 0, atMost: 0, says: 'it is given no credential' };
}

/** https://developer.hashicorp.com/vault/docs/concepts/tokens#token-time-to-live-periodic-tokens-and-explicit-max-ttls */
function vaultTokens(vault: NonNullable<Identity['vault']>): TokenLife {
  const endless = Number.POSITIVE_INFINITY;
  if (vault.token_periodic === true) return { atLeast: endless, atMost: endless, says: 'its tokens can be renewed without end' };
  const { token_seconds: seconds = 0, token_max_seconds: most } = vault;
  if (most === undefined || most < seconds)
    return {
      atLeast: seconds,
      atMost: endless,
      says: `its tokens last ${lasting(seconds)}, and how long they can be renewed was not read`,
    };
  const secretId = vault.secret_id_seconds ?? 0;
  return secretId > most ? exactly(secretId, 'its secret ids') : exactly(most, 'renewals counted, its tokens');
}

/** Whether how long a credential lasts is told by the identity that it proves, and so counted with its tokens. */
export function isToldByIdentity({ vault }: Identity, { kind, static: isStatic }: Credential): boolean {
  return kind === 'vault-secret-id' && !isStatic && (vault?.secret_id_seconds ?? 0) > 0;
}

function documents({ certificate_seconds: certificate = 0, token_seconds: token }: NonNullable<Identity['spiffe']>): TokenLife {
  return exactly(Math.max(certificate, token ?? 0), 'its certificates');
}
