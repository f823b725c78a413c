import { awsIdentityId } from '../../inventory/id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import type { Resource } from '../../inventory/resource.ts';
import { serviceOf } from './own-policy.ts';
import type { PolicySource } from './policy-sources.ts';
import { accountOf } from './resource-facts.ts';
import { type AskedAction, isAbout } from './statement.ts';
import { hasWildcard } from './wildcard.ts';

/** Where an action may be allowed by the policy of a resource, by whom that policy names. */
interface Openings {
  readonly byIdentity: ReadonlyMap<string, readonly string[]>;
  /** Where everybody is let in, or everybody but some. */
  readonly ofAnyone: readonly string[];
}

/** The resources whose own policies, as far as they were given, let in an identity by name or everybody. */
export class OpenResources {
  readonly #inventory: Inventory;
  readonly #read: (resource: Resource) => PolicySource;
  readonly #byAction = new Map<string, Openings>();

  constructor(inventory: Inventory, read: (resource: Resource) => PolicySource) {
    this.#inventory = inventory;
    this.#read = read;
  }

  /** ARNs, of a bucket patterns of its objects, to ask about one by one: conditions and denies are not looked at here. */
  to(identity: string, action: AskedAction): readonly string[] {
    let openings = this.#byAction.get(action.name);
    if (openings === undefined) {
      openings = action.name.startsWith('sts:') ? this.#ofRoles() : this.#ofResources(action);
      this.#byAction.set(action.name, openings);
    }
    const [, account] = identity.split('/', 2);
    // In another account a resource alone lets nobody in.
    const isElsewhere = (place: string): boolean => (accountOf(this.#inventory, place) ?? account) !== account;
    return [...new Set([...(openings.byIdentity.get(identity) ?? []), ...openings.ofAnyone])].filter((place) => !isElsewhere(place));
  }

  #ofResources(action: AskedAction): Openings {
    const service = action.name.slice(0, action.name.indexOf(':'));
    const found = new Collected();
    for (const resource of this.#inventory.resources.values()) {
      if (resource.plane !== 'aws' || resource.policy === undefined || resource.id.endsWith('#grants')) continue;
      if (serviceOf(resource.name) !== service) continue;
      for (const statement of this.#read(resource).document?.statements ?? []) {
        if (!statement.allows || !isAbout(statement, action)) continue;
        const places = placesIn(statement.source, resource.name);
        if (statement.source.notPrincipal !== undefined) found.add('*', places);
        for (const name of Object.entries(statement.source.principal ?? {}).flatMap(([kind, names]) => (kind === '*' ? ['*'] : names)))
          found.add(name, places);
      }
    }
    return found;
  }

  #ofRoles(): Openings {
    const found = new Collected();
    for (const [role, trusts] of this.#inventory.trusts) {
      if (!role.startsWith('aws:role/')) continue;
      const arn = this.#arnOf(role);
      for (const { effect, principalKind, principal } of trusts) {
        if (effect === 'Allow' && (principalKind === 'identity' || principalKind === 'anyone')) found.add(principal, [arn]);
      }
    }
    return found;
  }

  #arnOf(role: string): string {
    const [, account = '', name = ''] = role.split('/');
    const { partition = 'aws', path = '/' } = this.#inventory.identities.get(role)?.aws ?? {};
    return `arn:${partition}:iam::${account}:role${path}${name}`;
  }
}

class Collected implements Openings {
  readonly byIdentity = new Map<string, string[]>();
  readonly ofAnyone: string[] = [];

  add(principal: string, places: readonly string[]): void {
    const id = principal === '*' ? undefined : awsIdentityId(principal);
    if (principal === '*') this.ofAnyone.push(...places);
    else if (id !== undefined) this.byIdentity.set(id, [...(this.byIdentity.get(id) ?? []), ...places]);
  }
}

/** Objects go by the patterns of their bucket's policy, all else by its own name. */
function placesIn({ resource }: PolicyStatement, name: string): readonly string[] {
  if (serviceOf(name) !== 's3') return [name];
  const patterns = (resource ?? []).filter((p) => !p.includes('${') && !hasWildcard(p.split('/', 1)[0] ?? ''));
  return patterns.length > 0 ? patterns : [name];
}
