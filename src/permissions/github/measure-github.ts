import { userId } from '../../inventory/github-id.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type Facet, type Level, levels, type Power, type StatementReference } from '../power.ts';
import type { HeldAccess } from './held-access.ts';

/** How far a grant reaches: all of an organization, or single repositories. */
type Breadth = 'wide' | 'narrow';

/** What a permission comes to. */
interface Measure {
  readonly level: Readonly<Record<Breadth, Level>>;
  readonly facets: readonly ('read' | 'write' | 'execute' | 'grant' | 'secrets')[];
}

const measure = (wide: Level, narrow: Level, ...facets: Measure['facets']): Measure => ({ level: { wide, narrow }, facets });

/**
 * Roles and permissions by what they lead to
 * (https://docs.github.com/rest/authentication/permissions-required-for-github-apps,
 * https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization).
 * Whoever changes workflows reads the secrets of their repository.
 */
const measures: Readonly<Record<string, Measure>> = {
  'role:owner': measure('admin', 'admin', 'read', 'write', 'execute', 'grant', 'secrets'),
  'role:admin': measure('escalate', 'write', 'read', 'write', 'execute', 'grant', 'secrets'),
  'role:maintain': measure('escalate', 'write', 'read', 'write', 'execute', 'secrets'),
  'role:write': measure('escalate', 'write', 'read', 'write', 'execute', 'secrets'),
  'role:triage': measure('sensitive', 'read', 'read'),
  'role:read': measure('sensitive', 'read', 'read'),
  'role:none': measure('none', 'none'),
  'organization_administration:write': measure('admin', 'admin', 'grant'),
  'organization_custom_org_roles:write': measure('admin', 'admin', 'grant'),
  'members:write': measure('admin', 'admin', 'grant'),
  'admin:org': measure('admin', 'admin', 'grant'),
  'admin:enterprise': measure('admin', 'admin', 'grant'),
  'administration:write': measure('escalate', 'write', 'grant', 'write'),
  'organization_self_hosted_runners:write': measure('escalate', 'escalate', 'execute'),
  'organization_secrets:write': measure('sensitive', 'sensitive', 'write'),
  'workflows:write': measure('write', 'write', 'execute'),
  'contents:write': measure('sensitive', 'write', 'read', 'write'),
  'contents:read': measure('sensitive', 'read', 'read'),
  'secret_scanning_alerts:read': measure('sensitive', 'sensitive', 'secrets'),
  'actions:write': measure('write', 'write', 'execute'),
  'metadata:read': measure('none', 'none'),
  repo: measure('escalate', 'escalate', 'read', 'write', 'grant'),
  workflow: measure('write', 'write', 'execute'),
};

/** Any other permission by its access: `pull_requests:write`. */
function measureOf(name: string): Measure {
  const known = Object.hasOwn(measures, name) ? measures[name] : undefined;
  return known ?? (/:(?:write|admin)$/.test(name) ? measure('write', 'write', 'write') : measure('read', 'read', 'read'));
}

/** What somebody's roles and permissions add up to; that of a token is no more than its user's. */
export function measureGithub(inventory: Inventory, held: HeldAccess, id: string): Power {
  const own = measureOwn(inventory, held, id);
  const identity = inventory.identities.get(id);
  if (identity === undefined || !/-token$/.test(identity.kind)) return own;
  const login = identity.github?.token_owner;
  const user = login === undefined ? undefined : measureOwn(inventory, held, userId(login));
  if (own.level === 'none' || own.level === 'unknown') return own;
  // What its user may was not read: it may be less than the token's permissions.
  if (user === undefined || user.level === 'unknown') return { ...own, level: 'unknown', unreadable: ['roles of its user'] };
  return levels.indexOf(user.level) < levels.indexOf(own.level) ? { ...own, level: user.level } : own;
}

function measureOwn(inventory: Inventory, held: HeldAccess, id: string): Power {
  const grants = [id, ...held.groupsOf(id)].flatMap((holder) => inventory.grants.get(holder) ?? []);
  const identity = inventory.identities.get(id);
  const off = identity?.enabled === false || identity?.github?.suspended === true;
  const facets = new Map<string, Facet>();
  const unreadable: string[] = [];
  const reasons: { readonly level: Level; readonly reference: StatementReference }[] = [];
  for (const grant of off ? [] : grants) {
    const names = namesIn(inventory, grant);
    if (names === undefined) unreadable.push(grant.name);
    const breadth: Breadth = grant.scope?.startsWith('github:organization/') || grant.scope === undefined ? 'wide' : 'narrow';
    for (const name of withWorkflows(names ?? [])) {
      const { level, facets: touched } = measureOf(name);
      reasons.push({ level: level[breadth], reference: { policy: grant.name, statement: name, evidence: grant.evidence } });
      for (const facet of touched) if (breadth === 'wide' || !facets.has(facet)) facets.set(facet, breadth === 'wide' ? 'all' : 'some');
    }
  }
  reasons.sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
  const level = reasons[0]?.level ?? 'none';
  const isOpen = unreadable.length > 0 || (grants.length === 0 && identity?.grantsListed !== true && !off);
  const facet = (name: string): Facet => facets.get(name) ?? (isOpen ? 'unknown' : 'none');
  return {
    level: isOpen && level !== 'admin' ? 'unknown' : level,
    read: facet('read'),
    write: facet('write'),
    execute: facet('execute'),
    grant: facet('grant'),
    secrets: facet('secrets'),
    conditional: false,
    because: reasons
      .filter((r) => r.level === level && level !== 'none')
      .slice(0, 5)
      .map((r) => r.reference),
    unreadable: [...new Set(unreadable)].sort(),
  };
}

/** Code and workflows together are the secrets and tokens of their repositories. */
const together = ['contents:write', 'workflows:write'] as const;

function withWorkflows(names: readonly string[]): readonly string[] {
  const isWriter = together.every((name) => names.includes(name)) || (names.includes('repo') && names.includes('workflow'));
  return isWriter ? [...names, 'role:write'] : names;
}

function namesIn(inventory: Inventory, { role, policy }: Grant): readonly string[] | undefined {
  const permissions = policy === undefined ? undefined : inventory.policies.get(policy)?.permissions;
  if (permissions !== undefined) return permissions;
  return role !== undefined && Object.hasOwn(measures, `role:${role}`) ? [`role:${role}`] : undefined;
}
