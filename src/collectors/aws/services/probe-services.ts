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
  const each = new Map([regions, ...callPlan.flatMap(withFollowing)].map((planned) => [planned.permission, planned]));
  return [...each.values()].map((planned) => ({
    permission: planned.permission,
    ask: () => caller.call(planned, region, inputOf(planned, region)),
  }));
}

function withFollowing(planned: PlannedCall): readonly PlannedCall[] {
  return [planned, ...(planned.adds ?? []), ...(planned.each ?? []).flatMap(withFollowing)];
}

function inputOf(planned: PlannedCall, region: string): Item {
  // Whatever key is asked for has an answer, but for one that would end it; ids of Bedrock are ten capitals.
  const absent = new Proxy({}, { get: (_, key) => (key === 'ManagedBy' ? undefined : absentValue(String(key), region)) });
  return planned.batch === undefined ? (planned.input(absent, region) ?? {}) : planned.batch.input([absent]);
}

function absentValue(key: string, region: string): string {
  if (key === 'stateMachineArn') return `arn:aws:states:${region}:000000000000:stateMachine:no-such-thing`;
  if (key === 'ServiceArn') return `arn:aws:apprunner:${region}:000000000000:service/no-such-thing/0123456789abcdef0123456789abcdef`;
  if (key === 'clusterArn') return `arn:aws:ecs:${region}:000000000000:cluster/no-such-thing`;
  if (key === 'KeyArn') return `arn:aws:kms:${region}:000000000000:key/00000000-0000-0000-0000-000000000000`;
  if (key === 'TopicArn') return `arn:aws:sns:${region}:000000000000:no-such-thing`;
  if (key === 'QueueUrl') return `https://sqs.${region}.amazonaws.com/000000000000/no-such-thing`;
  if (key === 'IdentityPoolId') return `${region}:00000000-0000-0000-0000-000000000000`;
  if (key === 'EventDataStoreArn') return `arn:aws:cloudtrail:${region}:000000000000:eventdatastore/00000000-0000-0000-0000-000000000000`;
  if (key === 'arn' || key === 'analyzerArn') return `arn:aws:access-analyzer:${region}:000000000000:analyzer/no-such-thing`;
  // Only of an analyzer that is on, and a rule of nobody's, is there anything to ask.
  if (key === 'status') return 'ACTIVE';
  if (key === 'ServerId') return 's-00000000000000000';
  if (key === 'TrailARN') return `arn:aws:cloudtrail:${region}:000000000000:trail/no-such-thing`;
  if (key === 'DomainId') return 'd-nosuchdomain';
  if (/^(?:agentId|knowledgeBaseId|dataSourceId|actionGroupId)$/.test(key)) return 'NOSUCHTHNG';
  return 'no-such-thing';
}
