import type { BranchRules } from '../../../src/inventory/branch-rules.ts';
import type { Fragment, Scope } from '../../../src/inventory/fragment.ts';
import {
  deployKeyId,
  environmentId,
  installationId,
  organizationId,
  repositoryId,
  storedId,
  teamId,
  tokenId,
  userId,
} from '../../../src/inventory/github-id.ts';
import { type DeploymentGate, githubParts, type StoredSecret } from '../../../src/inventory/github-repository.ts';
import type { Grant } from '../../../src/inventory/grant.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';

/** A small organization of GitHub, put together of fragments. */
export const acme = organizationId('acme');
export const evidence = [{ source: 'github:acme' }];

export function organization(more: Partial<Scope> = {}): Fragment {
  return {
    type: 'scope',
    value: {
      id: acme,
      plane: 'github',
      name: 'acme',
      number: '11',
      supplies: [...githubParts],
      settings: { base_permission: 'none' },
      evidence,
      ...more,
    },
  };
}

export function repository(name: string, more: Partial<Scope> = {}): Fragment {
  return {
    type: 'scope',
    value: {
      id: repositoryId(name),
      plane: 'github',
      name,
      number: '22',
      parent: acme,
      repository: { defaultBranch: 'main', visibility: 'private' },
      supplies: [...githubParts],
      evidence,
      ...more,
    },
  };
}

export function environment(repo: string, gate: DeploymentGate): Fragment {
  return {
    type: 'scope',
    value: {
      id: environmentId(repo, gate.name),
      plane: 'github',
      name: gate.name,
      parent: repositoryId(repo),
      gate,
      supplies: ['secrets'],
      evidence,
    },
  };
}

/** Classic protection with everything off but what is given. */
export function protection(repo: string, pattern: string, more: Partial<BranchRules> = {}): Fragment {
  const branchRules: BranchRules = {
    form: 'protection',
    owner: repositoryId(repo),
    target: 'branch',
    enforcement: 'active',
    refs: { include: [pattern], exclude: [] },
    bypass: [],
    holdsAdmins: false,
    pullRequest: null,
    pushers: null,
    blocksCreation: false,
    blocksUpdate: false,
    blocksDeletion: true,
    blocksForcePush: true,
    ...more,
  };
  return rule(`github:branch-protection/${repo}/${pattern}`, 'github-branch-protection', pattern, branchRules);
}

export function ruleset(name: string, owner: string, more: Partial<BranchRules> = {}): Fragment {
  const branchRules: BranchRules = {
    form: 'ruleset',
    owner,
    target: 'branch',
    enforcement: 'active',
    refs: { include: ['~DEFAULT_BRANCH'], exclude: [] },
    bypass: [],
    ...more,
  };
  return rule(`github:ruleset/${name}`, 'github-ruleset', name, branchRules);
}

function rule(id: string, kind: 'github-ruleset' | 'github-branch-protection', name: string, branchRules: BranchRules): Fragment {
  return { type: 'policy', value: { id, kind, name, providerManaged: false, branchRules, evidence } };
}

function identity(id: string, kind: string, name: string, more: Partial<Identity> = {}): Fragment {
  const value: Identity = {
    id,
    plane: 'github',
    kind,
    name,
    scope: 'acme',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    grantsListed: true,
    evidence,
    ...more,
  };
  return { type: 'identity', value };
}

function grant(
  holder: string,
  scope: string | undefined,
  given: { readonly role: string } | { readonly permissions: readonly string[] },
): readonly Fragment[] {
  const name = 'role' in given ? given.role : 'permissions';
  const value: Grant = {
    id: `${holder}#binding/${name} on ${scope}`,
    holder,
    kind: 'binding',
    name,
    evidence,
    ...(scope === undefined ? {} : { scope }),
  };
  if ('role' in given) return [{ type: 'grant', value: { ...value, role: given.role } }];
  const policy = `github:permissions/${holder}/${scope}`;
  return [
    {
      type: 'policy',
      value: { id: policy, kind: 'github-permissions', name, providerManaged: false, permissions: given.permissions, evidence },
    },
    { type: 'grant', value: { ...value, policy } },
  ];
}

/** `on`: full names of repositories; `all` is the organization. */
export function person(login: string, role: string | undefined, on: string, more: Partial<Identity> = {}): readonly Fragment[] {
  const id = userId(login);
  return [
    identity(id, 'github-user', login, { nature: 'human', ...more }),
    { type: 'membership', value: { identity: id, group: acme } },
    ...(role === undefined ? [] : grant(id, placeOf(on), { role })),
  ];
}

export function team(slug: string, role: string, on: string, members: readonly string[]): readonly Fragment[] {
  const id = teamId('acme', slug);
  return [
    ...grant(id, placeOf(on), { role }),
    ...members.map(
      (login): Fragment => ({ type: 'membership', value: { identity: login.startsWith('github:') ? login : userId(login), group: id } }),
    ),
  ];
}

export function installation(
  slug: string,
  number: string,
  permissions: readonly string[],
  on: string,
  more: Partial<Identity> = {},
): readonly Fragment[] {
  const id = installationId(number);
  const github = { organization: 'acme', app: slug, app_id: number, permissions };
  return [
    identity(id, 'github-app-installation', slug, { nature: 'third-party', github, ...more }),
    ...grant(id, placeOf(on), { permissions }),
  ];
}

export function deployKey(repo: string, number: string, readOnly: boolean): readonly Fragment[] {
  const id = deployKeyId(repo, number);
  return [
    identity(id, 'github-deploy-key', `deploy key ${number}`, { scope: repo, github: { read_only: readOnly } }),
    ...grant(id, repositoryId(repo), { permissions: [readOnly ? 'contents:read' : 'contents:write'] }),
  ];
}

export function token(
  number: string,
  kind: 'classic' | 'fine-grained',
  login: string,
  permissions: readonly string[],
  on?: string,
): readonly Fragment[] {
  const id = tokenId('acme', number);
  const github = { organization: 'acme', token_owner: login, permissions };
  return [
    identity(id, `github-${kind}-token`, `token of ${login}`, { github }),
    ...grant(id, on === undefined ? undefined : placeOf(on), { permissions }),
  ];
}

export function secret(keeper: string, name: string, more: Partial<StoredSecret> = {}): Fragment {
  return {
    type: 'resource',
    value: {
      id: storedId('secret', 'actions', keeper, name),
      plane: 'github',
      kind: 'github-secret',
      name,
      scope: 'acme',
      stored: { store: 'actions', keeper, ...more },
      evidence,
    },
  };
}

function placeOf(on: string): string {
  return on === 'all' ? acme : repositoryId(on);
}

export function inventoryOf(...fragments: readonly (Fragment | readonly Fragment[])[]): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of fragments.flat()) builder.add(fragment);
  return builder.finish([]);
}
