import type { GapReason } from '../../inventory/gap.ts';
import { oneLine } from '../one-line.ts';

/** Why a call did not answer. */
export interface Failure {
  readonly why: GapReason;
  /** The provider's error code and words, on one line. */
  readonly detail: string;
  /** The provider's error code; empty where it gave none. */
  readonly code: string;
  /** The credentials themselves were not accepted: no other call can do better. */
  readonly credentials: boolean;
}

/** An answer that is well formed but is not what was asked for, or does not end. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, and the older names that services still use. */
const credentialCodes = new Set([
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'InvalidToken',
  'MissingAuthenticationToken',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
]);

const deniedCodes = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized', 'OptInRequired']);

const absentCodes = /^NoSuch|NotFound(Exception)?$|DoesNotExist$|NotInUseException$|^Report(Expired|InProgress|NotPresent)$/;

const throttleCodes = /throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException$|SlowDown|PriorRequestNotComplete/i;

/** Node's network and TLS errors, and the SDK's own timeout. */
const networkCodes = /^(E[A-Z]+|CERT_\w+|UNABLE_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_(SSL|TLS|SOCKET)_?\w*|TimeoutError)$/;

/** Says why a call failed, from whatever the SDK threw. */
export function failureOf(error: unknown): Failure {
  const { name, code, networkCode, where, status, message } = partsOf(error);
  const say = (why: GapReason, words: string, credentials = false): Failure => ({
    why,
    detail: oneLine(code === '' ? words : `${code}: ${words}`),
    code,
    credentials,
  });
  if (name === 'UnreadableAnswer') return say('unreadable', message);
  if (name === 'CredentialsProviderError') return say('denied', 'the credentials could not be refreshed', true);
  if (networkCode !== undefined) return say('unreachable', `no answer (${networkCode})${where}`);
  if (credentialCodes.has(code)) return say('denied', message, true);
  if (throttleCodes.test(code) || status === 429) return say('throttled', message);
  if (absentCodes.test(code)) return say('not-found', message);
  if (deniedCodes.has(code) || status === 401 || (status === 403 && code !== '')) return say('denied', message);
  if (status === undefined) return say('unreachable', message);
  // No code of the provider's: a proxy, a portal or a server that does not know the operation.
  if (code === '') {
    return status === 403 ? say('denied', 'refused with 403') : say('unreadable', `an answer that is not of AWS (HTTP status ${status})`);
  }
  if (status >= 500) return say('unreachable', message);
  return say('unsupported', message);
}

/**
 * Whether a refusal speaks of a missing permission. Some calls are also refused for things of other accounts, and then the words are
 * others: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function lacksPermission(failure: Failure): boolean {
  return failure.why === 'denied' && /not authorized to perform|explicit deny/i.test(failure.detail);
}

/** Names that errors have when the provider sent no code that the SDK could read. */
const generic = new Set(['', 'Error', 'SyntaxError', 'TypeError', 'Unknown', 'UnknownError']);

interface ErrorParts {
  readonly name: string;
  readonly code: string;
  readonly networkCode: string | undefined;
  /** ` from HOST`, for network errors that say it. */
  readonly where: string;
  readonly status: number | undefined;
  readonly message: string;
}

/** What the SDK and Node add to errors. */
interface SdkErrorParts {
  readonly code: unknown;
  readonly Code: unknown;
  readonly hostname: unknown;
  readonly address: unknown;
  readonly $metadata: { readonly httpStatusCode?: unknown };
}

function partsOf(error: unknown): ErrorParts {
  if (!(error instanceof Error))
    return { name: '', code: '', networkCode: undefined, where: '', status: undefined, message: 'an unknown failure' };
  const { code, Code, hostname, address, $metadata } = error as Error & Partial<SdkErrorParts>;
  const status = typeof $metadata?.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
  const nodeCode = typeof code === 'string' ? code : error.name;
  const host = typeof hostname === 'string' ? hostname : address;
  const answered = status !== undefined && !generic.has(error.name);
  return {
    name: error.name,
    code: typeof Code === 'string' && Code !== '' ? Code : answered ? error.name : '',
    networkCode: networkCodes.test(nodeCode) ? nodeCode : undefined,
    where: typeof host === 'string' ? ` from ${host}` : '',
    status,
    message: error.message,
  };
}
