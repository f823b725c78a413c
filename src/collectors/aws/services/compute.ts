import type { WorkloadSettings } from '../../../inventory/workload.ts';
import type { Raw } from '../door.ts';
import { hold, readVariables, type Variable, variablesIn, variablesOf } from './environment-secrets.ts';
import { parameterId, secretIdOf, secretNamed } from './secret-names.ts';
import {
  applicationOf,
  emitWorkload,
  objectIn,
  objectsIn,
  roleOf,
  type ServiceRecord,
  textIn,
  textOf,
  type WorkloadDraft,
} from './service-record.ts';

/** Hands over a workload with what its variables hold. `variables`: undefined where the answer could not give them. */
export function emitWithVariables(
  record: ServiceRecord,
  draft: WorkloadDraft,
  variables: readonly Variable[] | undefined,
  references: readonly { readonly id: string; readonly pointer: string }[] = [],
): void {
  // The role must be named before the links that start at it.
  const holder = emitWorkload(record, draft);
  for (const { id, pointer } of references) hold(record, holder, id, pointer);
  if (variables === undefined) return;
  const env_secrets = readVariables(record, holder, variables);
  emitWorkload(record, { ...draft, settings: { ...draft.settings, env_secrets } });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function readFunction(record: ServiceRecord): void {
  const name = textOf(record, 'FunctionName', 'function');
  if (name === undefined) return;
  const environment = objectIn(record.raw, 'Environment');
  // Lambda answers an error in the place of variables that it may not decrypt.
  const readable = environment === undefined || environment.Error === undefined;
  emitWithVariables(
    record,
    { kind: 'aws-lambda-function', path: name, name, role: roleOf(record, 'Role', 'function') },
    readable ? variablesOf(objectIn(environment, 'Variables'), '/Environment/Variables') : undefined,
  );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html */
export function readTaskDefinition(record: ServiceRecord): void {
  const arn = textOf(record, 'taskDefinitionArn', 'task definition');
  const family = textOf(record, 'family', 'task definition') ?? /task-definition\/([^:]+)/.exec(arn ?? '')?.[1];
  if (family === undefined || record.raw.status === 'INACTIVE') return;
  const role = roleOf(record, 'taskRoleArn', 'task definition');
  const { revision } = record.raw;
  if (typeof revision === 'number') emitRevision(record, `${family}:${revision}`, role);
  // A revision that only runs still is no more than that: what is started next is the newest.
  if (record.raw.inUse === true) return;
  const containers = objectsIn(record.raw, 'containerDefinitions');
  const variables = containers.flatMap((c, i) => variablesIn(objectsIn(c, 'environment'), `/containerDefinitions/${i}/environment`));
  const references = containers.flatMap((c, i) =>
    variablesIn(objectsIn(c, 'secrets'), `/containerDefinitions/${i}/secrets`, 'valueFrom').flatMap(({ value, pointer }) => {
      const id = secretIdOf(value) ?? parameterNamed(record, value);
      return id === undefined ? [] : [{ id, pointer }];
    }),
  );
  emitWithVariables(record, { kind: 'aws-ecs-task', path: family, name: family, role }, variables, references);
}

/** What services and running tasks name: it gives them their role, as an instance profile does for instances. */
function emitRevision(record: ServiceRecord, name: string, role: string | null): void {
  emitWorkload(record, { kind: 'aws-ecs-task-definition', path: name, name, role });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Reservation.html */
export function readReservation(record: ServiceRecord): void {
  objectsIn(record.raw, 'Instances').forEach((instance, index) => {
    const id = textIn(instance, 'InstanceId');
    const state = textIn(objectIn(instance, 'State'), 'Name');
    if (id === undefined || state === 'terminated' || state === 'shutting-down') return;
    const profile = textIn(objectIn(instance, 'IamInstanceProfile'), 'Arn');
    const options = objectIn(instance, 'MetadataOptions');
    const tags = objectsIn(instance, 'Tags');
    const tagName = tags.find((t) => t.Key === 'Name');
    const zone = textIn(objectIn(instance, 'Placement'), 'AvailabilityZone');
    const region = record.region ?? /^([a-z]+(?:-[a-z]+)+-\d)/.exec(zone ?? '')?.[1];
    const at = { ...record.at, pointer: `${record.at.pointer ?? ''}/Instances/${index}` };
    const profileName = profile?.slice(profile.lastIndexOf('/') + 1);
    const account = textIn(record.raw, 'OwnerId') ?? record.account;
    const app = applicationOf(tags) ?? textIn(tagName, 'Value') ?? profileName;
    emitWorkload(
      { ...record, at, region, account },
      {
        kind: 'aws-ec2-instance',
        path: id,
        name: textIn(tagName, 'Value') === undefined ? id : `${textIn(tagName, 'Value')} (${id})`,
        role: profile === undefined ? null : undefined,
        app,
        ...(profileName === undefined ? {} : { through: `aws:instance-profile/${account}/${profileName}` }),
        settings: metadataSettings(options),
      },
    );
  });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html */
function metadataSettings(options: Raw | undefined): WorkloadSettings {
  const isOff = textIn(options, 'HttpEndpoint') === 'disabled';
  const tokens = textIn(options, 'HttpTokens');
  const hops = Number(options?.HttpPutResponseHopLimit ?? Number.NaN);
  return {
    ...(tokens === undefined ? {} : { imds_v1: tokens === 'optional' && !isOff }),
    ...(Number.isInteger(hops) || isOff ? { imds_hops: isOff ? 0 : hops } : {}),
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html */
export function readBuildProject(record: ServiceRecord): void {
  const name = textOf(record, 'name', 'build project');
  if (name === undefined) return;
  const all = objectsIn(objectIn(record.raw, 'environment'), 'environmentVariables');
  const pointer = '/environment/environmentVariables';
  const variables = variablesIn(all, pointer).filter((_, i) => (all[i]?.type ?? 'PLAINTEXT') === 'PLAINTEXT');
  const references = variablesIn(all, pointer).flatMap((variable, i) => {
    const id = storedBy(record, all[i], variable.value);
    return id === undefined ? [] : [{ id, pointer: variable.pointer }];
  });
  emitWithVariables(
    record,
    {
      kind: 'aws-codebuild-project',
      path: name,
      name,
      role: roleOf(record, 'serviceRole', 'build project'),
      app: applicationOf(objectsIn(record.raw, 'tags')),
      ...sourceOf(record),
    },
    variables,
    references,
  );
}

function sourceOf(record: ServiceRecord): { readonly settings?: WorkloadSettings } {
  const source = objectIn(record.raw, 'source');
  const type = source && textIn(source, 'type');
  return type === undefined ? {} : { settings: { pipeline_source: type === 'CODEPIPELINE' } };
}

/** What a build variable refers to: `SECRET-ID:KEY:STAGE:VERSION`, an ARN or the name of a parameter. */
function storedBy(record: ServiceRecord, variable: Raw | undefined, value: string): string | undefined {
  const known = secretIdOf(value);
  if (known !== undefined || record.region === undefined) return known;
  if (variable?.type === 'SECRETS_MANAGER') return secretNamed(record.account, record.region, value.split(':', 1)[0] ?? '');
  return variable?.type === 'PARAMETER_STORE' ? parameterNamed(record, value) : undefined;
}

function parameterNamed(record: ServiceRecord, name: string): string | undefined {
  return record.region === undefined || name.includes(':') ? undefined : parameterId(record.account, record.region, name);
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_Job.html */
export function readGlueJob(record: ServiceRecord): void {
  const name = textOf(record, 'Name', 'Glue job');
  const role = textOf(record, 'Role', 'Glue job');
  if (name === undefined) return;
  // A job may name its role without the ARN.
  const arn = role === undefined || role === '' || role.startsWith('arn:') ? role : `arn:aws:iam::${record.account}:role/${role}`;
  const variables = variablesOf(objectIn(record.raw, 'DefaultArguments'), '/DefaultArguments');
  emitWithVariables(record, { kind: 'aws-glue-job', path: name, name, role: arn || null }, variables);
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_DevEndpoint.html */
export function readGlueEndpoint(record: ServiceRecord): void {
  const name = textOf(record, 'EndpointName', 'Glue development endpoint');
  if (name === undefined) return;
  const role = roleOf(record, 'RoleArn', 'Glue development endpoint');
  emitWorkload(record, { kind: 'aws-glue-dev-endpoint', path: name, name, role });
}

/** https://docs.aws.amazon.com/apprunner/latest/api/API_Service.html */
export function readAppRunner(record: ServiceRecord): void {
  const name = textOf(record, 'ServiceName', 'App Runner service');
  if (name === undefined) return;
  const source = objectIn(record.raw, 'SourceConfiguration');
  const image = objectIn(objectIn(source, 'ImageRepository'), 'ImageConfiguration');
  const code = objectIn(objectIn(objectIn(source, 'CodeRepository'), 'CodeConfiguration'), 'CodeConfigurationValues');
  const [configuration, pointer] =
    image === undefined
      ? [code, '/SourceConfiguration/CodeRepository/CodeConfiguration/CodeConfigurationValues']
      : [image, '/SourceConfiguration/ImageRepository/ImageConfiguration'];
  const variables = variablesOf(objectIn(configuration, 'RuntimeEnvironmentVariables'), `${pointer}/RuntimeEnvironmentVariables`);
  const references = variablesOf(objectIn(configuration, 'RuntimeEnvironmentSecrets'), `${pointer}/RuntimeEnvironmentSecrets`).flatMap(
    ({ value, pointer }) => {
      const id = secretIdOf(value);
      return id === undefined ? [] : [{ id, pointer }];
    },
  );
  const open = objectIn(objectIn(record.raw, 'NetworkConfiguration'), 'IngressConfiguration')?.IsPubliclyAccessible;
  emitWithVariables(
    record,
    {
      kind: 'aws-apprunner-service',
      path: name,
      name,
      role: textIn(objectIn(record.raw, 'InstanceConfiguration'), 'InstanceRoleArn') ?? null,
      settings: typeof open === 'boolean' ? { public: open } : {},
    },
    variables,
    references,
  );
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModel.html */
export function readModel(record: ServiceRecord): void {
  const name = textOf(record, 'ModelName', 'model');
  if (name === undefined) return;
  const primary = variablesOf(objectIn(objectIn(record.raw, 'PrimaryContainer'), 'Environment'), '/PrimaryContainer/Environment');
  const others = objectsIn(record.raw, 'Containers').flatMap((c, i) =>
    variablesOf(objectIn(c, 'Environment'), `/Containers/${i}/Environment`),
  );
  const role = roleOf(record, 'ExecutionRoleArn', 'model');
  emitWithVariables(record, { kind: 'aws-sagemaker-model', path: name, name, role }, [...primary, ...others]);
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html */
export function readTrainingJob(record: ServiceRecord): void {
  const name = textOf(record, 'TrainingJobName', 'training job');
  if (name === undefined || record.raw.TrainingJobStatus !== 'InProgress') return;
  const variables = ['Environment', 'HyperParameters'].flatMap((key) => variablesOf(objectIn(record.raw, key), `/${key}`));
  const role = roleOf(record, 'RoleArn', 'training job');
  emitWithVariables(record, { kind: 'aws-sagemaker-training-job', path: name, name, role }, variables);
}

export function readNotebook(record: ServiceRecord): void {
  const name = textOf(record, 'NotebookInstanceName', 'notebook instance');
  if (name === undefined) return;
  const role = roleOf(record, 'RoleArn', 'notebook instance');
  emitWorkload(record, { kind: 'aws-sagemaker-notebook', path: name, name, role });
}

export function readDomain(record: ServiceRecord): void {
  const name = textOf(record, 'DomainName', 'SageMaker domain') ?? textOf(record, 'DomainId', 'SageMaker domain');
  if (name === undefined) return;
  const role = textIn(objectIn(record.raw, 'DefaultUserSettings'), 'ExecutionRole') ?? null;
  emitWorkload(record, { kind: 'aws-sagemaker-domain', path: name, name, role });
}

export function readStateMachine(record: ServiceRecord): void {
  const name = textOf(record, 'name', 'state machine');
  if (name === undefined) return;
  emitWorkload(record, { kind: 'aws-state-machine', path: name, name, role: roleOf(record, 'roleArn', 'state machine') });
}

/** Stacks without a role of their own act as whoever calls: those are no workloads. */
export function readStack(record: ServiceRecord): void {
  const name = textOf(record, 'StackName', 'stack');
  const role = roleOf(record, 'RoleARN', 'stack');
  if (name !== undefined && role !== null) emitWorkload(record, { kind: 'aws-cloudformation-stack', path: name, name, role });
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html */
export function readCluster(record: ServiceRecord): void {
  const name = textOf(record, 'name', 'cluster');
  if (name === undefined) return;
  const issuer = textIn(objectIn(objectIn(record.raw, 'identity'), 'oidc'), 'issuer')?.replace(/^https:\/\//, '');
  const role = roleOf(record, 'roleArn', 'cluster');
  const settings = { ...(issuer === undefined ? {} : { issuer }), ...auditSettings(objectIn(record.raw, 'logging')) };
  emitWorkload(record, { kind: 'aws-eks-cluster', path: name, name, role, settings });
  // Nodes that EKS runs by itself are no instances of the account's own.
  const nodes = textIn(objectIn(record.raw, 'computeConfig'), 'nodeRoleArn');
  if (nodes !== undefined) emitWorkload(record, { kind: 'aws-eks-nodes', path: name, name, role: nodes });
}

/** Whether a cluster writes down who asked it what (https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html). */
function auditSettings(logging: Raw | undefined): WorkloadSettings {
  const all = objectsIn(logging, 'clusterLogging');
  if (all.length === 0) return {};
  return { audit_logged: all.some((one) => one.enabled === true && Array.isArray(one.types) && one.types.includes('audit')) };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html */
export function readPodIdentity(record: ServiceRecord): void {
  const parts = ['clusterName', 'namespace', 'serviceAccount'].map((key) => textOf(record, key, 'pod identity association'));
  if (parts.includes(undefined)) return;
  const name = parts.join('/');
  emitWorkload(record, { kind: 'aws-eks-pod', path: name, name, role: roleOf(record, 'roleArn', 'pod identity association') });
}
