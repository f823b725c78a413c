import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsRequest,
  ListUsersCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { asPrinted } from './live-answer.ts';
import { type Failure, UnreadableAnswer } from './live-failure.ts';
import type { LiveReader } from './live-reader.ts';

/** The lists of the whole-account answer, and what their members are. */
const detailLists = [
  ['UserDetailList', 'user-detail'],
  ['GroupDetailList', 'group-detail'],
  ['RoleDetailList', 'role-detail'],
  ['Policies', 'policy-detail'],
] as const;

/**
 * Reads users, groups, roles and policies in one paged call; where that is refused, at least the names of users and roles. How long
 * sessions of roles may last only the list of roles tells. Returns the names of the users seen.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function readDetails(iam: IAMClient, reader: LiveReader, progress: (message: string) => void): Promise<string[]> {
  const permission = 'iam:GetAccountAuthorizationDetails';
  const users: string[] = [];
  const counts = new Map<string, number>();
  const failure = await reader.askPages(
    permission,
    (Marker) =>
      iam.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: 1000,
          Marker,
        }),
      ),
    (page) => (page.IsTruncated === false ? undefined : page.Marker),
    (page) => {
      for (const [list, kind] of detailLists) {
        for (const member of page[list] ?? []) {
          const index = counts.get(list) ?? 0;
          counts.set(list, index + 1);
          if ('UserName' in member && typeof member.UserName === 'string') users.push(member.UserName);
          reader.record(permission, { kind, raw: asPrinted(member), detail: true }, `/${list}/${index}`);
        }
      }
      progress(detailLists.map(([list]) => `${counts.get(list) ?? 0} ${list.replace(/(Detail)?List$/, '').toLowerCase()}`).join(', '));
      return detailLists.map(([list]) => page[list]);
    },
  );
  if (failure?.why === 'unreachable' || failure?.credentials === true) return users;
  const refused = failure !== undefined && counts.size === 0;
  if (refused) users.push(...(await readUserNames(iam, reader)));
  await readRoles(iam, reader, refused ? 'role-detail' : 'role-session');
  return users;
}

/** Users as the list has them: no policies, and so no claim about what they can do. */
async function readUserNames(iam: IAMClient, reader: LiveReader): Promise<string[]> {
  const users: string[] = [];
  await reader.askPages(
    'iam:ListUsers',
    (Marker) => iam.send(new ListUsersCommand({ MaxItems: 1000, Marker })),
    (page) => (page.IsTruncated === false ? undefined : page.Marker),
    (page) => {
      for (const user of page.Users ?? []) {
        reader.record('iam:ListUsers', { kind: 'user-detail', raw: asPrinted(user) }, `/Users/${users.length}`);
        users.push(user.UserName ?? '');
      }
      return [page.Users];
    },
  );
  return users;
}

/**
 * Roles as the list has them, which alone tells their longest session: a request for each thousand. `role-detail`: they are not known
 * from elsewhere. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
async function readRoles(iam: IAMClient, reader: LiveReader, kind: 'role-detail' | 'role-session'): Promise<void> {
  let roles = 0;
  await reader.askPages(
    'iam:ListRoles',
    (Marker) => iam.send(new ListRolesCommand({ MaxItems: 1000, Marker })),
    (page) => (page.IsTruncated === false ? undefined : page.Marker),
    (page) => {
      for (const role of page.Roles ?? []) {
        reader.record('iam:ListRoles', { kind, raw: kind === 'role-detail' ? asPrinted(role) : sessionOf(role) }, `/Roles/${roles}`);
        roles += 1;
      }
      return [page.Roles];
    },
  );
}

/** Of a role that is known already. */
function sessionOf({ Arn, RoleName, MaxSessionDuration }: Role): object {
  return { Arn, RoleName, ...(MaxSessionDuration === undefined ? {} : { MaxSessionDuration }) };
}

