import { emitWithVariables } from './compute.ts';
import { variablesIn } from './environment-secrets.ts';
import { secretIdOf } from './secret-names.ts';
import { emitWorkload, localId, objectIn, objectsIn, type ServiceRecord, textIn, textOf } from './service-record.ts';

export function readCluster(record: ServiceRecord): void {
  const name = /:cluster\/(.+)$/.exec(textOf(record, 'clusterArn', 'container cluster') ?? '')?.[1];
  if (name !== undefined && record.raw.status !== 'INACTIVE')
    emitWorkload(record, { kind: 'aws-ecs-cluster', path: name, name, role: undefined });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export function readContainerService(record: ServiceRecord): void {
  const path = /:service\/(.+)$/.exec(textOf(record, 'serviceArn', 'container service') ?? '')?.[1];
  if (path === undefined || record.raw.status === 'INACTIVE') return;
  const name = textOf(record, 'serviceName', 'container service') ?? path;
  const through = revisionId(record, textIn(record.raw, 'taskDefinition'));
  emitWorkload(record, {
    kind: 'aws-ecs-service',
    path,
    name,
    role: undefined,
    ...(through === undefined ? {} : { through }),
    settings: execOf(record),
  });
}

/** A task may run as another role than its definition says. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export function readRunningTask(record: ServiceRecord): void {
  const path = /:task\/(.+)$/.exec(textOf(record, 'taskArn', 'running task') ?? '')?.[1];
  if (path === undefined || record.raw.lastStatus === 'STOPPED') return;
  const definition = textIn(record.raw, 'taskDefinitionArn');
  const role = textIn(objectIn(record.raw, 'overrides'), 'taskRoleArn');
  const through = role === undefined ? revisionId(record, definition) : undefined;
  const family = /task-definition\/([^:]+)/.exec(definition ?? '')?.[1];
  emitWorkload(record, {
    kind: 'aws-ecs-running-task',
    path,
    name: family === undefined ? path : `${family} (${path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('/') + 9)})`,
    role,
    ...(family === undefined ? {} : { app: family }),
    ...(through === undefined ? {} : { through }),
    settings: execOf(record),
  });
}

/** Whether a shell can be opened in its containers. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function execOf({ raw }: ServiceRecord): { readonly exec?: boolean } {
  return typeof raw.enableExecuteCommand === 'boolean' ? { exec: raw.enableExecuteCommand } : {};
}

function revisionId(record: ServiceRecord, definition: string | undefined): string | undefined {
  const revision = /task-definition\/([^:/]+:\d+)$/.exec(definition ?? '')?.[1];
  return revision === undefined ? undefined : localId(record, 'ecs-task-definition', revision);
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDefinition.html */
export function readJobDefinition(record: ServiceRecord): void {
  const name = textOf(record, 'jobDefinitionName', 'job definition');
  if (name === undefined || record.raw.status === 'INACTIVE') return;
  const container = objectIn(record.raw, 'containerProperties');
  const tasks = objectsIn(objectIn(record.raw, 'ecsProperties'), 'taskProperties');
  const role = textIn(container, 'jobRoleArn') ?? textIn(tasks[0], 'taskRoleArn') ?? null;
  const variables = variablesIn(objectsIn(container, 'environment'), '/containerProperties/environment');
  const references = variablesIn(objectsIn(container, 'secrets'), '/containerProperties/secrets', 'valueFrom').flatMap(
    ({ value, pointer }) => {
      const id = secretIdOf(value);
      return id === undefined ? [] : [{ id, pointer }];
    },
  );
  emitWithVariables(record, { kind: 'aws-batch-job', path: name, name, role, app: name }, variables, references);
}

export function readJobQueue(record: ServiceRecord): void {
  const name = textOf(record, 'jobQueueName', 'job queue');
  if (name !== undefined && record.raw.state !== 'DISABLED')
    emitWorkload(record, { kind: 'aws-batch-job-queue', path: name, name, role: undefined });
}

/** What a launch template gives to the instances launched from it: only the version that is launched by default counts. */
export function readLaunchTemplate(record: ServiceRecord): void {
  const path = textOf(record, 'LaunchTemplateId', 'launch template');
  const name = textOf(record, 'LaunchTemplateName', 'launch template') ?? path;
  const { DefaultVersion } = record.raw;
  if (path === undefined || name === undefined || DefaultVersion === false || DefaultVersion === 'false') return;
  const data = objectIn(record.raw, 'LaunchTemplateData');
  const given = objectIn(data, 'IamInstanceProfile');
  const profile = textIn(given, 'Name') ?? textIn(given, 'Arn')?.replace(/^.*\//, '');
  const options = objectIn(data, 'MetadataOptions');
  const tokens = textIn(options, 'HttpTokens');
  emitWorkload(record, {
    kind: 'aws-ec2-launch-template',
    path,
    name,
    role: data === undefined ? undefined : profile === undefined ? null : undefined,
    ...(profile === undefined ? {} : { through: `aws:instance-profile/${record.account}/${profile}` }),
    // What the template leaves open the image or the account decides.
    settings: tokens === undefined ? {} : { imds_v1: tokens === 'optional' && textIn(options, 'HttpEndpoint') !== 'disabled' },
  });
}
