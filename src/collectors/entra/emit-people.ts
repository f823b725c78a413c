import type { Facts } from '../../inventory/fact-types.ts';
import type { Identity } from '../../inventory/identity.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import type { Emission } from './emission.ts';
import type { Given } from './emit-grants.ts';
import type { User } from './read-person.ts';
import { isNamedLikeService, serviceAccountSigns } from './service-account-signs.ts';

/**
 * Hands over the users who matter for machines: those who hold a role of the directory, own an application, are accounts of
 * agents, or have the name of a service. The others are people, of whom nothing is kept.
 */
export function emitPeople(emission: Emission, given: Given): void {
  const { directory } = emission;
  const owners = emission.accounts.flatMap((account) => ownersIn(emission, account));
  const holders = new Set([...given.users, ...owners, ...membersOf(emission, given.groups)]);
  for (const user of directory.users.values()) {
    if (holders.delete(user.id) || user.agent || (user.guest !== true && isNamedLikeService(user)))
      emission.emit({ type: 'identity', value: identityOf(emission, user) });
    if (user.agentIdentity !== undefined) emitAgentUser(emission, user, user.agentIdentity);
  }
  // Of the others only the ids are known.
  for (const id of holders) emission.emit({ type: 'identity', value: unknownUser(emission, id) });
}

/** Members of groups: applications of any, and people of those groups that hold something. */
export function emitMemberships(emission: Emission, given: Given): void {
  for (const [id, members] of emission.directory.members) {
    const group = `entra:group/${id}`;
    for (const member of members) {
      const who = emission.who(member.id, member.type);
      if (who.what === 'user' && !given.groups.has(group)) continue;
      emission.emit({ type: 'membership', value: { identity: who.id, group } });
    }
  }
}

function identityOf({ tenant }: Emission, user: User): Identity {
  const signs = user.agent || user.guest === true ? undefined : serviceAccountSigns(user);
  const facts: Facts<'Entra'> = {
    ...(tenant === '' ? {} : { tenant }),
    ...(signs === undefined ? {} : { service_signs: signs }),
    ...(user.guest === undefined ? {} : { guest: user.guest }),
  };
  const draft: Draft<Identity> = {
    id: `entra:user/${user.id}`,
    aliases: [`entra:principal/${user.id}`],
    plane: 'entra',
    kind: user.agent ? 'entra-agent-user' : 'entra-user',
    name: withoutKnownSecrets(user.name),
    scope: tenant,
    nature: user.agent ? 'agent' : signs !== undefined && signs.length > 1 ? 'unknown' : 'human',
    agent: user.agent,
    standing: 'observed',
    entra: facts,
    evidence: [user.at],
  };
  if (user.enabled !== undefined) draft.enabled = user.enabled;
  if (user.createdAt !== undefined) draft.createdAt = user.createdAt;
  if (user.lastUsedAt !== undefined) draft.lastUsedAt = user.lastUsedAt;
  return draft;
}

/** An agent acts with the user account that was made for it. */
function emitAgentUser(emission: Emission, user: User, agent: string): void {
  const from = emission.account(agent)?.id ?? `entra:service-principal/${agent}`;
  emission.emit({
    type: 'link',
    value: { kind: 'owns', from, to: `entra:user/${user.id}`, evidence: [{ ...user.at, note: 'the account of this agent' }] },
  });
}

function unknownUser({ tenant, source }: Emission, id: string): Identity {
  return {
    id: `entra:user/${id}`,
    plane: 'entra',
    kind: 'entra-user',
    name: id,
    scope: tenant,
    nature: 'human',
    agent: false,
    standing: 'named',
    evidence: [{ source }],
  };
}

function ownersIn(emission: Emission, { application, principal }: Emission['accounts'][number]): readonly string[] {
  const { owners = [] } = emission.directory.relationsOf([application?.id, application?.appId, principal?.id]);
  return owners.flatMap(({ id, type }) => (emission.who(id, type).what === 'user' ? [id] : []));
}

function membersOf(emission: Emission, groups: ReadonlySet<string>): readonly string[] {
  return [...emission.directory.members].flatMap(([id, members]) =>
    groups.has(`entra:group/${id}`) ? members.flatMap((m) => (emission.who(m.id, m.type).what === 'user' ? [m.id] : [])) : [],
  );
}
