import { organizationId, teamId, userId } from '../../inventory/github-id.ts';
import { type GithubRepository, readGithubRepositories } from '../../inventory/github-repository.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { StatementReference } from '../power.ts';
import { type Ability, type Access, permissionAbilities, roleAbilities } from './access.ts';
import { Alike } from './alike.ts';
import { passedBy } from './bypass.ts';
import { type Controls, controlsOf } from './controls.ts';
import type { Three } from './three.ts';

/** What somebody has in a repository, and what gives it. */
export interface Held {
  readonly access: Access;
  readonly given: readonly StatementReference[];
}

/** What one grant gives; `whole` is false where that is not all known. */
interface Given {
  readonly abilities: readonly Ability[];
  readonly whole: boolean;
}

const nothing: Given = { abilities: [], whole: false };

/** Who has what in which repository of GitHub, by roles, teams, installations, tokens and keys. */
export class HeldAccess {
  readonly repositories: ReadonlyMap<string, GithubRepository>;
  /** By `owner/name` in lower case. */
  readonly byName: ReadonlyMap<string, GithubRepository>;
  readonly #inventory: Inventory;
  readonly #controls = new Map<string, Controls>();
  readonly #alike = new Map<string, Alike>();
  readonly #groups = new Map<string, readonly string[]>();
  /** By organization. */
  readonly #everywhere = new Map<string, ReadonlySet<Identity>>();
  /** Of those who have the same in every repository of an organization. */
  readonly #wide = new Map<string, Held>();
  #members: ReadonlyMap<string, readonly string[]> | undefined;
  #tokens: ReadonlyMap<string, readonly Identity[]> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.repositories = readGithubRepositories(inventory);
    this.byName = new Map([...this.repositories.values()].map((repository) => [repository.name.toLowerCase(), repository]));
  }

  controlsOf(repository: GithubRepository): Controls {
    const present = this.#controls.get(repository.scope.id) ?? controlsOf(repository);
    this.#controls.set(repository.scope.id, present);
    return present;
  }

  /** Machines that have something in a repository, or may have. */
  machinesIn({ access, organization }: GithubRepository): readonly Identity[] {
    const everywhere = organization === undefined ? new Set<Identity>() : this.#machinesOf(organization);
    return [...new Set([...everywhere, ...this.#machinesAmong(access.map((g) => g.holder))])];
  }

  /** Everybody who has something in a repository, or may have: people as well. */
  holdersIn({ access, organization }: GithubRepository): readonly Identity[] {
    return [...this.#among([...access, ...(organization?.access ?? [])].map((g) => g.holder))];
  }

  #machinesOf(organization: NonNullable<GithubRepository['organization']>): ReadonlySet<Identity> {
    const present = this.#everywhere.get(organization.scope.id) ?? this.#machinesAmong(organization.access.map((g) => g.holder));
    this.#everywhere.set(organization.scope.id, present);
    return present;
  }

  #machinesAmong(holders: readonly string[]): ReadonlySet<Identity> {
    return new Set([...this.#among(holders)].filter((i) => i.nature !== 'human'));
  }

  /** These holders, those who are in them, and the tokens of all of them. */
  #among(holders: readonly string[]): ReadonlySet<Identity> {
    const { identities } = this.#inventory;
    this.#members ??= membersOf(this.#inventory);
    this.#tokens ??= tokensOf(this.#inventory);
    const seen = new Set<string>();
    const found = new Set<Identity>();
    const waiting = [...holders];
    for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
      if (seen.has(holder)) continue;
      seen.add(holder);
      const identity = identities.get(holder);
      if (identity?.plane === 'github') found.add(identity);
      for (const token of this.#tokens.get(holder) ?? []) found.add(token);
      waiting.push(...(this.#members.get(holder) ?? []));
    }
    return found;
  }

  /** The rules of a repository's default branch that somebody passes by, see bypass.ts. */
  passedBy(repository: GithubRepository, access: Access): readonly string[] {
    const alike = this.alikeIn(repository);
    return alike.once(access, () => passedBy(this.controlsOf(repository), access));
  }

  /** Tells apart whom the rules of a repository tell apart. */
  alikeIn(repository: GithubRepository): Alike {
    const present = this.#alike.get(repository.scope.id) ?? new Alike(this.controlsOf(repository));
    this.#alike.set(repository.scope.id, present);
    return present;
  }

  /** The groups that somebody is in, those above them included. */
  groupsOf(id: string): readonly string[] {
    const present = this.#groups.get(id);
    if (present !== undefined) return present;
    const groups = new Set<string>();
    const add = (member: string): void => {
      for (const group of this.#inventory.memberships.get(member) ?? [])
        if (!groups.has(group)) {
          groups.add(group);
          add(group);
        }
    };
    add(id);
    this.#groups.set(id, [...groups]);
    return [...groups];
  }

  in(repository: GithubRepository, identity: Identity): Held {
    const organization = repository.organization?.scope.id;
    if (organization === undefined || identity.kind !== 'github-app-installation') return this.#read(repository, identity);
    const key = `${identity.id} ${organization}`;
    const present = this.#wide.get(key);
    if (present !== undefined) return present;
    const held = this.#read(repository, identity);
    const grants = this.#inventory.grants.get(identity.id) ?? [];
    if (grants.every((g) => g.scope === organization)) this.#wide.set(key, held);
    return held;
  }

  #read(repository: GithubRepository, identity: Identity): Held {
    if (identity.kind === 'github-runner' || identity.enabled === false || identity.github?.suspended === true)
      return { access: nobody, given: [] };
    const own = this.#own(repository, identity);
    const login = identity.github?.token_owner;
    if (!/-token$/.test(identity.kind)) return own;
    // A token does what its user may, within its own grants.
    const user = login === undefined ? undefined : this.#inventory.identities.get(userId(login));
    const theirs: Held = user === undefined ? { access: { ...stranger, name: login }, given: [] } : this.in(repository, user);
    const { abilities, open, limit } = own.access;
    const most = open ? limit : abilities;
    return {
      access: {
        ...theirs.access,
        user: theirs.access,
        abilities: new Set([...abilities].filter((a) => theirs.access.abilities.has(a))),
        open: open || theirs.access.open,
        ...(most === undefined ? {} : { limit: most }),
      },
      given: [...own.given, ...theirs.given],
    };
  }

  #own(repository: GithubRepository, identity: Identity): Held {
    const holders = [identity.id, ...this.groupsOf(identity.id)];
    const scopes = [repository.scope.id, repository.organization?.scope.id];
    const grants = holders
      .flatMap((h) => this.#inventory.grants.get(h) ?? [])
      .filter((g) => g.scope !== undefined && scopes.includes(g.scope));
    // Of an installation on selected repositories that were not listed, whether this is one of them is not known.
    const unplaced = (this.#inventory.grants.get(identity.id) ?? []).filter((g) => g.scope === undefined);
    const given = grants.map((grant) => this.#givenBy(grant));
    const abilities = new Set(given.flatMap((g) => g.abilities));
    const kind = kindOf(identity);
    if (kind === 'deploy-key' && abilities.has('push')) abilities.add('workflows');
    // It pushes to branches of its own alone (https://docs.github.com/copilot/concepts/agents/cloud-agent/about-cloud-agent).
    if (identity.kind === 'github-copilot-agent') abilities.delete('push');
    const isUser = kind === 'user' && !/-token$/.test(identity.kind);
    const isClassic = identity.kind === 'github-classic-token';
    for (const grant of isClassic ? unplaced : []) for (const ability of this.#givenBy(grant).abilities) abilities.add(ability);
    const isUnknown = given.some((g) => !g.whole) || (isUser && !knowsPeople(repository));
    // Wherever it is installed, it can do no more than its permissions say.
    const perhaps = isClassic ? [] : unplaced.map((grant) => this.#givenBy(grant));
    const isLimited = perhaps.length > 0 && !isUnknown && perhaps.every((g) => g.whole);
    return {
      access: {
        kind,
        name: identity.github?.app ?? identity.name,
        number: identity.github?.app_id,
        teams: holders.flatMap((id) => this.#teamOf(id) ?? []),
        roles: grants.flatMap((g) => (g.role === undefined ? [] : [g.role])),
        owner: isUser ? this.#owns(repository, grants) : 'no',
        abilities,
        open: isUnknown || perhaps.length > 0,
        ...(isLimited ? { limit: new Set([...abilities, ...perhaps.flatMap((g) => g.abilities)]) } : {}),
      },
      given: [...grants, ...(isClassic ? unplaced : [])].map((g) => refer(g, identity.id)),
    };
  }

  #owns({ organization }: GithubRepository, grants: readonly Grant[]): Three {
    if (organization === undefined) return 'no';
    return grants.some((g) => g.role === 'owner' && g.scope === organization.scope.id)
      ? 'yes'
      : organization.parts.has('members')
        ? 'no'
        : 'unknown';
  }

  #givenBy({ role, policy }: Grant): Given {
    const permissions = policy === undefined ? undefined : this.#inventory.policies.get(policy)?.permissions;
    if (permissions !== undefined) {
      const [base, ...rest] = permissions[0]?.startsWith('role:') ? permissions : ['', ...permissions];
      const inherited = roleAbilities[base?.slice('role:'.length) ?? ''] ?? [];
      return { abilities: [...inherited, ...rest.flatMap((p) => permissionAbilities[p] ?? [])], whole: true };
    }
    if (role === 'none') return { abilities: [], whole: true };
    const known = role === undefined || !Object.hasOwn(roleAbilities, role) ? undefined : roleAbilities[role];
    return known === undefined ? nothing : { abilities: known, whole: true };
  }

  #teamOf(id: string): Access['teams'][number] | undefined {
    const slug = /^github:team\/[^/]+\/(.+)$/.exec(id)?.[1];
    return slug === undefined ? undefined : { slug, number: this.#inventory.scopes.get(id)?.number };
  }
}

/** A user of whom nothing was read. */
const stranger: Access = { kind: 'user', teams: [], roles: [], owner: 'unknown', abilities: new Set(), open: true };

const nobody: Access = { kind: 'app', teams: [], roles: [], owner: 'no', abilities: new Set(), open: false };

function kindOf({ kind }: Identity): Access['kind'] {
  if (kind === 'github-deploy-key') return 'deploy-key';
  return kind === 'github-app-installation' || kind === 'github-copilot-agent' ? 'app' : 'user';
}

/** Whether everybody's roles in a repository were read: those given there, to teams, and to all members. */
function knowsPeople({ parts, organization, scope }: GithubRepository): boolean {
  if (!parts.has('collaborators')) return false;
  if (organization === undefined) return scope.parent?.startsWith('github:organization/') !== true;
  return organization.parts.has('members') && organization.parts.has('teams') && organization.scope.settings?.base_permission !== undefined;
}

function refer({ name, role, scope, holder, evidence }: Grant, identity: string): StatementReference {
  const on = scope?.replace(/^repository:/, '').replace(/^github:organization\//, 'organization ');
  const through =
    holder === identity
      ? {}
      : {
          through: holder.startsWith(teamId('', '').slice(0, -1))
            ? holder.slice('github:team/'.length)
            : holder.replace(organizationId(''), 'members of '),
        };
  return { policy: role ?? name, statement: on === undefined ? 'on repositories that are not known' : `on ${on}`, ...through, evidence };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** By group: who is in it. */
function membersOf({ memberships }: Inventory): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const [member, groups] of memberships) for (const group of groups) push(members, group, member);
  return members;
}

/** By user: his tokens. */
function tokensOf({ identities }: Inventory): ReadonlyMap<string, readonly Identity[]> {
  const tokens = new Map<string, Identity[]>();
  for (const identity of identities.values()) {
    const login = identity.github?.token_owner;
    if (login !== undefined) push(tokens, userId(login), identity);
  }
  return tokens;
}
