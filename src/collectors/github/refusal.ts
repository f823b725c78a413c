import type { GapReason } from '../../inventory/gap.ts';
import { oneLine } from '../one-line.ts';
import type { Endpoint } from './endpoint.ts';
import { isRaw, textOf } from './raw.ts';

/** Why a question brought no answer. */
export interface Refusal {
  readonly why: GapReason;
  readonly detail: string;
  readonly status?: number;
  /** What would show it. */
  readonly permission?: string;
  /** The credentials are not accepted, or nobody answers: no other question can do better. */
  readonly ends?: boolean;
}

/** An answer came, and is not one of the API. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * What a failure says. GitHub hides what may not be seen behind 404
 * (https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api), and names in headers what would show it.
 */
export function refusalOf(error: unknown, needs: Pick<Endpoint, 'permission' | 'scope'>): Refusal {
  if (error instanceof Unreadable) return { why: 'unreadable', detail: error.message };
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const headers = headersOf(error);
  const permission = permissionFor(headers, needs);
  const words = oneLine(messageOf(error));
  if (status === undefined) return { why: 'unreachable', detail: noAnswer(error), ends: true };
  if (status === 401) return { why: 'denied', status, detail: `the credentials are not accepted: ${words}`, ends: true };
  if (status === 429 || (status === 403 && (/rate limit/i.test(words) || headers['x-ratelimit-remaining'] === '0')))
    return { why: 'throttled', status, detail: words };
  if (status === 403) return { why: 'denied', status, detail: words, permission };
  if (status === 404) return { why: 'not-found', status, detail: 'not there, or not to be seen with these credentials', permission };
  // The client gives 500 to what the network did.
  if (status >= 500)
    return {
      why: 'unreachable',
      status,
      detail: hasResponse(error) ? `answered with HTTP status ${status}` : noAnswer(error),
      ends: !hasResponse(error),
    };
  return { why: 'unsupported', status, detail: words === '' ? `answered with HTTP status ${status}` : words };
}

type Headers = Readonly<Record<string, string | undefined>>;

function headersOf(error: unknown): Headers {
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  return isRaw(response) && isRaw(response.headers) ? (response.headers as Headers) : {};
}

function hasResponse(error: unknown): boolean {
  return error instanceof Error && 'response' in error && error.response !== undefined;
}

function messageOf(error: unknown): string {
  const response = error instanceof Error && 'response' in error && isRaw(error.response) ? error.response : undefined;
  const data = isRaw(response?.data) ? response.data : undefined;
  return textOf(data?.message) ?? (error instanceof Error ? (error.message.split(' - https://', 1)[0] ?? '') : '');
}

function noAnswer(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? ` (${inner.code})` : '';
  return error instanceof Error && /abort|timeout/i.test(error.name + error.message) ? 'no answer in time' : `no answer${code}`;
}

/** What the answer itself names counts over what the documentation says. */
function permissionFor(headers: Headers, needs: Pick<Endpoint, 'permission' | 'scope'>): string {
  const sso = headers['x-github-sso'];
  if (sso?.startsWith('required')) return 'the token authorised for single sign-on';
  const accepted = headers['x-accepted-github-permissions'];
  if (accepted !== undefined && accepted !== '') return oneLine(accepted.replaceAll('=', ':').replaceAll('; ', ' or '));
  // A classic token is told which scopes it has.
  if (headers['x-oauth-scopes'] !== undefined) return `scope ${oneLine(headers['x-accepted-oauth-scopes'] || needs.scope)}`;
  return needs.permission;
}
