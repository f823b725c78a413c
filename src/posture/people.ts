import { userId } from '../inventory/github-id.ts';
import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/** A clause for each way in which a person uses a machine identity, or in which it is a person's: `people used it: AWS console (12 events)`. */
export function peopleBehind(world: World, identity: Identity): readonly string[] {
  return [
    ...(identity.mcp?.human_login ?? []).map((login) => `borrows a person's login: ${login}`),
    ...loginsOf(world, identity),
    ...tokenOfPerson(world, identity),
    ...accountsForPeople(identity),
    ...filesOfPeople(world, identity),
    ...recordedPeople(world, identity),
  ];
}

/** People whom the trust policy of a role lets become it, whether or not one ever did: `ana`, `whoever logs in over SAML`. */
export function peopleLetIn(world: World, { id, kind }: Identity): readonly string[] {
  const trusts = kind === 'aws-iam-role' ? world.inventory.trusts.get(id) : undefined;
  if (trusts === undefined) return [];
  const found = new Set<string>();
  for (const { effect, principal, principalKind } of trusts) {
    if (effect !== 'Allow') continue;
    if (principalKind === 'saml') found.add('whoever logs in over SAML');
    if (principalKind !== 'identity') continue;
    const [, account, type, name] = /^arn:[\w-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
    const one = name === undefined ? undefined : world.inventory.identities.get(`aws:${type}/${account}/${name}`);
    if (one !== undefined && isPersons(world, one)) found.add(one.name);
  }
  return found.size === 0 ? [] : [...found].sort();
}

/** A key or token that it works with and that proves a person. */
function loginsOf(world: World, { id, plane }: Identity): readonly string[] {
  const { holdings, inventory } = world;
  if (plane !== 'agent' && plane !== 'repository') return [];
  const held = new Set([id, ...holdings.serversOf(id)].flatMap((hand) => holdings.heldBy(hand)));
  return [...held].flatMap(({ name, identity, enabled }) => {
    const owner = enabled === false || identity === undefined ? undefined : inventory.identities.get(identity);
    return owner !== undefined && isPersons(world, owner) ? [`works with ${name} of ${owner.name}, which is a person's`] : [];
  });
}

function isPersons(world: World, identity: Identity): boolean {
  return identity.nature === 'human' || identity.aws?.console_password === true || tokenOfPerson(world, identity).length > 0;
}

const personalTokens: ReadonlySet<string> = new Set(['github-classic-token', 'github-fine-grained-token']);

/** A personal token acts as its owner, who is a person unless the account is known to be a machine's. */
function tokenOfPerson({ inventory }: World, { kind, github }: Identity): readonly string[] {
  const login = github?.token_owner;
  if (login === undefined || !personalTokens.has(kind)) return [];
  const owner = inventory.identities.get(userId(login));
  return owner?.nature === 'workload' ? [] : [`a personal token: it acts as ${login}`];
}

/** Accounts of the kind that people have, and what works with them. */
function accountsForPeople({ kind, nature, aws, entra, enabled }: Identity): readonly string[] {
  if (kind === 'aws-root') return ['the root user belongs to whoever holds its mailbox'];
  const signs = entra?.service_signs ?? [];
  if (kind === 'entra-user' && signs.length > 1 && enabled !== false)
    return [`a user, made for a person, that a service works as: ${signs.join(', ')}`];
  if (aws?.console_password === true && (aws.active_keys ?? 0) > 0) return ['has a console password and access keys'];
  if (nature === 'human') return ['a person uses it'];
  if (aws?.console_password === true) return ['has a console password: people sign in as it'];
  if (kind === 'aws-iam-user' && aws?.console_password === false && (aws.active_keys ?? 0) > 0)
    return ['an IAM user, made for a person, that a program works as with access keys'];
  return [];
}

/** The token of a service account in a file by which people log in to a cluster. */
function filesOfPeople({ holdings }: World, { id, plane }: Identity): readonly string[] {
  if (plane !== 'kubernetes') return [];
  return holdings
    .ownedBy(id)
    .filter((c) => c.kind === 'kubeconfig-service-account-token' && c.found !== undefined && c.found.length > 0)
    .map((c) => `people log in with its token in ${c.found?.[0]?.file ?? c.name}`);
}

/** What was recorded of a machine's use by people. */
function recordedPeople({ use }: World, identity: Identity): readonly string[] {
  if (identity.nature === 'human' || identity.nature === 'service-agent' || identity.providerManaged === true) return [];
  const seen = use.peopleIn(identity);
  return seen.length === 0 ? [] : [`people used it: ${seen.join(', ')}`];
}
