import type { Credential, FoundAt } from '../inventory/credential.ts';
import type { Facts } from '../inventory/fact-types.ts';
import { daysSince, daysUnused, idleText } from './age.ts';
import { azureCredentialFacts } from './azure-facts.ts';
import { githubCredentialFacts } from './github-facts.ts';
import { identityFacts } from './identity-facts.ts';
import { outsideReaders, wideReaders } from './outside-readers.ts';
import type { World } from './world.ts';

/** What rules may know of a credential. */
export function credentialFacts(world: World, credential: Credential): Facts<'Credential'> {
  const { now } = world.settings;
  const holders = world.holdings.separateHoldersOf(credential.id);
  const identities = holders.flatMap((id) => world.inventory.identities.get(id) ?? []);
  const owner = credential.identity === undefined ? undefined : identityFacts(world, credential.identity);
  const everywhere = committedFirst(credential.found ?? []);
  const found = everywhere.filter((f) => f.commit === undefined);
  const past = everywhere.filter((f) => f.commit !== undefined);
  const files = new Set((credential.found ?? []).map((f) => `${f.evidence.source}\u0000${f.file}`));
  const first = credential.found?.[0];
  const committed = everywhere.map((f) => f.committed).filter((c) => c !== undefined);
  const networks = world.use.networksOf(credential);
  const expires = daysSince(credential.expiresAt, now);
  return {
    id: credential.id,
    name: credential.name,
    kind: credential.kind,
    enabled: credential.enabled,
    static: credential.static,
    age_days: daysSince(credential.createdAt, now),
    unused_days: daysUnused(credential, now),
    never_used: credential.lastUsedAt === undefined ? undefined : credential.lastUsedAt === null,
    expires_in_days: expires === undefined ? undefined : -expires,
    never_expires: credential.expiresAt === undefined ? undefined : credential.expiresAt === null,
    lasts: expires === undefined ? (credential.expiresAt === null ? 'for ever' : '') : `${-expires} more days`,
    provider: credential.provider,
    purpose: credential.purpose,
    declared: credential.declared === true,
    found: first !== undefined,
    committed: first === undefined ? false : committed.length === 0 ? undefined : committed.includes(true),
    file: everywhere[0]?.file,
    files: [...filesOf(found), ...commitsOf(past)],
    history: commitsOf(past),
    exposed_files: filesOf(found.filter((f) => f.committed !== false)),
    committed_files: filesOf(found.filter((f) => f.committed === true)),
    idle: idleText(credential, now),
    position: first?.position,
    places: files.size,
    holders: [...new Set(identities.map((i) => i.name))],
    holder_count: holders.length,
    agent_holders: identities.filter((i) => i.agent).length,
    networks,
    networks_count: networks?.length,
    holder_environments: [
      ...new Set([...identities.flatMap((i) => i.environment ?? []), ...(credential.found ?? []).flatMap((f) => f.environment ?? [])]),
    ].sort(),
    environment: owner?.environment ?? first?.environment,
    rotation: credential.rotation,
    limits: credential.limits,
    model_services: world.inventory.scopes.get(`gcp:project/${credential.scope}`)?.settings?.model_services,
    changed_days: daysSince(credential.changedAt, now),
    outside_readers: outsideReaders(world, credential),
    wide_readers: wideReaders(world, credential),
    owner_known: owner !== undefined && owner.observed === true,
    github: githubCredentialFacts(world, credential),
    azure: azureCredentialFacts(credential),
    whose: owner?.name ?? 'somebody not known',
    belonging: belongingOf(world, credential, owner),
    identity: owner,
  };
}

/** Places where a value was found, those that git tracks first, those that it is known not to track last. */
export function committedFirst(found: readonly FoundAt[]): readonly FoundAt[] {
  const rank = (f: FoundAt): number => (f.committed === true ? 0 : f.committed === undefined ? 1 : 2);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** `deploy/.env in commit 0123456789ab`. */
function commitsOf(found: readonly FoundAt[]): readonly string[] {
  return [...new Set(found.map((f) => `${f.file} in commit ${(f.commit ?? '').slice(0, 12)}`))];
}

/** A sentence on the identity that a credential belongs to: what it can do, when it was last used, whose it is. */
function belongingOf(world: World, credential: Credential, owner: Facts<'Identity'> | undefined): string {
  if (credential.found === undefined || owner?.name === undefined || owner.observed !== true) return '';
  const used = credential.lastUsedAt ?? world.inventory.identities.get(credential.identity ?? '')?.lastUsedAt;
  const parts = [
    owner.power?.level === undefined || owner.power.level === 'unknown' ? 'power unknown' : `${owner.power.level}-level power`,
    used === undefined ? 'last use unknown' : used === null ? 'never used' : `last used ${used.slice(0, 10)}`,
    owner.owner === undefined ? 'no known owner' : `owner ${owner.owner}`,
  ];
  return `; it belongs to ${owner.name} (${parts.join(', ')})`;
}

function filesOf(found: readonly FoundAt[]): readonly string[] {
  return [...new Set(found.map((f) => f.file))];
}
