import {
  type Account,
  type DelegatedAdministrator,
  type DelegatedService,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
  type PolicySummary,
  type PolicyTargetSummary,
} from '@aws-sdk/client-organizations';
import { asPrinted } from './live-answer.ts';
import type { Failure } from './live-failure.ts';
import { eachPage } from './live-pages.ts';
import type { LiveReader } from './live-reader.ts';
import { readParents, readTree } from './live-tree.ts';

/** Policies that limit what every identity of an account can do. */
const policyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/** What is read of the tree: all of it, or the units over one account; nothing where that is not known. */
export type TreePart = 'whole' | { readonly account: string | undefined };

/** What was learnt of the organization. */
export interface OrganizationRead {
  /** `o-…`; absent where AWS did not say. */
  readonly id?: string;
  readonly accounts: readonly Account[];
  /** Why nothing could be learnt. */
  readonly failure?: Failure;
}

/**
 * Reads the organization's control policies, its accounts and its tree, where the account is in one and may ask.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function readOrganization(organizations: OrganizationsClient, reader: LiveReader, part: TreePart): Promise<OrganizationRead> {
  const described = await reader.attempt('organizations:DescribeOrganization', () =>
    organizations.send(new DescribeOrganizationCommand({})),
  );
  if ('failure' in described) {
    const { failure } = described;
    const alone = failure.code === 'AWSOrganizationsNotInUseException';
    reader.missed(
      'organizations:DescribeOrganization',
      alone ? { why: 'not-found', detail: 'the account is not in an organization' } : failure,
    );
    // Only a refusal of this one call says nothing about the others.
    if (alone || failure.why !== 'denied' || failure.credentials) return { accounts: [], failure };
  }
  const organization = 'answer' in described ? described.answer.Organization : undefined;
  if (organization !== undefined) {
    const raw = asPrinted(organization);
    reader.record('organizations:DescribeOrganization', { kind: 'organization', raw }, '/Organization');
  }
  const policies = await listPolicies(organizations, reader);
  const texts = await reader.askEach('organizations:DescribePolicy', policies, (policy) =>
    organizations.send(new DescribePolicyCommand({ PolicyId: policy.Id })),
  );
  const targets = await reader.askEach('organizations:ListTargetsForPolicy', policies, (policy) => listTargets(organizations, policy.Id));
  for (const [index, answer] of texts.entries()) {
    if (answer?.Policy === undefined) continue;
    const raw = {
      ...(asPrinted(answer.Policy) as object),
      ...(targets[index] === undefined ? {} : { Targets: asPrinted(targets[index]) }),
    };
    reader.record('organizations:DescribePolicy', { kind: 'organization-policy', raw }, '/Policy');
  }
  const { accounts, failure } = await listAccounts(organizations, reader);
  // Whoever may not list the accounts may not ask this either.
  if (accounts.length > 0) await readDelegates(organizations, reader);
  if (part === 'whole') await readTree(organizations, reader, accounts);
  else if (part.account !== undefined && targets.some((list) => list?.some((target) => target.Type === 'ORGANIZATIONAL_UNIT') === true)) {
    await readParents(organizations, reader, part.account);
  }
  return {
    accounts,
    ...(organization?.Id === undefined ? {} : { id: organization.Id }),
    ...(accounts.length > 0 || failure === undefined ? {} : { failure }),
  };
}

async function listPolicies(organizations: OrganizationsClient, reader: LiveReader): Promise<PolicySummary[]> {
  const policies: PolicySummary[] = [];
  for (const Filter of policyTypes) {
    const failure = await reader.askPages(
      'organizations:ListPolicies',
      (NextToken) => organizations.send(new ListPoliciesCommand({ Filter, NextToken })),
      (page) => page.NextToken,
      (page) => {
        policies.push(...(page.Policies ?? []));
        return [page.Policies];
      },
    );
    // What refuses the first kind refuses the second: one gap is enough.
    if (failure?.why === 'denied') break;
  }
  return policies;
}

async function listTargets(organizations: OrganizationsClient, PolicyId: string | undefined): Promise<PolicyTargetSummary[]> {
  const targets: PolicyTargetSummary[] = [];
  const pages = eachPage(
    (NextToken) => organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
    (page) => page.NextToken,
  );
  for await (const page of pages) targets.push(...(page.Targets ?? []));
  return targets;
}

async function listAccounts(
  organizations: OrganizationsClient,
  reader: LiveReader,
): Promise<{ readonly accounts: readonly Account[]; readonly failure: Failure | undefined }> {
  const accounts: Account[] = [];
  const failure = await reader.askPages(
    'organizations:ListAccounts',
    (NextToken) => organizations.send(new ListAccountsCommand({ NextToken })),
    (page) => page.NextToken,
    (page) => {
      for (const account of page.Accounts ?? []) {
        const raw = asPrinted(account);
        reader.record('organizations:ListAccounts', { kind: 'organization-account', raw }, `/Accounts/${accounts.length}`);
        accounts.push(account);
      }
      return [page.Accounts];
    },
  );
  return { accounts, failure };
}

/** Which accounts administer which services (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html). */
async function readDelegates(organizations: OrganizationsClient, reader: LiveReader): Promise<void> {
  const delegates: DelegatedAdministrator[] = [];
  await reader.askPages(
    'organizations:ListDelegatedAdministrators',
    (NextToken) => organizations.send(new ListDelegatedAdministratorsCommand({ NextToken })),
    (page) => page.NextToken,
    (page) => {
      delegates.push(...(page.DelegatedAdministrators ?? []));
      return [page.DelegatedAdministrators];
    },
  );
  const services = await reader.askEach('organizations:ListDelegatedServicesForAccount', delegates, ({ Id }) =>
    listServices(organizations, Id),
  );
  for (const [index, { Id: about = '' }] of delegates.entries()) {
    for (const [n, service] of (services[index] ?? []).entries()) {
      const body = { kind: 'organization-delegate', raw: asPrinted(service), about } as const;
      reader.record('organizations:ListDelegatedServicesForAccount', body, `/DelegatedServices/${n}`);
    }
  }
}

async function listServices(organizations: OrganizationsClient, AccountId: string | undefined): Promise<DelegatedService[]> {
  const services: DelegatedService[] = [];
  const pages = eachPage(
    (NextToken) => organizations.send(new ListDelegatedServicesForAccountCommand({ AccountId, NextToken })),
    (page) => page.NextToken,
  );
  for await (const page of pages) services.push(...(page.DelegatedServices ?? []));
  return services;
}
