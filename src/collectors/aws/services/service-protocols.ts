/**
 * How each service is spoken to. `target`: JSON with the operation in a header; `version`: a query with the operation as a parameter,
 * answered in XML; neither: paths. `host`: the first part of its name, where that is not the service's own.
 */
interface Protocol {
  readonly target?: string;
  readonly json?: '1.0' | '1.1';
  readonly version?: string;
  readonly host?: string;
  /** The name in signatures, where that is another. */
  readonly signing?: string;
  /** Paths, answered in XML but for documents. */
  readonly xml?: true;
  /** POST requests carry what is not in the path in the query. */
  readonly queryOnPost?: true;
}

export const serviceProtocols = {
  'access-analyzer': {},
  apprunner: { target: 'AppRunner', json: '1.0' },
  appsync: {},
  batch: {},
  bedrock: {},
  'bedrock-agent': { signing: 'bedrock' },
  'bedrock-agentcore-control': { signing: 'bedrock-agentcore', queryOnPost: true },
  cloudformation: { version: '2010-05-15' },
  cloudtrail: { target: 'CloudTrail_20131101', json: '1.1' },
  codebuild: { target: 'CodeBuild_20161006', json: '1.1' },
  codepipeline: { target: 'CodePipeline_20150709', json: '1.1' },
  'cognito-identity': { target: 'AWSCognitoIdentityService', json: '1.1' },
  ec2: { version: '2016-11-15' },
  ecr: { target: 'AmazonEC2ContainerRegistry_V20150921', json: '1.1', host: 'api.ecr' },
  ecs: { target: 'AmazonEC2ContainerServiceV20141113', json: '1.1' },
  eks: {},
  elasticmapreduce: { target: 'ElasticMapReduce', json: '1.1' },
  'emr-serverless': {},
  events: { target: 'AWSEvents', json: '1.1' },
  glue: { target: 'AWSGlue', json: '1.1' },
  iot: {},
  kms: { target: 'TrentService', json: '1.1' },
  lambda: {},
  pipes: {},
  rolesanywhere: {},
  s3: { xml: true },
  sagemaker: { target: 'SageMaker', json: '1.1', host: 'api.sagemaker' },
  scheduler: {},
  secretsmanager: { target: 'secretsmanager', json: '1.1' },
  sns: { version: '2010-03-31' },
  sqs: { target: 'AmazonSQS', json: '1.0' },
  ssm: { target: 'AmazonSSM', json: '1.1' },
  states: { target: 'AWSStepFunctions', json: '1.0' },
  transfer: { target: 'TransferService', json: '1.1' },
} as const satisfies Readonly<Record<string, Protocol>>;

export type ServiceName = keyof typeof serviceProtocols;

export function protocolOf(service: ServiceName): Protocol {
  return serviceProtocols[service];
}

/** The domains of partitions, by how their regions begin; the rest of the world is one. */
const domains: readonly (readonly [prefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
];

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function hostOf(service: ServiceName, region: string): string {
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  return `${protocolOf(service).host ?? service}.${region}.${domain}`;
}