/** Root keys and root MFA. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export async function readSummary(iam: IAMClient, reader: LiveReader): Promise<void> {
  const answer = await reader.ask('iam:GetAccountSummary', async () => {
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    if (SummaryMap === undefined) throw new UnreadableAnswer('an answer without its map');
    return SummaryMap;
  });
  if (answer !== undefined) reader.record('iam:GetAccountSummary', { kind: 'account-summary', raw: answer }, '/SummaryMap');
}

export async function readOidcProviders(iam: IAMClient, reader: LiveReader): Promise<void> {
  const list = await reader.ask('iam:ListOpenIDConnectProviders', async () => {
    const answer = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    return mustHave(answer.OpenIDConnectProviderList);
  });
  const arns = (list ?? []).flatMap((provider) => provider.Arn ?? []);
  const answers = await reader.askEach('iam:GetOpenIDConnectProvider', arns, (OpenIDConnectProviderArn) =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
  );
  for (const [index, Arn] of arns.entries()) {
    // A provider whose details are refused is still known to be trusted.
    const raw = { Arn, ...(asPrinted(answers[index] ?? {}) as object) };
    reader.record('iam:GetOpenIDConnectProvider', { kind: 'oidc-provider', raw }, '');
  }
}

export async function readSamlProviders(iam: IAMClient, reader: LiveReader): Promise<void> {
  const list = await reader.ask('iam:ListSAMLProviders', async () => {
    const answer = await iam.send(new ListSAMLProvidersCommand({}));
    return mustHave(answer.SAMLProviderList);
  });
  const providers = list ?? [];
  const answers = await reader.askEach('iam:GetSAMLProvider', providers, ({ Arn: SAMLProviderArn }) =>
    iam.send(new GetSAMLProviderCommand({ SAMLProviderArn })),
  );
  for (const [index, provider] of providers.entries()) {
    const { SAMLMetadataDocument } = answers[index] ?? {};
    const raw = { ...(asPrinted(provider) as object), ...(SAMLMetadataDocument === undefined ? {} : { SAMLMetadataDocument }) };
    reader.record('iam:ListSAMLProviders', { kind: 'saml-provider', raw }, `/SAMLProviderList/${index}`);
  }
}

/** Services that give users credentials of their own, as the API names them. */
const credentialServices = ['bedrock.amazonaws.com', 'cassandra.amazonaws.com', 'codecommit.amazonaws.com'];

/**
 * Reads the service-specific credentials of all users in one call, or in one call a service where AWS wants a service named. Where
 * AllUsers itself is not taken, returns false: `readCredentialsOf` then asks for single users.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export async function readServiceCredentials(iam: IAMClient, reader: LiveReader): Promise<boolean> {
  const refused = (failure: Failure): boolean => failure.why === 'unsupported';
  const failure = await listCredentials(iam, reader, { AllUsers: true }, refused);
  if (failure === undefined || !refused(failure)) return true;
  let taken = false;
  for (const ServiceName of credentialServices) {
    const again = await listCredentials(iam, reader, { AllUsers: true, ServiceName }, refused);
    taken ||= again === undefined || !refused(again);
  }
  return taken;
}

/** Reads the service-specific credentials of those users that AWS makes for Bedrock API keys. */
export async function readCredentialsOf(iam: IAMClient, reader: LiveReader, users: readonly string[]): Promise<void> {
  const made = users.filter((user) => user.startsWith('BedrockAPIKey-'));
  const permission = 'iam:ListServiceSpecificCredentials';
  const answers = await reader.askEach(permission, made, (UserName) => iam.send(new ListServiceSpecificCredentialsCommand({ UserName })));
  for (const answer of answers) {
    for (const raw of answer?.ServiceSpecificCredentials ?? []) {
      reader.record(permission, { kind: 'service-specific-credential', raw: asPrinted(raw) });
    }
  }
}

function listCredentials(
  iam: IAMClient,
  reader: LiveReader,
  request: ListServiceSpecificCredentialsRequest,
  quiet: (failure: Failure) => boolean,
): Promise<Failure | undefined> {
  const permission = 'iam:ListServiceSpecificCredentials';
  return reader.askPages(
    permission,
    (Marker) => iam.send(new ListServiceSpecificCredentialsCommand({ ...request, Marker })),
    (page) => (page.IsTruncated === false ? undefined : page.Marker),
    (page) => {
      for (const raw of page.ServiceSpecificCredentials ?? []) {
        reader.record(permission, { kind: 'service-specific-credential', raw: asPrinted(raw) });
      }
      return [page.ServiceSpecificCredentials];
    },
    quiet,
  );
}

function mustHave<T>(list: T | undefined): T {
  if (list === undefined) throw new UnreadableAnswer('an answer without its list');
  return list;
}
