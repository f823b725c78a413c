import { isGuid } from '../../../inventory/azure-id.ts';
import { fieldOf, isPlain, objectOf, type Plain, subscriptionOf, textOf, timeOf } from './arm-object.ts';

/** What is kept of an event of the Activity Log: nothing of its parameters, addresses and of who people are. */
export interface ActivityEvent {
  /** Tells the event from all others; absent where it has none. */
  readonly id: string | undefined;
  /** Empty of what is above subscriptions. */
  readonly subscription: string;
  /** The resource group that it is about, in lower case; empty where it is about none. */
  readonly group: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was checked, in lower case; empty of an event that is no call (an alert, a health event, the audit of a policy). */
  readonly actions: readonly string[];
  readonly refused: boolean;
  /** Tells callers apart; no more is done with it. */
  readonly caller: string;
  /** Absent of people, and of what Azure does itself. */
  readonly principal: ActingPrincipal | undefined;
}

/** A machine that made a call. */
export interface ActingPrincipal {
  /** Object id; absent where only `either` is told. */
  readonly object?: string;
  readonly application?: string;
  /** The object id or the client id: which of them is not told. */
  readonly either?: string;
}

const actionForm = /^[a-z][\w.]*(?:\/[\w.-]+)+\/(?:read|write|delete|action)$/i;
const refusal = /forbidden|authorizationfailed|unauthorized|linkedauthorizationfailed/i;

/** Whether an object is an event: as ARM, the Azure CLI and Get-AzActivityLog print it, or as diagnostic settings export it. */
export function isActivityEvent(raw: Plain): boolean {
  return fieldOf(raw, 'operationName') !== undefined && (fieldOf(raw, 'eventTimestamp') !== undefined || isExported(raw));
}

function isExported(raw: Plain): boolean {
  return textOf(raw, 'time') !== undefined && textOf(raw, 'resourceId') !== undefined && textOf(raw, 'category') !== undefined;
}

/**
 * Reads an event of the Activity Log; undefined where it has no time.
 * https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
 */
export function readActivityEvent(raw: Plain): ActivityEvent | undefined {
  const at = timeOfEvent(raw);
  if (at === undefined) return undefined;
  const identity = objectOf(raw, 'identity');
  const authorization = objectOf(raw, 'authorization') ?? objectOf(identity, 'authorization');
  const claims = objectOf(raw, 'claims') ?? objectOf(identity, 'claims');
  const resource = (textOf(raw, 'resourceId') ?? textOf(authorization, 'scope') ?? '').toLowerCase();
  const category = wordOf(raw, 'category')?.toLowerCase() ?? 'administrative';
  const named = [textOf(authorization, 'action'), wordOf(raw, 'operationName')].flatMap((one) =>
    one !== undefined && actionForm.test(one) ? one.toLowerCase() : [],
  );
  const outcome = [wordOf(raw, 'subStatus'), wordOf(raw, 'resultSignature'), statusCode(raw)].join(' ');
  const failed = /fail/i.test(wordOf(raw, 'status') ?? wordOf(raw, 'resultType') ?? '');
  const caller = textOf(raw, 'caller') ?? '';
  const own = isPlain(fieldOf(claims, 'content')) ? objectOf(claims, 'content') : claims;
  return {
    id: textOf(raw, 'eventDataId'),
    subscription: subscriptionOf(resource) || (textOf(raw, 'subscriptionId') ?? '').toLowerCase(),
    group: /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(resource)?.[1] ?? '',
    at,
    actions: category === 'administrative' ? [...new Set(named)] : [],
    refused: failed && refusal.test(outcome),
    caller: (caller || claimOf(own, 'objectidentifier') || '').toLowerCase(),
    principal: principalOf(own, caller, textOf(objectOf(authorization, 'evidence'), 'principalType')),
  };
}

/** A claim by the end of its name: some have the address of a schema before it. */
function claimOf(claims: Plain | undefined, name: string): string | undefined {
  for (const [key, value] of Object.entries(claims ?? {}))
    if (typeof value === 'string' && value !== '' && key.slice(key.lastIndexOf('/') + 1).toLowerCase() === name) return value;
  return undefined;
}

/** A token that stands for a person carries the person's name and a scope, and its `appid` is the tool's that they use. */
function principalOf(claims: Plain | undefined, caller: string, type: string | undefined): ActingPrincipal | undefined {
  const kind = claimOf(claims, 'idtyp')?.toLowerCase() ?? (type?.toLowerCase() === 'user' ? 'user' : undefined);
  const isPerson = ['upn', 'scope', 'scp', 'emailaddress', 'puid'].some((name) => claimOf(claims, name) !== undefined);
  if (kind === 'user' || caller.includes('@') || (kind !== 'app' && isPerson)) return undefined;
  const object = guidOf(claimOf(claims, 'objectidentifier') ?? claimOf(claims, 'oid'));
  const application = guidOf(claimOf(claims, 'appid'));
  if (object !== undefined) return { object, ...(application === undefined ? {} : { application }) };
  if (application !== undefined) return { application };
  const either = guidOf(caller);
  return either === undefined ? undefined : { either };
}

function guidOf(text: string | undefined): string | undefined {
  const dashed = text?.toLowerCase().replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5');
  return dashed !== undefined && isGuid(dashed) ? dashed : undefined;
}

/** `{ "value": "Failed", "localizedValue": ... }`, or the word alone. */
function wordOf(raw: Plain, key: string): string | undefined {
  return textOf(raw, key) ?? textOf(objectOf(raw, key), 'value');
}

function statusCode(raw: Plain): string {
  const properties = objectOf(raw, 'properties');
  return textOf(properties, 'statusCode') ?? textOf(objectOf(properties, 'content'), 'statusCode') ?? '';
}

/** ISO 8601, or as PowerShell 5 writes times: `/Date(1781740800000)/`. */
function timeOfEvent(raw: Plain): string | undefined {
  const key = fieldOf(raw, 'eventTimestamp') === undefined ? 'time' : 'eventTimestamp';
  const milliseconds = /^\/Date\((\d{1,15})\)\/$/.exec(textOf(raw, key) ?? '')?.[1];
  return timeOf(milliseconds === undefined ? raw : { [key]: Number(milliseconds) / 1000 }, key);
}
