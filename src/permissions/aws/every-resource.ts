/**
 * What "every resource" is for the kinds of resource that the power tables speak of: a pattern that a statement must
 * cover. `PARTITION` and `ACCOUNT` are filled in for the identity.
 */
export const everyResource = {
  any: '*',
  role: 'arn:PARTITION:iam::ACCOUNT:role/*',
  user: 'arn:PARTITION:iam::ACCOUNT:user/*',
  group: 'arn:PARTITION:iam::ACCOUNT:group/*',
  policy: 'arn:PARTITION:iam::ACCOUNT:policy/*',
  object: 'arn:PARTITION:s3:::*/*',
  bucket: 'arn:PARTITION:s3:::*',
  table: 'arn:PARTITION:dynamodb:*:ACCOUNT:table/*',
  secret: 'arn:PARTITION:secretsmanager:*:ACCOUNT:secret:*',
  parameter: 'arn:PARTITION:ssm:*:ACCOUNT:parameter/*',
  function: 'arn:PARTITION:lambda:*:ACCOUNT:function:*',
  instance: 'arn:PARTITION:ec2:*:ACCOUNT:instance/*',
  cluster: 'arn:PARTITION:rds:*:ACCOUNT:cluster:*',
  trail: 'arn:PARTITION:cloudtrail:*:ACCOUNT:trail/*',
} as const satisfies Readonly<Record<string, string>>;

export type ResourceKind = keyof typeof everyResource;

export function everyResourceOf(kind: ResourceKind, partition: string, account: string): string {
  return everyResource[kind].replace('PARTITION', partition).replace('ACCOUNT', account);
}

/** A pattern without its region: a limit to some regions does not make a permission narrow. */
export function inAnyRegion(pattern: string): string {
  if (!pattern.startsWith('arn:')) return pattern;
  const service = pattern.indexOf(':', 4);
  const region = service < 0 ? -1 : pattern.indexOf(':', service + 1) + 1;
  const end = region <= 0 ? -1 : pattern.indexOf(':', region);
  if (end <= region || pattern.slice(region, end).includes('*')) return pattern;
  return `${pattern.slice(0, region)}*${pattern.slice(end)}`;
}
