/**
 * Stable ids. An id is `<plane>:<kind>/<path>` and is built from what the provider never changes, so the same role
 * seen in a dump, in Terraform and in a workflow gets the same id everywhere. Ids are compared as whole strings.
 */

const roleLike =
  /^arn:aws[\w-]*:(iam|sts)::(\d{12}|aws|stack\.[\w.-]+):(user|role|group|assumed-role|federated-user|instance-profile|policy|oidc-provider|saml-provider)\/(.+)$/;
const rootLike = /^arn:aws[\w-]*:iam::(\d{12}|stack\.[\w.-]+):root$/;

/**
 * The identity id of an IAM or STS principal ARN, or undefined where the ARN names no single identity.
 * IAM paths are left out: names are unique in an account without them
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html), and assumed-role ARNs do not carry them.
 */
export function awsIdentityId(arn: string): string | undefined {
  const root = rootLike.exec(arn);
  if (root) return `aws:root/${root[1]}`;
  const match = roleLike.exec(arn);
  if (!match) return undefined;
  const account = match[2] as string;
  const rest = match[4] as string;
  switch (match[3]) {
    case 'user':
      return `aws:user/${account}/${lastSegment(rest)}`;
    case 'role':
      return `aws:role/${account}/${lastSegment(rest)}`;
    case 'assumed-role':
      return `aws:role/${account}/${rest.split('/')[0]}`;
    default:
      return undefined;
  }
}

/** The id of the organization (`o-...`) that an ARN of AWS Organizations names; what AWS itself made is of none. */
export function organizationInArn(arn: string): string | undefined {
  return /^arn:[\w-]+:organizations::\d{12}:[\w-]+\/(o-[a-z0-9]+)(?:\/|$)/.exec(arn)?.[1];
}

/** The account of an ARN, or undefined where it has none. */
export function accountOfArn(arn: string): string | undefined {
  const account = arn.split(':', 5)[4];
  return account !== undefined && isAwsAccount(account) ? account : undefined;
}

/**
 * Stands for the account that code is deployed to where the code does not say which: `stack.` and where the code lies. It is
 * one account for everything in the stack, and another one for any other stack, until some source tells which it is.
 */
export function stackAccount(repository: string, path: string): string {
  const place = path === '' ? repository : `${repository}/${path}`;
  return `stack.${place.replace(/[^\w/-]/g, '_').replaceAll('/', '.')}`;
}

/** Whether an account is one that code leaves open. */
export function isStackAccount(account: string): boolean {
  return /^stack\.[\w.-]+$/.test(account);
}

/** The same for a project of Google Cloud. */
export function stackProject(repository: string, path: string): string {
  return stackAccount(repository, path).replace(/^stack\./, 'project.');
}

/** Whether a project is one that code leaves open. */
export function isStackProject(project: string): boolean {
  return /^project\.[\w.-]+$/.test(project);
}

/** The id of a service account of Google Cloud: its e-mail address is its own for ever. */
export function serviceAccountId(email: string): string {
  return `gcp:service-account/${email}`;
}

const ofProject = '.iam.gserviceaccount.com';

/** The project of a service account's address, as far as the address tells. */
export function projectOfServiceAccount(email: string): string | undefined {
  const domain = email.slice(email.indexOf('@') + 1);
  if (domain === 'appspot.gserviceaccount.com') return email.split('@', 1)[0];
  if (domain === 'developer.gserviceaccount.com') return /^(.+)-compute@/.exec(email)?.[1];
  if (!domain.endsWith(ofProject)) return undefined;
  const project = domain.slice(0, -ofProject.length);
  return project === '' || /[\n\r\u2028\u2029]/.test(project) ? undefined : project;
}

/** The id of a role by which one logs in to a vault: `mount` is the path of its authentication method. */
export function vaultRoleId(vault: string, mount: string, name: string): string {
  return `vault:role/${vault}/${mount}/${name}`;
}

/**
 * A role of a vault as others name it, by mount and name (`jwt/deploy`), which may know the vault's host and no more: what such an
 * identity has in common wherever it is named. Undefined where that is no such name.
 */
export function nameVaultRole(
  text: string,
  host: string | undefined,
): { readonly id: string; readonly plane: 'vault'; readonly kind: string; readonly name: string; readonly scope: string } | undefined {
  const [, mount, name] = /^([\w./-]{1,200})\/([\w.-]{1,200})$/.exec(text) ?? [];
  if (mount === undefined || name === undefined) return undefined;
  const vault = host ?? '*';
  return { id: vaultRoleId(vault, mount, name), plane: 'vault', kind: 'vault-role', name: `${mount}/${name}`, scope: vault };
}

/** An account number, or the stand-in for one that code leaves open. */
export function isAwsAccount(text: string): boolean {
  return /^\d{12}$/.test(text) || isStackAccount(text);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
