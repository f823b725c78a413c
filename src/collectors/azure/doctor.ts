import { isGuid } from '../../inventory/azure-id.ts';
import { UserError } from '../../user-error.ts';
import { isPlain, textOf } from '../azure-model/arm/arm-object.ts';
import type { CollectContext, DoctorLine } from '../collector.ts';
import type { RestFailure } from '../rest/rest-failure.ts';
import { type ArmCall, armCalls } from './calls.ts';
import { type LiveOptions, openClient, signInAdvice } from './live.ts';
import { isNotOffered, LiveReader } from './live-reader.ts';
import { type GraphScope, graphQueries } from './resource-graph.ts';
import { readSourceWord } from './source-word.ts';

/** Checks credentials and permissions with one cheap question each. Never throws for what Azure refuses. */
export async function checkAzure(source: string, context: CollectContext, options: LiveOptions = {}): Promise<readonly DoctorLine[]> {
  try {
    const asked = readSourceWord(source);
    const { client, endpoint } = openClient(context, source, options);
    const reader = new LiveReader(client, endpoint, source, () => undefined);
    const { rows, failure } = await reader.list(armCalls.subscriptions.path);
    if (failure?.credentials === true) return [{ status: 'failed', check: `${source}: credentials`, remedy: signInAdvice(failure) }];
    const lines: DoctorLine[] = [{ status: 'ok', check: `${source}: credentials` }];
    const ids = rows.filter(isPlain).flatMap((row) => textOf(row, 'subscriptionId')?.toLowerCase() ?? []);
    const ours = asked.of === 'subscription' ? ids.filter((id) => id === asked.id) : ids.filter(isGuid);
    const [first] = ours.sort();
    lines.push(
      failure !== undefined
        ? lineOf(armCalls.subscriptions, failure)
        : first === undefined
          ? {
              status: 'missing',
              check: 'subscriptions',
              remedy: 'no subscription is visible: give the credentials Reader, or the role that nhi permissions prints',
            }
          : { status: 'ok', check: `${armCalls.subscriptions.permission} (${ours.length} visible)` },
    );
    const scope: GraphScope =
      asked.of === 'management-group'
        ? { managementGroups: [asked.name] }
        : asked.of === 'subscription'
          ? { subscriptions: [asked.id] }
          : {};
    for (const [name, query] of Object.entries(graphQueries)) {
      const answer = await reader.query({ ...query, query: `${query.query} | take 1` }, [scope]);
      const check = `Resource Graph: ${query.unseen}`;
      lines.push(
        answer.failure !== undefined
          ? { status: 'failed', check, remedy: answer.failure.detail }
          : answer.rows.length > 0 || name === 'customRoles' || name === 'registrations'
            ? { status: 'ok', check }
            : { status: 'missing', check, remedy: 'Resource Graph gives no row, and leaves out in silence what may not be read' },
      );
    }
    if (first === undefined) return lines;
    for (const call of [armCalls.assignments, armCalls.eligible, armCalls.active, armCalls.denies]) {
      const answer = await reader.list(call.path, `/subscriptions/${first}`);
      lines.push(answer.failure === undefined ? { status: 'ok', check: call.permission } : lineOf(call, answer.failure));
    }
    return lines;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ status: 'failed', check: source, remedy: error.message }];
  }
}

function lineOf({ permission, serves, required }: ArmCall, failure: RestFailure): DoctorLine {
  if (isNotOffered(failure)) return { status: 'ok', check: `${permission} (not in the tenant's licence)` };
  if (failure.why !== 'denied') return { status: 'failed', check: permission, remedy: failure.detail };
  return {
    status: 'missing',
    check: permission,
    remedy: `allow ${permission} (${required ? 'required' : 'recommended'}): it shows ${serves}`,
  };
}
