import type { GapReason } from '../../inventory/gap.ts';
import { isObject } from '../../plain-object.ts';
import { oneLine } from '../one-line.ts';

/** Why a request brought nothing: a gap, not an error of this tool. */
export class RestFailure extends Error {
  override readonly name = 'RestFailure';
  readonly why: GapReason;
  /** HTTP status; absent where no answer came. */
  readonly status: number | undefined;
  /** The provider's own word: `PERMISSION_DENIED`, `AuthorizationFailed`, `Authorization_RequestDenied`; empty where it sent none. */
  readonly code: string;
  /** One line for a person. */
  readonly detail: string;
  /** The permission that the provider says is missing. */
  readonly permission: string | undefined;
  /** Google: `IAM_PERMISSION_DENIED`, `SERVICE_DISABLED`... */
  readonly reason: string | undefined;
  /** The credentials themselves were not accepted: no other request can do better. */
  readonly credentials: boolean;

  /** Milliseconds after which the provider wants to be asked again; absent where it does not say. */
  readonly retryAfter: number | undefined;

  constructor(parts: Pick<RestFailure, 'why' | 'detail'> & Partial<RestFailure>) {
    super(parts.detail);
    this.why = parts.why;
    this.detail = oneLine(parts.detail);
    this.status = parts.status;
    this.code = parts.code ?? '';
    this.permission = parts.permission;
    this.reason = parts.reason;
    this.credentials = parts.credentials ?? false;
    this.retryAfter = parts.retryAfter;
  }
}

/**
 * Reads an answer that is a refusal. Google's errors: https://cloud.google.com/apis/design/errors; those of Azure and of
 * Microsoft Graph: https://learn.microsoft.com/graph/errors.
 */
export function failureOfAnswer(status: number, text: string, retryAfter: string | null, answeredAt: string | null = null): RestFailure {
  const error = errorIn(text);
  const code = wordOf(error?.status) ?? wordOf(error?.code) ?? '';
  const message = wordOf(error?.message) ?? `answered with HTTP status ${status}`;
  const { reason, permission: named } = detailsOf(error?.details);
  // ARM: "... does not have authorization to perform action 'Microsoft.X/y/read' over scope ..."
  const permission = named ?? /perform action '([^']{1,200})'/.exec(message)?.[1] ?? /Permission '([^']{1,200})' denied/.exec(message)?.[1];
  return new RestFailure({
    why: whyOf(status),
    status,
    code,
    detail: code === '' || message.includes(code) ? message : `${code}: ${message}`,
    ...(reason === undefined ? {} : { reason }),
    ...(permission === undefined ? {} : { permission }),
    credentials: status === 401,
    retryAfter: millisecondsIn(retryAfter, answeredAt),
  });
}

/** What was thrown in place of an answer: by the network, or by what gives tokens. */
export function failureOfError(error: unknown, host: string): RestFailure {
  if (error instanceof RestFailure) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const words = timedOut ? 'in time' : code === '' ? '' : `(${code})`;
  return new RestFailure({ why: 'unreachable', code, detail: `no answer ${words} from ${host}`.replace('  ', ' ') });
}

/** Seconds, or a date (https://www.rfc-editor.org/rfc/rfc9110#name-retry-after); a date is left to the growing pauses. */
/** Seconds, or a time by the server's clock (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). */
function millisecondsIn(retryAfter: string | null, answeredAt: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(retryAfter.trim())) return Number(retryAfter) * 1000;
  const [until, from] = [Date.parse(retryAfter), Date.parse(answeredAt ?? '')];
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? Date.now() : from));
}

function whyOf(status: number): GapReason {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unreachable' : 'unsupported';
}

interface ErrorBody {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

function errorIn(text: string): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const error = isObject(body) ? (body.error ?? body) : undefined;
    return isObject(error) ? error : undefined;
  } catch {
    return undefined;
  }
}

function detailsOf(details: unknown): { readonly reason?: string; readonly permission?: string } {
  const info = Array.isArray(details) ? details.find((d) => isObject(d) && typeof d.reason === 'string') : undefined;
  if (!isObject(info)) return {};
  const permission = isObject(info.metadata) ? wordOf(info.metadata.permission) : undefined;
  return { reason: String(info.reason), ...(permission === undefined ? {} : { permission }) };
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
