import { callPlan } from './call-plan.ts';
import type { Item, PlannedCall } from './planned-call.ts';
import type { ServicePermission } from './service-calls.ts';
import type { SignedCaller } from './signed-caller.ts';

export interface ServiceProbe {
  readonly permission: ServicePermission;
  readonly ask: () => Promise<unknown>;
}

/** A cheap call per permission; where a call needs a name, about something that does not exist. */
export function probeServices(caller: Pick<SignedCaller, 'call'>, region: string): readonly ServiceProbe[] {
  const regions: PlannedCall = { permission: 'ec2:DescribeRegions', service: 'ec2', input: () => ({}) };
  return [regions, ...callPlan.flatMap(withFollowing)].map((planned) => ({
    permission: planned.permission,
    ask: () => caller.call(planned, region, inputOf(planned, region)),
  }));
}

function withFollowing(planned: PlannedCall): readonly PlannedCall[] {
  return [planned, ...(planned.adds ?? []), ...(planned.each ?? []).flatMap(withFollowing)];
}

function inputOf(planned: PlannedCall, region: string): Item {
  if (planned.batch !== undefined) return planned.batch.input([{ name: 'no-such-thing' }]);
  // Whatever key is asked for has an answer; ids of Bedrock are ten capitals.
  const absent = new Proxy({}, { get: (_, key) => absentValue(String(key), region) });
  return planned.input(absent) ?? {};
}

function absentValue(key: string, region: string): string {
  if (key === 'stateMachineArn') return `arn:aws:states:${region}:000000000000:stateMachine:no-such-thing`;
  if (key === 'ServiceArn') return `arn:aws:apprunner:${region}:000000000000:service/no-such-thing/0123456789abcdef0123456789abcdef`;
  if (key === 'TrailARN') return `arn:aws:cloudtrail:${region}:000000000000:trail/no-such-thing`;
  if (key === 'DomainId') return 'd-nosuchdomain';
  if (/^(?:agentId|knowledgeBaseId|dataSourceId|actionGroupId)$/.test(key)) return 'NOSUCHTHNG';
  return 'no-such-thing';
}
