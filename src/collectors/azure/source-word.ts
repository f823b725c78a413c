import { isGuid } from '../../inventory/azure-id.ts';
import { UserError } from '../../user-error.ts';

/** What a source word asks for: all that the credentials see, one subscription, or what is below a management group. */
export type Asked =
  | { readonly of: 'tenant' }
  | { readonly of: 'subscription'; readonly id: string }
  | { readonly of: 'management-group'; readonly name: string };

/** Whether a word names a live source of Azure. Ids of identities and resources begin alike. */
export function isAzureSource(word: string): boolean {
  return word === 'azure' || /^azure:(?:subscription|mg)(?:\/|$)/.test(word);
}

/** @throws UserError where the word lacks an id, or has one that is none. */
export function readSourceWord(word: string): Asked {
  if (word === 'azure') return { of: 'tenant' };
  const [, kind, id = ''] = /^azure:(subscription|mg)(?:\/(.*))?$/s.exec(word) ?? [];
  if (kind === 'subscription') {
    if (!isGuid(id)) throw new UserError(`${word}: write azure:subscription/ID with the id of a subscription (az account list shows it)`);
    return { of: 'subscription', id: id.toLowerCase() };
  }
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftmanagement
  if (!/^[\w.()-]{1,90}$/.test(id))
    throw new UserError(`${word}: write azure:mg/NAME with the name of a management group (az account management-group list shows it)`);
  return { of: 'management-group', name: id };
}
