import {
  type Account,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  type OrganizationalUnit,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { asPrinted } from './live-answer.ts';
import { eachPage } from './live-pages.ts';
import type { LiveReader } from './live-reader.ts';

/** AWS allows five levels of units: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostLevels = 8;

/** Reads the units over one account, from the nearest up to the root. */
export async function readParents(organizations: OrganizationsClient, reader: LiveReader, account: string): Promise<void> {
  let child = account;
  for (let level = 0; level < mostLevels; level++) {
    const answer = await reader.ask('organizations:ListParents', () => organizations.send(new ListParentsCommand({ ChildId: child })));
    const parent = answer?.Parents?.[0];
    if (parent?.Id === undefined) return;
    reader.record('organizations:ListParents', { kind: 'organization-parent', raw: asPrinted(parent), about: child }, '/Parents/0');
    if (parent.Type === 'ROOT') return;
    child = parent.Id;
  }
}

/** Reads the whole tree, level by level. Where AWS gives each account with its path there is nothing left to ask. */
export async function readTree(organizations: OrganizationsClient, reader: LiveReader, accounts: readonly Account[]): Promise<void> {
  if (accounts.length > 0 && accounts.every((account) => (account.Paths?.length ?? 0) > 0)) return;
  let level = await readRoots(organizations, reader);
  const seen = new Set(level);
  for (let depth = 0; depth < mostLevels && level.length > 0; depth++) {
    const units = await reader.askEach('organizations:ListOrganizationalUnitsForParent', level, (id) => unitsOf(organizations, id));
    const members = await reader.askEach('organizations:ListAccountsForParent', level, (id) => accountsOf(organizations, id));
    const next: string[] = [];
    for (const [index, about] of level.entries()) {
      for (const [at, unit] of (units[index] ?? []).entries()) {
        const raw = asPrinted(unit);
        reader.record(
          'organizations:ListOrganizationalUnitsForParent',
          { kind: 'organization-unit', raw, about },
          `/OrganizationalUnits/${at}`,
        );
        if (unit.Id !== undefined && !seen.has(unit.Id)) next.push(unit.Id);
        seen.add(unit.Id ?? '');
      }
      for (const [at, { Id }] of (members[index] ?? []).entries()) {
        const raw = { Id, Type: 'ACCOUNT' };
        reader.record('organizations:ListAccountsForParent', { kind: 'organization-child', raw, about }, `/Accounts/${at}`);
      }
    }
    level = next;
  }
}

async function readRoots(organizations: OrganizationsClient, reader: LiveReader): Promise<string[]> {
  const roots: string[] = [];
  await reader.askPages(
    'organizations:ListRoots',
    (NextToken) => organizations.send(new ListRootsCommand({ NextToken })),
    (page) => page.NextToken,
    (page) => {
      for (const root of page.Roots ?? []) {
        reader.record('organizations:ListRoots', { kind: 'organization-root', raw: asPrinted(root) }, `/Roots/${roots.length}`);
        if (root.Id !== undefined) roots.push(root.Id);
      }
      return [page.Roots];
    },
  );
  return roots;
}

async function unitsOf(organizations: OrganizationsClient, ParentId: string): Promise<OrganizationalUnit[]> {
  const units: OrganizationalUnit[] = [];
  const pages = eachPage(
    (NextToken) => organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken })),
    (page) => page.NextToken,
  );
  for await (const page of pages) units.push(...(page.OrganizationalUnits ?? []));
  return units;
}

async function accountsOf(organizations: OrganizationsClient, ParentId: string): Promise<Account[]> {
  const accounts: Account[] = [];
  const pages = eachPage(
    (NextToken) => organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken })),
    (page) => page.NextToken,
  );
  for await (const page of pages) accounts.push(...(page.Accounts ?? []));
  return accounts;
}
