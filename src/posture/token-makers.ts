import { contextsLetIn, repositoriesIn } from '../graph/github/cloud-targets.ts';
import { contextWords } from '../graph/github/job-context.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { GithubRepository } from '../inventory/github-repository.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Trust } from '../inventory/trust.ts';
import type { Access } from '../permissions/github/access.ts';
import type { HeldAccess } from '../permissions/github/held-access.ts';
import { type JobContext, makeToken } from '../permissions/github/token-kind.ts';
import type { Answer } from '../permissions/power.ts';
import type { World } from './world.ts';

/** Of a trust in many repositories, so many are told of. */
const mostRepositories = 3;

/**
 * Who may make GitHub give a token that a trust takes: a trust is as tight as that. For each repository that was read and that it
 * names, where its rules stand, with a note.
 */
export function tokenMakers(world: World, trust: Trust): readonly Evidence[] {
  const { inventory, permissions } = world;
  const { held } = permissions.github ?? {};
  if (held === undefined || held.repositories.size === 0 || trust.effect !== 'Allow') return [];
  const found: Evidence[] = [];
  for (const repository of repositoriesIn(trust, held.byName)) {
    if (found.length >= mostRepositories) break;
    const [place] = repository.scope.evidence ?? [];
    if (place === undefined) continue;
    const ways = contextsLetIn(inventory, repository, held.controlsOf(repository), [trust]).map((way) => way.context);
    // Whoever may for any branch needs no other.
    const contexts = ways.includes('*') ? (['*'] as const) : ways;
    if (contexts.length === 0) continue;
    const holders = accessesIn(world, repository);
    const told = contexts.map((context) => `for ${contextWords(context)} ${makersOf(held, repository, context, holders)}`);
    found.push({ ...place, note: `jobs of ${repository.name} get the token: ${told.join('; ')}` });
  }
  return found;
}

const words: readonly (readonly [Exclude<Answer, 'denied'>, string])[] = [
  ['allowed', 'alone'],
  ['conditional', "with somebody else's word"],
  ['unknown', 'perhaps'],
];

/** Somebody, what he has, and a key that is equal for those who are alike. */
interface Holder {
  readonly identity: Identity;
  readonly access: Access;
  readonly key: string;
}

/** What somebody has, worked out once for people who are in the same teams and have nothing of their own. */
function accessesIn({ inventory, permissions }: World, repository: GithubRepository): readonly Holder[] {
  const { held } = permissions.github ?? {};
  if (held === undefined) return [];
  const alike = held.alikeIn(repository);
  const here = [repository.scope.id, repository.organization?.scope.id];
  const shared = new Map<string, Access>();
  return held.holdersIn(repository).map((identity) => {
    const holder = (access: Access): Holder => ({ identity, access, key: alike.keyOf(access) });
    if (identity.kind !== 'github-user' || inventory.grants.get(identity.id)?.some((g) => g.scope === undefined || here.includes(g.scope)))
      return holder(held.in(repository, identity).access);
    const key = held.groupsOf(identity.id).join();
    const access = shared.get(key) ?? held.in(repository, identity).access;
    shared.set(key, access);
    return holder({ ...access, name: identity.name });
  });
}

/** `shipper and 3 people alone, 12 people with somebody else's word`. */
function makersOf(held: HeldAccess, repository: GithubRepository, context: JobContext, holders: readonly Holder[]): string {
  const controls = held.controlsOf(repository);
  const answers = new Map<string, Answer>();
  const by = new Map<Answer, { readonly machines: string[]; people: number }>();
  for (const { identity, access, key } of holders) {
    const answer = answers.get(key) ?? makeToken(controls, access, context).answer;
    answers.set(key, answer);
    const group = by.get(answer) ?? { machines: [], people: 0 };
    if (identity.nature === 'human') group.people++;
    else group.machines.push(identity.name);
    by.set(answer, group);
  }
  const told = words.flatMap(([answer, how]) => {
    const group = by.get(answer);
    if (group === undefined) return [];
    const people = group.people === 0 ? [] : [group.people === 1 ? '1 person' : `${group.people} people`];
    return [`${[...group.machines.sort().slice(0, mostNames), ...more(group.machines.length), ...people].join(', ')} ${how}`];
  });
  return told.length === 0 ? 'nobody that was read' : told.join('; ');
}

const mostNames = 5;

function more(count: number): readonly string[] {
  return count > mostNames ? [`${count - mostNames} more`] : [];
}
