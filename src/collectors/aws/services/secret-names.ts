const secretArn = /^arn:aws[\w-]*:secretsmanager:([a-z0-9-]+):(\d{12}):secret:([^\s:]{1,512})/;
const parameterArn = /^arn:aws[\w-]*:ssm:([a-z0-9-]+):(\d{12}):parameter(\/[^\s:]{1,1000})$/;

/**
 * The id of a stored secret that a text refers to: an ARN of Secrets Manager (a key or version may follow) or of Parameter Store.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
 */
export function secretIdOf(text: string): string | undefined {
  if (!text.startsWith('arn:aws')) return undefined;
  const secret = secretArn.exec(text);
  if (secret) return secretAlias(secret[1] ?? '', secret[2] ?? '', secret[3] ?? '');
  const parameter = parameterArn.exec(text);
  return parameter ? parameterId(parameter[2] ?? '', parameter[1] ?? '', parameter[3] ?? '') : undefined;
}

/** The id under which an ARN may speak of a secret: with or without the six characters that AWS adds to the name. */
export function secretAlias(region: string, account: string, nameInArn: string): string {
  return `aws:secret-arn/${account}/${region}/${nameInArn}`;
}

export function parameterId(account: string, region: string, name: string): string {
  return `aws:ssm-parameter/${account}/${region}/${name.replace(/^\/+/, '')}`;
}

/** The id under which the plain name of a secret may speak of it. */
export function secretNamed(account: string, region: string, name: string): string {
  return secretAlias(region, account, name);
}
