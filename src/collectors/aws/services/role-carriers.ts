import type { Raw } from '../door.ts';
import { emitWorkload, objectIn, type ServiceRecord, textIn } from './service-record.ts';

/** Something that runs as a role, or hands one out, and of which no more is to be said. */
interface RoleCarrier {
  readonly kind: string;
  /** The key of its name. */
  readonly name: string;
  /** What names it in its account and region, where that is more than its name. */
  readonly path?: (raw: Raw) => string | undefined;
  /** Where its role stands. */
  readonly role: (raw: Raw) => string | undefined;
  /** Without a role it is still worth knowing that it is there. */
  readonly bare?: true;
  /** Whether it is over and done with. */
  readonly gone?: (raw: Raw) => boolean;
}

const at =
  (...keys: readonly string[]) =>
  (raw: Raw): string | undefined =>
    textIn(
      keys.slice(0, -1).reduce<Raw | undefined>((value, key) => objectIn(value, key), raw),
      keys.at(-1) ?? '',
    );

const inArn =
  (key: string, pattern: RegExp) =>
  (raw: Raw): string | undefined =>
    pattern.exec(textIn(raw, key) ?? '')?.[1];
const oneOf =
  (key: string, ...values: readonly string[]) =>
  (raw: Raw): boolean =>
    values.includes(textIn(raw, key) ?? '');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html (service roles), by what hands them to services. */
export const roleCarriers = {
  'events-target': {
    kind: 'aws-events-rule',
    name: 'Id',
    // A rule on another bus than the default one has the bus before its name.
    path: (raw) => [inArn('RuleArn', /:rule\/(.+)$/)(raw), textIn(raw, 'Id')].filter((part) => part !== undefined).join('/'),
    role: at('RoleArn'),
  },
  schedule: {
    kind: 'aws-schedule',
    name: 'Name',
    path: (raw) => `${textIn(raw, 'GroupName') ?? 'default'}/${textIn(raw, 'Name')}`,
    role: at('Target', 'RoleArn'),
  },
  pipe: { kind: 'aws-pipe', name: 'Name', role: at('RoleArn') },
  'code-pipeline': { kind: 'aws-codepipeline', name: 'name', role: at('roleArn') },
  'stack-set': {
    kind: 'aws-cloudformation-stack-set',
    name: 'StackSetName',
    role: at('AdministrationRoleARN'),
    bare: true,
    gone: oneOf('Status', 'DELETED'),
  },
  'glue-session': {
    kind: 'aws-glue-session',
    name: 'Id',
    role: at('Role'),
    gone: oneOf('Status', 'FAILED', 'TIMEOUT', 'STOPPING', 'STOPPED'),
  },
  'emr-cluster': { kind: 'aws-emr-cluster', name: 'Name', path: at('Id'), role: at('ServiceRole'), gone: isTerminated },
  'emr-job-run': {
    kind: 'aws-emr-serverless-job',
    name: 'id',
    role: at('executionRole'),
    gone: oneOf('state', 'SUCCESS', 'FAILED', 'CANCELLED', 'CANCELLING'),
  },
  'sagemaker-pipeline': { kind: 'aws-sagemaker-pipeline', name: 'PipelineName', role: at('RoleArn') },
  'sagemaker-user-profile': {
    kind: 'aws-sagemaker-user-profile',
    name: 'UserProfileName',
    path: (raw) => `${textIn(raw, 'DomainId')}/${textIn(raw, 'UserProfileName')}`,
    role: at('UserSettings', 'ExecutionRole'),
    bare: true,
  },
  'iot-role-alias': { kind: 'aws-iot-role-alias', name: 'roleAlias', role: at('roleArn') },
  'ssm-activation': {
    kind: 'aws-ssm-activation',
    name: 'ActivationId',
    role: at('IamRole'),
    // Machines that registered before it ended go on.
    gone: (raw) => raw.Expired === true && raw.RegistrationsCount === 0,
  },
  'transfer-user': {
    kind: 'aws-transfer-user',
    name: 'UserName',
    path: inArn('Arn', /:user\/(.+)$/),
    role: at('Role'),
  },
  'appsync-data-source': {
    kind: 'aws-appsync-data-source',
    name: 'name',
    path: (raw) => inArn('dataSourceArn', /:apis\/(.+)$/)(raw)?.replace('/datasources/', '/'),
    role: at('serviceRoleArn'),
  },
  'bedrock-flow': { kind: 'aws-bedrock-flow', name: 'name', path: at('id'), role: at('executionRoleArn') },
  'agentcore-memory': { kind: 'aws-agentcore-memory', name: 'name', path: at('id'), role: at('memoryExecutionRoleArn'), bare: true },
} as const satisfies Readonly<Record<string, RoleCarrier>>;

function isTerminated(raw: Raw): boolean {
  return /^TERMINAT/.test(textIn(objectIn(raw, 'Status'), 'State') ?? '');
}

/** The reader of a kind of the table. */
export function readRoleCarrier(carrier: RoleCarrier): (record: ServiceRecord) => void {
  return (record) => {
    const { raw } = record;
    const name = textIn(raw, carrier.name);
    const path = carrier.path === undefined ? name : carrier.path(raw);
    if (path === undefined || path === '' || carrier.gone?.(raw) === true) return;
    const given = carrier.role(raw);
    if (given === undefined && carrier.bare !== true) return;
    // Some services name a role without its ARN.
    const role = given === undefined || given.startsWith('arn:') ? given : `arn:aws:iam::${record.account}:role/${given}`;
    emitWorkload(record, { kind: carrier.kind, path, name: name ?? path, role });
  };
}
