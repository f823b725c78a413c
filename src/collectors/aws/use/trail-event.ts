import { accountOfArn, awsIdentityId } from '../../../inventory/id.ts';
import type { ClientKind } from '../../../inventory/use.ts';
import { isObject } from '../../../plain-object.ts';
import { readDate } from '../dates.ts';
import { clientKindOf } from './client-kind.ts';
import { networkOf } from './source-network.ts';

/** What is kept of one event: nothing of its parameters, addresses, session names and user agent. */
export interface TrailEvent {
  /** Tells the event from all others; absent where the record has none. */
  readonly id: string | undefined;
  /** Account whose trail recorded it. */
  readonly account: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `<first label of the event source>:<event name>`. */
  readonly event: string;
  readonly readOnly: boolean;
  readonly refused: boolean;
  readonly region: string | undefined;
  /** Absent for events of AWS services, of other accounts and of callers that are not named. */
  readonly identity: string | undefined;
  readonly client: ClientKind;
  readonly network: string | undefined;
  /** The long-lived access key that signed it. */
  readonly key: string | undefined;
  readonly mfa: boolean | undefined;
}

type Raw = Readonly<Record<string, unknown>>;

const sourceForm = /^([a-z0-9][a-z0-9-]{0,62})(?:\.[a-z0-9-]+){0,4}\.amazonaws\.com(?:\.cn)?$/;
const nameForm = /^[A-Za-z]\w{0,127}$/;
const refusal = /AccessDenied|Unauthorized|NotAuthorized|Forbidden/i;

/** An event that is not one, for a gap: what is wrong with it. */
export type NoEvent = 'insight' | { readonly wrong: string };

/**
 * Reads one CloudTrail record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function readTrailEvent(raw: unknown): TrailEvent | NoEvent {
  if (!isObject(raw)) return { wrong: 'is not an object' };
  // Insights speak of many events at once, and repeat none.
  if (raw.eventType === 'AwsCloudTrailInsight' || raw.eventCategory === 'Insight') return 'insight';
  const source = textOf(raw.eventSource);
  const name = textOf(raw.eventName);
  const at = readDate(raw.eventTime);
  const service = source === undefined ? undefined : sourceForm.exec(source)?.[1];
  if (service === undefined) return { wrong: 'has no eventSource' };
  if (name === undefined || !nameForm.test(name)) return { wrong: 'has no eventName' };
  if (at === undefined) return { wrong: 'has no eventTime' };
  const user = isObject(raw.userIdentity) ? raw.userIdentity : {};
  const session = isObject(user.sessionContext) ? user.sessionContext : {};
  const attributes = isObject(session.attributes) ? session.attributes : {};
  const region = textOf(raw.awsRegion);
  const key = textOf(user.accessKeyId);
  return {
    id: textOf(raw.eventID),
    account: accountOf(raw.recipientAccountId) ?? accountOf(user.accountId),
    at,
    event: `${service}:${name}`,
    readOnly: raw.readOnly === true || raw.readOnly === 'true',
    refused: refusal.test(textOf(raw.errorCode) ?? ''),
    region: region !== undefined && /^[a-z]{2}(?:-[a-z0-9]+)+$/.test(region) ? region : undefined,
    identity: identityOf(user, session),
    client: clientOf(raw, user, service, name),
    network: networkOf(textOf(raw.sourceIPAddress) ?? ''),
    // Keys that begin otherwise (ASIA) are of a session, and gone with it.
    key: key !== undefined && /^AKIA[A-Z0-9]{12,28}$/.test(key) ? key : undefined,
    mfa: attributes.mfaAuthenticated === 'true' ? true : attributes.mfaAuthenticated === 'false' ? false : undefined,
  };
}

/**
 * Who did it: a session is its role (or the user that asked for it), whoever holds it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function identityOf(user: Raw, session: Raw): string | undefined {
  const issuer = isObject(session.sessionIssuer) ? textOf(session.sessionIssuer.arn) : undefined;
  const arn = textOf(user.arn);
  switch (user.type) {
    case 'IAMUser':
      return known(arn);
    case 'AssumedRole':
    case 'FederatedUser':
      return known(issuer) ?? known(arn);
    case 'Root':
      return rootOf(arn, user);
    default:
      return undefined;
  }
}

function known(arn: string | undefined): string | undefined {
  return arn === undefined || arn.length > 2048 || accountOfArn(arn) === undefined ? undefined : awsIdentityId(arn);
}

function rootOf(arn: string | undefined, user: Raw): string | undefined {
  const account = accountOf(user.accountId);
  return known(arn) ?? (account === undefined ? undefined : `aws:root/${account}`);
}

function clientOf(raw: Raw, user: Raw, service: string, name: string): ClientKind {
  if (service === 'signin' && /^(?:ConsoleLogin|SwitchRole|GetSigninToken)$/.test(name)) return 'console';
  const agent = textOf(raw.userAgent) ?? '';
  const kind = clientKindOf(agent);
  // A service that acts for the caller says so here, whatever it sends as its user agent.
  if (textOf(user.invokedBy) !== undefined) return 'service';
  if (raw.sessionCredentialFromConsole === 'true' || raw.sessionCredentialFromConsole === true) {
    return kind === 'cloudshell' ? kind : 'console';
  }
  return kind;
}

function accountOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
