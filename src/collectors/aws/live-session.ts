import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { loadConfig } from '@smithy/core/config';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import { credentialAdvice, refusedAdvice, roleAdvice } from './live-advice.ts';
import { type Failure, failureOf, UnreadableAnswer } from './live-failure.ts';
import { SignedCaller } from './services/signed-caller.ts';
import { readAwsSource } from './source-word.ts';

/** Signed connections to one account. */
export interface AwsSession {
  readonly iam: IAMClient;
  readonly organizations: OrganizationsClient;
  /** For the services of regions. */
  readonly services: SignedCaller;
  /** The region of the credentials. */
  readonly region: string;
  /** The account and ARN of the credentials in use; the failure where AWS did not say. */
  readonly caller: { readonly account: string; readonly arn: string } | Failure;
  /** The id of the key in use. Its secret stays inside the SDK. */
  readonly accessKeyId: string;
  /** Requests made so far, repeats included. */
  requests(): number;
  /** Takes a role with these credentials: connections to its account, counted by themselves, or why that failed. */
  become(roleArn: string): Promise<AwsSession | Failure>;
  close(): void;
}

/** What the SDK is told beside region and credentials. */
interface Limits {
  readonly maxAttempts: number;
  readonly retryMode: 'adaptive';
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number; readonly throwOnRequestTimeout: true };
  readonly logger: typeof silent;
}

/**
 * Finds credentials, asks AWS whose they are and, where a role is named, takes that role. Throws UserError where there are no
 * credentials, AWS does not accept them, or the role cannot be taken.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 */
export async function openSession(source: string, context: CollectContext): Promise<AwsSession> {
  // The SDK warns on standard error about Node versions that this tool supports; this is its own switch for that.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // As the SDK has it, AWS_PROFILE goes before keys in the environment.
  const profile = readAwsSource(source).profile ?? (context.environment.AWS_PROFILE || undefined);
  const { roleArn } = context;
  if (roleArn !== undefined && !/^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(roleArn)) {
    throw new UserError(`--role-arn ${JSON.stringify(roleArn)} is not the ARN of a role (arn:aws:iam::123456789012:role/NAME)`);
  }
  const region = await findRegion(source, profile, context.environment);
  const limits = limitsOf(context.environment);
  const counter = requestCounter();
  // A named profile is read by itself: the chain would go on to the machine's own role where the profile does not exist.
  const provider =
    profile === undefined
      ? fromNodeProviderChain({ logger: silent, clientConfig: { region } })
      : fromIni({ profile, logger: silent, clientConfig: { region } });

  const base = connect(new STSClient({ ...limits, region, credentials: provider }), counter);
  base.accessKeyId = await base.resolve((error) => new UserError(`${source}: ${credentialAdvice(error, profile)}`));
  base.caller = await whoIs(base.sts);
  if ('credentials' in base.caller && base.caller.credentials) throw new UserError(`${source}: ${refusedAdvice(base.caller, profile)}`);
  const place: Place = { region, endpoint: await findEndpoint(profile) };
  if (roleArn === undefined) return sessionOf(base, limits, place);

  const by = 'arn' in base.caller ? base.caller.arn : undefined;
  const role = assume(base.sts, roleArn, limits, region, counter);
  role.accessKeyId = await role.resolve((error) => new UserError(`${source}: ${roleAdvice(failureOf(error), roleArn, by)}`));
  role.caller = await whoIs(role.sts);
  return sessionOf(role, limits, place, [base.sts]);
}

/** Where calls go. */
interface Place {
  readonly region: string;
  /** An endpoint for all services, where one is configured. */
  readonly endpoint: string | undefined;
}

/** An STS client, and what is learnt with it. */
interface Connection {
  readonly sts: STSClient;
  readonly counter: Counter;
  accessKeyId: string;
  caller: AwsSession['caller'];
  /** The id of the key that the client found; throws what `problem` makes of the SDK's error. */
  resolve(problem: (error: unknown) => Error): Promise<string>;
}

function connect(sts: STSClient, counter: Counter): Connection {
  sts.middlewareStack.use(counter.plugin);
  return {
    sts,
    counter,
    accessKeyId: '',
    caller: { why: 'denied', detail: 'not asked', code: '', credentials: false },
    resolve: async (problem) => {
      try {
        return (await sts.config.credentials()).accessKeyId;
      } catch (error) {
        throw problem(error);
      }
    },
  };
}

