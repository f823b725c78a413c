import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
  type PolicySummary,
  type PolicyTargetSummary,
} from '@aws-sdk/client-organizations';
import { asPrinted } from './live-answer.ts';
import { eachPage } from './live-pages.ts';
import type { LiveReader } from './live-reader.ts';

/** Policies that limit what every identity of an account can do. */
const policyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/**
 * Reads the organization's control policies and accounts, where the account is in one and may ask.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function readOrganization(organizations: OrganizationsClient, reader: LiveReader): Promise<void> {
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
    if (alone || failure.why !== 'denied' || failure.credentials) return;
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
  await listAccounts(organizations, reader);
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

async function listAccounts(organizations: OrganizationsClient, reader: LiveReader): Promise<void> {
  let index = 0;
  await reader.askPages(
    'organizations:ListAccounts',
    (NextToken) => organizations.send(new ListAccountsCommand({ NextToken })),
    (page) => page.NextToken,
    (page) => {
      for (const raw of page.Accounts ?? []) {
        reader.record('organizations:ListAccounts', { kind: 'organization-account', raw: asPrinted(raw) }, `/Accounts/${index}`);
        index += 1;
      }
      return [page.Accounts];
    },
  );
}
