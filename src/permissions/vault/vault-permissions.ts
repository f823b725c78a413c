import type { Inventory } from '../../inventory/inventory.ts';
import type { Decision, Facet, Level, PermissionEngine, Power, StatementReference } from '../power.ts';
import { matchesVaultPath, type PlacedRule, rulesFor } from './vault-path.ts';

/** What an identity of a vault holds. */
interface Holdings {
  readonly rules: readonly PlacedRule[];
  /** Names of its policies. */
  readonly policies: readonly string[];
  /** Those that could not be read. */
  readonly unread: readonly string[];
  readonly listed: boolean;
  readonly isRoot: boolean;
}

/** Stands for a secret of which nothing is said by name. */
const anySecret = 'any/secret/of/all';

/**
 * What identities of a vault may do by their policies. Actions are capabilities (`read`, `update`...), resources are paths
 * of its API. A policy that could not be read leaves the power unknown.
 */
export class VaultPermissions implements PermissionEngine {
  readonly #inventory: Inventory;
  readonly #holdings = new Map<string, Holdings>();
  /** By the key that identities with the same policies share. */
  readonly #powers = new Map<string, Power>();
  /** By vault: mounts that keep secrets, and where roles stand by which one may log in. */
  readonly #kept = new Map<string, string[]>();
  readonly #rolePaths = new Map<string, string[]>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    for (const resource of inventory.resources.values()) if (resource.kind === 'vault-kv') push(this.#kept, resource.scope, resource.name);
    for (const { id, plane, scope } of inventory.identities.values())
      if (plane === 'vault' && id.startsWith('vault:role/'))
        for (const path of pathsOfRole(id.slice(`vault:role/${scope}/`.length))) push(this.#rolePaths, scope, path);
  }

  powerOf(identity: string): Power {
    const key = this.shareKey(identity);
    const present = this.#powers.get(key);
    if (present !== undefined) return present;
    const power = this.#measure(identity);
    this.#powers.set(key, power);
    return power;
  }

  #measure(identity: string): Power {
    const held = this.#holdingsOf(identity);
    const vault = this.#inventory.identities.get(identity)?.scope ?? '';
    const kept = this.#kept.get(vault) ?? [];
    const can = (capability: readonly string[], path: string): boolean => this.#surely(held, capability, path).length > 0;
    const sure = held.rules.filter(isSure);
    const all = kept.filter((mount) => can(['read'], `${mount}/data/${anySecret}`) || can(['read'], `${mount}/${anySecret}`));
    const some = kept.filter((mount) => sure.some(({ rule }) => rule.capabilities.includes('read') && rule.path.startsWith(`${mount}/`)));
    const secrets: Facet = all.length > 0 ? 'all' : some.length > 0 ? 'some' : 'none';
    const writes = sure.filter(({ rule }) => !ownAffairs.test(rule.path) && rule.capabilities.some((c) => writing.has(c)));
    const reads = sure.filter(({ rule }) => rule.capabilities.some((c) => c === 'read' || c === 'list'));
    const grants = this.#givesPower(held, vault);
    const level: Level = this.#isAdmin(held)
      ? 'admin'
      : grants.length > 0
        ? 'escalate'
        : all.length > 0
          ? 'sensitive'
          : writes.length > 0
            ? 'write'
            : reads.length > 0
              ? 'read'
              : 'none';
    const open = held.unread.length > 0 || !held.listed;
    const facet = (has: boolean): Facet => (has ? 'some' : open ? 'unknown' : 'none');
    return {
      level: open && level !== 'admin' ? 'unknown' : level,
      read: secrets === 'all' ? 'all' : facet(reads.length > 0),
      write: facet(writes.length > 0),
      execute: open ? 'unknown' : 'none',
      grant: facet(grants.length > 0 || level === 'admin'),
      secrets: secrets === 'none' && open ? 'unknown' : secrets,
      conditional: held.rules.some((r) => !isSure(r) && !ownAffairs.test(r.rule.path)),
      because: (grants.length > 0 ? grants : writes.length > 0 ? writes : reads).slice(0, 5).map((r) => this.#refer(r, vault)),
      unreadable: held.unread,
    };
  }

