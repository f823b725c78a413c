import { type DayRanges, rangeBetween } from '../../inventory/day-ranges.ts';
import type { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import { isPlain, timeOf } from '../azure-model/arm/arm-object.ts';
import { armCalls } from './calls.ts';
import { isNotOffered, type LiveReader } from './live-reader.ts';

/** The log goes back 90 days, today counted; older events are refused. */
const days = 90;
const day = 86_400_000;
/** Pages of one subscription: each has up to 200 events, the latest first. */
const mostPages = 50;
/** What is read of an event, and no more is asked for. */
const fields =
  'authorization,caller,claims,category,eventDataId,eventTimestamp,id,operationName,resourceId,status,subStatus,subscriptionId';

/**
 * Reads the Activity Log of a subscription, from today back, as far as its pages are asked for. Answers whether another try
 * would bring no more (https://learn.microsoft.com/rest/api/monitor/activity-logs/list).
 */
export async function readActivity(
  reader: LiveReader,
  normaliser: ArmNormaliser,
  { id, name }: { readonly id: string; readonly name: string },
  now: Date,
): Promise<boolean> {
  const of = `/subscriptions/${id}`;
  const start = new Date(Math.floor(now.getTime() / day) * day - (days - 1) * day).toISOString();
  const filter = `eventTimestamp ge '${start}' and eventTimestamp le '${now.toISOString()}'`;
  const asked = `&$filter=${encodeURIComponent(filter)}&$select=${encodeURIComponent(fields)}`;
  const { rows, failure, isCut } = await reader.list(`${armCalls.activity.path}${asked}`, of, mostPages);
  reader.give(normaliser, rows, `${of}/activity`);
  if (failure !== undefined) reader.refusal(armCalls.activity, `subscription ${name}`, failure);
  const whole = failure === undefined && isCut !== true ? rangeBetween(start, now.toISOString()) : daysAfterOldest(rows, now);
  if (whole.length > 0) normaliser.activityRead(id, whole);
  if (isCut === true)
    reader.gap(
      `older events of the Activity Log of subscription ${name}`,
      {
        why: 'not-given',
        detail: `only its latest ${rows.length} events were asked for, which go back ${rows.length === 0 ? 'no day' : `to ${whole[0]?.slice(0, 10) ?? 'today'}`}`,
        permission: 'az monitor activity-log list --offset 89d --max-events 1000000, as a file',
      },
      undefined,
      false,
    );
  return (
    failure === undefined || isNotOffered(failure) || (failure.why !== 'throttled' && failure.why !== 'unreachable' && !failure.credentials)
  );
}

/** Of a list that goes back in time and breaks off, the day of its last event may lack some. */
function daysAfterOldest(rows: readonly unknown[], now: Date): DayRanges {
  const times = rows.filter(isPlain).flatMap((row) => timeOf(row, 'eventTimestamp') ?? []);
  const oldest = times.sort()[0];
  return oldest === undefined ? [] : rangeBetween(new Date(Date.parse(oldest) + day).toISOString(), now.toISOString());
}
