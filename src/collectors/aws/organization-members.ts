import type { Account } from '@aws-sdk/client-organizations';
import { UserError } from '../../user-error.ts';
import type { OrganizationSettings } from '../collector.ts';

/** An account to be read. */
export interface Member {
  readonly id: string;
  /** As the organization has it: anybody's words. */
  readonly name: string;
}

export interface Members {
  /** By id. */
  readonly read: readonly Member[];
  /** Accounts that nobody can use. */
  readonly suspended: number;
  /** Accounts that `--accounts` leaves out. */
  readonly leftOut: number;
}

/**
 * Which accounts of an organization are read: the active ones, as far as they are asked for.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 * @throws UserError where an account is asked for that is not in the organization.
 */
export function chooseMembers(source: string, accounts: readonly Account[], wanted: OrganizationSettings['accounts']): Members {
  const all = new Map(
    accounts.flatMap((account) => (account.Id !== undefined && /^\d{12}$/.test(account.Id) ? [[account.Id, account]] : [])),
  );
  const foreign = wanted?.ids.find((id) => !all.has(id));
  if (foreign !== undefined) throw new UserError(`${source}: --accounts names ${foreign}, which is not in the organization`);
  const active = [...all].filter(([, { State, Status }]) => (State ?? Status ?? 'ACTIVE') === 'ACTIVE');
  const chosen = active.filter(([id]) => wanted === undefined || wanted.ids.includes(id) !== wanted.exclude);
  return {
    read: chosen.map(([id, { Name }]) => ({ id, name: Name ?? id })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    suspended: all.size - active.length,
    leftOut: active.length - chosen.length,
  };
}
