import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Account, Emission } from './emission.ts';
import type { Reference } from './read-person.ts';

/** Who owns an account, as far as it was read. */
export interface Owners {
  readonly list: readonly Reference[];
  readonly names: readonly string[];
  /** All owners of the application and of its service principal were asked for. */
  readonly read: boolean;
  /** Those who are not there any more, or never belonged to the organization: `ana@acme.example (disabled)`. */
  readonly gone: readonly string[];
  /** Every one of them; absent where that is not known. */
  readonly left: boolean | undefined;
}

export function ownersOf(emission: Emission, { application, principal }: Account): Owners {
  const { directory } = emission;
  const ofApplication = directory.relationsOf([application?.id, application?.appId]).owners;
  const ofPrincipal = directory.relationsOf([principal?.id]).owners;
  const list = [...new Map([...(ofApplication ?? []), ...(ofPrincipal ?? [])].map((one) => [one.id, one])).values()];
  const states = list.map((one) => stateOf(emission, one));
  const left =
    list.length === 0 || states.some((s) => s === 'there')
      ? list.length === 0
        ? undefined
        : false
      : states.includes('unknown')
        ? undefined
        : true;
  return {
    list,
    names: list.map((one) => withoutKnownSecrets(emission.who(one.id, one.type).name)),
    read: (application === undefined || ofApplication !== undefined) && (principal === undefined || ofPrincipal !== undefined),
    gone: list.flatMap((one, i) => {
      const state = states[i];
      return state === 'there' || state === 'unknown' ? [] : [`${withoutKnownSecrets(emission.who(one.id, one.type).name)} (${state})`];
    }),
    left,
  };
}

/** Who owns an application may give it new credentials, and so become it. */
export function emitOwners(emission: Emission, account: Account, { list }: Owners): void {
  for (const owner of list) {
    const who = emission.who(owner.id, owner.type);
    if (who.id === account.id) continue;
    emission.emit({ type: 'link', value: { kind: 'owns', from: who.id, to: account.id, evidence: [owner.at] } });
  }
}

function stateOf(emission: Emission, { id }: Reference): string {
  const user = emission.directory.users.get(id);
  if (user !== undefined) {
    if (user.enabled === false) return 'disabled';
    if (user.guest === true) return 'a guest';
    if (user.leavesAt !== undefined && user.leavesAt <= emission.now) return `left on ${user.leavesAt.slice(0, 10)}`;
    return user.enabled === true ? 'there' : 'unknown';
  }
  const account = emission.account(id);
  if (account === undefined) return 'unknown';
  return account.principal?.enabled === false ? 'disabled' : 'there';
}
