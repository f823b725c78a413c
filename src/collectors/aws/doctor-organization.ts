import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import {
  type Account,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import type { CollectContext, DoctorLine } from '../collector.ts';
import type { AwsPermission } from './calls.ts';
import { check, withSession } from './doctor.ts';
import { memberAdvice } from './live-advice.ts';
import { failureOf } from './live-failure.ts';
import { defaultRole, memberRole } from './live-members.ts';
import { eachPage, inParallel } from './live-pages.ts';
import type { AwsSession } from './live-session.ts';
import { chooseMembers, type Member } from './organization-members.ts';

type Probe = readonly [AwsPermission, (session: AwsSession, root: string) => Promise<unknown>];

const probes: readonly Probe[] = [
  ['organizations:DescribeOrganization', ({ organizations }) => organizations.send(new DescribeOrganizationCommand({}))],
  [
    'organizations:ListPolicies',
    ({ organizations }) => organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', MaxResults: 1 })),
  ],
  ['organizations:ListRoots', ({ organizations }) => organizations.send(new ListRootsCommand({}))],
  [
    'organizations:ListOrganizationalUnitsForParent',
    ({ organizations }, ParentId) => organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, MaxResults: 1 })),
  ],
  [
    'organizations:ListAccountsForParent',
    ({ organizations }, ParentId) => organizations.send(new ListAccountsForParentCommand({ ParentId, MaxResults: 1 })),
  ],
];

/** Checks what `aws:org` needs: the calls about the organization, and in every account that would be read its role. */
export async function checkOrganization(source: string, context: CollectContext): Promise<readonly DoctorLine[]> {
  return withSession(source, context, async (session) => {
    const accounts: Account[] = [];
    const root = await findRoot(session);
    const lines = await inParallel(probes, 4, ([permission, probe]) => check(permission, () => probe(session, root)));
    lines.push(
      await check('organizations:ListAccounts', async () => {
        const pages = eachPage(
          (NextToken) => session.organizations.send(new ListAccountsCommand({ NextToken })),
          (page) => page.NextToken,
        );
        for await (const page of pages) accounts.push(...(page.Accounts ?? []));
      }),
    );
    const { organization: settings } = context;
    const members = chooseMembers(source, accounts, settings?.accounts).read;
    const role = settings?.role ?? defaultRole;
    lines.push(...(await inParallel(members, settings?.concurrency ?? 8, (member) => checkMember(session, member, role))));
    return lines;
  });
}

/** The root, or one that no organization has: AWS looks for it only after it has allowed the call. */
async function findRoot({ organizations }: AwsSession): Promise<string> {
  try {
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    return Roots?.[0]?.Id ?? 'r-none';
  } catch {
    return 'r-none';
  }
}

async function checkMember(session: AwsSession, member: Member, role: string): Promise<DoctorLine> {
  const { caller } = session;
  const own = 'account' in caller && caller.account === member.id;
  const name = `account ${member.id} (${member.name})`;
  const roleArn = memberRole(session, role, member.id);
  const opened = own ? session : await session.become(roleArn);
  if ('why' in opened) {
    const remedy = memberAdvice(opened, roleArn, 'arn' in caller ? caller.arn : undefined);
    return { status: opened.why === 'denied' ? 'missing' : 'failed', check: name, remedy };
  }
  try {
    await opened.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 }));
    return { status: 'ok', check: name };
  } catch (error) {
    const failure = failureOf(error);
    const by = own ? 'the credentials' : `the role ${role}`;
    if (failure.why !== 'denied') return { status: 'failed', check: name, remedy: failure.detail };
    return { status: 'missing', check: name, remedy: `allow ${by} iam:GetAccountAuthorizationDetails there (required)` };
  } finally {
    if (!own) opened.close();
  }
}