  decide(identity: string, action: string, resource?: string): Decision {
    const held = this.#holdingsOf(identity);
    const vault = this.#inventory.identities.get(identity)?.scope ?? '';
    const found = held.isRoot ? [] : this.#allowing(held, [action], resource ?? anySecret);
    const sure = found.filter(isSure);
    const statements = (sure.length > 0 ? sure : found).map((r) => this.#refer(r, vault));
    if (held.isRoot || sure.length > 0) return { answer: 'allowed', statements, conditionKeys: [] };
    if (found.length > 0)
      return {
        answer: 'conditional',
        statements,
        conditionKeys: [],
        reasons: ['the rule asks for more than the path: parameters, wrapping, or whose token it is'],
      };
    if (held.unread.length === 0 && held.listed) return { answer: 'denied', statements: [], conditionKeys: [], limits: [] };
    const reasons = held.unread.length > 0 ? held.unread.map((p) => `policy ${p} was not read`) : ['its policies are not known'];
    return { answer: 'unknown', statements: [], conditionKeys: [], reasons };
  }

  resourcesFor(): [] {
    return [];
  }

  shareKey(identity: string): string {
    const { policies, listed } = this.#holdingsOf(identity);
    return `${this.#inventory.identities.get(identity)?.scope ?? ''} ${listed} ${policies.join(' ')}`;
  }

  /** The root policy, or writing the text of a policy that it holds itself. */
  #isAdmin(held: Holdings): boolean {
    return (
      held.isRoot ||
      held.policies.some((name) =>
        ['sys/policies/acl', 'sys/policy'].some((path) => this.#surely(held, ['update', 'create'], `${path}/${name}`).length > 0),
      )
    );
  }

  /** Rules by which it gives others, and so itself, other policies. */
  #givesPower(held: Holdings, vault: string): readonly PlacedRule[] {
    // Most policies say nothing of methods, and roles are many.
    const about = held.rules.filter(
      ({ rule }) => rule.capabilities.some((c) => c === 'create' || c === 'update') && mayBeginWith(rule.path, 'auth'),
    );
    const all = about.length === 0 ? [] : (this.#rolePaths.get(vault) ?? []);
    const roles = all.filter((path) => about.some(({ rule }) => matchesVaultPath(rule.path, path)));
    const paths = [
      ...roles,
      'sys/policies/acl/another',
      'identity/entity/id/another',
      'identity/group/id/another',
      'auth/token/create-orphan',
    ];
    return [...new Set(paths.flatMap((path) => this.#surely(held, ['create', 'update'], path)))];
  }

  /** The same without what asks for more than the path. */
  #surely(held: Holdings, capabilities: readonly string[], path: string): readonly PlacedRule[] {
    return this.#allowing(held, capabilities, path).filter(isSure);
  }

  #allowing(held: Holdings, capabilities: readonly string[], path: string): readonly PlacedRule[] {
    return rulesFor(held.rules, path).filter(({ rule }) => capabilities.some((c) => rule.capabilities.includes(c)));
  }

  #refer({ policy, rule }: PlacedRule, vault: string): StatementReference {
    const evidence = this.#inventory.policies.get(`vault:policy/${vault}/${policy}`)?.evidence ?? [];
    return { policy, statement: `${rule.capabilities.join(', ')} on ${rule.path}`, evidence };
  }

  /** Groups that an identity is in, and those that these are in. */
  #groupsOf(id: string): readonly string[] {
    const found = new Set<string>();
    const open = [id];
    for (const one of open)
      for (const group of this.#inventory.memberships.get(one) ?? [])
        if (!found.has(group)) {
          found.add(group);
          open.push(group);
        }
    return [...found];
  }

  #holdingsOf(id: string): Holdings {
    const present = this.#holdings.get(id);
    if (present !== undefined) return present;
    const grants = [id, ...this.#groupsOf(id)]
      .flatMap((holder) => this.#inventory.grants.get(holder) ?? [])
      .filter((g) => g.kind === 'attached');
    const rules: PlacedRule[] = [];
    const unread: string[] = [];
    for (const { name, policy } of grants) {
      if (name === 'root') continue;
      const paths = this.#inventory.policies.get(policy ?? '')?.paths;
      if (paths === undefined) unread.push(name);
      else rules.push(...paths.map((rule) => ({ policy: name, rule })));
    }
    const holdings = {
      rules,
      policies: grants.map((g) => g.name).sort(),
      unread: unread.sort(),
      listed: this.#inventory.identities.get(id)?.grantsListed === true,
      isRoot: grants.some((g) => g.name === 'root'),
    };
    this.#holdings.set(id, holdings);
    return holdings;
  }
}

/** What the policy that every token has lets it do with itself: nobody else is touched (https://developer.hashicorp.com/vault/docs/concepts/policies#default-policy). */
const ownAffairs =
  /^(?:auth\/token\/(?:renew|revoke|lookup)-self|sys\/(?:capabilities-self|renew|leases\/(?:renew|lookup)|wrapping\/\w{1,20}|tools\/hash(?:\/\*)?|control-group\/request)|cubbyhole\/\*|identity\/entity\/(?:id|name)\/\+|identity\/oidc\/provider\/\+\/authorize)$/;

/** Where a role may stand, by its mount and name: what is between them depends on the method. */
function pathsOfRole(name: string): readonly string[] {
  const slash = name.lastIndexOf('/');
  return [
    `auth/${name}`,
    ...['role', 'roles', 'users', 'certs', 'map'].map((word) => `auth/${name.slice(0, slash)}/${word}/${name.slice(slash + 1)}`),
  ];
}

/** Whether the first segment of a pattern may be this one. */
function mayBeginWith(pattern: string, segment: string): boolean {
  const [first = ''] = pattern.split('/', 1);
  return first === segment || first === '+' || (first.endsWith('*') && segment.startsWith(first.slice(0, -1)));
}

function isSure({ rule }: PlacedRule): boolean {
  return rule.limited !== true;
}

const writing: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'sudo']);

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
