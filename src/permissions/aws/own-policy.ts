/**
 * Services of which resources can have policies of their own, and which resources those are
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html).
 */
const services: ReadonlyMap<string, RegExp> = new Map([
  ['backup', /^backup-vault:/],
  ['dynamodb', /^table\//],
  ['ecr', /^repository\//],
  ['elasticfilesystem', /^file-system\//],
  ['es', /^domain\//],
  ['events', /^event-bus\//],
  ['glacier', /^vaults\//],
  ['glue', /^(?:catalog|database|table|userDefinedFunction)\b/],
  ['kinesis', /^stream\//],
  ['kms', /^key\//],
  ['lambda', /^(?:function|layer):/],
  ['logs', /^(?:log-group|destination|delivery-destination):/],
  ['s3', /^(?!job\/|storage-lens)/],
  ['s3express', /^(?:bucket|accesspoint)\//],
  ['secretsmanager', /^secret:/],
  ['sns', /^/],
  ['sqs', /^/],
  ['vpc-lattice', /^(?:service|servicenetwork)\//],
]);

/** Whether what an ARN names can have a policy of its own. */
export function hasOwnPolicy(arn: string): boolean {
  const [, , service = '', , , ...name] = arn.split(':');
  return services.get(service)?.test(name.join(':')) === true;
}

/** The service that an ARN is of. */
export function serviceOf(arn: string): string {
  return arn.split(':', 3)[2] ?? '';
}

/** Whether resources of the service of an action (in lower case) have policies of their own; those of STS are roles. */
export function mayBeOpened(action: string): boolean {
  const service = action.slice(0, action.indexOf(':'));
  return services.has(service) || action.startsWith('sts:assumerole');
}

/** What is made by these has no policy yet that could let anybody make it. */
const making: ReadonlySet<string> = new Set([
  'backup:createbackupvault',
  'dynamodb:createtable',
  'ecr:createrepository',
  'elasticfilesystem:createfilesystem',
  'es:createdomain',
  'events:createeventbus',
  'glacier:createvault',
  'kinesis:createstream',
  'lambda:createfunction',
  'logs:createloggroup',
  's3:createbucket',
  's3express:createbucket',
  'secretsmanager:createsecret',
  'sns:createtopic',
  'sqs:createqueue',
]);

/** Whether a policy of the resource itself could allow an action (in lower case) on it. */
export function couldAllow(arn: string, action: string): boolean {
  return hasOwnPolicy(arn) && !making.has(action);
}