function assume(by: STSClient, RoleArn: string, limits: Limits, region: string, counter: Counter): Connection {
  const credentials = fromTemporaryCredentials({
    masterCredentials: by.config.credentials,
    params: { RoleArn, RoleSessionName: 'nhi' },
    clientConfig: { ...limits, region },
    clientPlugins: [counter.plugin],
  });
  return connect(new STSClient({ ...limits, region, credentials }), counter);
}

function sessionOf(connection: Connection, limits: Limits, place: Place, more: readonly STSClient[] = []): AwsSession {
  const { region, endpoint } = place;
  const { sts, counter, caller, accessKeyId } = connection;
  const { credentials } = sts.config;
  const iam = new IAMClient({ ...limits, region, credentials });
  const organizations = new OrganizationsClient({ ...limits, region, credentials });
  for (const client of [iam, organizations]) client.middlewareStack.use(counter.plugin);
  const services = new SignedCaller({
    credentials,
    maxAttempts: limits.maxAttempts,
    endpoint,
    count: counter.count,
    timeouts: limits.requestHandler,
  });
  return {
    iam,
    organizations,
    services,
    region,
    caller,
    accessKeyId,
    requests: counter.requests,
    become: async (roleArn) => {
      const role = assume(sts, roleArn, limits, region, requestCounter());
      try {
        role.accessKeyId = (await role.sts.config.credentials()).accessKeyId;
      } catch (error) {
        role.sts.destroy();
        return failureOf(error);
      }
      role.caller = await whoIs(role.sts);
      return sessionOf(role, limits, place);
    },
    close: () => {
      for (const client of [...more, sts, iam, organizations]) client.destroy();
      services.close();
    },
  };
}

/** The region decides the partition (aws, aws-cn, aws-us-gov); IAM itself is global in each. */
async function findRegion(source: string, profile: string | undefined, environment: CollectContext['environment']): Promise<string> {
  const probe = new STSClient(profile === undefined ? {} : { profile });
  let region: string | undefined;
  try {
    region = await probe.config.region();
  } catch {
    // None is configured, or it is not one: both end below.
  } finally {
    probe.destroy();
  }
  region ??= environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1';
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw new UserError(`${source}: ${JSON.stringify(region)} is not an AWS region: set AWS_REGION, for example to us-east-1`);
  }
  return region;
}

/** An endpoint for all services: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
async function findEndpoint(profile: string | undefined): Promise<string | undefined> {
  const options = profile === undefined ? {} : { profile };
  const configured = await loadConfig(
    {
      environmentVariableSelector: (env) => (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true' ? '' : env.AWS_ENDPOINT_URL),
      configFileSelector: (section) => section.endpoint_url,
      default: '',
    },
    options,
  )();
  return configured === '' || configured === undefined ? undefined : configured;
}

/** AWS_MAX_ATTEMPTS is the SDKs' own variable: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
function limitsOf(environment: CollectContext['environment']): Limits {
  const attempts = Number(environment.AWS_MAX_ATTEMPTS);
  return {
    maxAttempts: Number.isInteger(attempts) && attempts > 0 ? attempts : 8,
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000, throwOnRequestTimeout: true },
    logger: silent,
  };
}

async function whoIs(sts: STSClient): Promise<AwsSession['caller']> {
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined) throw new UnreadableAnswer('an answer without account and ARN');
    return { account: Account, arn: Arn };
  } catch (error) {
    return failureOf(error);
  }
}

/** The SDK's log may name keys and profiles; nothing of it is shown. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

type Plugin = NonNullable<Parameters<typeof fromTemporaryCredentials>[0]['clientPlugins']>[number];

interface Counter {
  readonly plugin: Plugin;
  readonly count: () => void;
  readonly requests: () => number;
}

/** Counts every request that is sent, the repeats too. */
function requestCounter(): Counter {
  let requests = 0;
  return {
    count: () => {
      requests += 1;
    },
    plugin: {
      applyToStack: (stack) => {
        stack.add(
          (next) => (args) => {
            requests += 1;
            return next(args);
          },
          { name: 'countRequests', step: 'finalizeRequest', priority: 'low', override: true },
        );
      },
    },
    requests: () => requests,
  };
}
