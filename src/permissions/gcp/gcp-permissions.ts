import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, Facet, Level, PermissionEngine, Power, StatementReference } from '../power.ts';
import type { HeldRole } from './held-role.ts';
import { type Ability, abilitiesOfPermissions, abilitiesOfRole } from './roles.ts';

/**
 * What the roles of an identity of Google Cloud add up to, by what predefined roles are for and what custom roles list.
 * Grants only ever add up; what a deny policy takes away is not worked out, so power under one counts as conditional
 * (https://cloud.google.com/iam/docs/policy-types).
 */
export class GcpPermissions implements PermissionEngine {
  readonly #inventory: Inventory;
  readonly #powers = new Map<string, Power>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  powerOf(identity: string): Power {
    const present = this.#powers.get(identity);
    if (present !== undefined) return present;
    const power = this.#measure(identity);
    this.#powers.set(identity, power);
    return power;
  }

  /** The roles of an identity, in the order of their ids. */
  rolesOf(identity: string): readonly HeldRole[] {
    const grants = (this.#inventory.grants.get(identity) ?? []).filter((g) => g.kind === 'attached');
    return [...grants]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((grant) => ({ grant, abilities: this.#abilities(grant), broad: isBroad(grant.scope) }));
  }

  /** What custom roles list is known permission by permission, of predefined ones only what they are for. */
  decide(identity: string, action: string): Decision {
    const held = this.rolesOf(identity);
    const listed = ({ grant }: HeldRole): readonly string[] | undefined =>
      grant.policy === undefined ? undefined : this.#inventory.policies.get(grant.policy)?.permissions;
    const allowing = held.filter((role) => listed(role)?.includes(action));
    const sure = allowing.filter((role) => role.grant.condition === undefined && !this.#isLimited(role));
    if (sure.length > 0) return { answer: 'allowed', statements: sure.map((r) => referTo(r.grant)), conditionKeys: [] };
    const open = held.filter((role) => listed(role) === undefined);
    if (open.length > 0 || (allowing.length === 0 && this.#inventory.identities.get(identity)?.grantsListed !== true)) {
      const reasons = open.map(
        ({ grant }) => `which permissions ${grant.name} on ${shownScope(grant.scope)} holds one by one is not known`,
      );
      return {
        answer: 'unknown',
        statements: [],
        conditionKeys: [],
        reasons: reasons.length > 0 ? reasons : ['its roles are not all known'],
      };
    }
    if (allowing.length === 0) return { answer: 'denied', statements: [], conditionKeys: [], limits: [] };
    return { answer: 'conditional', statements: allowing.map((r) => referTo(r.grant)), conditionKeys: [] };
  }

  resourcesFor(): [] {
    return [];
  }

  shareKey(identity: string): string {
    return identity;
  }

  #abilities(grant: Grant): ReadonlySet<Ability> | undefined {
    if (grant.policy === undefined) return undefined;
    const listed = this.#inventory.policies.get(grant.policy)?.permissions;
    return listed === undefined ? abilitiesOfRole(grant.policy.slice('gcp:role/'.length)) : abilitiesOfPermissions(listed);
  }

  #measure(id: string): Power {
    const identity = this.#inventory.identities.get(id);
    const roles = this.rolesOf(id);
    const unreadable = roles.filter((r) => r.abilities === undefined).map((r) => r.grant.name);
    const listed = identity?.grantsListed === true && unreadable.length === 0;
    const sure = roles.filter((r) => r.grant.condition === undefined);
    const { level, because } = levelOf(sure);
    const facet = (...abilities: readonly Ability[]): Facet => {
      const holding = sure.filter((r) => abilities.some((a) => r.abilities?.has(a)));
      if (holding.length > 0) return holding.some((r) => r.broad) ? 'all' : 'some';
      return listed ? 'none' : 'unknown';
    };
    return {
      level: listed || level === 'admin' ? level : 'unknown',
      read: facet('r', 'a'),
      write: facet('w'),
      execute: facet('e', 'd'),
      grant: facet('p', 'i', 'k', 'g', 'c', 'f'),
      secrets: facet('s'),
      conditional: sure.length < roles.length || roles.some((r) => this.#isLimited(r)),
      because: because.slice(0, 5).map((r) => referTo(r.grant)),
      unreadable: [...new Set(unreadable)].sort(),
    };
  }

  #isLimited({ grant }: HeldRole): boolean {
    return (this.#inventory.grants.get(grant.scope ?? '') ?? []).some((g) => g.kind === 'scp');
  }
}

/** Whether a role holds on more than single resources. */
function isBroad(scope: string | undefined): boolean {
  return scope !== undefined && /^gcp:(?:project|folder|organization)\//.test(scope);
}

/** The level that roles add up to, with those behind it. */
function levelOf(roles: readonly HeldRole[]): { readonly level: Level; readonly because: readonly HeldRole[] } {
  const broad = roles.filter((r) => r.broad);
  const having = (from: readonly HeldRole[], ...abilities: readonly Ability[]): readonly HeldRole[] =>
    from.filter((r) => abilities.some((a) => r.abilities?.has(a)));
  const admin = having(broad, 'p');
  if (admin.length > 0) return { level: 'admin', because: admin };
  const becoming = having(broad, 't', 'k', 'i', 'c', 'f');
  // Acting as an account takes something that runs as it.
  const acting = having(broad, 'd').length > 0 ? having(broad, 'u') : [];
  if (becoming.length + acting.length > 0) return { level: 'escalate', because: [...new Set([...becoming, ...acting])] };
  const sensitive = having(broad, 's', 'a');
  if (sensitive.length > 0) return { level: 'sensitive', because: sensitive };
  const writing = having(roles, 'w', 'e', 'd', 'g', 'k', 'i');
  if (writing.length > 0) return { level: 'write', because: writing };
  return roles.some((r) => (r.abilities?.size ?? 0) > 0) ? { level: 'read', because: roles } : { level: 'none', because: [] };
}

function referTo(grant: Grant): StatementReference {
  return { policy: grant.name, statement: `on ${shownScope(grant.scope)}`, evidence: grant.evidence };
}

/** `gcp:project/acme` -> `project acme`, `//storage.googleapis.com/acme` -> `storage.googleapis.com/acme`. */
export function shownScope(scope: string | undefined): string {
  if (scope === undefined) return 'something that is not known';
  return scope.startsWith('gcp:')
    ? scope.slice('gcp:'.length).replace('/', ' ')
    : scope.replace(/^\/\//, '').replace('iam.googleapis.com/projects/-/serviceAccounts/', '');
}
